// Plans of pruned and CSR weights: where their streams lie, what the list asks for, what is refused.
#include "models/core/error.hpp"
#include "models/schedule/segment_lists.hpp"
#include "tests/models/schedule/pruned_plan.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::tests;

TEST_CASE("the streams of pruned weights lie in areas at burst boundaries, run after run without a gap") {
    for (const int q : {1, 2})
        for (const MaskFormat mask : {MaskFormat::bitmap, MaskFormat::relative_index, MaskFormat::low_rank}) {
            INFO("q " << q << ", mask " << to_string(mask));
            SyntheticSpec spec = sparse_spec();
            spec.q = q;
            spec.pruned.mask = mask;
            const QuantizedLayer weights = drawn(spec);
            const LayerSchedule schedule = plan(architecture_of(), weights);
            const WeightStream& stream = schedule.weights;
            REQUIRE(stream.continuous);
            REQUIRE(stream.runs.size() == static_cast<std::size_t>(3 * q));
            constexpr std::uint64_t burst = 32;
            std::uint64_t end = stream.runs.front().seeds.address;
            // The areas follow each other: seeds, counts, locations, masks, the table of offsets.
            for (StreamPiece WeightRun::*piece :
                 {&WeightRun::seeds, &WeightRun::counts, &WeightRun::locations, &WeightRun::mask}) {
                const bool shared = piece == &WeightRun::mask && q > 1;
                CHECK((stream.runs.front().*piece).address == (end + burst - 1) / burst * burst);
                for (std::size_t r = 0; r < stream.runs.size(); ++r) {
                    const StreamPiece& p = stream.runs[r].*piece;
                    if (r > 0 && !(shared && r % static_cast<std::size_t>(q) != 0))
                        CHECK(p.address == (stream.runs[r - 1].*piece).address +
                                               static_cast<std::uint64_t>((stream.runs[r - 1].*piece).bits));
                    if (shared && r % static_cast<std::size_t>(q) != 0)
                        CHECK(p.address == (stream.runs[r - 1].*piece).address);
                    CHECK(p.anew == (shared || r == 0));
                }
                end =
                    (stream.runs.back().*piece).address + static_cast<std::uint64_t>((stream.runs.back().*piece).bits);
                if (!shared) CHECK((stream.runs.front().*piece).end == end);
            }
            CHECK(stream.offsets.address == (end + burst - 1) / burst * burst);
            CHECK(stream.offsets.bits == 32 * 3 * (2 * q + (mask == MaskFormat::relative_index ? 1 : 0)));
            const std::uint64_t base = stream.runs.front().seeds.address;
            CHECK(stream.bytes * 8 ==
                  (stream.offsets.address + static_cast<std::uint64_t>(stream.offsets.bits) - base + burst - 1) /
                      burst * burst);
            // What the runs hold is what is stored.
            std::int64_t seeds = 0, counts = 0, locations = 0;
            for (const WeightRun& run : stream.runs) {
                seeds += run.seeds.bits;
                counts += run.counts.bits;
                locations += run.locations.bits;
                CHECK(run.mask.bits == weights.mask.runs[static_cast<std::size_t>(run.group) + 1] -
                                           weights.mask.runs[static_cast<std::size_t>(run.group)]);
            }
            std::int64_t stored = 0, stored_counts = 0, stored_locations = 0;
            for (const StoredPlane& plane : weights.planes) {
                stored += plane.bits.size();
                stored_counts += plane.patches.counts.size();
                stored_locations += plane.patches.locations.size();
            }
            CHECK(seeds == stored);
            CHECK(counts == stored_counts);
            CHECK(locations == stored_locations);
        }
}

TEST_CASE("row groups that are decoded with every step begin anew at their first bits and end with their last") {
    Architecture a = architecture_of();
    a.weights.buffer_bytes = 8;    // one tile of 32 weights
    a.array.accumulator_depth = 4; // steps of two positions
    const QuantizedLayer weights = drawn(sparse_spec());
    const LayerSchedule schedule = plan(a, weights, 4);
    const WeightStream& stream = schedule.weights;
    REQUIRE_FALSE(stream.continuous);
    REQUIRE(stream.runs.size() == 6); // three row groups, two chunks
    for (std::size_t r = 0; r < 6; ++r) {
        INFO("run " << r);
        for (StreamPiece WeightRun::*piece :
             {&WeightRun::seeds, &WeightRun::counts, &WeightRun::locations, &WeightRun::mask}) {
            const StreamPiece& p = stream.runs[r].*piece;
            CHECK(p.anew);
            CHECK(p.end == p.address + static_cast<std::uint64_t>(p.bits));
            if (r % 2 == 1) CHECK(p.address == (stream.runs[r - 1].*piece).address);
        }
    }
    // Every step lists as many bits as its row group has; the table comes first and once.
    std::int64_t listed = 0, needed = 0;
    for (const StreamSegment& segment : schedule.segments)
        if (segment.stream == StreamId::weights) listed += segment.bits;
    for (const WeightRun& run : stream.runs) needed += run.seeds.bits;
    CHECK(listed == needed);
    CHECK(schedule.segments.front().stream == StreamId::offsets);
    CHECK(std::count_if(schedule.segments.begin(), schedule.segments.end(),
                        [](const StreamSegment& s) { return s.stream == StreamId::offsets; }) == 1);
}

TEST_CASE("each CSR decoder has an area of its own at a burst boundary, the counts the last one") {
    const QuantizedLayer weights = drawn(csr_spec());
    const LayerSchedule schedule = plan(architecture_of(), weights);
    const WeightStream& stream = schedule.weights;
    REQUIRE(stream.csr);
    CHECK(stream.runs.empty());
    CHECK(stream.units.size() == 9);
    CHECK(stream.units.front().bits == 2 * 32);
    REQUIRE(stream.csr_entries.size() == 3);
    std::uint64_t at = stream.csr_entries.front();
    for (std::size_t d = 0; d < 3; ++d) {
        CHECK(stream.csr_entries[d] == at);
        at += csr_offset(weights.csr, 3, d);
        at = (at + 31) / 32 * 32;
    }
    CHECK(stream.csr_counts == at);
    CHECK(stream.bytes * 8 ==
          (at + static_cast<std::uint64_t>(weights.csr.counts.size()) + 31) / 32 * 32 - stream.csr_entries.front());
    CHECK(stream.offsets.bits == 0);
    std::int64_t entries = 0;
    for (const StreamSegment& segment : schedule.segments)
        if (segment.stream == StreamId::csr_entries) entries += segment.bits;
    CHECK(entries == weights.csr.entries.size());
}

TEST_CASE("what the machine cannot hold or read of pruned weights is refused by name and with the size that would do") {
    struct Refusal {
        const char* text;
        void (*change)(Architecture&, SyntheticSpec&);
        bool csr = false;
    };
    const Refusal refusals[] = {
        {"its weights are stored for row groups of 5, but array.rows = 4; encode the model for this array",
         [](Architecture&, SyntheticSpec& s) { s.group_rows = 5; }},
        {"its weights are stored for tile columns of 7, but array.columns = 8; encode the model for this array",
         [](Architecture&, SyntheticSpec& s) { s.tile_columns = 7; }},
        {"its weights are stored for row groups of 3, but array.rows = 4; encode the model for this array",
         [](Architecture&, SyntheticSpec& s) { s.group_rows = 3, s.order = StorageOrder::row_major; }, true},
        {"its weights are stored for 3 CSR decoders, but csr.decoders = 4",
         [](Architecture& a, SyntheticSpec&) { a.csr.decoders = 4; }, true},
        {"a weight and its mask bit need weights.fill_width >= 2, found 1",
         [](Architecture& a, SyntheticSpec&) { a.weights.fill_width = 1; }},
        {"the mask memory cannot hold the factor that a band shares: it takes weights.mask_memory_bytes >= 9, found 8",
         [](Architecture& a, SyntheticSpec& s) {
             s.pruned.mask = MaskFormat::low_rank, s.pruned.rank = 3, a.weights.mask_memory_bytes = 8;
         }},
        {"the decoded-weight buffer cannot hold one tile: it takes weights.buffer_bytes >= 8, found 7",
         [](Architecture& a, SyntheticSpec&) { a.weights.buffer_bytes = 7; }},
        {"the decoded-weight buffer cannot hold one plane of a row group, which row-major storage needs: it takes "
         "weights.buffer_bytes >= 24, found 23; "
         "tiled storage needs only one tile",
         [](Architecture& a, SyntheticSpec& s) { s.order = StorageOrder::row_major, a.weights.buffer_bytes = 23; },
         true},
        {"the weight reader cannot hold one word and one burst: it takes weights.reader_bytes >= 6, found 5",
         [](Architecture& a, SyntheticSpec&) { a.weights.reader_bytes = 5; }},
        // 16 mask bits a step.
        {"a stream buffer cannot hold what one word needs and one burst: it takes weights.mask_bytes >= 6, found 5",
         [](Architecture& a, SyntheticSpec&) { a.weights.mask_lanes = 16, a.weights.mask_bytes = 5; }},
        {"a CSR decoder cannot hold one entry and one burst: it takes csr.reader_bytes >= 5, found 4",
         [](Architecture& a, SyntheticSpec&) { a.csr.reader_bytes = 4; }, true},
        // Each of 4 rows has a count in a tile.
        {"a stream buffer cannot hold what one word needs and one burst: it takes csr.counts_bytes >= 6, found 5",
         [](Architecture& a, SyntheticSpec& s) { s.pruned.sparsity = 0, a.csr.counts_bytes = 5; }, true},
    };
    for (const Refusal& refusal : refusals) {
        INFO(refusal.text);
        Architecture a = architecture_of();
        SyntheticSpec spec = refusal.csr ? csr_spec() : sparse_spec();
        const auto planned = [&] { plan(a, drawn(spec)); };
        CHECK_NOTHROW(planned());
        refusal.change(a, spec);
        CHECK(message_of<ConfigError>(planned) == std::string("layer 'fc': ") + refusal.text);
    }
}

TEST_CASE(
    "a stream buffer holds the patches of one word and a burst, or the layer is refused with the size that would do") {
    // Every weight a patch: 20 locations of 4 bits a word.
    SyntheticSpec spec = sparse_spec();
    spec.pruned.patches_per_slice = 10;
    const QuantizedLayer weights = drawn(spec);
    Architecture a = architecture_of();
    a.weights.patch_bytes = 14;
    CHECK_NOTHROW(plan(a, weights));
    a.weights.patch_bytes = 13;
    CHECK(message_of<ConfigError>([&] { plan(a, weights); }) ==
          "layer 'fc': a stream buffer cannot hold what one word needs and one burst: it takes weights.patch_bytes >= "
          "14, found 13");
}

TEST_CASE("orders that a format does not have are refused by the plan too") {
    QuantizedLayer weights = drawn(sparse_spec());
    weights.order = StorageOrder::row_major;
    Architecture a = architecture_of();
    CHECK(message_of<ConfigError>([&] { plan(a, weights); }) ==
          "layer 'fc': pruned encoded weights start afresh at each row group: the machine reads them in k-major or "
          "tiled order, found row-major");
    weights = drawn(csr_spec());
    weights.order = StorageOrder::k_major;
    CHECK(message_of<ConfigError>([&] { plan(a, weights); }) ==
          "layer 'fc': CSR weights are stored row by row: the machine reads them in row-major or tiled order, found "
          "k-major");
}
