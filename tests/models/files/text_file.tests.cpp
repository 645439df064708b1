#include "models/files/text_file.hpp"

#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"
#include "models/files/binary_file.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

TEST_CASE("a file is read byte for byte") {
    const TemporaryFolder folder;
    for (const std::size_t size : {0U, 1U, 65535U, 65536U, 65537U, 200000U}) {
        std::string text(size, '\0');
        for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 31 % 256);
        AtomicFile file(folder.file("data"));
        file.write(text);
        file.commit();
        CHECK(read_text_file(file.path()) == text);
        const auto bytes = read_bytes(file.path());
        CHECK(std::equal(bytes.begin(), bytes.end(), text.begin(), text.end(),
                         [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); }));
    }
}

TEST_CASE("a file that is not there or is a folder is a MissingFileError") {
    const TemporaryFolder folder;
    const auto missing = folder.file("none.csv");
    CHECK(message_of<MissingFileError>([&] { read_text_file(missing); }) ==
          "cannot open '" + missing + "': No such file or directory; check the path");
    CHECK(message_of<MissingFileError>([&] { read_bytes(folder.path()); }) ==
          "cannot open '" + folder.path() + "': it is a folder; give the name of a file");
    CHECK_THROWS_AS(require_readable(missing), MissingFileError);
}
