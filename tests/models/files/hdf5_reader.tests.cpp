// What the reader refuses in files that are whole: values of another type than asked for, and too many of them.
#include "models/files/hdf5_reader.hpp"

#include "models/core/error.hpp"
#include "models/files/hdf5_writer.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Matchers::EndsWith;

TEST_CASE("data sets of another width than asked for are refused, not converted") {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.h5");
    Hdf5Writer writer(path);
    writer.bytes("/narrow", {3}, std::vector<std::uint8_t>{1, 0, 1});
    writer.numbers("/wide", {3}, std::vector<std::int64_t>{1, 0, 1});
    writer.commit();
    const Hdf5Reader reader(path);
    CHECK(reader.bits("/narrow", {3}) == std::vector<std::uint8_t>{1, 0, 1});
    CHECK(reader.numbers("/wide", {3}) == std::vector<std::int64_t>{1, 0, 1});
    CHECK_THAT(message_of<FormatError>([&] { (void)reader.numbers("/narrow", {3}); }),
               EndsWith("found 8-bit integers, expected 64-bit integers"));
    CHECK_THAT(message_of<FormatError>([&] { (void)reader.bytes("/wide", {3}); }),
               EndsWith("found 64-bit integers, expected 8-bit integers"));
}

TEST_CASE("data sets without elements are written and read") {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.h5");
    Hdf5Writer writer(path);
    writer.bytes("/none", {0}, {});
    writer.numbers("/no_rows", {0, 3}, {});
    writer.commit();
    const Hdf5Reader reader(path);
    CHECK(reader.bits("/none", {0}).empty());
    CHECK(reader.numbers("/no_rows", {0, 3}).empty());
}

TEST_CASE("an attribute has at most 4,096 elements") {
    const TemporaryFolder folder;
    const std::string path = folder.file("a.h5");
    Hdf5Writer writer(path);
    writer.integers("/", "most", std::vector<std::int64_t>(4096, 7));
    writer.integers("/", "more", std::vector<std::int64_t>(4097, 7));
    writer.commit();
    const Hdf5Reader reader(path);
    CHECK(reader.integers("/", "most").size() == 4096);
    CHECK_THAT(message_of<FormatError>([&] { (void)reader.integers("/", "more"); }),
               EndsWith("attribute 'more': found more than 4096 elements"));
}
