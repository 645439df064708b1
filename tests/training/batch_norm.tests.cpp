#include "training/network/batch_norm.hpp"

#include "training/layers/layer_weights.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit;
using namespace fracbit::training;

TEST_CASE("a batch norm by hand: the batch's own mean and variance, which the running ones follow by a tenth") {
    TrainableBatchNorm norm(1, at::kCPU, 0.25);
    // 1, 2, 3, 6: mean 3, variance 3.5, of a sample 14 / 3.
    const at::Tensor x = at::tensor({1.0F, 2.0F, 3.0F, 6.0F}).view({4, 1, 1, 1});
    const std::vector<float> y = numbers_of(norm.apply(x));
    const models::BatchNorm values = norm.values();
    CHECK(values.epsilon == 1e-5);
    for (std::size_t i = 0; i < y.size(); ++i)
        CHECK(y[i] == Approx((numbers_of(x)[i] - 3) / std::sqrt(3.5 + values.epsilon) + 0.25));
    CHECK(values.mean.front() == Approx(0.1 * 3));
    CHECK(values.variance.front() == Approx(0.9 + 0.1 * 14 / 3));
    CHECK(values.gamma.front() == 1);
    CHECK(values.beta.front() == 0.25F);
}

TEST_CASE("what is written for a channel that hardly varies has the epsilon that training used") {
    TrainableBatchNorm norm(1, at::kCPU);
    const at::Tensor x = at::tensor({0.0F, 0.002F}).view({2, 1, 1, 1}); // variance 1e-6, a tenth of epsilon
    CHECK(numbers_of(norm.apply(x)).back() == Approx(0.001 / std::sqrt(1e-6 + norm.values().epsilon)).epsilon(1e-3));
}
