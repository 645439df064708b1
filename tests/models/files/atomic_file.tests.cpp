#include "models/files/atomic_file.hpp"

#include "models/core/error.hpp"
#include "models/files/text_file.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("a file appears under its name only at commit") {
    const TemporaryFolder folder;
    const auto path = folder.file("result.json");
    AtomicFile file(path);
    file.write("{}");
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK(std::filesystem::exists(file.temporary_path()));
    file.commit();
    CHECK(read_text_file(path) == "{}");
    CHECK(folder.entries() == 1);
}

TEST_CASE("a file that is not committed leaves the old one as it was") {
    const TemporaryFolder folder;
    const auto path = folder.file("result.json");
    AtomicFile first(path);
    first.write("old");
    first.commit();
    {
        AtomicFile second(path);
        second.write("new");
    }
    CHECK(read_text_file(path) == "old");
    CHECK(folder.entries() == 1);
}

TEST_CASE("a full disk is an IoError and leaves nothing behind") {
    const TemporaryFolder folder;
    const auto path = folder.file("trace.csv");
    std::string message;
    {
        const FileSizeLimit full(4096);
        message = message_of<IoError>([&] {
            AtomicFile file(path);
            file.write(std::string(5000, 'x'));
            file.commit();
        });
    }
    CHECK_THAT(message, Contains("cannot write '" + path + "': File too large; nothing was left behind"));
    CHECK(folder.entries() == 0);
}

TEST_CASE("a disk that fills up at commit is an IoError too") {
    const TemporaryFolder folder;
    const auto path = folder.file("trace.csv");
    std::string message;
    {
        const FileSizeLimit full(10);
        AtomicFile file(path);
        file.write("twenty bytes of text"); // stays in the buffer: only the flush meets the limit
        message = message_of<IoError>([&] { file.commit(); });
    }
    CHECK_THAT(message, StartsWith("cannot write '" + path + "'"));
    CHECK(folder.entries() == 0);
}

TEST_CASE("a place that cannot be written is an IoError that names it") {
    const TemporaryFolder folder;
    const auto missing = folder.file("no/such/file.json");
    CHECK(message_of<IoError>([&] { AtomicFile file(missing); }) ==
          "cannot open '" + missing + "': No such file or directory; nothing was left behind");
    CHECK(message_of<IoError>([&] { AtomicFile file(folder.path()); }) ==
          "cannot open '" + folder.path() + "': Is a directory; nothing was left behind");
    // /proc takes no new files, not even from root
    CHECK_THAT(message_of<IoError>([] { AtomicFile file("/proc/fracbit.json"); }),
               StartsWith("cannot open '/proc/fracbit.json': "));
}

TEST_CASE("a failed file stays failed") {
    const TemporaryFolder folder;
    AtomicFile file(folder.file("a"));
    file.commit();
    CHECK_THAT(message_of<IoError>([&] { file.write("more"); }), Contains("already finished"));
    CHECK_THAT(message_of<IoError>([&] { file.commit(); }), Contains("already finished"));
}

TEST_CASE("a symbolic link stays a link and its target is replaced") {
    const TemporaryFolder folder;
    AtomicFile old(folder.file("target"));
    old.write("old");
    old.commit();
    std::filesystem::create_symlink(folder.file("target"), folder.file("link"));
    AtomicFile file(folder.file("link"));
    file.write("new");
    file.commit();
    CHECK(std::filesystem::is_symlink(folder.file("link")));
    CHECK(read_text_file(folder.file("target")) == "new");
    CHECK(folder.entries() == 2);
}

TEST_CASE("a device is written to and never replaced") {
    AtomicFile null("/dev/null");
    null.write("gone");
    null.commit();
    CHECK(std::filesystem::is_character_file("/dev/null"));
    const auto message = message_of<IoError>([] {
        AtomicFile full("/dev/full");
        full.write("x");
        full.commit();
    });
    CHECK_THAT(message, StartsWith("cannot write '/dev/full': No space left on device"));
    CHECK(std::filesystem::is_character_file("/dev/full"));
}

TEST_CASE("a symbolic link that was made before its file stays a link, and the file appears where it points") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.file("large"));
    std::filesystem::create_symlink("large/result.json", folder.file("link"));
    AtomicFile file(folder.file("link"));
    file.write("new");
    CHECK(file.temporary_path().find("/large/result.json.tmp-") != std::string::npos);
    file.commit();
    CHECK(std::filesystem::is_symlink(folder.file("link")));
    CHECK(read_text_file(folder.file("large/result.json")) == "new");
}

TEST_CASE("of files that belong together none appears where the disk is full for one") {
    const TemporaryFolder folder;
    std::vector<std::unique_ptr<AtomicFile>> files;
    for (const auto& [name, bytes] : {std::pair("small", 10), {"large", 200}}) {
        files.push_back(std::make_unique<AtomicFile>(folder.file(name)));
        files.back()->write(std::string(static_cast<std::size_t>(bytes), 'x')); // both still in their buffers
    }
    {
        const FileSizeLimit full(100);
        CHECK_THAT(message_of<IoError>([&] { commit_all(files); }), Contains("large'"));
    }
    files.clear();
    CHECK(folder.entries() == 0);
}

TEST_CASE("asking whether a file can be written leaves all as it is") {
    const TemporaryFolder folder;
    const auto path = folder.file("result.json");
    require_writable(path);
    require_writable("/dev/full");
    CHECK(folder.entries() == 0);
    CHECK_THAT(message_of<IoError>([&] { require_writable(folder.path()); }), Contains("Is a directory"));
    CHECK_THAT(message_of<IoError>([&] { require_writable(folder.file("no/file")); }), Contains("No such file"));
}

TEST_CASE("A file behind a link to a link is written where the last one leads, and the links stay") {
    const TemporaryFolder folder;
    const std::string target = folder.file("target"), near = folder.file("near"), far = folder.file("far");
    std::filesystem::create_symlink("target", near);
    std::filesystem::create_symlink("near", far);
    AtomicFile file(far);
    file.write("text");
    file.commit();
    CHECK(std::filesystem::is_symlink(far));
    CHECK(std::filesystem::is_symlink(near));
    CHECK(std::filesystem::is_regular_file(target));
}
