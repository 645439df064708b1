#include "models/download/dataset_fetch.hpp"

#include "models/core/error.hpp"
#include "models/download/download.hpp"
#include "models/files/md5.hpp"
#include "models/files/text_file.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/models/files/tar_bytes.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

std::string sum_of(const std::string& bytes) {
    Md5 sum;
    sum.add({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    return sum.finish();
}

OfficialFile official(const std::string& name, const std::string& bytes, const std::string& contents = "") {
    return {name, static_cast<std::int64_t>(bytes.size()), sum_of(bytes), contents.empty() ? "" : sum_of(contents)};
}

/// Two packed files, a folder that offers them and one that lacks them.
struct Packed {
    TemporaryFolder folder;
    std::string a = gzipped("first contents"), b = gzipped("other contents");
    std::string mirror = "file://" + folder.file("mirror"), data = folder.file("data");
    OfficialSet set{
        "pair", "pair", {mirror}, {official("a.gz", a, "first contents"), official("b.gz", b, "other contents")}, {}};

    Packed() {
        fs::create_directory(folder.file("mirror"));
        offer("a.gz", a);
        offer("b.gz", b);
    }
    void offer(const std::string& name, const std::string& bytes) const { put(folder.file("mirror/" + name), bytes); }
    [[nodiscard]] std::string failure(const FetchOptions& options = {}) const {
        return message_of<DownloadError>([&] { fetch_dataset(set, data, options); });
    }
    [[nodiscard]] std::int64_t files() const { return std::distance(fs::directory_iterator(data + "/pair"), {}); }
};

/// An archive of two files.
struct Archive {
    TemporaryFolder folder;
    std::string bytes = gzipped(tar_member("set/one.bin", std::string(2000, '1')) + tar_member("set/two.bin", "22") +
                                tar_member("set/readme", "r") + tar_end());
    std::string data = folder.file("data");
    OfficialSet set{
        "archive", "set", {"file://" + folder.file("mirror")}, {official("set.tar.gz", bytes)}, {"one.bin", "two.bin"}};

    Archive() {
        fs::create_directory(folder.file("mirror"));
        put(folder.file("mirror/set.tar.gz"), bytes);
    }
};

} // namespace

TEST_CASE("Files are fetched, and left alone the next time") {
    const Packed packed;
    const auto first = fetch_dataset(packed.set, packed.data, {});
    CHECK(first.folder == packed.data + "/pair");
    CHECK(first.fetched == std::vector<std::string>{"a.gz", "b.gz"});
    CHECK(first.present.empty());
    CHECK(read_text_file(packed.data + "/pair/a.gz") == packed.a);
    CHECK(packed.files() == 2);
    fs::remove_all(packed.folder.file("mirror"));
    const auto second = fetch_dataset(packed.set, packed.data, {});
    CHECK(second.fetched.empty());
    CHECK(second.present == std::vector<std::string>{"a.gz", "b.gz"});
}

TEST_CASE("A file that is wrong, too short, too long or missing is refused and does not appear") {
    const Packed packed;
    std::string wrong = packed.b;
    wrong.back() ^= 1;
    const std::string url = packed.mirror + "/b.gz";
    packed.offer("b.gz", wrong);
    CHECK_THAT(packed.failure(), Catch::StartsWith("cannot get 'b.gz':\n  " + url + ": its MD5 sum is ") &&
                                     Contains("that of the published file is " + packed.set.files[1].md5) &&
                                     Contains("give another folder with --from URL"));
    packed.offer("b.gz", packed.b.substr(0, 10));
    CHECK_THAT(packed.failure(), Contains(url + ": it has 10 bytes, the published file has "));
    packed.offer("b.gz", packed.b + "x");
    CHECK_THAT(packed.failure(), Contains(url + ": it is longer than "));
    fs::remove(packed.folder.file("mirror/b.gz"));
    CHECK_THAT(packed.failure(), Contains(url + ": "));
    CHECK(packed.files() == 1); // a.gz, which was good
    packed.offer("b.gz", packed.b);
    CHECK(fetch_dataset(packed.set, packed.data, {}).fetched == std::vector<std::string>{"b.gz"});
}

TEST_CASE("The next mirror is asked where one fails, and --from replaces them all") {
    Packed packed;
    packed.set.mirrors = {"file:///nowhere/", packed.mirror};
    CHECK(fetch_dataset(packed.set, packed.data, {}).fetched.size() == 2);
    FetchOptions options;
    options.from = packed.mirror;
    packed.set.mirrors = {"file:///nowhere/"};
    CHECK(fetch_dataset(packed.set, packed.folder.file("more"), options).fetched.size() == 2);
    options.from = "/some/folder";
    CHECK(message_of<ConfigError>([&] { fetch_dataset(packed.set, packed.data, options); }) ==
          "--from /some/folder: use the URL of a folder, as https://host/folder or file:///folder");
}

TEST_CASE("A damaged file in the folder is replaced") {
    const Packed packed;
    fs::create_directories(packed.data + "/pair");
    put(packed.data + "/pair/a.gz", "damaged");
    CHECK(fetch_dataset(packed.set, packed.data, {}).fetched.size() == 2);
    CHECK(read_text_file(packed.data + "/pair/a.gz") == packed.a);
}

TEST_CASE("An archive is unpacked with its sums, and fetched again if a file changes") {
    const Archive archive;
    CHECK(fetch_dataset(archive.set, archive.data, {}).fetched == archive.set.members);
    const std::string set = archive.data + "/set/";
    CHECK(read_text_file(set + "one.bin") == std::string(2000, '1'));
    CHECK(read_text_file(set + "MD5SUMS") ==
          sum_of(std::string(2000, '1')) + "  one.bin\n" + sum_of("22") + "  two.bin\n");
    CHECK(std::distance(fs::directory_iterator(set), {}) == 3);
    CHECK(fetch_dataset(archive.set, archive.data, {}).present == archive.set.members);
    put(set + "two.bin", "23");
    CHECK(check_files(archive.set, set).at(1).state == FileState::other);
    CHECK(fetch_dataset(archive.set, archive.data, {}).fetched == archive.set.members);
    CHECK(check_files(archive.set, set).at(1).state == FileState::official);
    fs::remove(set + "MD5SUMS");
    CHECK(check_files(archive.set, set).at(1).state == FileState::unknown);
}

TEST_CASE("A fetch that is stopped, or meets a full disk, leaves nothing half-written") {
    struct Stop {};
    const Archive archive;
    for (const bool unpacking : {false, true}) {
        FetchOptions options;
        options.progress = [&](const FetchProgress& at) {
            if (at.unpacking == unpacking) throw Stop();
        };
        CHECK_THROWS_AS(fetch_dataset(archive.set, archive.data, options), Stop);
        CHECK_FALSE(fs::exists(archive.data + "/set"));
    }
    {
        const FileSizeLimit full(1000);
        CHECK_THROWS_AS(fetch_dataset(archive.set, archive.data, {}), IoError);
    }
    CHECK_FALSE(fs::exists(archive.data + "/set"));
}

TEST_CASE("Files are told apart: published, packed otherwise, others, missing") {
    const Packed packed;
    const TemporaryFolder folder;
    const auto state = [&] { return check_files(packed.set, folder.path()).at(0).state; };
    CHECK(state() == FileState::missing);
    put(folder.file("a.gz"), packed.a);
    CHECK(state() == FileState::official);
    put(folder.file("a.gz"), gzipped("other"));
    CHECK(state() == FileState::other);
    fs::remove(folder.file("a.gz"));
    put(folder.file("a"), "first contents");
    CHECK(state() == FileState::repacked);
}

TEST_CASE("The data sets that can be fetched are MNIST and CIFAR-10") {
    CHECK(official_set_names() == std::vector<std::string>{"mnist", "cifar10"});
    CHECK(official_set("mnist").files.at(0).md5 == "f68b3c2dcbeaaa9fbdd348bbdeb94873");
    CHECK(message_of<ConfigError>([] { official_set("cifar"); }) ==
          "'cifar' is no data set with published sums; did you mean 'cifar10'?");
}
