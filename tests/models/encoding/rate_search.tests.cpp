#include "models/encoding/rate_search.hpp"

#include "models/core/error.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/encoding/plane_decoder.hpp"
#include "models/encoding/plane_sample.hpp"
#include "tests/models/encoding/random_planes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <set>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;
using Catch::Matchers::Message;

using Lengths = std::vector<std::int64_t>;

namespace {

bool same(const RateChoice& a, const RateChoice& b) {
    const auto equal = [](const RateTrial& x, const RateTrial& y) {
        return x.n_out == y.n_out && x.parameter == y.parameter && x.bits == y.bits;
    };
    return a.spec == b.spec && a.best == b.best && a.options.block_slices == b.options.block_slices &&
           a.options.gap_bits == b.options.gap_bits && a.options.format == b.options.format &&
           std::equal(a.trials.begin(), a.trials.end(), b.trials.begin(), b.trials.end(), equal);
}

} // namespace

TEST_CASE("a uniform mask of sparsity 0.91 is stored in no more bits than promised") {
    struct Case {
        int n_in;
        SeedSearch search;
        PatchFormat format;
        double most; // bits a weight
    };
    // 0.138 and 0.114 are what elimination alone, with counted patches, is asked for; the entropy is 0.09.
    const auto c = GENERATE(Case{20, SeedSearch::elimination, PatchFormat::counted, 0.138},
                            Case{60, SeedSearch::elimination, PatchFormat::counted, 0.114},
                            Case{20, SeedSearch::exchange, PatchFormat::counted, 0.123},
                            Case{60, SeedSearch::exchange, PatchFormat::counted, 0.106},
                            Case{20, SeedSearch::exchange, PatchFormat::gaps, 0.120},
                            Case{60, SeedSearch::exchange, PatchFormat::gaps, 0.105});
    const std::uint64_t seed = 77;
    CAPTURE(seed, c.n_in, static_cast<int>(c.search), static_cast<int>(c.format));
    Random random(seed);
    const RandomPlane plane(random, {2'000'000}, 0.91);
    RateQuery query;
    query.n_in = c.n_in;
    query.search = c.search;
    query.format = c.format;
    const auto encoded = encode_at_best_rate(plane.codes, plane.care, plane.run_lengths, query);
    const auto bits = stored_bits(encoded.plane).per_weight(plane.codes.size());
    CAPTURE(encoded.choice.spec.n_out);
    CHECK(bits <= c.most);
    CHECK(bits >= 0.09);
    CHECK(encoded.choice.trials[encoded.choice.best].bits.per_weight(plane.codes.size()) == Approx(bits).epsilon(0.02));
    CHECK(plane.wrong(decode_plane(encoded.plane, plane.run_lengths)) == 0);
}

TEST_CASE("what is said of a plane no larger than the sample is what it takes") {
    const std::uint64_t seed = GENERATE(range(1, 31));
    CAPTURE(seed);
    Random random(seed);
    Lengths lengths(1 + random.below(4));
    for (auto& length : lengths) length = static_cast<std::int64_t>(random.below(5'000));
    const RandomPlane plane(random, lengths, std::vector<double>{0.0, 0.6, 0.9, 1.0}[random.below(4)]);
    RateQuery query;
    query.n_in = 1 + static_cast<int>(random.below(30));
    query.format = random.below(2) == 0 ? PatchFormat::counted : PatchFormat::gaps;
    query.seed = seed;
    const auto encoded = encode_at_best_rate(plane.codes, plane.care, plane.run_lengths, query);
    const auto& choice = encoded.choice;
    CHECK(choice.trials[choice.best].bits == stored_bits(encoded.plane));
    CHECK(choice.spec == XorSpec{query.n_in, choice.trials[choice.best].n_out, 0, seed});
    const bool counted = query.format == PatchFormat::counted;
    CHECK((counted ? choice.options.block_slices : choice.options.gap_bits) == choice.trials[choice.best].parameter);
    std::set<int> tried;
    for (const auto& trial : choice.trials) CHECK(tried.insert(trial.n_out).second); // none twice
    for (const auto& trial : choice.trials) {
        CHECK(trial.bits.total() >= choice.trials[choice.best].bits.total());
        // The trial is of this n_out, block and gap: encoding with them takes as many bits.
        EncodeOptions options = choice.options;
        options.block_slices = options.gap_bits = trial.parameter;
        const auto network = std::make_shared<const XorNetwork>(XorSpec{query.n_in, trial.n_out, 0, seed});
        CHECK(stored_bits(encode_plane(plane.codes, plane.care, plane.run_lengths, network, options)) == trial.bits);
    }
    CHECK(plane.wrong(decode_plane(encoded.plane, plane.run_lengths)) == 0);
}

TEST_CASE("the choice repeats, with any number of threads") {
    const std::uint64_t seed = 4;
    CAPTURE(seed);
    Random random(seed);
    const RandomPlane plane(random, {300'000, 500'000}, 0.9);
    RateQuery query;
    query.sample_weights = 100'000;
    const auto choose = [&](int threads) {
        return on_threads(threads, [&] { return choose_rate(plane.codes, plane.care, plane.run_lengths, query); });
    };
    const auto one = choose(1);
    for (const int threads : {1, 2, 3}) CHECK(same(choose(threads), one));
}

TEST_CASE("another seed gives another network") {
    const std::uint64_t seed = 6;
    CAPTURE(seed);
    Random random(seed);
    const RandomPlane plane(random, {20'000}, 0.9);
    RateQuery query;
    query.seed = 123;
    query.taps = 4;
    const auto choice = choose_rate(plane.codes, plane.care, plane.run_lengths, query);
    CHECK(choice.spec.seed == 123);
    CHECK(choice.spec.taps == 4);
    CHECK(choice.spec.n_in == 20);
}

TEST_CASE("the sparser the plane, the longer the slices, up to the longest there are") {
    const std::uint64_t seed = 8;
    CAPTURE(seed);
    Random random(seed);
    const auto n_out = [&](double sparsity) {
        const RandomPlane plane(random, {100'000}, sparsity);
        return choose_rate(plane.codes, plane.care, plane.run_lengths, {}).spec.n_out;
    };
    const int half = n_out(0.5), most = n_out(0.9), all = n_out(1.0);
    CHECK(half > 20);
    CHECK(most > 2 * half);
    CHECK(all == max_n_out);
}

TEST_CASE("the search starts where a slice has as many care elements as seed bits, and the first of equals wins") {
    BitVector codes(1'000), care(1'000);
    for (std::int64_t i = 0; i < 1'000; i += 10) care.set(i, true);
    RateQuery query;
    query.n_in = 8;
    CHECK(choose_rate(codes, care, Lengths{1'000}, query).trials.front().n_out == 80);
    const auto nothing = choose_rate(BitVector(), BitVector(), Lengths{0}, query); // every n_out costs the same
    CHECK(nothing.best == 0);
    CHECK(nothing.spec.n_out == max_n_out);
}

TEST_CASE("blocks of counts are chosen once more by all patches, not by the sample's alone") {
    // The sample sees the first part, where nothing matters and blocks cannot be long enough.
    const std::uint64_t seed = 10;
    CAPTURE(seed);
    Random random(seed);
    RandomPlane plane(random, {16'384, 100'000}, 0.9);
    for (std::int64_t i = 0; i < 16'384; ++i) plane.care.set(i, false);
    RateQuery query;
    query.sample_weights = 16'384;
    const auto encoded = encode_at_best_rate(plane.codes, plane.care, plane.run_lengths, query);
    CHECK(encoded.choice.options.block_slices != encoded.plane.patches.block_slices);
    std::vector<std::vector<std::int64_t>> patches;
    for (std::int64_t run : {0, 1})
        patches.push_back(read_patches(encoded.plane.patches, run, plane.run_lengths[static_cast<std::size_t>(run)],
                                       encoded.choice.spec.n_out));
    for (int slices = 1; slices <= 128; slices += slices < 32 ? 1 : 8)
        CHECK(encoded.plane.patches.counts.size() <=
              write_patches(PatchFormat::counted, patches, plane.run_lengths, encoded.choice.spec.n_out, slices)
                  .counts.size());
}

TEST_CASE("a sample has no run twice, and a plane of its size is the sample") {
    const std::uint64_t seed = 3;
    CAPTURE(seed);
    Random random(seed);
    // Six places, 16,666 elements from each other, and two whole runs are taken at each.
    const RandomPlane runs(random, Lengths(10, 10'000), 0.8);
    CHECK(PlaneSample(runs.codes, runs.care, PlaneLayout(runs.run_lengths, 300, 0), 6 << 14).run_lengths.size() <= 10);
    const RandomPlane one(random, {20'000}, 0.8);
    CHECK(PlaneSample(one.codes, one.care, PlaneLayout(one.run_lengths, 300, 0), 20'000).run_lengths ==
          Lengths{20'000});
}

TEST_CASE("a sample has pieces of all of a plane, and whole slices of long runs") {
    const std::uint64_t seed = 2;
    CAPTURE(seed);
    Random random(seed);
    // The first half has no care elements: a sample of one place would see either half alone.
    RandomPlane plane(random, {1'000'000, 1'000'000}, 0.8);
    for (std::int64_t i = 0; i < 1'000'000; ++i) plane.care.set(i, false);
    const PlaneSample sample(plane.codes, plane.care, PlaneLayout(plane.run_lengths, 300, 0), 1 << 17);
    CHECK(sample.codes.size() ==
          std::accumulate(sample.run_lengths.begin(), sample.run_lengths.end(), std::int64_t{0}));
    CHECK(sample.care.size() == sample.codes.size());
    CHECK(sample.codes.size() == Approx(1 << 17).epsilon(0.05));
    CHECK(static_cast<double>(sample.care.count_ones()) / static_cast<double>(sample.care.size()) ==
          Approx(0.1).epsilon(0.05));
    for (const auto length : sample.run_lengths) CHECK(length % 300 == 0);
}

TEST_CASE("a sample of short runs has whole ones") {
    const std::uint64_t seed = 2;
    CAPTURE(seed);
    Random random(seed);
    const RandomPlane plane(random, Lengths(2'000, 101), 0.8);
    const PlaneSample sample(plane.codes, plane.care, PlaneLayout(plane.run_lengths, 300, 0), 50'000);
    CHECK(sample.codes.size() >= 45'000);
    CHECK(sample.codes.size() <= 60'000);
    for (const auto length : sample.run_lengths) CHECK(length == 101);
    // Short runs cost a ragged slice each, and an offset.
    const auto choice = choose_rate(plane.codes, plane.care, plane.run_lengths, {});
    CHECK(choice.trials[choice.best].bits.offsets == 2'000 * 2 * 32);
    CHECK(choice.trials[choice.best].bits.seeds % (2'000 * 20) == 0);
}

TEST_CASE("a rate that cannot be searched for is an error that says why") {
    const BitVector ten(10);
    RateQuery query;
    query.sample_weights = 0;
    CHECK_THROWS_MATCHES(choose_rate(ten, ten, Lengths{10}, query), ConfigError,
                         Message("rate search: found a sample of 0 weights; at least 1 is needed"));
    CHECK_THROWS_MATCHES(
        choose_rate(ten, ten, Lengths{9}, {}), ConfigError,
        Message("encoding: found 10 codes, 10 care bits and runs of 9 elements in all; they must be as "
                "many"));
    query = {};
    query.n_in = 65;
    CHECK_THROWS_AS(choose_rate(ten, ten, Lengths{10}, query), ConfigError);
    query.n_in = 20;
    query.search = SeedSearch::exhaustive;
    CHECK_THROWS_MATCHES(
        choose_rate(ten, ten, Lengths{10}, query), ConfigError,
        Message("exhaustive search: found n_in = 20; allowed are 1..16, for there are 2^n_in seeds; use "
                "another search"));
}
