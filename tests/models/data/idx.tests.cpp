#include "models/data/idx.hpp"

#include "models/core/error.hpp"
#include "models/files/gzip.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <random>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("plain and compressed IDX files give the same values") {
    const TemporaryFolder folder;
    std::string values(2 * 3 * 50000, '\0');
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<char>(i * i % 251);
    const auto bytes = idx_bytes({2, 3, 50000}, values);
    put(folder.file("plain"), bytes);
    put(folder.file("zipped"), gzipped(bytes)); // no ".gz": the content tells
    for (const char* name : {"plain", "zipped"}) {
        const auto file = read_idx(folder.file(name), 3);
        CHECK(file.sizes == std::vector<std::int64_t>{2, 3, 50000});
        CHECK(std::string(file.values.begin(), file.values.end()) == values);
    }
}

TEST_CASE("what is wrong in an IDX file is a FormatError with the byte offset") {
    struct Case {
        std::string bytes;
        std::string message;
    };
    const auto good = idx_bytes({5}, "abcde");
    const std::vector<Case> cases{
        {"", "at byte 0: found 0 bytes, an IDX header with 1 dimension has 8"},
        {good.substr(0, 6), "at byte 6: found 6 bytes, an IDX header with 1 dimension has 8"},
        {idx_bytes({1, 1, 5}, "abcde"),
         "at byte 0: found magic number 0x00000803, expected 0x00000801 (bytes in 1 dimension)"},
        {"label,image\n", "at byte 0: found magic number 0x6c616265, expected 0x00000801 (bytes in 1 dimension)"},
        {idx_bytes({0}, ""), "at byte 4: found a dimension of 0, allowed is 1 or more"},
        {good.substr(0, 12), "at byte 12: found 4 values, the sizes call for 5; the file is truncated"},
        {good + "x", "at byte 13: found more than the 5 values that the sizes call for"},
        {idx_bytes({4000000000}, "a"),
         "at byte 9: found 1 values, the sizes call for 4000000000; the file is truncated"},
    };
    const TemporaryFolder folder;
    const auto path = folder.file("labels");
    for (const auto& [bytes, message] : cases) {
        const auto expected = fmt::format("{}: {}", path, message);
        put(path, bytes);
        CHECK(message_of<FormatError>([&] { read_idx(path, 1); }) == expected);
        put(path, gzipped(bytes));
        CHECK(message_of<FormatError>([&] { read_idx(path, 1); }) == expected);
    }
    put(path, idx_bytes({4000000000, 4000000000, 4000000000}, "a"));
    CHECK(message_of<FormatError>([&] { read_idx(path, 3); }) ==
          path + ": at byte 8: found a dimension of 4000000000, which is absurd");
    CHECK_THROWS_AS(read_idx(folder.file("none"), 1), MissingFileError);
}

TEST_CASE("a compressed IDX file that is cut off or damaged is a FormatError") {
    const TemporaryFolder folder;
    const auto path = folder.file("labels.gz");
    std::string values(3000, '\0');
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<char>(i * 7919 % 10);
    const auto good = gzipped(idx_bytes({3000}, values));
    for (std::size_t size = 2; size + 8 < good.size(); ++size) { // the last 8 bytes are the check sum and length
        put(path, good.substr(0, size));
        REQUIRE_THAT(message_of<FormatError>([&] { read_idx(path, 1); }),
                     Contains("the compressed data ends too early"));
    }
    const unsigned seed = 7;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 300; ++i) {
        auto bad = good;
        bad[10 + random() % (bad.size() - 10)] ^= static_cast<char>(1 + random() % 255); // after the gzip header
        put(path, bad);
        REQUIRE_THAT(message_of<FormatError>([&] { read_idx(path, 1); }), StartsWith(path + ": at byte "));
    }
}

TEST_CASE("gzip members may follow each other, as some programs pack, but nothing else may follow them") {
    const TemporaryFolder folder;
    const auto path = folder.file("labels.gz");
    const std::string bytes = idx_bytes({6}, "abcdef"), first = bytes.substr(0, 5), rest = bytes.substr(5);
    put(path, gzipped(first) + gzipped(rest));
    CHECK(read_idx(path, 1).values == std::vector<std::uint8_t>{'a', 'b', 'c', 'd', 'e', 'f'});
    put(path, gzipped(bytes) + std::string(512, '\0')); // padding
    CHECK(read_idx(path, 1).values.size() == 6);
    const std::string packed = gzipped(bytes), place = path + ": at byte " + std::to_string(packed.size()) + ": ";
    put(path, packed + "<html>");
    CHECK(message_of<FormatError>([&] { read_idx(path, 1); }) ==
          place + "the compressed data ends, but 6 more bytes follow; get a fresh copy");
}
