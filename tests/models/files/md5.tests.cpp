#include "models/files/md5.hpp"

#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

std::span<const std::uint8_t> octets(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string md5_of(const std::string& text) {
    Md5 sum;
    sum.add(octets(text));
    return sum.finish();
}

} // namespace

TEST_CASE("MD5 sums are those of RFC 1321's test suite") {
    CHECK(md5_of("") == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(md5_of("a") == "0cc175b9c0f1b6a831c399e269772661");
    CHECK(md5_of("abc") == "900150983cd24fb0d6963f7d28e17f72");
    CHECK(md5_of("message digest") == "f96b697d7cb7938d525a2f31aaf161d0");
    CHECK(md5_of("abcdefghijklmnopqrstuvwxyz") == "c3fcd3d76192e4007dfb496cca67e13b");
    CHECK(md5_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") ==
          "d174ab98d277d9f5a5611c2c9f419d9f");
    CHECK(md5_of("12345678901234567890123456789012345678901234567890123456789012345678901234567890") ==
          "57edf4a22be3c955ac49da2e2107b67a");
}

TEST_CASE("An MD5 sum does not depend on the parts it is fed in, at any length around a block") {
    for (std::size_t length = 0; length <= 200; ++length) {
        const std::string text(length, 'x');
        for (const std::size_t part : {1, 7, 63, 64, 65}) {
            Md5 sum;
            for (std::size_t at = 0; at < length; at += part)
                sum.add(octets(text).subspan(at, std::min(part, length - at)));
            REQUIRE(sum.finish() == md5_of(text));
        }
    }
}

TEST_CASE("The MD5 sum of a file is that of its bytes") {
    const TemporaryFolder folder;
    const std::string text(200'000, 'y');
    std::ofstream(folder.file("y"), std::ios::binary) << text;
    CHECK(md5_of_file(folder.file("y")) == md5_of(text));
    CHECK(message_of<MissingFileError>([&] { md5_of_file(folder.file("none")); }) ==
          "cannot open '" + folder.file("none") + "': No such file or directory; check the path");
}
