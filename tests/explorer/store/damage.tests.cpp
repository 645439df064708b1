#include "explorer/store/result_store.hpp"
#include "models/core/error.hpp"
#include "tests/explorer/store/small_exploration.hpp"
#include "tests/support/drawer.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <filesystem>
#include <fstream>

using namespace fracbit;
using namespace fracbit::explorer;
using namespace fracbit::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

void put(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

/// Changes made by somebody with an SQLite tool.
void tamper(const std::string& path, const std::string& sql) {
    SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
}

/// The error of reading it; opening it for writing must give the same one, and neither may change the file or leave
/// another beside it.
std::string refusal(const TemporaryFolder& folder, const std::string& path) {
    const auto before = bytes_of(path);
    const auto entries = folder.entries();
    auto message = message_of<FormatError>([&] { read_store(path); });
    CHECK(message_of<FormatError>([&] { ResultStore::open(path, SmallExploration().header()); }) == message);
    CHECK(bytes_of(path) == before);
    CHECK(folder.entries() == entries);
    return message;
}

} // namespace

TEST_CASE("files that are no result store are refused with the reason and not changed") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto path = folder.file("x.sqlite");

    put(path, "");
    CHECK(refusal(folder, path) ==
          path + ": the file is empty; a result store is an SQLite database: delete it or choose another file");
    for (const auto& bytes :
         {std::string("id,cycles\n1,2\n"), std::string("SQLite format 3"), std::string(5000, '\0')}) {
        put(path, bytes);
        CHECK(refusal(folder, path) == path + ": not a result store: it does not begin as an SQLite database does");
    }
    const auto foreign = folder.file("foreign.sqlite");
    tamper(foreign, "CREATE TABLE points (id)");
    CHECK(refusal(folder, foreign) ==
          foreign + ": an SQLite database, but not a result store: found application_id 0, expected 1181901395");
}

TEST_CASE("stores of other format versions are refused and not changed") {
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    SmallExploration().make(path, {0, 1});
    tamper(path, "PRAGMA user_version=2");
    CHECK(refusal(folder, path) ==
          path + ": format version 2 is newer than this program's 1; use the program that wrote it, or a newer one");
    tamper(path, "PRAGMA user_version=0");
    CHECK(refusal(folder, path) == path + ": unknown format version 0, expected 1");
}

TEST_CASE("a store with a write-ahead log is refused and not changed") {
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    SmallExploration().make(path, {0, 1});
    tamper(path, "PRAGMA journal_mode=WAL");
    CHECK(refusal(folder, path) ==
          path + ": another program has given it a write-ahead log, which needs files beside it; to turn that off: "
                 "sqlite3 FILE 'PRAGMA journal_mode=DELETE'");
    tamper(path, "PRAGMA journal_mode=DELETE");
    CHECK(dump(read_store(path)) == dump(SmallExploration().after({0, 1})));
}

TEST_CASE("whatever an SQLite tool changes in a store is found") {
    const std::vector<std::string> changes{
        "UPDATE points SET v2 = v2 + 1 WHERE id = (SELECT min(id) FROM points)",
        "UPDATE points SET v3 = NULL WHERE id = (SELECT min(id) FROM points WHERE v3 IS NOT NULL)",
        "UPDATE points SET v0 = 'text'",
        "UPDATE points SET equals = equals + 1 WHERE on_front",
        "UPDATE points SET equals = -1",
        "UPDATE points SET on_front = 2",
        "UPDATE points SET on_front = 0",
        "UPDATE points SET in_sample = 0",
        "DELETE FROM points WHERE id = (SELECT max(id) FROM points)",
        "INSERT INTO points SELECT 100000, on_front, in_sample, equals, v0, v1, v2, v3, v4, v5 FROM points LIMIT 1",
        "UPDATE chunks SET last = last + 1",
        "UPDATE chunks SET last = 1000",
        "UPDATE chunks SET last = 'text'",
        "DELETE FROM chunks",
        "INSERT INTO chunks VALUES (1, 2)",
        "UPDATE counts SET points = points + 1 WHERE status = 'feasible'",
        "UPDATE counts SET status = 'unknown' WHERE status = 'feasible'",
        "DELETE FROM counts WHERE status = 'feasible'",
        "DELETE FROM search_state",
        "UPDATE search_state SET state = 'other'",
        "INSERT INTO sources VALUES (0, 0, 2, 'abc')",
        "INSERT INTO sources VALUES (0, 0, 2, 'no number')",
        "UPDATE meta SET value = '9' WHERE key = 'seed'",
        "UPDATE meta SET value = 'nine' WHERE key = 'seed'",
        "UPDATE meta SET value = '1.0.0' WHERE key = 'program_version'",
        "UPDATE meta SET value = '5' WHERE key = 'shard_index'",
        "UPDATE meta SET value = '1e3' WHERE key = 'seconds'",
        "DELETE FROM meta WHERE key = 'space_hash'",
        "DELETE FROM meta WHERE key = 'digest'",
        "UPDATE files SET text = text || ' '",
        "UPDATE columns SET unit = 'ms' WHERE ordinal = 2",
        "UPDATE columns SET reference = 3 WHERE ordinal = 4",
        "UPDATE columns SET kind = 'metric'",
        "DELETE FROM columns WHERE ordinal = 0",
        "DELETE FROM columns WHERE ordinal = 5",
        "UPDATE texts SET text = 'other'",
        "UPDATE texts SET ordinal = 17",
        "DELETE FROM texts WHERE value = 0",
        "DROP TABLE texts",
        "ALTER TABLE points ADD COLUMN note",
        "DROP VIEW front",
        "DROP VIEW front; CREATE VIEW front AS SELECT 1",
    };
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    SmallExploration().make(path, {0, 1, 2, 4});
    const auto good = bytes_of(path);
    for (const auto& change : changes) {
        INFO(change);
        put(path, good);
        tamper(path, change);
        const auto message = refusal(folder, path);
        CHECK_THAT(message,
                   StartsWith(path + ": damaged, or changed by another program (") && Contains("; get a fresh copy"));
    }
}

TEST_CASE("truncated stores are refused and not changed") {
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    SmallExploration(1, 12, 400).make_all(path);
    const auto good = bytes_of(path);
    Drawer draw(1);
    for (int turn = 0; turn < 60; ++turn) {
        const auto length = draw.range(1, static_cast<std::int64_t>(good.size()) - 1);
        INFO("to " << length << " of " << good.size() << " bytes");
        put(path, good.substr(0, static_cast<std::size_t>(length)));
        CHECK_THAT(refusal(folder, path), StartsWith(path + ": "));
    }
}

TEST_CASE("flipped bits of a store are found, or lie where nothing is stored") {
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    const SmallExploration exploration;
    exploration.make_all(path);
    const auto good = bytes_of(path);
    const auto expected = dump(exploration.after(exploration.chunks()));
    int found = 0;
    constexpr int turns = 500;
    for (int turn = 1; turn <= turns; ++turn) {
        Drawer draw(static_cast<std::uint64_t>(turn));
        auto bytes = good;
        for (auto count = draw.pick<std::int64_t>({1, 1, 3, 20}); count > 0; --count)
            bytes[static_cast<std::size_t>(draw.range(0, static_cast<std::int64_t>(bytes.size()) - 1))] ^=
                static_cast<char>(1 << draw.range(0, 7));
        put(path, bytes);
        INFO("seed " << turn);
        std::string contents;
        try {
            contents = dump(read_store(path));
            CHECK(contents == expected);
        } catch (const FormatError&) {
            ++found;
            CHECK(message_of<FormatError>([&] { ResultStore::open(path, exploration.header()); }) !=
                  "(nothing was thrown)");
        }
        REQUIRE(bytes_of(path) == bytes);
        REQUIRE(folder.entries() == 1);
    }
    CHECK(found > turns / 4); // about half of this small file is empty pages' ends
}

TEST_CASE("an interrupted commit is rolled back by whoever opens the store next") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto path = folder.file("r.sqlite"), torn = folder.file("torn.sqlite"), bare = folder.file("bare.sqlite");
    exploration.make(path, {0, 1, 2, 3, 4, 5, 6, 7});
    {
        // Pages go to the file before the commit, as in a run that is killed while it commits.
        SQLite::Database writer(path, SQLite::OPEN_READWRITE);
        writer.exec("PRAGMA cache_size=1; BEGIN");
        writer.exec("UPDATE points SET v2 = v2 + 1; UPDATE meta SET value = 'x'; SELECT count(*) FROM points");
        std::filesystem::copy_file(path, torn);
        std::filesystem::copy_file(path, bare);
        std::filesystem::copy_file(path + "-journal", torn + "-journal");
        writer.exec("ROLLBACK");
    }
    REQUIRE(bytes_of(torn) != bytes_of(path));
    // Without its journal it is neither the old nor the new state.
    CHECK_THAT(message_of<FormatError>([&] { read_store(bare); }), StartsWith(bare + ": damaged"));
    CHECK(dump(read_store(torn)) == dump(exploration.after({0, 1, 2, 3, 4, 5, 6, 7})));
    CHECK(bytes_of(torn) == bytes_of(path));
    CHECK_FALSE(std::filesystem::exists(torn + "-journal"));
}
