#include "models/encoding/patch_codec.hpp"
#include "tests/models/sequential/fewest_patches.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;

namespace {

std::int64_t patches_of(const SequentialCase& one_run) {
    const auto plane = one_run.encode();
    return std::ssize(read_patches(plane.patches, 0, one_run.codes.size(), one_run.options.n_out));
}

/// n_in, registers and n_out of small codes; n_out close to the columns, so that patches are needed.
SequentialOptions random_small(Random& random, int most_columns) {
    SequentialOptions options;
    do {
        options.n_in = 1 + static_cast<int>(random.below(4));
        options.registers = static_cast<int>(random.below(4));
    } while (options.columns() > most_columns);
    options.n_out = options.columns() + static_cast<int>(random.below(12));
    return options;
}

} // namespace

TEST_CASE("without a bound on the beam no seeds need fewer patches: all seeds tried") {
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    Random random(seed);
    for (int i = 0; i < 60; ++i) {
        auto options = random_small(random, 8);
        options.beam = 0;
        const int slices = 13 / options.n_in - options.registers; // at least 1: 8 columns, n_in <= 4
        const auto weights = slices * options.n_out - static_cast<std::int64_t>(random.below(options.n_out));
        const auto made = make_case(random, options, i % 2, {weights}, random.uniform());
        CAPTURE(i, options.n_in, options.registers, options.n_out, weights);
        CHECK(patches_of(made) == fewest_by_trying_all(made));
    }
}

TEST_CASE("without a bound on the beam no seeds need fewer patches: dynamic programming") {
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    Random random(seed);
    for (int i = 0; i < 15; ++i) {
        auto options = random_small(random, 10);
        options.beam = 0;
        const double sparsity = 0.6 + 0.4 * random.uniform();
        const auto made =
            make_case(random, options, 0, {static_cast<std::int64_t>(random.below(20 * options.n_out))}, sparsity);
        CAPTURE(i, options.n_in, options.registers, options.n_out, made.codes.size(), sparsity);
        CHECK(patches_of(made) == fewest_by_dynamic_programming(made));
    }
}

TEST_CASE("a beam as wide as all sets of patches finds as few as no bound") {
    Random random(7);
    for (int i = 0; i < 20; ++i) {
        auto options = random_small(random, 8);
        options.beam = std::int64_t{1} << options.columns();
        const auto made = make_case(random, options, 0, {15 * std::int64_t{options.n_out}}, 0.5);
        CAPTURE(i, options.n_in, options.registers, options.n_out);
        CHECK(patches_of(made) == fewest_by_dynamic_programming(made));
    }
}

TEST_CASE("a wider beam stores fewer patches") {
    Random random(11);
    auto made = make_case(random, {4, 3, 40, 1}, 0, {40000}, 0.88);
    std::vector<std::int64_t> patches;
    for (const std::int64_t beam : {1, 4, 16, 64, 256}) {
        made.options.beam = beam;
        patches.push_back(patches_of(made));
    }
    CAPTURE(patches);
    CHECK(std::is_sorted(patches.rbegin(), patches.rend()));
    CHECK(patches.back() < patches.front() / 2);
}
