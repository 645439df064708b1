#include "training/layers/xor_gates.hpp"

#include "models/core/random.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace fracbit;
using namespace fracbit::training;

namespace {

std::shared_ptr<const models::XorNetwork> network(int n_in, std::vector<std::uint64_t> rows) {
    return std::make_shared<const models::XorNetwork>(n_in, std::move(rows));
}

std::vector<float> values(const at::Tensor& tensor) {
    const at::Tensor flat = tensor.contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

} // namespace

TEST_CASE("gates decode signs as their matrix says, and zero of either sign counts as one") {
    const XorGates gates(network(3, {0b001, 0b011, 0b110, 0b111}));
    const float nothing = 0;
    const at::Tensor x = at::tensor({0.1F, -0.2F, 0.3F, nothing, -nothing, -5.0F}).view({2, 3});
    // Bits 1 0 1, and 1 1 0.
    const std::vector<float> expected{1, 1, 1, -1, 1, -1, 1, -1};
    CHECK(values(gates.decode(x, 8)) == expected);
    CHECK(values(gates.decode_by_product(x, 8)) == expected);
}

TEST_CASE("unused bits of the last slice are dropped") {
    const XorGates gates(network(2, {1, 2, 3}));
    const at::Tensor x = at::tensor({1.0F, 1.0F, -1.0F, 1.0F}).view({2, 2});
    CHECK(values(gates.decode(x, 4)) == std::vector<float>{1, 1, -1, -1});
}

TEST_CASE("table look-up, product of matrices and product of taps decode alike") {
    for (const models::XorSpec& spec : {models::XorSpec{8, 20, 2, 1},
                                        {16, 20, 2, 7},
                                        {20, 60, 0, 3},
                                        {1, 5, 1, 1},
                                        {64, 130, 5, 2},
                                        {13, 13, 1, 9},
                                        {7, 11, 0, 4}}) {
        CAPTURE(spec.n_in, spec.n_out, spec.taps, spec.seed);
        const XorGates gates(std::make_shared<const models::XorNetwork>(spec));
        at::Tensor x = at::empty({37, spec.n_in});
        Random random(spec.seed);
        for (std::int64_t i = 0; i < x.numel(); ++i) x.data_ptr<float>()[i] = static_cast<float>(random.normal());
        const std::int64_t weights = std::int64_t{36} * spec.n_out + 1;
        const auto decoded = values(gates.decode(x, weights));
        CHECK(decoded == values(gates.decode_by_product(x, weights)));
        CHECK(decoded == values(gates.product_of_taps(x.sign()).reshape({-1}).narrow(0, 0, weights)));
    }
}

TEST_CASE("a row without taps decodes to minus one, the Boolean zero") {
    const XorGates gates(network(2, {0, 3}));
    const at::Tensor x = at::tensor({1.0F, -1.0F}).view({1, 2});
    CHECK(values(gates.decode(x, 2)) == std::vector<float>{-1, 1});
    CHECK(values(gates.decode_by_product(x, 2)) == std::vector<float>{-1, 1});
    CHECK(values(gates.product_of_taps(x)) == std::vector<float>{-1, 1});
}
