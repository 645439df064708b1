#include "models/schedule/patch_words.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/core/units.hpp"
#include "models/encoding/patch_codec.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::tests::message_of;

namespace {

struct Drawn {
    StoredPlane plane;
    std::vector<std::int64_t> lengths;
    std::vector<std::vector<std::int64_t>> patches;
    [[nodiscard]] std::int64_t slices(std::size_t run) const {
        return plane.registers + ceil_div(lengths[run], plane.network->n_out());
    }
};

Drawn draw_plane(Random& random) {
    Drawn drawn;
    drawn.plane.registers = static_cast<int>(random.below(4));
    const int n_out = 4 + static_cast<int>(random.below(random.below(2) == 0 ? 12 : 200));
    drawn.plane.network = std::make_shared<const XorNetwork>(XorSpec{drawn.plane.registers + 1, n_out, 1, 1});
    const double rates[] = {0, 0.01, 0.1, 0.5, 1};
    const double rate = rates[random.below(5)];
    for (std::uint64_t run = 0, runs = 1 + random.below(5); run < runs; ++run) {
        drawn.lengths.push_back(static_cast<std::int64_t>(1 + random.below(900)));
        drawn.patches.emplace_back();
        for (std::int64_t i = 0; i < drawn.lengths.back(); ++i)
            if (random.uniform() < rate) drawn.patches.back().push_back(i);
    }
    const bool counted = random.below(2) == 0;
    drawn.plane.patches = write_patches(counted ? PatchFormat::counted : PatchFormat::gaps, drawn.patches,
                                        drawn.lengths, n_out, static_cast<int>(1 + random.below(counted ? 9 : 8)));
    return drawn;
}

/// Entries of a stream of gaps that pass no element behind the first `elements` of the run.
std::int64_t entries_within(const PatchStream& stream, std::size_t run, std::int64_t elements) {
    const std::int64_t skip = (std::int64_t{1} << stream.gap_bits) - 1;
    std::int64_t passed = 0, entries = 0;
    for (std::int64_t at = stream.runs[run].locations; at < stream.runs[run + 1].locations;
         at += stream.gap_bits, ++entries) {
        const auto gap = static_cast<std::int64_t>(stream.locations.extract(at, stream.gap_bits));
        passed += gap == skip ? skip : gap + 1;
        if (passed > elements) break;
    }
    return entries;
}

} // namespace

TEST_CASE("patches word by word are those that the functional reader gives for the run") {
    constexpr std::uint64_t seed = 20260714;
    INFO("seed " << seed);
    Random random(seed);
    int counted = 0, fillers = 0, many = 0;
    for (int i = 0; i < 400; ++i) {
        const Drawn drawn = draw_plane(random);
        const PatchStream& stream = drawn.plane.patches;
        const std::int64_t n_out = drawn.plane.network->n_out(), lanes = static_cast<std::int64_t>(1 + random.below(9));
        INFO(fmt::format("case {}: {} runs, slices of {}, {} registers, {} lanes, format {}", i, drawn.lengths.size(),
                         n_out, drawn.plane.registers, lanes, static_cast<int>(stream.format)));
        for (std::size_t run = 0; run < drawn.lengths.size(); ++run) {
            PatchWords words(drawn.plane, static_cast<std::int64_t>(run));
            PatchWord word;
            std::vector<std::int64_t> found;
            std::int64_t count_bits = 0, location_bits = 0, entries = 0;
            for (std::int64_t slice = 0; slice < drawn.slices(run);) {
                const std::int64_t slices = std::min(lanes, drawn.slices(run) - slice);
                words.next(slices, word);
                REQUIRE(static_cast<std::int64_t>(word.per_slice.size()) == slices);
                std::vector<std::int64_t> per_slice(static_cast<std::size_t>(slices));
                for (const std::int64_t place : word.places) {
                    REQUIRE(place >= 0);
                    REQUIRE(place < slices * n_out);
                    ++per_slice[static_cast<std::size_t>(place / n_out)];
                    found.push_back((slice - drawn.plane.registers) * n_out + place);
                }
                REQUIRE(word.per_slice == per_slice);
                slice += slices;
                count_bits += word.count_bits;
                location_bits += word.location_bits;
                entries += word.entries;
                many += static_cast<int>(word.places.size() > 1);
                if (stream.format == PatchFormat::counted)
                    REQUIRE(word.entries == static_cast<std::int64_t>(word.places.size()));
                else // as far as the word's last element, so that the word behind it finds its own
                    REQUIRE(
                        entries ==
                        entries_within(stream, run, std::max<std::int64_t>(0, slice - drawn.plane.registers) * n_out));
            }
            REQUIRE(found ==
                    read_patches(stream, static_cast<std::int64_t>(run), drawn.lengths[run], static_cast<int>(n_out)));
            REQUIRE(found == drawn.patches[run]);
            REQUIRE(count_bits == stream.runs[run + 1].counts - stream.runs[run].counts);
            REQUIRE(location_bits == stream.runs[run + 1].locations - stream.runs[run].locations);
            counted += static_cast<int>(stream.format == PatchFormat::counted);
            fillers += static_cast<int>(entries > static_cast<std::int64_t>(found.size()));
        }
    }
    CHECK(counted > 300);
    CHECK(fillers > 100);
    CHECK(many > 1000);
}

namespace {

StoredPlane eight_elements(PatchFormat format) {
    StoredPlane plane;
    plane.network = std::make_shared<const XorNetwork>(2, std::vector<std::uint64_t>{1, 2, 3, 2, 1});
    const std::vector<std::vector<std::int64_t>> patches = {{1, 3, 9}};
    const std::vector<std::int64_t> lengths = {10};
    plane.patches = write_patches(format, patches, lengths, 5, format == PatchFormat::counted ? 8 : 2);
    return plane;
}

std::string message_of_walk(const StoredPlane& plane) {
    return message_of<ConfigError>([&] {
        PatchWords words(plane, 0);
        PatchWord word;
        words.next(1, word);
        words.next(1, word);
    });
}

} // namespace

TEST_CASE("a word's buffers hold the larger of its two parts and a burst, nothing where nothing is taken") {
    PatchWord word;
    CHECK(word.buffer_bytes(4) == 0);
    const StoredPlane counted = eight_elements(PatchFormat::counted); // width 2; 2, 1; locations of 3 bits 1, 3, 4
    PatchWords single(counted, 0);
    single.next(1, word); // 6 bits of counts, 6 of locations
    CHECK(word.buffer_bytes(4) == 5);
    PatchWords twofold(counted, 0);
    twofold.next(2, word); // 8 bits of counts, 9 of locations
    CHECK(word.buffer_bytes(4) == 6);
    const StoredPlane gaps = eight_elements(PatchFormat::gaps); // entries of 2 bits
    PatchWords entries(gaps, 0);
    entries.next(2, word);
    CHECK(word.count_bits == 0);
    CHECK(word.buffer_bytes(64) == 65);
}

TEST_CASE("patches that are not what their counts say are refused before anything is read past their end") {
    const StoredPlane counted = eight_elements(PatchFormat::counted); // width 2; 2, 1; locations of 3 bits 1, 3, 4
    CHECK(message_of_walk(counted) == "(nothing was thrown)");
    StoredPlane plane = counted;
    plane.patches.counts.resize(7);
    plane.patches.runs[1].counts = 7;
    CHECK(message_of_walk(plane) == "patches of row group 0: the counts end early: 1 bits are left, 2 are needed");
    plane = counted;
    plane.patches.locations.resize(8);
    plane.patches.runs[1].locations = 8;
    CHECK(message_of_walk(plane) == "patches of row group 0: the locations end early: 2 bits are left, 3 are needed");
    plane = counted;
    plane.patches.counts.deposit(0, 4, 4); // counts of 4 bits: the first is 6
    CHECK(message_of_walk(plane) == "patches of row group 0: slice 0 of 5 weights has 6 patches");
    plane = counted;
    plane.patches.locations.deposit(3, 3, 7);
    CHECK(message_of_walk(plane) ==
          "patches of row group 0: slice 0 has a patch at 7, allowed is 2 to 4: patches ascend inside the slice");
    plane.patches.locations.deposit(3, 3, 1);
    CHECK(message_of_walk(plane) ==
          "patches of row group 0: slice 0 has a patch at 1, allowed is 2 to 4: patches ascend inside the slice");

    plane = eight_elements(PatchFormat::gaps); // 1, 1, filler, 2
    CHECK(message_of_walk(plane) == "(nothing was thrown)");
    plane.patches.locations.resize(7);
    plane.patches.runs[1].locations = 7;
    CHECK(message_of_walk(plane) == "patches of row group 0: the locations end early: 1 bits are left, 2 are needed");
}
