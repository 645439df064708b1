#include "models/files/tar_gz.hpp"

#include "models/core/error.hpp"
#include "models/files/text_file.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/models/files/tar_bytes.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

struct Unpacking {
    TemporaryFolder folder;
    std::string archive = folder.file("a.tar.gz"), out = folder.file("out");

    explicit Unpacking(const std::string& bytes) {
        put(archive, bytes);
        std::filesystem::create_directory(out);
    }
    void run(const std::vector<std::string>& wanted) const { unpack_tar_gz(archive, out, wanted); }
    /// The message without the folder's name.
    [[nodiscard]] std::string refusal(const std::vector<std::string>& wanted) const {
        const std::string message = message_of<FormatError>([&] { run(wanted); });
        return message.rfind(archive, 0) == 0 ? message.substr(archive.size()) : message;
    }
};

const std::string big(3000, 'b');
const std::string archive_bytes = tar_member("d/", "", '5') + tar_member("d/small", "s") + tar_member("d/other", "o") +
                                  tar_member("d/big", big) + tar_member("../../evil", "e") + tar_end();

/// A member whose size is written as `size`, 12 characters.
std::string with_size(std::string member, const std::string& size) {
    member.replace(124, 12, size);
    member.replace(148, 8, "        ");
    unsigned sum = 0;
    for (std::size_t i = 0; i < 512; ++i) sum += static_cast<unsigned char>(member[i]);
    char number[16];
    std::snprintf(number, sizeof number, "%06o", sum);
    return member.replace(148, 6, number);
}

} // namespace

TEST_CASE("Wanted files come out of an archive whole, others do not come out") {
    const Unpacking unpacking(gzipped(archive_bytes));
    std::int64_t seen = 0;
    unpack_tar_gz(unpacking.archive, unpacking.out, {"big", "small"}, [&](std::int64_t bytes) { seen = bytes; });
    CHECK(read_text_file(unpacking.out + "/small") == "s");
    CHECK(read_text_file(unpacking.out + "/big") == big);
    CHECK(seen == 3001);
    CHECK(std::distance(std::filesystem::directory_iterator(unpacking.out), {}) == 2);
}

TEST_CASE("Names in an archive cannot lead out of the folder") {
    const Unpacking unpacking(gzipped(archive_bytes));
    unpacking.run({"evil"});
    CHECK(read_text_file(unpacking.out + "/evil") == "e");
    CHECK_FALSE(std::filesystem::exists(unpacking.folder.file("evil")));
}

TEST_CASE("An archive that is damaged, cut short or lacks a file is refused") {
    CHECK(Unpacking(gzipped(archive_bytes)).refusal({"big", "none"}) == ": the archive holds no file 'none'");
    CHECK(Unpacking(gzipped(archive_bytes.substr(0, 700))).refusal({"big"}) == ": the archive ends inside a block");
    CHECK(Unpacking(gzipped(archive_bytes.substr(0, 512 * 6))).refusal({"big"}) == ": the archive ends inside a file");
    const std::string packed = gzipped(archive_bytes);
    CHECK(Unpacking(packed.substr(0, packed.size() / 2)).refusal({"big"}) ==
          ": the compressed data ends too early; get a fresh copy");
    std::string damaged = archive_bytes;
    damaged[512 + 3] ^= 1;
    CHECK(Unpacking(gzipped(damaged)).refusal({"big"}) == ": found no tar header where one should be");
    std::string wrong = packed;
    wrong[wrong.size() - 6] ^= 1; // the check sum at the end
    CHECK_THAT(Unpacking(wrong).refusal({"none"}),
               Catch::Contains(": the compressed data is damaged (") || Catch::Contains("holds no file"));
}

TEST_CASE("Members of the oldest tars are files, and their numbers may have blanks around them") {
    const Unpacking unpacking(gzipped(tar_member("old", "o", '\0') +
                                      with_size(tar_member("blanks", "12345678"), "         10 ") + tar_end()));
    unpacking.run({"old", "blanks"});
    CHECK(read_text_file(unpacking.out + "/old") == "o");
    CHECK(read_text_file(unpacking.out + "/blanks") == "12345678");
}

TEST_CASE("A number in a tar header that is not octal is refused") {
    for (const char* size : {"00000000018 ", "0000000001: ", "0000000001/ "})
        CHECK(Unpacking(gzipped(with_size(tar_member("a", "1"), size) + tar_end())).refusal({"a"}) ==
              ": found a tar header with a number that is not octal");
}
