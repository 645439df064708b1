#include "models/encoding/plane_encoder.hpp"

#include "models/core/error.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/encoding/patch_costs.hpp"
#include "models/encoding/plane_bits.hpp"
#include "models/encoding/plane_decoder.hpp"
#include "models/encoding/plane_layout.hpp"
#include "models/xor/slices.hpp"
#include "tests/models/encoding/random_planes.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;
using Catch::Matchers::Message;

using Lengths = std::vector<std::int64_t>;

namespace {

std::shared_ptr<const XorNetwork> network_of(const XorSpec& spec) { return std::make_shared<const XorNetwork>(spec); }

Lengths random_lengths(Random& random, std::int64_t most) {
    Lengths lengths(random.below(6));
    for (auto& length : lengths)
        length = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most)) * random.below(2));
    return lengths;
}

bool same(const StoredPlane& a, const StoredPlane& b) {
    return a.bits == b.bits && a.patches == b.patches && a.network == b.network && a.registers == b.registers;
}

} // namespace

TEST_CASE("a slice belongs to the run that it starts in, and runs of nothing have none") {
    const PlaneLayout layout(std::vector<std::int64_t>{0, 5, 0, 7}, 3, 0); // 2 slices and 3
    std::vector<std::int64_t> runs;
    for (std::int64_t slice = 0; slice < layout.slices(); ++slice) runs.push_back(layout.run_of(slice));
    CHECK(runs == std::vector<std::int64_t>{1, 1, 3, 3, 3});
}

TEST_CASE("a plane of two runs is encoded slice by slice, as worked out by hand") {
    // y = (x0, x1, x0 ^ x1). Run 0: 100 needs a patch, and 1 alone; run 1 starts a slice of its own: 011.
    const auto network = std::make_shared<const XorNetwork>(2, std::vector<std::uint64_t>{0b01, 0b10, 0b11});
    const auto plane = encode_plane(bits_of("1001011"), bits_of("1111111"), Lengths{4, 3}, network,
                                    {PatchFormat::counted, 2, 0, SeedSearch::elimination});
    CHECK(plane.bits == bits_of("101001"));
    CHECK(plane.registers == 0);
    CHECK(plane.network == network);
    CHECK(plane.patches.counts == bits_of("1000" // one bit a count
                                          "10"
                                          "0000"));
    CHECK(plane.patches.locations == bits_of("01"));
    CHECK(plane.patches.runs == std::vector<PatchStream::Run>{{0, 0}, {6, 2}, {10, 2}});
    CHECK(decode_plane(plane, Lengths{4, 3}) == bits_of("1001011"));
    CHECK(stored_bits(plane) == PlaneBits{6, 10, 2, 2 * 2 * 32});
    CHECK(stored_bits(plane).total() == 146);
    CHECK(stored_bits(plane).per_weight(7) == Approx(146.0 / 7));
}

TEST_CASE("decoding what was encoded gives every care element, for any plane, network, patches and search") {
    const std::uint64_t seed = GENERATE(range(1, 601));
    CAPTURE(seed);
    Random random(seed);
    const double sparsity = std::vector<double>{0.0, 0.3, 0.7, 0.9, 0.95, 1.0}[random.below(6)];
    const RandomPlane plane(random, random_lengths(random, 4'000), sparsity);
    EncodeOptions options;
    options.format = random.below(3) == 0 ? PatchFormat::gaps : PatchFormat::counted;
    options.block_slices = 1 + static_cast<int>(random.below(20));
    options.gap_bits = 1 + static_cast<int>(random.below(16));
    options.search = random.below(2) == 0 ? SeedSearch::elimination : SeedSearch::exchange;
    int n_in = 1 + static_cast<int>(random.below(64));
    if (random.below(5) == 0) n_in = 1 + n_in % 7, options.search = SeedSearch::exhaustive;
    const std::uint64_t most = random.below(2) == 0 ? 10 : static_cast<std::uint64_t>(max_n_out - n_in + 1);
    const int n_out = n_in + static_cast<int>(random.below(most));
    CAPTURE(sparsity, plane.run_lengths, n_in, n_out, options.block_slices, options.gap_bits);
    const auto network = network_of({n_in, n_out, random.below(2) == 0 ? 0 : 1, seed});

    const auto stored = encode_plane(plane.codes, plane.care, plane.run_lengths, network, options);
    std::int64_t slices = 0;
    for (const auto length : plane.run_lengths) slices += slice_count(length, n_out);
    CHECK(stored.bits.size() == slices * n_in);
    const auto decoded = decode_plane(stored, plane.run_lengths);
    REQUIRE(decoded.size() == plane.codes.size());
    CHECK(plane.wrong(decoded) == 0);

    auto better = stored;
    better.patches = repacked(stored.patches, plane.run_lengths, n_out);
    CHECK(decode_plane(better, plane.run_lengths) == decoded);
    CHECK(stored_bits(better).total() <= stored_bits(stored).total());
}

TEST_CASE("any number of threads encodes to the same bits") {
    const std::uint64_t seed = 5;
    CAPTURE(seed);
    Random random(seed);
    const int n_in = GENERATE(7, 20, 64);
    // Many chunks and several windows; runs that end inside of them.
    const RandomPlane plane(random, {1'000'000, 0, 77, 3'500'001, 65'536}, 0.93);
    const auto network = network_of({n_in, 9 * n_in, 0, seed});
    for (const auto format : {PatchFormat::counted, PatchFormat::gaps}) {
        EncodeOptions options;
        options.format = format;
        const auto encode = [&](int threads) {
            return on_threads(
                threads, [&] { return encode_plane(plane.codes, plane.care, plane.run_lengths, network, options); });
        };
        const auto one = encode(1);
        CHECK(plane.wrong(decode_plane(one, plane.run_lengths)) == 0);
        for (const int threads : {1, 2, 3}) {
            CAPTURE(threads);
            CHECK(same(encode(threads), one));
        }
    }
}

TEST_CASE("each run is encoded as if it were alone") {
    const std::uint64_t seed = 9;
    CAPTURE(seed);
    Random random(seed);
    const RandomPlane plane(random, {1'000, 37, 512}, 0.8);
    const auto network = network_of({10, 50, 0, seed});
    const auto whole = encode_plane(plane.codes, plane.care, plane.run_lengths, network, {});
    std::int64_t first = 0;
    std::int64_t seeds = 0;
    for (std::size_t run = 0; run < 3; ++run) {
        const std::int64_t length = plane.run_lengths[run];
        BitVector codes(length), care(length);
        codes.copy(0, plane.codes, first, length);
        care.copy(0, plane.care, first, length);
        const auto alone = encode_plane(codes, care, Lengths{length}, network, {});
        BitVector part(alone.bits.size());
        part.copy(0, whole.bits, seeds, part.size());
        CHECK(part == alone.bits);
        CHECK(read_patches(whole.patches, static_cast<std::int64_t>(run), length, 50) ==
              read_patches(alone.patches, 0, length, 50));
        first += length;
        seeds += part.size();
    }
    CHECK(seeds == whole.bits.size());
}

TEST_CASE("at the rate that pays, exchanging patches leaves hardly more than the exhaustive search") {
    const std::uint64_t seed = 77;
    CAPTURE(seed);
    Random random(seed);
    const RandomPlane plane(random, {40'000}, 0.91);
    const auto network = network_of({12, 130, 0, 1});
    const auto patches = [&](SeedSearch search) {
        const auto stored =
            encode_plane(plane.codes, plane.care, plane.run_lengths, network, {PatchFormat::counted, 8, 0, search});
        return static_cast<double>(stored.patches.locations.size()) / location_bits(130);
    };
    CHECK(patches(SeedSearch::exchange) <= 1.01 * patches(SeedSearch::exhaustive));
    CHECK(patches(SeedSearch::exchange) <= 0.75 * patches(SeedSearch::elimination));
}

TEST_CASE("a plane without care elements takes no patches, and no patches need no streams") {
    const std::uint64_t seed = 3;
    CAPTURE(seed);
    Random random(seed);
    const RandomPlane plane(random, {3'000}, 1.0);
    EncodeOptions options;
    options.format = PatchFormat::none;
    const auto stored = encode_plane(plane.codes, plane.care, plane.run_lengths, network_of({8, 100, 0, 1}), options);
    CHECK(stored.patches == PatchStream{});
    CHECK(stored_bits(stored) == PlaneBits{30 * 8, 0, 0, 0});
}

TEST_CASE("a plane of no weights is no bits") {
    const auto stored = encode_plane({}, {}, Lengths{}, network_of({8, 10, 0, 1}), {});
    CHECK(stored.bits.size() == 0);
    CHECK(stored_bits(stored) == PlaneBits{});
    CHECK(stored_bits(stored).per_weight(0) == 0.0);
    CHECK(decode_plane(stored, Lengths{}) == BitVector());
}

TEST_CASE("planes that cannot be encoded are an error that states what was found") {
    const auto network = network_of({8, 10, 0, 1});
    const BitVector ten(10), nine(9), ones = bits_of("1111111111");
    const std::string many = " elements in all; they must be as many";
    CHECK_THROWS_MATCHES(encode_plane(ten, ten, Lengths{10}, nullptr, {}), ConfigError,
                         Message("encoding: there is no XOR network to encode for"));
    CHECK_THROWS_MATCHES(encode_plane(ten, nine, Lengths{10}, network, {}), ConfigError,
                         Message("encoding: found 10 codes, 9 care bits and runs of 10" + many));
    CHECK_THROWS_MATCHES(encode_plane(ten, ten, Lengths{5, 6}, network, {}), ConfigError,
                         Message("encoding: found 10 codes, 10 care bits and runs of 11" + many));
    CHECK_THROWS_MATCHES(encode_plane(ten, ten, Lengths{11, -1}, network, {}), ConfigError,
                         Message("plane: run 1 has -1 elements; that cannot be negative"));
    CHECK_THROWS_MATCHES(encode_plane(ten, ten, Lengths{10}, network, {PatchFormat::counted, 0, 0, {}}), ConfigError,
                         Message("counted patches: found blocks of 0 slices; at least 1 is needed"));
    CHECK_THROWS_MATCHES(encode_plane(ten, ten, Lengths{10}, network, {PatchFormat::gaps, 0, 0, {}}), ConfigError,
                         Message("patch gaps: found entries of 0 bits; allowed are 1..32"));
    const auto one_bit = std::make_shared<const XorNetwork>(1, std::vector<std::uint64_t>{1, 1});
    CHECK_THROWS_MATCHES(
        encode_plane(bits_of("0001"), bits_of("1111"), Lengths{4}, one_bit, {PatchFormat::none, 0, 0, {}}), ConfigError,
        Message("patches: run 0 has a patch at 3, and the format is to have none"));
}
