#include "tests/timing/comparison.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>

using namespace fracbit;
using namespace fracbit::test;

namespace {

std::int64_t number_from(const char* variable, std::int64_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? std::atoll(text) : otherwise;
}

} // namespace

// FRACBIT_TIMING_CASES=5000 runs more cases, FRACBIT_TIMING_SEED=N begins with another seed.
TEST_CASE("the timing model counts what the machine counts on random networks and architectures") {
    const auto first_seed = static_cast<std::uint64_t>(number_from("FRACBIT_TIMING_SEED", 20260801));
    const std::int64_t cases = number_from("FRACBIT_TIMING_CASES", 400);
    int refused = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + static_cast<std::uint64_t>(cases); ++seed) {
        const RandomCase c = random_case(seed);
        const Comparison found = compare(c);
        refused += found.refused ? 1 : 0;
        if (found.differences.empty()) continue;
        const RandomCase least = shrink(c);
        FAIL("seed " << seed << ": " << c.describe() << '\n'
                     << found.differences << "\nreproduce: FRACBIT_TIMING_SEED=" << seed << " FRACBIT_TIMING_CASES=1 timing_tests\nsmallest: "
                     << least.describe() << '\n'
                     << compare(least).differences << models::to_toml(least.architecture));
    }
    CHECK(2 * refused < cases);
}
