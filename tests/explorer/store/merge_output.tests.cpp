// Where a merge may write, and what stays of the file that was there.
#include "explorer/store/merge_stores.hpp"
#include "models/core/error.hpp"
#include "tests/explorer/store/shard_stores.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <filesystem>

using namespace fracbit;
using namespace fracbit::explorer;
using namespace fracbit::tests;
using Catch::Matchers::Contains;

TEST_CASE("the store of a shard is no output") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto shards = make_shards(folder, exploration, 2);
    const auto before = bytes_of(shards[0]);
    CHECK(message_of<ConfigError>([&] { merge_stores(shards, shards[0]); }) ==
          "'" + shards[0] +
              "' is the store of shard 0/2, whose run could not go on in a merged one; give another output");
    CHECK(bytes_of(shards[0]) == before);
}

TEST_CASE("an output that is in use, damaged or no store is refused and not changed") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto shards = make_shards(folder, exploration, 2);
    const auto out = folder.file("out.sqlite");
    {
        const auto store = ResultStore::open(out, exploration.header());
        CHECK_THAT(message_of<ConfigError>([&] { merge_stores(shards, out); }), Contains("'" + out + "' is in use"));
    }
    SQLite::Database(out, SQLite::OPEN_READWRITE).exec("UPDATE meta SET value = '7' WHERE key = 'seed'");
    const auto damaged = bytes_of(out);
    CHECK_THAT(message_of<FormatError>([&] { merge_stores(shards, out); }), Contains(out + ": damaged"));
    CHECK(bytes_of(out) == damaged);
    CHECK(folder.entries() == 3);
    CHECK(message_of<ConfigError>([&] { merge_stores({}, out); }) ==
          "nothing to merge: give at least one result store");
    CHECK_THROWS_AS(merge_stores({folder.file("none.sqlite")}, folder.file("new.sqlite")), MissingFileError);
    CHECK(folder.entries() == 3);
}

TEST_CASE("a disk that fills up while merging leaves the old output") {
    const TemporaryFolder folder;
    const SmallExploration exploration(1, 12, 400);
    const auto shards = make_shards(folder, exploration, 3);
    const auto out = folder.file("out.sqlite");
    {
        const FileSizeLimit full(20'000);
        CHECK_THROWS_AS(merge_stores(shards, out), IoError);
    }
    CHECK(folder.entries() == 3);
    merge_stores({shards[0]}, out);
    const auto before = bytes_of(out);
    {
        const FileSizeLimit full(20'000);
        CHECK_THROWS_AS(merge_stores(shards, out), IoError);
    }
    CHECK(bytes_of(out) == before);
    CHECK(folder.entries() == 4);
    CHECK(merge_stores(shards, out).complete);
}

TEST_CASE("a merged store behind a link is replaced where it is") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto shards = make_shards(folder, exploration, 2);
    merge_stores({shards[0]}, folder.file("real.sqlite"));
    std::filesystem::create_symlink("real.sqlite", folder.file("link.sqlite"));
    merge_stores(shards, folder.file("link.sqlite"));
    CHECK(std::filesystem::is_symlink(folder.file("link.sqlite")));
    CHECK(read_store(folder.file("real.sqlite")).complete());
}
