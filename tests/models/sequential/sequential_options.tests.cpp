#include "models/sequential/sequential_options.hpp"

#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using Catch::Matchers::Message;

TEST_CASE("sizes of a sequential code are checked") {
    struct Case {
        SequentialOptions options;
        std::string message;
    };
    const auto [options, message] = GENERATE(values<Case>({
        {{0, 1, 10, 1}, "sequential code: n_in is 0, at least 1 is needed"},
        {{1, -1, 10, 1}, "sequential code: registers is -1, at least 0 is needed"},
        {{0, -1, 10, -5},
         "sequential code: n_in is 0, at least 1 is needed; registers is -1, at least 0 is needed; beam is -5, it "
         "cannot be negative"},
        {{13, 4, 100, 1}, "sequential code: n_in * (registers + 1) is 65, a network has at most 64 columns"},
        {{2147483647, 2147483647, 100, 1},
         "sequential code: n_in * (registers + 1) is 4611686016279904256, a network has at most 64 columns"},
        {{8, 3, 31, 1}, "sequential code: n_out is 31, allowed are 32 (n_in * (registers + 1)) to 1024"},
        {{8, 3, 1025, 1}, "sequential code: n_out is 1025, allowed are 32 (n_in * (registers + 1)) to 1024"},
        {{7, 2, 50, 0},
         "sequential code: beam is 0 (no bound) with 21 columns, at most 20 can be searched so; give a beam"},
    }));
    CHECK_THROWS_MATCHES(validate(options), ConfigError, Message(message));
    CHECK_THROWS_AS(network_spec(options), ConfigError);
}

TEST_CASE("sizes at their limits are allowed") {
    const auto options = GENERATE(
        values<SequentialOptions>({{1, 0, 1, 0}, {64, 0, 64, 1}, {1, 63, 64, 1}, {8, 7, 1024, 1}, {5, 3, 20, 0}}));
    CHECK_NOTHROW(validate(options));
    CHECK(network_spec(options, 1, 5) == XorSpec{options.columns(), options.n_out, 1, 5});
}

TEST_CASE("recommended sizes are valid and store little more than the entropy") {
    for (int percent = 0; percent <= 100; ++percent) {
        const auto options = recommended_sequential(percent / 100.0);
        CAPTURE(percent, options.n_in, options.registers, options.n_out);
        CHECK_NOTHROW(validate(options));
        const double entropy = 1.0 - percent / 100.0, rate = static_cast<double>(options.n_in) / options.n_out;
        CHECK(rate <= std::max(1.04 * entropy + 1e-9, 8.0 / 1024));
        CHECK(rate >= 0.999 * entropy);
    }
    CHECK(recommended_sequential(0.91) == SequentialOptions{8, 7, 88, 16});
    // 0.2 and a margin of 0.88 % are 0.20176 bits a weight: not room for a fifth seed, and 16 bits do for 79 weights.
    CHECK(recommended_sequential(0.8) == SequentialOptions{16, 3, 79, 16});
    CHECK_THROWS_MATCHES(recommended_sequential(1.5), ConfigError,
                         Message("sparsity is 1.5, allowed is 0..1, the pruned share of the weights"));
    CHECK_THROWS_AS(recommended_sequential(-0.1), ConfigError);
}
