#include "explorer/store/result_store.hpp"

#include "models/core/error.hpp"
#include "tests/explorer/store/small_exploration.hpp"
#include "tests/support/drawer.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numeric>
#include <sys/stat.h>
#include <thread>

using namespace fracbit;
using namespace fracbit::explorer;
using namespace fracbit::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("a new store holds its header and nothing else") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto path = folder.file("r.sqlite");
    const auto store = ResultStore::open(path, exploration.header({1, 3}));
    CHECK(dump(store.contents()) == dump(exploration.after({}, {1, 3})));
    CHECK(dump(read_store(path)) == dump(exploration.after({}, {1, 3})));
    CHECK_FALSE(read_store(path).complete());
}

TEST_CASE("what was committed is read back, by the run and by others, in one file") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto path = folder.file("r.sqlite");
    {
        auto store = ResultStore::open(path, exploration.header());
        std::vector<std::int64_t> done;
        for (const auto chunk : {3, 0, 7, 1}) {
            exploration.go_on(store, {chunk});
            done.push_back(chunk);
            CHECK(dump(store.contents()) == dump(exploration.after(done)));
            CHECK(dump(read_store(path)) == dump(exploration.after(done)));
            CHECK(folder.entries() == 1);
        }
    }
    CHECK(folder.entries() == 1);
    auto store = ResultStore::open(path, exploration.header());
    CHECK(dump(store.contents()) == dump(exploration.after({0, 1, 3, 7})));
    exploration.go_on(store, {2, 4, 5, 6, 8, 9, 10, 11});
    CHECK(read_store(path).complete());
    CHECK(dump(read_store(path)) == dump(exploration.after(exploration.chunks())));
}

TEST_CASE("random sequences of commits leave what they said last") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const TemporaryFolder folder;
        Drawer draw(seed);
        const SmallExploration exploration(seed, draw.range(1, 24), draw.range(1, 60));
        INFO("seed " << seed);
        auto left = exploration.chunks();
        std::vector<std::int64_t> done;
        auto store = ResultStore::open(folder.file("r.sqlite"), exploration.header());
        while (!left.empty()) {
            std::vector<std::int64_t> now;
            for (auto count = draw.range(1, 4); count > 0 && !left.empty(); --count) {
                const auto at = left.begin() + draw.range(0, static_cast<std::int64_t>(left.size()) - 1);
                now.push_back(*at);
                left.erase(at);
            }
            exploration.go_on(store, now);
            done.insert(done.end(), now.begin(), now.end());
            REQUIRE(dump(read_store(folder.file("r.sqlite"))) == dump(exploration.after(done)));
        }
    }
}

TEST_CASE("front and sample may be anything that the last commit says") {
    // Members and sample points come, change and go as they like: only what is said last counts.
    const TemporaryFolder folder;
    const SmallExploration exploration;
    auto store = ResultStore::open(folder.file("r.sqlite"), exploration.header());
    Drawer draw(5);
    for (int turn = 0; turn < 40; ++turn) {
        auto next = exploration.after({});
        for (PointId id = 0; id < 40; ++id) {
            const double number = draw.pick({1.0, -2.5});
            const std::vector<double> values{number, 0, 1, 2, 3, number};
            if (draw.chance(30)) next.front.push_back({id, draw.range(1, 2), {3, -number}, values});
            if (draw.chance(30)) next.sample.push_back({id, values});
        }
        next.search_state = draw.pick<std::string>({"", "one", std::string("two\0bytes", 9)});
        store.commit({}, next.counts, next.front, next.sample, next.search_state);
        REQUIRE(dump(read_store(folder.file("r.sqlite"))) == dump(next));
    }
}

TEST_CASE("the same commit once more changes no byte") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto path = folder.file("r.sqlite");
    auto store = ResultStore::open(path, exploration.header());
    exploration.go_on(store, {1, 2});
    const auto before = bytes_of(path);
    const auto same = exploration.after({1, 2});
    store.commit({2, 1}, same.counts, same.front, same.sample);
    CHECK(bytes_of(path) == before);
}

TEST_CASE("odd numbers and texts come back as they were") {
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    auto header = SmallExploration().header();
    const std::string odd("caf\xc3\xa9 'quoted' \"twice\"\n\0end", 27);
    header.space_name = odd;
    header.plan.seed = std::numeric_limits<std::uint64_t>::max();
    header.files["odd \" name"] = odd + "\xff\xfe";
    header.columns[1].texts.push_back(odd);
    header.columns[2].name = "Weights.LANES"; // SQLite takes it for column 0's name
    header.columns[3].name = odd.substr(0, 20);
    auto store = ResultStore::open(path, header);
    const double least = std::numeric_limits<double>::denorm_min(), most = std::numeric_limits<double>::max();
    const double infinity = std::numeric_limits<double>::infinity();
    StoreContents next;
    next.header = header;
    next.front = {{0, 1, {-infinity, infinity}, {0.1, 1, most, least, -infinity, -infinity}},
                  {PointId{1} << 62,
                   std::int64_t{1} << 60,
                   {9007199254740993.0, 0},
                   {1e18, 2, -1e300, 1, 9007199254740993.0, 0}}};
    next.sample = {{5, {std::nan(""), 0, 123456789012345680.0, 0.30000000000000004, 1, 1}}};
    next.counts.points[0] = std::int64_t{1} << 62;
    next.counts.seconds = 0.1 + 0.2;
    store.commit({}, next.counts, next.front, next.sample);
    CHECK(dump(read_store(path)) == dump(next));
    CHECK(dump(store.contents()) == dump(next));
}

TEST_CASE("a store that is in use is refused to others, and free again afterwards") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto path = folder.file("r.sqlite");
    {
        auto store = ResultStore::open(path, exploration.header());
        CHECK(message_of<ConfigError>([&] { ResultStore::open(path, exploration.header()); }) ==
              "'" + path + "' is in use by another run or merge; wait until it ends, or give another file");
        exploration.go_on(store, {1}); // the refused one has disturbed nothing
        auto moved = std::move(store);
        CHECK(message_of<ConfigError>([&] { ResultStore::open(path, exploration.header()); }) != "");
        exploration.go_on(moved, {2});
    }
    CHECK(dump(ResultStore::open(path, exploration.header()).contents()) == dump(exploration.after({1, 2})));
}

TEST_CASE("a store of another run is refused with all differences and not changed") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto path = folder.file("r.sqlite");
    exploration.make(path, {0, 3}, {0, 3});
    const auto before = bytes_of(path);
    auto header = exploration.header({1, 3});
    header.program_version = "1.2.4";
    header.plan.seed = 5;
    CHECK(message_of<ConfigError>([&] { ResultStore::open(path, header); }) ==
          "'" + path +
              "' is the store of another run: program_version: found 1.2.3, expected 1.2.4; seed: found 1, expected 5; "
              "shard: found 0/3, expected 1/3; give another file, or what it was made with");
    CHECK(bytes_of(path) == before);
    CHECK(folder.entries() == 1);
    CHECK(dump(read_store(path)) == dump(exploration.after({0, 3}, {0, 3})));
}

TEST_CASE("commits that do not fit the store are refused and change nothing") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto path = folder.file("r.sqlite");
    auto store = ResultStore::open(path, exploration.header({1, 3}));
    exploration.go_on(store, {1});
    const auto before = bytes_of(path);
    const auto commit = [&](const std::vector<std::int64_t>& done, const std::vector<FrontMember>& front,
                            const std::vector<SamplePoint>& sample) {
        return message_of<ConfigError>([&] { store.commit(done, {}, front, sample); });
    };
    const std::vector<double> values{1, 0, 5, 6, 5, 4};
    CHECK(commit({0}, {}, {}) == "chunk 0 does not belong to shard 1/3 of 12 chunks");
    CHECK(commit({13}, {}, {}) == "chunk 13 does not belong to shard 1/3 of 12 chunks");
    CHECK(commit({}, {{7, 1, {5, -4}, {1, 2}}}, {}) == "point 7 has 2 values, the store has 6 columns");
    CHECK(commit({}, {}, {{7, {1, 2}}}) == "point 7 has 2 values, the store has 6 columns");
    CHECK(commit({}, {{7, 1, {5, 4}, values}}, {}) == "the objectives of point 7 are not those of its columns");
    CHECK(commit({}, {{7, 0, {5, -4}, values}}, {}) == "point 7 has 0 equals; itself counts");
    CHECK(commit({}, {}, {{7, values}, {7, values}}) == "points 7 and 7 of the sample are not in order of id");
    CHECK(commit({}, {{7, 1, {5, -4}, values}}, {{7, {2, 0, 5, 6, 5, 4}}}) ==
          "point 7 has other values in the sample than on the front");
    CHECK(bytes_of(path) == before);
}

TEST_CASE("a full disk is an IoError, leaves the store as it was, and the commit can be tried again") {
    const TemporaryFolder folder;
    const SmallExploration exploration(1, 40, 400);
    const auto path = folder.file("r.sqlite");
    auto store = ResultStore::open(path, exploration.header());
    exploration.go_on(store, {0});
    const auto before = bytes_of(path);
    const auto next = exploration.after(exploration.chunks());
    // From no room at all, not even for the journal, to all but the last page.
    for (const rlim_t room :
         {std::size_t{0}, std::size_t{3000}, before.size() / 2, before.size(), before.size() + 4096}) {
        INFO(room << " bytes");
        std::string message;
        {
            const FileSizeLimit full(room);
            auto large = next;
            large.search_state.assign(100'000, 'x');
            message = message_of<IoError>([&] {
                store.commit(exploration.chunks(), large.counts, large.front, large.sample, large.search_state);
            });
        }
        CHECK_THAT(message, Contains(path) && Contains("as it was before"));
        CHECK(dump(read_store(path)) == dump(exploration.after({0})));
        CHECK(dump(store.contents()) == dump(exploration.after({0})));
        CHECK(folder.entries() == 1);
    }
    CHECK(bytes_of(path) == before);
    store.commit(exploration.chunks(), next.counts, next.front, next.sample);
    CHECK(dump(read_store(path)) == dump(next));
}

TEST_CASE("a disk that is full from the beginning leaves no file") {
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    for (const rlim_t room : {0, 5000}) {
        const FileSizeLimit full(room);
        CHECK_THAT(message_of<IoError>([&] { ResultStore::open(path, SmallExploration().header()); }), Contains(path));
        CHECK(folder.entries() == 0);
    }
}

TEST_CASE("places where no store can be made or written say so") {
    const TemporaryFolder folder;
    const auto header = SmallExploration().header();
    const auto missing = folder.file("no/r.sqlite");
    CHECK(message_of<IoError>([&] { ResultStore::open(missing, header); }) ==
          "cannot make '" + missing + "': No such file or directory; nothing was left behind");
    CHECK_THAT(message_of<IoError>([&] { ResultStore::open(folder.path(), header); }),
               StartsWith("cannot open '" + folder.path() + "': Is a directory"));
    CHECK_THAT(message_of<MissingFileError>([&] { read_store(folder.file("none.sqlite")); }),
               StartsWith("cannot open '" + folder.file("none.sqlite") + "': No such file"));
}

TEST_CASE("the journal of a store that is gone is not taken for a new one's") {
    const TemporaryFolder folder;
    const auto path = folder.file("r.sqlite");
    std::ofstream(path + "-journal") << "left over";
    CHECK(message_of<ConfigError>([&] { ResultStore::open(path, SmallExploration().header()); }) ==
          "'" + path +
              "-journal' is left over from a store that is gone, and would damage a new one; delete it, or bring that "
              "store back");
    CHECK(folder.entries() == 1);
}

TEST_CASE("a store in a folder that cannot be looked into is an IoError that names it") {
    const TemporaryFolder folder;
    std::filesystem::create_symlink("round", folder.file("round"));
    const auto path = folder.file("round/r.sqlite");
    CHECK_THAT(message_of<IoError>([&] { ResultStore::open(path, SmallExploration().header()); }),
               StartsWith("cannot make '" + path + "': Too many levels"));
}

TEST_CASE("a store behind a link that was made first is made where the link points") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.file("large"));
    std::filesystem::create_symlink("large/r.sqlite", folder.file("link"));
    ResultStore::open(folder.file("link"), SmallExploration().header());
    CHECK(std::filesystem::is_symlink(folder.file("link")));
    CHECK(std::filesystem::is_regular_file(folder.file("large/r.sqlite")));
}

TEST_CASE("a store behind a link is used where it is") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    exploration.make(folder.file("real.sqlite"), {0});
    std::filesystem::create_symlink("real.sqlite", folder.file("link.sqlite"));
    auto store = ResultStore::open(folder.file("link.sqlite"), exploration.header());
    exploration.go_on(store, {1});
    CHECK(std::filesystem::is_symlink(folder.file("link.sqlite")));
    CHECK(dump(read_store(folder.file("real.sqlite"))) == dump(exploration.after({0, 1})));
    CHECK_THAT(message_of<ConfigError>([&] { ResultStore::open(folder.file("real.sqlite"), exploration.header()); }),
               Contains("is in use"));
}

TEST_CASE("readers see whole commits while a run writes") {
    const TemporaryFolder folder;
    const SmallExploration exploration(1, 40, 20);
    const auto path = folder.file("r.sqlite");
    auto store = ResultStore::open(path, exploration.header());
    std::vector<std::string> expected;
    for (std::int64_t count = 0; count <= 40; ++count) {
        std::vector<std::int64_t> done(static_cast<std::size_t>(count));
        std::iota(done.begin(), done.end(), 0);
        expected.push_back(dump(exploration.after(done)));
    }
    std::atomic<bool> finished = false;
    std::vector<std::string> seen;
    std::thread reader([&] {
        bool last = false;
        while (!last) {
            last = finished;
            seen.push_back(dump(read_store(path)));
        }
    });
    for (std::int64_t chunk = 0; chunk < 40; ++chunk) exploration.go_on(store, {chunk});
    finished = true;
    reader.join();
    auto from = expected.begin();
    for (const auto& contents : seen) {
        from = std::find(from, expected.end(), contents); // never back
        REQUIRE(from != expected.end());
    }
    CHECK(seen.back() == expected.back());
}

TEST_CASE("views of users stay, their triggers are refused") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto path = folder.file("r.sqlite");
    exploration.make(path, {0});
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec("CREATE VIEW best AS SELECT * FROM front LIMIT 1");
    {
        auto store = ResultStore::open(path, exploration.header());
        exploration.go_on(store, {1});
    }
    CHECK(dump(read_store(path)) == dump(exploration.after({0, 1})));
    SQLite::Database(path, SQLite::OPEN_READWRITE)
        .exec("CREATE TRIGGER \"my trigger\" AFTER INSERT ON points BEGIN DELETE FROM points; END");
    CHECK(message_of<FormatError>([&] { ResultStore::open(path, exploration.header()); }) ==
          path + ": somebody has added a trigger; to remove it: sqlite3 FILE 'DROP TRIGGER \"my trigger\"'");
}
