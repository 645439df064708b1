#include "models/network/batch_norm.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::models;

TEST_CASE("a folded batch norm computes what the batch norm computes") {
    const unsigned seed = 7;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> any(-3, 3), positive(0.01F, 4);
    BatchNorm norm;
    std::vector<float> bias;
    for (int c = 0; c < 100; ++c) {
        norm.gamma.push_back(any(random));
        norm.beta.push_back(any(random));
        norm.mean.push_back(any(random));
        norm.variance.push_back(positive(random));
        bias.push_back(any(random));
    }
    const FoldedBatchNorm with = fold(norm, bias), without = fold(norm);
    for (std::size_t c = 0; c < 100; ++c) {
        const double sum = any(random);
        const double root = std::sqrt(norm.variance[c] + norm.epsilon);
        const double expected = norm.gamma[c] * (sum + bias[c] - norm.mean[c]) / root + norm.beta[c];
        const double expected_without = norm.gamma[c] * (sum - norm.mean[c]) / root + norm.beta[c];
        CHECK(with.scale[c] * sum + with.bias[c] == Approx(expected).margin(1e-4));
        CHECK(without.scale[c] * sum + without.bias[c] == Approx(expected_without).margin(1e-4));
    }
}

TEST_CASE("batch norm folds by hand-computed values") {
    BatchNorm norm{{2, -1}, {0.5F, 1}, {3, -2}, {4, 0.25F}, 0};
    const FoldedBatchNorm folded = fold(norm, {1, 0});
    CHECK(folded.scale == std::vector<float>{1, -2});    // 2/2, -1/0.5
    CHECK(folded.bias == std::vector<float>{-1.5F, -3}); // 0.5 + 1*(1-3), 1 - 2*(0+2)
    std::vector<std::vector<float>> alpha{{3, 5}, {0.5F, 0.25F}};
    scale_alpha(alpha, folded.scale);
    CHECK(alpha == std::vector<std::vector<float>>{{3, -10}, {0.5F, -0.5F}});
}

TEST_CASE("a batch norm that cannot be folded says why") {
    struct Case {
        std::function<void(BatchNorm&, std::vector<float>&)> spoil;
        std::string message;
    };
    const std::vector<Case> cases{
        {[](BatchNorm& n, auto&) { n.beta.pop_back(); }, "batch norm: beta has 1 values, but there are 2 channels"},
        {[](BatchNorm& n, auto&) { n.mean.push_back(0); }, "batch norm: mean has 3 values, but there are 2 channels"},
        {[](BatchNorm& n, auto&) { n.variance.clear(); },
         "batch norm: variance has 0 values, but there are 2 channels"},
        {[](BatchNorm&, auto& bias) { bias = {1}; },
         "batch norm: the layer's bias has 1 values, but there are 2 channels"},
        {[](BatchNorm& n, auto&) { n.variance[1] = -0.5F; }, "batch norm: variance -0.5 plus epsilon 0.25 of channel 1 "
                                                             "is not positive, so it has no square root to divide by"},
        {[](BatchNorm& n, auto&) { n.variance[0] = std::numeric_limits<float>::quiet_NaN(); },
         "batch norm: variance nan plus epsilon 0.25 of channel 0 is not positive, so it has no square root to divide "
         "by"},
        {[](BatchNorm& n, auto&) { n.gamma[0] = std::numeric_limits<float>::infinity(); },
         "batch norm: channel 0 folds to scale inf and bias inf; both must be finite (gamma inf, beta 1, mean -1, "
         "variance 2)"},
        {[](BatchNorm& n, auto&) { n.variance[0] = -0.25F; }, "batch norm: variance -0.25 plus epsilon 0.25 of channel "
                                                              "0 is not positive, so it has no square root to divide "
                                                              "by"},
        {[](BatchNorm& n, auto&) { n.beta[0] = std::numeric_limits<float>::infinity(); },
         "batch norm: channel 0 folds to scale 0.6666667 and bias inf; both must be finite (gamma 1, beta inf, mean "
         "-1, variance 2)"},
    };
    for (const Case& c : cases) {
        BatchNorm norm{{1, 1}, {1, 1}, {-1, -1}, {2, 2}, 0.25};
        std::vector<float> bias{0, 0};
        CHECK_NOTHROW(fold(norm, bias));
        c.spoil(norm, bias);
        CHECK_THROWS_AS(fold(norm, bias), ConfigError);
        CHECK_THROWS_WITH(fold(norm, bias), c.message);
    }
    std::vector<std::vector<float>> alpha{{1, 2, 3}};
    CHECK_THROWS_AS(scale_alpha(alpha, {1, 2}), ConfigError);
    CHECK_THROWS_WITH(scale_alpha(alpha, {1, 2}), "batch norm: alpha has 3 values, but there are 2 channels");
}
