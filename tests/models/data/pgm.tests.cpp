#include "models/data/pgm.hpp"

#include "models/core/error.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Matchers::StartsWith;

namespace {

const TensorShape three_by_two{1, 2, 3};

} // namespace

TEST_CASE("text and binary grey maps give the same pixels") {
    const TemporaryFolder folder;
    const std::vector<std::uint8_t> pixels{0, 255, 10, 32, 13, 35};
    for (const std::string& contents :
         {std::string("P2\n3 2\n255\n0 255 10\n32 13 35\n"),
          std::string("P2 # drawn by hand\n3\t2 #size\r\n255 0 255 10 32 13 35"),
          std::string("P5\n#c\n3 2\n255\n\0\xff\n \r#", 20), std::string("P5 3 2 255 \0\xff\n \r#", 17)}) {
        INFO(contents);
        put(folder.file("d.pgm"), contents);
        CHECK(read_pgm(folder.file("d.pgm"), three_by_two) == pixels);
    }
}

TEST_CASE("grey maps with fewer levels are scaled to 255") {
    const TemporaryFolder folder;
    put(folder.file("d.pgm"), "P2 3 2 15 0 1 7 8 14 15");
    CHECK(read_pgm(folder.file("d.pgm"), three_by_two) == std::vector<std::uint8_t>{0, 17, 119, 136, 238, 255});
}

TEST_CASE("what is wrong in a grey map is a FormatError with the byte offset") {
    struct Case {
        std::string contents;
        std::string message;
    };
    const std::vector<Case> cases{
        {"", "at byte 0: found no PGM image; save it as PGM (it starts with P2 or P5), grey and with 8 bits"},
        {"P6\n3 2\n255\n", "at byte 0: found no PGM image"},
        {"P2\n28 28\n255\n",
         "at byte 2: found 28 x 28 pixels, the network takes 3 x 2; draw or scale the image to that size"},
        {"P2\n3", "at byte 4: expected height, found the end"},
        {"P2\nx 2", "at byte 3: expected width, found no number"},
        {"P2\n0 2", "at byte 3: found width 0, allowed is 1 to 1048576"},
        {"P2\n99999999999999999999 2", "at byte 3: found width "},
        {"P5 3 2 65535 ", "at byte 7: found maximum 65535, allowed is 1 to 255"},
        {"P2 3 2 15 0 16 0 0 0 0", "at byte 11: found pixel 16, the maximum is 15"},
        {"P2 3 2 15 0 1 2 3 4", "at byte 19: expected a pixel, found the end"},
        {"P2 3 2 15 0 1 2 3 4 5 6", "at byte 22: found more than 6 pixels"},
        {"P5 3 2 255 abcde", "at byte 16: expected a pixel, found the end"},
        {"P5 3 2 255 abcdefg", "at byte 17: found more than 6 pixels"},
        {"P5 3 2 255", "at byte 10: expected one white-space character before the pixels"},
    };
    const TemporaryFolder folder;
    const auto path = folder.file("d.pgm");
    for (const auto& [contents, message] : cases) {
        INFO(contents);
        put(path, contents);
        CHECK_THAT(message_of<FormatError>([&] { read_pgm(path, three_by_two); }),
                   StartsWith(fmt::format("{}: {}", path, message)));
    }
    CHECK_THROWS_AS(read_pgm(folder.file("none.pgm"), three_by_two), MissingFileError);
}
