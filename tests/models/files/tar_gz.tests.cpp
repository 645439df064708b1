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
