#include "models/sequential/sequential_encoder.hpp"

#include "models/core/error.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/encoding/plane_bits.hpp"
#include "models/encoding/plane_decoder.hpp"
#include "tests/models/sequential/plane_by_definition.hpp"
#include "tests/models/sequential/sequential_case.hpp"

#include <catch2/catch.hpp>
#include <tbb/global_control.h>

#include <array>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;
using Catch::Matchers::Message;

namespace {

/// Care bits that the decoded plane has wrong.
std::int64_t wrong(const SequentialCase& made, const StoredPlane& plane) {
    const auto decoded = decode_by_definition(plane, made.run_lengths);
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < made.codes.size(); ++i)
        if (made.care.get(i) && decoded.get(i) != made.codes.get(i)) ++count;
    return count;
}

bool same(const StoredPlane& a, const StoredPlane& b) {
    return a.bits == b.bits && a.registers == b.registers && a.patches == b.patches;
}

SequentialCase random_case(Random& random) {
    SequentialOptions options;
    do {
        options.n_in = 1 + static_cast<int>(random.below(random.below(4) == 0 ? 64 : 8));
        options.registers = static_cast<int>(random.below(random.below(4) == 0 ? 12 : 4));
    } while (options.columns() > max_n_in);
    options.n_out = options.columns() + static_cast<int>(random.below(random.below(2) == 0 ? 10 : 150));
    constexpr std::array<std::int64_t, 5> beams{1, 2, 3, 16, 100};
    options.beam = beams[random.below(beams.size())];
    if (options.columns() <= 10 && random.below(2) == 0) options.beam = 0;
    const auto taps = static_cast<int>(random.below(static_cast<std::uint64_t>(options.columns()) + 1));
    std::vector<std::int64_t> run_lengths(random.below(5));
    for (auto& length : run_lengths) length = static_cast<std::int64_t>(random.below(random.below(4) == 0 ? 3 : 1500));
    const double sparsity = random.below(6) == 0 ? static_cast<double>(random.below(2)) : random.uniform();
    return make_case(random, options, taps, std::move(run_lengths), sparsity);
}

} // namespace

TEST_CASE("every care bit comes back") {
    const auto seed = GENERATE(1U, 2U, 3U, 4U);
    CAPTURE(seed);
    Random random(seed);
    for (int i = 0; i < 100; ++i) {
        const auto made = random_case(random);
        const auto plane = made.encode();
        const auto& options = made.options;
        CAPTURE(i, options.n_in, options.registers, options.n_out, options.beam, made.run_lengths);
        CHECK(wrong(made, plane) == 0);
        CHECK(decode_plane(plane, made.run_lengths) == decode_by_definition(plane, made.run_lengths));
        CHECK(plane.registers == options.registers);
        CHECK(plane.seed_bits() == options.n_in);
        CHECK(plane.patches.format == PatchFormat::gaps);
        CHECK(plane.network == made.network);
    }
}

TEST_CASE("a seed of 64 bits without registers has nothing of the seed after it") {
    Random random(12);
    for (int i = 0; i < 20; ++i) {
        const auto made = make_case(random, {64, 0, 100, 16}, 0, {1'000}, 0.4);
        CAPTURE(i);
        CHECK(wrong(made, made.encode()) == 0);
    }
}

TEST_CASE("only care bits that the network gets wrong are patched") {
    Random random(5);
    for (int i = 0; i < 30; ++i) {
        const auto made = random_case(random);
        auto plane = made.encode();
        std::vector<std::vector<std::int64_t>> patched;
        for (std::size_t run = 0; run < made.run_lengths.size(); ++run)
            patched.push_back(patched_by_definition(plane, static_cast<std::int64_t>(run)));
        const std::vector<std::vector<std::int64_t>> no_patches(made.run_lengths.size());
        plane.patches = write_patches(PatchFormat::gaps, no_patches, made.run_lengths, made.options.n_out, 1);
        const auto decoded = decode_by_definition(plane, made.run_lengths);
        std::int64_t first = 0;
        for (std::size_t run = 0; run < patched.size(); first += made.run_lengths[run++])
            for (const auto element : patched[run]) {
                CAPTURE(i, run, element);
                CHECK(made.care.get(first + element));
                CHECK(decoded.get(first + element) != made.codes.get(first + element));
            }
    }
}

TEST_CASE("any number of threads gives the same bits") {
    Random random(3);
    const auto made = make_case(random, {4, 3, 40, 16}, 0, std::vector<std::int64_t>(40, 1111), 0.89);
    const auto encoded_by = [&](std::size_t threads) {
        const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
        return made.encode();
    };
    const auto one = encoded_by(1), many = encoded_by(4);
    CHECK(one.patches.locations.size() > 0);
    CHECK(same(one, many));
}

TEST_CASE("a run is encoded as if it were alone") {
    Random random(4);
    const auto both = make_case(random, {4, 3, 40, 16}, 0, {900, 700}, 0.85);
    auto second = both;
    second.run_lengths = {700};
    second.codes = BitVector(700);
    second.care = BitVector(700);
    second.codes.copy(0, both.codes, 900, 700);
    second.care.copy(0, both.care, 900, 700);
    const auto plane = both.encode(), alone = second.encode();
    const auto seeds = alone.bits.size();
    CHECK(seeds == (3 + 18) * 4);
    BitVector tail(seeds);
    tail.copy(0, plane.bits, plane.bits.size() - seeds, seeds);
    CHECK(tail == alone.bits);
    CHECK(patched_by_definition(plane, 1) == patched_by_definition(alone, 0));
}

TEST_CASE("what memory holds are seeds, patches and an offset a run") {
    Random random(6);
    const auto made = make_case(random, {2, 3, 30, 4}, 0, {61, 0, 29}, 0.5);
    const auto plane = made.encode();
    CHECK(plane.bits.size() == ((3 + 3) + (3 + 0) + (3 + 1)) * 2);
    CHECK(plane.patches.locations.size() > 0);
    CHECK(stored_bits(plane).total() == 26 + plane.patches.locations.size() + 3 * 32);
}

TEST_CASE("a plane that does not matter is all zero seeds and no patch") {
    Random random(8);
    const auto plane = make_case(random, {8, 7, 88, 16}, 0, {1000}, 1.0).encode();
    CHECK(plane.bits == BitVector((7 + 12) * 8));
    CHECK(plane.patches.locations.size() == 0);
}

TEST_CASE("encode_sequential says what does not fit") {
    Random random(9);
    auto made = make_case(random, {2, 1, 8, 4}, 0, {10, 20}, 0.5);
    SECTION("sizes") {
        made.options.beam = -1;
        CHECK_THROWS_MATCHES(made.encode(), ConfigError, Message("sequential code: beam is -1, it cannot be negative"));
    }
    SECTION("no network") {
        made.network = nullptr;
        CHECK_THROWS_MATCHES(made.encode(), ConfigError,
                             Message("sequential code: there is no network; make one of network_spec(options)"));
    }
    SECTION("another network") {
        made.network = std::make_shared<const XorNetwork>(XorSpec{3, 8, 0, 1});
        CHECK_THROWS_MATCHES(made.encode(), ConfigError,
                             Message("sequential code: found a network of 3 columns and 8 rows; n_in 2 with 1 "
                                     "registers needs 4 columns, n_out 8 as many rows"));
    }
    SECTION("a network of other rows") {
        made.network = std::make_shared<const XorNetwork>(XorSpec{4, 9, 0, 1});
        CHECK_THROWS_MATCHES(made.encode(), ConfigError,
                             Message("sequential code: found a network of 4 columns and 9 rows; n_in 2 with 1 "
                                     "registers needs 4 columns, n_out 8 as many rows"));
    }
    SECTION("care bits") {
        made.care.resize(29);
        CHECK_THROWS_MATCHES(made.encode(), ConfigError,
                             Message("sequential code: found 30 codes and 29 care bits; there must be as many"));
    }
    SECTION("a run too long") {
        made.run_lengths = {10, 21};
        CHECK_THROWS_MATCHES(made.encode(), ConfigError,
                             Message("sequential code: run 1 has 21 elements; allowed are 0..20, what the runs before "
                                     "it leave of 30 codes"));
    }
    SECTION("a negative run") {
        made.run_lengths = {-1, 31};
        CHECK_THROWS_MATCHES(made.encode(), ConfigError,
                             Message("sequential code: run 0 has -1 elements; allowed are 0..30, what the runs before "
                                     "it leave of 30 codes"));
    }
    SECTION("runs too short") {
        made.run_lengths = {10, 19};
        CHECK_THROWS_MATCHES(made.encode(), ConfigError,
                             Message("sequential code: the runs have 29 elements, but there are 30 codes; run lengths "
                                     "must add up to the plane"));
    }
}
