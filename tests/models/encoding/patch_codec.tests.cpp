#include "models/encoding/patch_codec.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/encoding/patch_costs.hpp"
#include "tests/models/encoding/random_planes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <utility>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;
using Catch::Matchers::Message;

using Patches = std::vector<std::int64_t>;
using Runs = std::vector<Patches>;
using Lengths = std::vector<std::int64_t>;

namespace {

/// One run whose parts are these bits.
PatchStream counted_stream(const std::string& counts, const std::string& locations, int block_slices) {
    PatchStream stream;
    stream.format = PatchFormat::counted;
    stream.block_slices = block_slices;
    stream.counts = bits_of(counts);
    stream.locations = bits_of(locations);
    stream.runs = {{0, 0}, {stream.counts.size(), stream.locations.size()}};
    return stream;
}

PatchStream gap_stream(const std::string& locations, int gap_bits) {
    PatchStream stream;
    stream.format = PatchFormat::gaps;
    stream.gap_bits = gap_bits;
    stream.locations = bits_of(locations);
    stream.runs = {{0, 0}, {0, stream.locations.size()}};
    return stream;
}

Patches random_patches(Random& random, std::int64_t length) {
    const double density = std::vector<double>{0.0, 0.003, 0.1, 1.0}[random.below(4)];
    Patches patches;
    for (std::int64_t i = 0; i < length; ++i)
        if (random.uniform() < density) patches.push_back(i);
    return patches;
}

} // namespace

TEST_CASE("counted patches are a width and a count a slice, and a place a patch, as worked out by hand") {
    // Slices of 4: {1, 3}, {}, {0}, and a last one of 1 element: {}. Blocks of 3 slices: 2 bits a count, then none.
    const auto stream = write_patches(PatchFormat::counted, Runs{{1, 3, 8}}, Lengths{13}, 4, 3);
    CHECK(stream == counted_stream("0100"
                                   "01"
                                   "00"
                                   "10"
                                   "0000",
                                   "10"
                                   "11"
                                   "00",
                                   3));
    CHECK(read_patches(stream, 0, 13, 4) == Patches{1, 3, 8});
}

TEST_CASE("gaps pass elements up to a patch, and the largest entry passes elements alone, as worked out by hand") {
    // 2 bits: 0, 1, 2 end at a patch, 3 passes three elements.
    const auto stream = write_patches(PatchFormat::gaps, Runs{{0, 3, 7, 14}}, Lengths{20}, 4, 2);
    CHECK(stream == gap_stream("00"
                               "01"
                               "1100"
                               "111100",
                               2));
    CHECK(read_patches(stream, 0, 20, 4) == Patches{0, 3, 7, 14});
}

TEST_CASE("each run's streams begin where its entry says") {
    const auto stream = write_patches(PatchFormat::counted, Runs{{0}, {}, {2}}, Lengths{3, 0, 4}, 4, 1);
    CHECK(stream.runs == std::vector<PatchStream::Run>{{0, 0}, {5, 2}, {5, 2}, {10, 4}});
    CHECK(read_patches(stream, 2, 4, 4) == Patches{2});
    CHECK(read_patches(stream, 1, 0, 4).empty());
    CHECK(read_patches(stream, 0, 3, 4) == Patches{0});
}

TEST_CASE("no patches are nothing at all") {
    const auto stream = write_patches(PatchFormat::none, Runs{{}, {}}, Lengths{5, 5}, 4, 0);
    CHECK(stream == PatchStream{});
    CHECK(read_patches(stream, 1, 5, 4).empty());
}

TEST_CASE("what is read is what was written, for any runs, slices, blocks and gaps") {
    const std::uint64_t seed = GENERATE(range(1, 401));
    CAPTURE(seed);
    Random random(seed);
    Runs runs(random.below(5));
    Lengths lengths;
    for (auto& run : runs) {
        lengths.push_back(static_cast<std::int64_t>(random.below(3'000)));
        run = random_patches(random, lengths.back());
    }
    const int n_out = 1 + static_cast<int>(random.below(random.below(2) == 0 ? 1024 : 9));
    const bool counted = random.below(2) == 0;
    const int parameter = 1 + static_cast<int>(random.below(counted ? 40 : max_gap_bits));
    CAPTURE(n_out, counted, parameter);
    const auto stream =
        write_patches(counted ? PatchFormat::counted : PatchFormat::gaps, runs, lengths, n_out, parameter);
    CHECK(stream.runs.size() == runs.size() + 1);
    CHECK(stream.runs.back() == PatchStream::Run{stream.counts.size(), stream.locations.size()});
    for (std::size_t run = runs.size(); run-- > 0;)
        CHECK(read_patches(stream, static_cast<std::int64_t>(run), lengths[run], n_out) == runs[run]);
}

TEST_CASE("the best width of gaps is the one whose stream is shortest") {
    const std::uint64_t seed = GENERATE(range(1, 31));
    CAPTURE(seed);
    Random random(seed);
    Runs runs(1 + random.below(3));
    const Lengths lengths(runs.size(), 2'000);
    for (auto& run : runs) run = random_patches(random, 2'000);
    const auto best = best_gap_bits(runs);
    for (int gap_bits = 1; gap_bits <= max_gap_bits; ++gap_bits) {
        const auto size = write_patches(PatchFormat::gaps, runs, lengths, 4, gap_bits).locations.size();
        CHECK(size >= best.bits);
        if (gap_bits < best.gap_bits) CHECK(size > best.bits);
        if (gap_bits == best.gap_bits) CHECK(size == best.bits);
    }
}

TEST_CASE("every element of the longest slice may be patched") {
    Patches all(1024);
    std::iota(all.begin(), all.end(), std::int64_t{0});
    const auto stream = write_patches(PatchFormat::counted, Runs{all}, Lengths{1024}, 1024, 1);
    CHECK(stream.counts == bits_of("1101"           // a width of 11
                                   "00000000001")); // 1024
    CHECK(read_patches(stream, 0, 1024, 1024) == all);
}

TEST_CASE("runs of more elements than 32 bits count have their patches too") {
    const Runs runs{{5, 4'000'000'000, 9'999'999'999}};
    const Lengths lengths{10'000'000'000};
    // Gaps of 5, 3,999,999,994 and 5,999,999,998 take 1, 1 and 2 entries of 32 bits; 31 bits would take 1, 2 and 3.
    const auto best = best_gap_bits(runs);
    CHECK(best.gap_bits == 32);
    CHECK(best.bits == 4 * 32);
    for (const int gap_bits : {31, 32})
        CHECK(read_patches(write_patches(PatchFormat::gaps, runs, lengths, 4, gap_bits), 0, lengths[0], 4) == runs[0]);
}

TEST_CASE("blocks of counts without a patch grow up to 4,096 slices, of equally cheap ones the smallest") {
    const auto block = [](std::int64_t slices) {
        PatchCosts costs(PatchFormat::counted, 4);
        costs.add({}, 4 * slices);
        CHECK(costs.best().locations == 0);
        return std::pair(costs.best().parameter, costs.best().counts);
    };
    // A width of 4 bits a block. Sizes step by one up to 32, by eight up to 128, then they double.
    CHECK(block(32) == std::pair{32, std::int64_t{4}});
    CHECK(block(33) == std::pair{40, std::int64_t{4}});
    CHECK(block(128) == std::pair{128, std::int64_t{4}});
    CHECK(block(129) == std::pair{256, std::int64_t{4}});
    CHECK(block(10'000) == std::pair{4096, std::int64_t{12}});
}

TEST_CASE("patches that cannot be written are an error that states what was found and what is allowed") {
    using P = PatchFormat;
    struct Case {
        P format;
        Runs runs;
        Lengths lengths;
        int n_out, parameter;
        std::string text;
    };
    const std::string inside = "; patches must ascend from 0 and lie inside the run";
    const std::vector<Case> cases{
        {P::counted, {{}}, {9}, 0, 1, "counted patches: found slices of 0 elements; allowed are 1..1024"},
        {P::counted, {{}}, {9}, 1025, 1, "counted patches: found slices of 1025 elements; allowed are 1..1024"},
        {P::counted, {{}}, {9}, 4, 0, "counted patches: found blocks of 0 slices; at least 1 is needed"},
        {P::gaps, {{}}, {9}, 4, 0, "patch gaps: found entries of 0 bits; allowed are 1..32"},
        {P::gaps, {{}}, {9}, 4, 33, "patch gaps: found entries of 33 bits; allowed are 1..32"},
        {P::gaps, {{}, {}}, {9}, 4, 3, "patches: found patches of 2 runs and lengths of 1; both must be as many"},
        {P::gaps, {{}}, {-1}, 4, 3, "patches: run 0 has -1 elements; that cannot be negative"},
        {P::none, {{}, {3}}, {9, 9}, 4, 0, "patches: run 1 has a patch at 3, and the format is to have none"},
        {P::gaps, {{}, {9}}, {9, 9}, 4, 3, "patches: run 1 of 9 elements has a patch at 9" + inside},
        {P::counted, {{3, 3}}, {9}, 4, 3, "patches: run 0 of 9 elements has a patch at 3" + inside},
        {P::counted, {{-1}}, {9}, 4, 3, "patches: run 0 of 9 elements has a patch at -1" + inside}};
    for (const auto& c : cases)
        CHECK_THROWS_MATCHES(write_patches(c.format, c.runs, c.lengths, c.n_out, c.parameter), ConfigError,
                             Message(c.text));
}

TEST_CASE("a run or parameter that a stream cannot have is an error that names it") {
    const auto stream = write_patches(PatchFormat::gaps, Runs{{1}, {2}}, Lengths{9, 9}, 4, 2);
    CHECK_THROWS_MATCHES(read_patches(stream, 2, 9, 4), ConfigError,
                         Message("patch stream: there is no run 2; it has 2 runs"));
    CHECK_THROWS_MATCHES(read_patches(stream, -1, 9, 4), ConfigError,
                         Message("patch stream: there is no run -1; it has 2 runs"));
    CHECK_THROWS_MATCHES(read_patches(counted_stream("", "", 0), 0, 9, 4), ConfigError,
                         Message("counted patches: found blocks of 0 slices; at least 1 is needed"));
    CHECK_THROWS_MATCHES(read_patches(gap_stream("", 40), 0, 9, 4), ConfigError,
                         Message("patch gaps: found entries of 40 bits; allowed are 1..32"));
}

TEST_CASE("bits that are not a patch stream are an error that names the run and what is wrong") {
    const std::string in = "patch stream: in run 0: ";
    const auto counted_fails = [&](const std::string& counts, const std::string& locations, const std::string& text) {
        // 9 elements in slices of 4, all in one block
        CHECK_THROWS_MATCHES(read_patches(counted_stream(counts, locations, 3), 0, 9, 4), FormatError,
                             Message(in + text));
    };
    counted_fails("000", "", "the counts end early: 3 bits are left where 4 are needed");
    counted_fails("100011", "00", "the locations end early: 0 bits are left where 2 are needed");
    counted_fails("100000", "", "the counts end early: 0 bits are left where 1 are needed");
    counted_fails("0011", "", "block 0 has counts of 12 bits; at most 11 are allowed");
    counted_fails("1100101", "", "slice 0 has 4 elements and a count of 5 patches");
    counted_fails("1000001", "10", "slice 2 of 1 elements has a patch at 1; patches must ascend inside the slice");
    counted_fails("0100010000", "1010", "slice 0 of 4 elements has a patch at 1; patches must ascend inside the slice");
    counted_fails("00001", "", "1 bits are left behind the last of the counts");
    counted_fails("0000", "01", "2 bits are left behind the last of the locations");

    const auto gaps_fail = [&](const std::string& locations, const std::string& text) {
        CHECK_THROWS_MATCHES(read_patches(gap_stream(locations, 2), 0, 4, 4), FormatError, Message(in + text));
    };
    gaps_fail("001", "the locations end early: 1 bits are left where 2 are needed");
    gaps_fail("1110", "the gaps pass 5 elements, the run has 4");
    gaps_fail("1111", "the gaps pass 6 elements, the run has 4");

    auto stream = gap_stream("0011", 2);
    stream.runs[1].locations = 5;
    CHECK_THROWS_MATCHES(read_patches(stream, 0, 9, 4), FormatError,
                         Message(in + "the locations are bits 0 to 5 of a stream of 4 bits"));
    stream.runs = {{0, 4}, {0, 2}};
    CHECK_THROWS_MATCHES(read_patches(stream, 0, 9, 4), FormatError,
                         Message(in + "the locations are bits 4 to 2 of a stream of 4 bits"));
    stream.runs = {{0, -2}, {0, 2}};
    CHECK_THROWS_MATCHES(read_patches(stream, 0, 9, 4), FormatError,
                         Message(in + "the locations are bits -2 to 2 of a stream of 4 bits"));
    stream.counts = bits_of("010");
    stream.runs = {{0, 0}, {3, 4}};
    CHECK_THROWS_MATCHES(read_patches(stream, 0, 9, 4), FormatError,
                         Message(in + "3 bits are left behind the last of the counts"));
}

TEST_CASE("a patch in the last element of a run passes all of it") {
    const auto stream = write_patches(PatchFormat::gaps, Runs{{3}}, Lengths{4}, 4, 2);
    CHECK(read_patches(stream, 0, 4, 4) == Patches{3});
}
