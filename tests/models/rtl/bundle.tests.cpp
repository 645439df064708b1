#include "models/rtl/bundle.hpp"
#include "models/core/error.hpp"
#include "models/files/text_file.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::tests::message_of;
using fracbit::tests::TemporaryFolder;

namespace {

RtlBundle bundle_of(std::vector<RtlFile> files) {
    RtlBundle bundle;
    bundle.top = "top";
    bundle.files = std::move(files);
    return bundle;
}

} // namespace

TEST_CASE("A bundle is written with a list of its files, and replaces an earlier one") {
    const TemporaryFolder folder;
    const std::string target = folder.file("rtl out");
    write_bundle(bundle_of({{"rtl/a.sv", "a"}, {"tb/b.hex", "b"}}), target);
    CHECK(read_text_file(target + "/rtl/a.sv") == "a");
    CHECK(read_text_file(target + "/files.txt") == "rtl/a.sv\ntb/b.hex\n");
    write_bundle(bundle_of({{"rtl/c.sv", "c"}}), target + "/");
    CHECK(read_text_file(target + "/rtl/c.sv") == "c");
    CHECK_FALSE(std::filesystem::exists(target + "/tb"));
    CHECK_FALSE(std::filesystem::exists(target + "/rtl/a.sv"));
    CHECK(folder.entries() == 1);
}

TEST_CASE("A new folder may be named with a slash at its end") {
    const TemporaryFolder folder;
    write_bundle(bundle_of({{"rtl/a.sv", "a"}}), folder.file("new/"));
    CHECK(read_text_file(folder.file("new/rtl/a.sv")) == "a");
    CHECK(folder.entries() == 1);
}

TEST_CASE("A file whose name is the beginning of an exported one is no file of the export") {
    const TemporaryFolder folder;
    const std::string target = folder.file("out");
    write_bundle(bundle_of({{"rtl/a.sv", "a"}}), target);
    std::ofstream(target + "/rtl/a.s") << "mine";
    CHECK(message_of<ConfigError>([&] {
              write_bundle(bundle_of({{"rtl/b.sv", "b"}}), target);
          }) == "folder '" + target +
                    "' holds 'rtl/a.s', which is no file of an earlier export: give an empty or a new folder");
    CHECK(read_text_file(target + "/rtl/a.s") == "mine");
}

TEST_CASE("A folder that is named as the list of files is no export's") {
    const TemporaryFolder folder;
    const std::string target = folder.file("out");
    std::filesystem::create_directories(target + "/files.txt");
    CHECK_THROWS_AS(write_bundle(bundle_of({{"rtl/b.sv", "b"}}), target), ConfigError);
    CHECK(std::filesystem::is_directory(target + "/files.txt"));
}

TEST_CASE("A bundle replaces an earlier one in its folder, where a shell may be") {
    const TemporaryFolder folder;
    const std::string target = folder.file("out");
    write_bundle(bundle_of({{"rtl/a.sv", "a"}}), target);
    std::filesystem::permissions(target, std::filesystem::perms::owner_all);
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(target);
    write_bundle(bundle_of({{"rtl/b.sv", "b"}}), ".");
    CHECK(std::filesystem::exists("rtl/b.sv"));
    CHECK_FALSE(std::filesystem::exists("rtl/a.sv"));
    std::filesystem::current_path(before);
    CHECK(std::filesystem::status(target).permissions() == std::filesystem::perms::owner_all);
    CHECK(read_text_file(target + "/files.txt") == "rtl/b.sv\n");
    CHECK(std::distance(std::filesystem::directory_iterator(target), {}) == 2);
}

TEST_CASE("A folder that holds anything else is left as it is") {
    const TemporaryFolder folder;
    const std::string target = folder.file("out");
    write_bundle(bundle_of({{"rtl/a.sv", "a"}}), target);
    std::ofstream(target + "/rtl/mine.sv") << "mine";
    CHECK(message_of<ConfigError>([&] {
              write_bundle(bundle_of({{"rtl/a.sv", "new"}}), target);
          }) == "folder '" + std::filesystem::canonical(target).string() +
                    "' holds 'rtl/mine.sv', which is no file of an earlier export: give an empty or a new folder");
    CHECK(read_text_file(target + "/rtl/a.sv") == "a");
    CHECK(read_text_file(target + "/rtl/mine.sv") == "mine");
    CHECK(folder.entries() == 1);

    std::filesystem::create_directories(folder.file("other/empty"));
    CHECK(message_of<ConfigError>([&] {
              write_bundle(bundle_of({{"a", "a"}}), folder.file("other"));
          }).find("holds 'empty'") != std::string::npos);
    std::filesystem::remove(folder.file("other/empty"));
    write_bundle(bundle_of({{"a", "a"}}), folder.file("other"));
    CHECK(read_text_file(folder.file("other/a")) == "a");
}

TEST_CASE("What cannot be written leaves nothing behind") {
    const TemporaryFolder folder;
    std::ofstream(folder.file("file")) << "text";
    CHECK(message_of<ConfigError>([&] {
              write_bundle(bundle_of({{"a", "a"}}), folder.file("file"));
          }) ==
          "'" + std::filesystem::canonical(folder.file("file")).string() + "' is a file: give a folder for the RTL");
    CHECK(message_of<IoError>([&] {
              write_bundle(bundle_of({{"a", "a"}}), folder.file("file/below"));
          }) == "cannot write the RTL to '" + folder.file("file/below") + "': Not a directory");
    // The second file wants the first one's name for a folder.
    CHECK_THROWS_AS(write_bundle(bundle_of({{"a", "a"}, {"a/b", "b"}}), folder.file("out")), IoError);
    // Neither over an earlier export, which stays.
    write_bundle(bundle_of({{"b", "b"}}), folder.file("out"));
    CHECK_THROWS_AS(write_bundle(bundle_of({{"a", "a"}, {"a/b", "b"}}), folder.file("out")), IoError);
    CHECK(read_text_file(folder.file("out/b")) == "b");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.file("out")), {}) == 2);
    CHECK(folder.entries() == 2);
}

TEST_CASE("A bundle's files are found by name") {
    const RtlBundle bundle = bundle_of({{"a", "text"}});
    CHECK(bundle.text_of("a") == "text");
    CHECK(message_of<Error>([&] { (void)bundle.text_of("b"); }) == "the export has no file 'b'");
}
