#include "models/encoding/plane_decoder.hpp"

#include "models/core/error.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/xor/slices.hpp"
#include "tests/models/encoding/random_planes.hpp"

#include <catch2/catch.hpp>

#include <bit>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;
using Catch::Matchers::Message;

using Lengths = std::vector<std::int64_t>;

namespace {

/// Element by element from the definition: y_s = M [x_s, x_(s-1), ...], the newest seed in the lowest columns.
BitVector decode_by_definition(const StoredPlane& plane, const Lengths& run_lengths) {
    std::int64_t elements = 0;
    for (const auto length : run_lengths) elements += length;
    BitVector codes(elements);
    const int n_out = plane.network->n_out();
    std::int64_t first = 0;
    std::int64_t seeds = 0;
    for (std::size_t run = 0; run < run_lengths.size(); ++run) {
        for (std::int64_t i = 0; i < run_lengths[run]; ++i) {
            const std::int64_t newest = seeds + plane.registers + i / n_out;
            std::uint64_t x = 0;
            for (int age = plane.registers; age >= 0; --age)
                x = (plane.registers == 0 ? 0 : x << plane.seed_bits()) |
                    plane.bits.extract((newest - age) * plane.seed_bits(), plane.seed_bits());
            codes.set(first + i, std::popcount(plane.network->row(static_cast<int>(i % n_out)) & x) % 2 == 1);
        }
        for (const auto patch : read_patches(plane.patches, static_cast<std::int64_t>(run), run_lengths[run], n_out))
            codes.set(first + patch, !codes.get(first + patch));
        first += run_lengths[run];
        seeds += plane.registers + slice_count(run_lengths[run], n_out);
    }
    return codes;
}

StoredPlane random_plane(Random& random, const Lengths& run_lengths) {
    StoredPlane plane;
    plane.registers = static_cast<int>(random.below(4));
    const int n_in = (plane.registers + 1) * (1 + static_cast<int>(random.below(64 / (plane.registers + 1U))));
    const int n_out = n_in + static_cast<int>(random.below(random.below(2) == 0 ? 5 : 300));
    plane.network = std::make_shared<const XorNetwork>(XorSpec{n_in, n_out, 0, random.next()});
    std::int64_t seeds = 0;
    std::vector<std::vector<std::int64_t>> patches(run_lengths.size());
    for (std::size_t run = 0; run < run_lengths.size(); ++run) {
        seeds += plane.registers + slice_count(run_lengths[run], n_out);
        for (std::int64_t i = 0; i < run_lengths[run]; ++i)
            if (random.below(50) == 0) patches[run].push_back(i);
    }
    plane.bits = BitVector(seeds * plane.seed_bits());
    for (std::int64_t i = 0; i < plane.bits.size(); ++i) plane.bits.set(i, random.below(2) == 1);
    const bool counted = random.below(2) == 0;
    if (random.below(3) != 0)
        plane.patches =
            write_patches(counted ? PatchFormat::counted : PatchFormat::gaps, patches, run_lengths, n_out, 5);
    return plane;
}

} // namespace

TEST_CASE("with a register the network sees the newest seed and the one before it, as worked out by hand") {
    // y = (new, old, new ^ old); a run's first seed decodes to nothing. Run 0: seeds 1, 0, 1; run 1: 0, 1.
    StoredPlane plane;
    plane.network = std::make_shared<const XorNetwork>(2, std::vector<std::uint64_t>{0b01, 0b10, 0b11});
    plane.registers = 1;
    plane.bits = bits_of("10101");
    CHECK(decode_plane(plane, Lengths{5, 3}) == bits_of("01110101"));
    // A patch in the second element of run 0 and in the last of run 1.
    const std::vector<std::vector<std::int64_t>> patches{{1}, {2}};
    plane.patches = write_patches(PatchFormat::gaps, patches, Lengths{5, 3}, 3, 4);
    CHECK(decode_plane(plane, Lengths{5, 3}) == bits_of("00110100"));
    plane.patches = write_patches(PatchFormat::counted, patches, Lengths{5, 3}, 3, 1);
    CHECK(decode_plane(plane, Lengths{5, 3}) == bits_of("00110100"));
}

TEST_CASE("any plane decodes as its definition says, with registers and with every kind of patches") {
    const std::uint64_t seed = GENERATE(range(1, 201));
    CAPTURE(seed);
    Random random(seed);
    Lengths lengths(random.below(4));
    for (auto& length : lengths) length = static_cast<std::int64_t>(random.below(2'000));
    const auto plane = random_plane(random, lengths);
    CAPTURE(lengths, plane.registers, plane.network->n_in(), plane.network->n_out());
    CHECK(decode_plane(plane, lengths) == decode_by_definition(plane, lengths));
}

TEST_CASE("long runs decode as their definition says too") {
    const std::uint64_t seed = GENERATE(range(1, 5));
    CAPTURE(seed);
    Random random(seed);
    const Lengths lengths{150'000, 20};
    auto plane = random_plane(random, lengths);
    plane.network = std::make_shared<const XorNetwork>(XorSpec{2, 5, 0, seed}); // 30,000 slices
    plane.patches = {};
    plane.registers = static_cast<int>(seed % 2);
    plane.bits = BitVector((30'000 + 4 + 2 * plane.registers) * plane.seed_bits());
    for (std::int64_t i = 0; i < plane.bits.size(); ++i) plane.bits.set(i, random.below(2) == 1);
    CHECK(decode_plane(plane, lengths) == decode_by_definition(plane, lengths));
}

TEST_CASE("without a network the bits are the codes") {
    StoredPlane plane;
    plane.bits = bits_of("1011");
    CHECK(decode_plane(plane, Lengths{3, 1}) == bits_of("1011"));
    CHECK_THROWS_MATCHES(decode_plane(plane, Lengths{3}), ConfigError,
                         Message("decoding: the plane stores 4 bits; its runs need exactly 3 of codes"));
    plane.patches = write_patches(PatchFormat::gaps, std::vector<std::vector<std::int64_t>>{{}}, Lengths{4}, 1, 3);
    CHECK_THROWS_MATCHES(decode_plane(plane, Lengths{4}), ConfigError,
                         Message("decoding: the plane has patches and no network; plain codes need none"));
}

TEST_CASE("planes that do not fit their runs are an error that states both") {
    StoredPlane plane;
    plane.network = std::make_shared<const XorNetwork>(XorSpec{8, 20, 0, 1});
    plane.bits = BitVector(23);
    CHECK_THROWS_MATCHES(decode_plane(plane, Lengths{41}), ConfigError,
                         Message("decoding: the plane stores 23 bits; its runs need exactly 24 of seeds"));
    plane.registers = 1;
    CHECK_THROWS_MATCHES(decode_plane(plane, Lengths{41, 0}), ConfigError,
                         Message("decoding: the plane stores 23 bits; its runs need exactly 20 of seeds"));
    plane.registers = 2;
    CHECK_THROWS_MATCHES(decode_plane(plane, Lengths{41}), ConfigError,
                         Message("decoding: a network of n_in = 8 cannot be shared evenly by a seed and 2 registers"));
    plane.registers = -1;
    CHECK_THROWS_MATCHES(decode_plane(plane, Lengths{41}), ConfigError,
                         Message("decoding: a network of n_in = 8 cannot be shared evenly by a seed and -1 registers"));
    plane.registers = 0;
    plane.bits = BitVector(24);
    plane.patches =
        write_patches(PatchFormat::gaps, std::vector<std::vector<std::int64_t>>{{}, {}}, Lengths{4, 4}, 1, 3);
    CHECK_THROWS_MATCHES(decode_plane(plane, Lengths{41}), ConfigError,
                         Message("decoding: the plane has patches of 2 runs; it has 1 runs"));
    CHECK_THROWS_MATCHES(decode_plane(plane, Lengths{-1}), ConfigError,
                         Message("plane: run 0 has -1 elements; that cannot be negative"));
}

TEST_CASE("damaged patches are an error of the format") {
    StoredPlane plane;
    plane.network = std::make_shared<const XorNetwork>(XorSpec{8, 20, 0, 1});
    plane.bits = BitVector(8);
    plane.patches = write_patches(PatchFormat::gaps, std::vector<std::vector<std::int64_t>>{{19}}, Lengths{20}, 20, 5);
    CHECK(decode_plane(plane, Lengths{20}).count_ones() == 1);
    CHECK_THROWS_MATCHES(decode_plane(plane, Lengths{19}), FormatError,
                         Message("patch stream: in run 0: the gaps pass 20 elements, the run has 19"));
}
