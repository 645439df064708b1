#include "explorer/store/merge_stores.hpp"

#include "explorer/store/result_store.hpp"
#include "models/core/error.hpp"
#include "tests/explorer/store/shard_stores.hpp"
#include "tests/support/drawer.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

using namespace fracbit;
using namespace fracbit::explorer;
using namespace fracbit::tests;
using Catch::Matchers::Contains;

namespace {

std::string whole(const SmallExploration& exploration) { return dump(exploration.after(exploration.chunks()), false); }

} // namespace

TEST_CASE("7 shards merge to what one process has, in any order") {
    const TemporaryFolder folder;
    const SmallExploration exploration(1, 30, 60);
    auto shards = make_shards(folder, exploration, 7);
    Drawer draw(1);
    for (int turn = 0; turn < 4; ++turn) {
        const auto out = folder.file(fmt::format("out{}.sqlite", turn));
        const auto summary = merge_stores(shards, out);
        CHECK(summary.stores == 7);
        CHECK(summary.already == 0);
        CHECK(summary.changed);
        CHECK(summary.chunks == 30);
        CHECK(summary.of_chunks == 30);
        CHECK(summary.complete);
        CHECK(summary.gaps.empty());
        CHECK(summary.missing.empty());
        CHECK(summary.contents.sources.size() == 7);
        CHECK(dump(summary.contents, false) == whole(exploration));
        CHECK(dump(read_store(out)) == dump(summary.contents));
        CHECK(read_store(out).complete());
        std::rotate(shards.begin(), shards.begin() + draw.range(1, 6), shards.end());
    }
    CHECK(folder.entries() == 7 + 4);
}

TEST_CASE("merges of merges, in any grouping, equal one merge") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const TemporaryFolder folder;
        Drawer draw(seed);
        const SmallExploration exploration(seed, draw.range(1, 20), 40);
        auto left = make_shards(folder, exploration, draw.range(1, 6));
        INFO("seed " << seed << ", " << left.size() << " shards");
        for (int number = 0; left.size() > 1; ++number) {
            std::vector<std::string> some;
            for (auto count = draw.range(2, 3); count > 0 && !left.empty(); --count) {
                const auto at = left.begin() + draw.range(0, static_cast<std::int64_t>(left.size()) - 1);
                some.push_back(*at);
                left.erase(at);
            }
            left.push_back(folder.file(fmt::format("m{}.sqlite", number)));
            merge_stores(some, left.back());
        }
        REQUIRE(merge_stores(left, folder.file("out.sqlite")).complete);
        REQUIRE(dump(read_store(folder.file("out.sqlite")), false) == whole(exploration));
    }
}

TEST_CASE("stores that are merged already change no byte") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto shards = make_shards(folder, exploration, 3);
    const auto out = folder.file("out.sqlite");
    merge_stores({shards[0], shards[1]}, out);
    const auto before = bytes_of(out);
    std::filesystem::copy_file(shards[1], folder.file("copy.sqlite"));
    for (const auto& inputs : std::vector<std::vector<std::string>>{{shards[0], shards[1]},
                                                                    {shards[1]},
                                                                    {shards[0], shards[0], shards[1]},
                                                                    {folder.file("copy.sqlite")},
                                                                    {out},
                                                                    {out, shards[0]}}) {
        const auto summary = merge_stores(inputs, out);
        CHECK_FALSE(summary.changed);
        CHECK(summary.already == summary.stores - 1);
        CHECK(summary.chunks == 8);
        CHECK(bytes_of(out) == before);
    }
    CHECK(merge_stores({shards[2], shards[0]}, out).complete);
    CHECK(dump(read_store(out), false) == whole(exploration));
}

TEST_CASE("the same input twice counts once") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto shards = make_shards(folder, exploration, 2);
    std::filesystem::copy_file(shards[0], folder.file("copy.sqlite"));
    std::filesystem::create_symlink(shards[1], folder.file("link.sqlite"));
    const auto summary = merge_stores(
        {shards[0], shards[0], folder.file("copy.sqlite"), shards[1], folder.file("link.sqlite")}, folder.file("out"));
    CHECK(summary.stores == 3); // the copy is a file of its own
    CHECK(summary.already == 1);
    CHECK(dump(summary.contents, false) == whole(exploration));
}

TEST_CASE("gaps are told by chunks and by shards") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    exploration.make(folder.file("a.sqlite"), {0, 4, 8}, {0, 4});
    exploration.make(folder.file("b.sqlite"), {5}, {1, 4});
    exploration.make(folder.file("none.sqlite"), {}, {2, 4});
    const auto summary = merge_stores({folder.file("a.sqlite"), folder.file("b.sqlite"), folder.file("none.sqlite")},
                                      folder.file("out.sqlite"));
    CHECK_FALSE(summary.complete);
    CHECK(summary.chunks == 4);
    CHECK(summary.of_chunks == 12);
    CHECK(summary.gaps == ChunkRanges{{1, 3}, {6, 7}, {9, 11}});
    CHECK(summary.missing == std::vector<MissingShard>{{{1, 4}, 1, 3}, {{2, 4}, 0, 3}, {{3, 4}, 0, 3}});
    CHECK(dump(summary.contents, false) == dump(exploration.after({0, 4, 5, 8}), false));
    CHECK_FALSE(read_store(folder.file("out.sqlite")).complete());
}

TEST_CASE("shards that have not begun merge to an empty store") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    exploration.make(folder.file("a.sqlite"), {}, {0, 2});
    const auto summary = merge_stores({folder.file("a.sqlite")}, folder.file("out.sqlite"));
    CHECK(dump(read_store(folder.file("out.sqlite"))) == dump(exploration.after({})));
    CHECK(summary.gaps == ChunkRanges{{0, 11}});
    CHECK(summary.missing == std::vector<MissingShard>{{{0, 2}, 0, 6}, {{1, 2}, 0, 6}});
}

TEST_CASE("an unfinished shard can be merged again, with the others, when it has gone on") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto a = folder.file("a.sqlite"), b = folder.file("b.sqlite"), out = folder.file("out.sqlite");
    exploration.make_all(a, {0, 2});
    exploration.make(b, {1, 3}, {1, 2});
    CHECK(merge_stores({a, b}, out).chunks == 8);
    {
        auto store = ResultStore::open(b, exploration.header({1, 2}));
        exploration.go_on(store, {5, 7, 9, 11});
    }
    const auto before = bytes_of(out);
    CHECK(message_of<ConfigError>([&] { merge_stores({b}, out); }) ==
          "'" + out +
              "' holds an earlier state of a shard that has gone on since, which cannot be taken out of it, and shard "
              "0/2 "
              "(chunks 0, 2, 4, 6, ...), which is in no other store given: merge all shards again, that one too");
    CHECK(bytes_of(out) == before);
    const auto summary = merge_stores({a, b}, out);
    CHECK(summary.complete);
    CHECK(summary.already == 1); // the old output
    CHECK(dump(read_store(out), false) == whole(exploration));
}

TEST_CASE("an older copy of a shard gives way to the newer one") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    exploration.make(folder.file("old.sqlite"), {0, 2, 4}, {0, 2});
    exploration.make_all(folder.file("new.sqlite"), {0, 2});
    exploration.make_all(folder.file("b.sqlite"), {1, 2});
    const auto summary = merge_stores({folder.file("old.sqlite"), folder.file("new.sqlite"), folder.file("b.sqlite")},
                                      folder.file("out.sqlite"));
    CHECK(summary.already == 1);
    CHECK(dump(summary.contents, false) == whole(exploration));
    // An older copy that comes later changes nothing either.
    CHECK_FALSE(merge_stores({folder.file("old.sqlite")}, folder.file("out.sqlite")).changed);
}

TEST_CASE("a run goes on in a merged store with gaps, and that store merges on") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto shards = make_shards(folder, exploration, 3);
    const auto out = folder.file("out.sqlite");
    merge_stores({shards[0], shards[1]}, out);
    {
        auto store = ResultStore::open(out, exploration.header());
        const auto same = store.contents();
        store.commit(same.done, same.counts, same.front, same.sample);
        CHECK(store.contents().sources.size() == 2);
        exploration.go_on(store, {2, 5});
        CHECK(store.contents().sources.empty());
    }
    CHECK(dump(read_store(out)) == dump(exploration.after({0, 1, 2, 3, 4, 5, 6, 7, 9, 10})));
    CHECK_FALSE(merge_stores({shards[0]}, out).changed);
    CHECK_THAT(message_of<ConfigError>([&] { merge_stores({shards[2]}, out); }),
               Contains("both have chunks 2, 5, but not all the same"));
    const auto all = exploration.chunks();
    {
        auto store = ResultStore::open(out, exploration.header());
        exploration.go_on(store, {8, 11});
    }
    const auto summary = merge_stores(shards, out);
    CHECK_FALSE(summary.changed);
    CHECK(summary.complete);
    CHECK(dump(read_store(out)) == dump(exploration.after(all)));
}

TEST_CASE("stores of other explorations are refused with every file and difference, and the output stays") {
    const TemporaryFolder folder;
    const SmallExploration exploration, foreign(2);
    const auto a = folder.file("a.sqlite"), b = folder.file("b.sqlite"), c = folder.file("c.sqlite"),
               out = folder.file("out.sqlite");
    exploration.make_all(a, {0, 3});
    foreign.make_all(b, {1, 3});
    auto header = exploration.header({2, 3});
    header.space_hash = "ffff";
    header.files["net.csv"] = "";
    header.program_version = "1.0.0";
    (void)ResultStore::open(c, header);
    const std::string differences =
        "\n  '" + b + "': seed: found 2, expected 1\n  '" + c +
        "': program_version: found 1.0.0, expected 1.2.3; space_hash: found ffff, expected 0123456789abcdef; file "
        "'net.csv', line 1: found no such line, expected 'layer,kind'";
    CHECK(message_of<ConfigError>([&] {
              merge_stores({a, b, c}, out);
          }) == "stores of different explorations cannot be merged; compared with '" + a + "':" + differences);
    CHECK_FALSE(std::filesystem::exists(out));
    merge_stores({a}, out);
    const auto before = bytes_of(out);
    CHECK(message_of<ConfigError>([&] {
              merge_stores({b, c}, out);
          }) == "stores of different explorations cannot be merged; compared with '" + out + "':" + differences);
    CHECK(bytes_of(out) == before);
    CHECK(folder.entries() == 4);
}

TEST_CASE("stores with other results for the same chunks are refused") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto a = folder.file("a.sqlite"), b = folder.file("b.sqlite"), out = folder.file("out.sqlite");
    exploration.make(a, {0, 2}, {0, 2});
    {
        auto store = ResultStore::open(b, exploration.header({0, 2}));
        auto other = exploration.after({0, 2});
        ++other.front.front().equals;
        store.commit({0, 2}, other.counts, other.front, other.sample);
    }
    CHECK(message_of<ConfigError>([&] {
              merge_stores({a, b}, out);
          }) ==
          "'" + a + "' and '" + b +
              "' both hold shard 0/2 (chunks 0, 2), with different results: one of them is not of this exploration; "
              "nothing was merged");
    // The same where one of them has gone on: what it cannot have forgotten is missing.
    auto better = exploration.after({0, 2, 4});
    better.front = {{0, 1, {-5, -500}, {1, 0, 0, 0, -5, 500}}};
    better.sample.clear();
    {
        auto store = ResultStore::open(folder.file("c.sqlite"), exploration.header({0, 2}));
        store.commit({0}, {}, better.front, {});
    }
    CHECK(message_of<ConfigError>([&] {
              merge_stores({a, folder.file("c.sqlite")}, out);
          }) ==
          "'" + folder.file("c.sqlite") +
              "' has results that stores with the same chunks and more do not have: they are not of one exploration; "
              "nothing was merged");
    // Or the same front, but more points.
    auto more = exploration.after({0});
    more.counts.points[0] += 1000;
    {
        auto store = ResultStore::open(folder.file("d.sqlite"), exploration.header({0, 2}));
        store.commit({0}, more.counts, more.front, more.sample);
    }
    CHECK_THAT(message_of<ConfigError>([&] {
                   merge_stores({a, folder.file("d.sqlite")}, out);
               }),
               Contains("'" + folder.file("d.sqlite") + "' has results that stores with the same chunks and more do"));
    CHECK_FALSE(std::filesystem::exists(out));
}

TEST_CASE("a store alone keeps what its search goes on from, several together have none") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto alone = folder.file("alone.sqlite");
    {
        auto store = ResultStore::open(alone, exploration.header());
        const auto some = exploration.after({0});
        store.commit({0}, some.counts, some.front, some.sample, "generation 0");
    }
    merge_stores({alone}, folder.file("out.sqlite"));
    CHECK(read_store(folder.file("out.sqlite")).search_state == "generation 0");
    const auto shards = make_shards(folder, exploration, 2);
    CHECK(merge_stores(shards, folder.file("both.sqlite")).contents.search_state.empty());
}

TEST_CASE("a last chunk that is missing is a gap, and stores of two divisions miss chunks alone") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    exploration.make(folder.file("a.sqlite"), {0, 2, 4, 6, 8, 10}, {0, 2});
    exploration.make(folder.file("b.sqlite"), {1, 5, 9}, {1, 4});
    const auto mixed = merge_stores({folder.file("a.sqlite"), folder.file("b.sqlite")}, folder.file("out.sqlite"));
    CHECK(mixed.gaps == ChunkRanges{{3, 3}, {7, 7}, {11, 11}});
    CHECK(mixed.missing == std::vector<MissingShard>{{{0, 1}, 9, 12}});
}

TEST_CASE("stores that overlap without being the same are refused") {
    const TemporaryFolder folder;
    const SmallExploration exploration;
    const auto a = folder.file("a.sqlite"), b = folder.file("b.sqlite"), out = folder.file("out.sqlite");
    exploration.make_all(a, {0, 2});
    exploration.make_all(b, {0, 3});
    CHECK(message_of<ConfigError>([&] {
              merge_stores({a, b}, out);
          }) ==
          "'" + a + "' holds shard 0/2 (chunks 0, 2, 4, 6, ...) and '" + b +
              "' holds shard 0/3 (chunks 0, 3, 6, 9): both have chunks 0, 6, but not all the same, and one's cannot be "
              "taken out of the other; merge stores of one division into shards");

    const auto shards = make_shards(folder, exploration, 3);
    merge_stores({shards[0], shards[1]}, folder.file("m01"));
    merge_stores({shards[1], shards[2]}, folder.file("m12"));
    CHECK(message_of<ConfigError>([&] {
              merge_stores({folder.file("m01"), folder.file("m12")}, out);
          }) ==
          "'" + folder.file("m12") +
              "' was merged from some shards that are there already and some that are not (chunks 1, 4, 7, 10 twice): "
              "merge the shards' own stores instead");
    CHECK(merge_stores({shards[0], folder.file("m01"), shards[1], shards[2]}, out).complete);
    CHECK(dump(read_store(out), false) == whole(exploration));
}
