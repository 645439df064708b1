#include "models/schedule/mask_walk.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/masks/mask_decoder.hpp"
#include "models/masks/mask_encoder.hpp"
#include "models/schedule/segment_lists.hpp"
#include "tests/models/masks/random_masks.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <set>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

using Places = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// Row groups and storage of a case, as the planner sees them.
struct Planned {
    LayerSchedule schedule;
    QuantizedLayer layer;
};

Planned plan(const MaskCase& drawn, const StoredMask& mask) {
    Planned planned;
    WorkOrder& order = planned.schedule.order;
    const StorageMap map = drawn.map();
    for (const RowGroup& group : map.row_groups())
        order.groups.push_back({{group.first_row, group.rows}, group.first_row / drawn.convolution_rows});
    order.reduction = drawn.layer.reduction();
    planned.layer.order = drawn.order;
    planned.layer.group_rows = drawn.group_rows;
    planned.layer.tile_columns = drawn.tile_columns;
    planned.layer.mask = mask;
    return planned;
}

/// Entries of a relative-index run that pass no weight behind the first `elements`.
std::int64_t entries_within(const StoredMask& mask, std::size_t group, std::int64_t elements) {
    const std::int64_t skip = (std::int64_t{1} << mask.gap_bits) - 1;
    std::int64_t passed = 0, entries = 0;
    for (std::int64_t at = mask.runs[group]; at < mask.runs[group + 1]; at += mask.gap_bits, ++entries) {
        const auto gap = static_cast<std::int64_t>(mask.bits.extract(at, mask.gap_bits));
        passed += gap == skip ? skip : gap + 1;
        if (passed > elements) break;
    }
    return entries;
}

/// What a step takes and how long it works, found weight by weight.
MaskStep expected_step(const StoredMask& mask, const WeightPathConfig& path, std::size_t group, const Places& places,
                       std::int64_t rows, std::int64_t begin, std::int64_t end, std::set<std::int64_t>& begun) {
    MaskStep step{end - begin, 1, end - begin};
    if (mask.format == MaskFormat::relative_index) {
        const std::int64_t entries = entries_within(mask, group, end) - entries_within(mask, group, begin);
        step.stream_bits = entries * mask.gap_bits;
        step.cycles = std::max<std::int64_t>(1, ceil_div(entries, path.mask_entries));
    } else if (mask.format == MaskFormat::low_rank) {
        const std::size_t before = begun.size();
        for (std::int64_t i = begin; i < end; ++i)
            begun.insert(places[static_cast<std::size_t>(i)].second / mask.tile_columns);
        step.stream_bits = static_cast<std::int64_t>(begun.size() - before) * rows * mask.rank;
        step.cycles = std::max<std::int64_t>(1, ceil_div(step.stream_bits, path.fill_width));
    }
    return step;
}

void check_group(const MaskCase& drawn, const Planned& planned, const WeightPathConfig& path, std::size_t group,
                 const Places& places, const BitVector& decoded) {
    const StoredMask& mask = planned.layer.mask;
    WeightRun run;
    run.group = static_cast<std::int64_t>(group);
    const MaskGroup walked = mask_group(planned.schedule, planned.layer, run);
    MaskWalk walk(mask, walked, path);
    std::int64_t taken = 0, element = 0;
    std::set<std::int64_t> begun;
    BitVector kept;
    while (!walk.done()) {
        const MaskStep step = walk.next(&kept);
        taken += step.stream_bits;
        if (step.elements == 0) { // a piece of V, in front of all
            REQUIRE(mask.format == MaskFormat::low_rank);
            REQUIRE(element == 0);
            REQUIRE(step.cycles == 1);
            REQUIRE(step.stream_bits <= path.fill_width);
            REQUIRE(kept.size() == 0);
            continue;
        }
        if (element == 0 && mask.format == MaskFormat::low_rank)
            REQUIRE(taken - step.stream_bits ==
                    (walked.band_run == run.group ? drawn.layer.reduction() * mask.rank : 0));
        REQUIRE(step.elements ==
                std::min<std::int64_t>(path.mask_lanes, static_cast<std::int64_t>(places.size()) - element));
        const MaskStep expected =
            expected_step(mask, path, group, places, walked.rows, element, element + step.elements, begun);
        REQUIRE(step.stream_bits == expected.stream_bits);
        REQUIRE(step.cycles == expected.cycles);
        REQUIRE(kept.size() == step.elements);
        for (std::int64_t i = 0; i < step.elements; ++i) {
            const auto [row, column] = places[static_cast<std::size_t>(element + i)];
            REQUIRE(kept.get(i) == decoded.get(row * drawn.layer.reduction() + column));
        }
        element += step.elements;
        REQUIRE(walk.elements() == element);
    }
    REQUIRE(element == static_cast<std::int64_t>(places.size()));
    REQUIRE(taken == mask.runs[group + 1] - mask.runs[group]);
}

StoredMask store(Random& random, const MaskCase& drawn) {
    switch (random.below(3)) {
    case 0:
        return encode_bitmap(drawn.layer, drawn.map(), drawn.mask);
    case 1:
        return encode_relative_index(drawn.layer, drawn.map(), drawn.mask, static_cast<int>(random.below(7)));
    default:
        break;
    }
    LowRankFactors factors = draw_factors(random, drawn);
    if (random.below(3) == 0) { // one band for all rows of a convolution group, whole row groups or not
        factors = empty_factors(drawn.layer, drawn.map(),
                                drawn.convolution_rows < drawn.group_rows ? drawn.group_rows : drawn.convolution_rows,
                                static_cast<std::int64_t>(1 + random.below(30)), static_cast<int>(1 + random.below(4)));
        for (auto* words : {&factors.u, &factors.v})
            for (std::uint64_t& word : *words) word = random.below(std::uint64_t{1} << factors.rank);
    }
    return encode_low_rank(drawn.layer, drawn.map(), factors);
}

} // namespace

TEST_CASE("a mask step by step is the mask that the functional reader gives, and steps take what the page says") {
    constexpr std::uint64_t seed = 530711;
    INFO("seed " << seed);
    Random random(seed);
    std::array<int, 3> formats{};
    int shared = 0, uneven = 0;
    for (int i = 0; i < 600; ++i) {
        MaskCase drawn = draw_mask_case(random);
        if (drawn.order == StorageOrder::row_major) drawn.order = StorageOrder::tiled;
        const StoredMask mask = store(random, drawn);
        WeightPathConfig path;
        const std::int64_t widths[] = {1, 2, 7, 32, 500};
        path.mask_lanes = widths[random.below(5)];
        path.fill_width = widths[1 + random.below(4)];
        path.mask_entries = static_cast<int>(1 + random.below(5));
        INFO(fmt::format("case {}: {}, {} mask, lanes {}, entries {}, fill width {}", i, drawn.text(),
                         to_string(mask.format), path.mask_lanes, path.mask_entries, path.fill_width));
        const Planned planned = plan(drawn, mask);
        const BitVector decoded = decode_mask(drawn.layer, drawn.map(), mask);
        const auto places = walk_storage(drawn);
        for (std::size_t group = 0; group < places.size(); ++group)
            check_group(drawn, planned, path, group, places[group], decoded);
        ++formats[static_cast<std::size_t>(mask.format)];
        if (mask.format != MaskFormat::low_rank) continue;
        shared += static_cast<int>(mask.tile_rows > drawn.group_rows && places.size() > 1);
        uneven += static_cast<int>(mask.tile_rows > drawn.group_rows && mask.tile_rows % drawn.group_rows != 0);
    }
    for (const int format : formats) CHECK(format > 150);
    CHECK(shared > 50); // bands of several row groups
    CHECK(uneven > 10); // the last of them smaller
}

TEST_CASE("without a place for mask bits a walk takes the same steps") {
    Random random(3);
    MaskCase drawn = draw_mask_case(random);
    drawn.order = StorageOrder::tiled;
    const StoredMask mask = encode_relative_index(drawn.layer, drawn.map(), drawn.mask, 2);
    const Planned planned = plan(drawn, mask);
    WeightPathConfig path;
    path.mask_lanes = 5;
    MaskWalk with(mask, mask_group(planned.schedule, planned.layer, {}), path),
        without(mask, mask_group(planned.schedule, planned.layer, {}), path);
    BitVector kept;
    while (!with.done()) {
        const MaskStep a = with.next(&kept), b = without.next();
        CHECK(a.stream_bits == b.stream_bits);
        CHECK(a.cycles == b.cycles);
    }
    CHECK(without.done());
}

TEST_CASE("entries of a mask that end early are refused") {
    StoredMask mask;
    mask.format = MaskFormat::relative_index;
    mask.gap_bits = 3;
    mask.bits = BitVector(5);
    mask.runs = {0, 5};
    MaskGroup group;
    group.rows = 2;
    group.reduction = 4;
    const WeightPathConfig path;
    MaskWalk walk(mask, group, path);
    CHECK(message_of<ConfigError>([&] { walk.next(); }) ==
          "mask of row group 0: its entries end early: 2 bits are left, 3 are needed");
}
