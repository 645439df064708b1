#include "training/layers/xor_gates.hpp"

#include <algorithm>
#include <utility>

namespace fracbit::training {
namespace {

constexpr std::int64_t word_bits = 64;

/// +1.0 and -1.0 for bits 1 and 0.
void expand(const models::BitVector& bits, float* out) {
    for (std::int64_t first = 0; first < bits.size(); first += word_bits) {
        const std::uint64_t word = bits.words()[static_cast<std::size_t>(first / word_bits)];
        const std::int64_t count = std::min(word_bits, bits.size() - first);
        for (std::int64_t i = 0; i < count; ++i)
            out[first + i] = static_cast<float>(2 * static_cast<int>(word >> i & 1U) - 1);
    }
}

} // namespace

models::BitVector sign_bits(const at::Tensor& x) {
    models::BitVector bits(x.numel());
    const float* values = x.data_ptr<float>();
    for (std::int64_t first = 0; first < bits.size(); first += word_bits) {
        const std::int64_t count = std::min(word_bits, bits.size() - first);
        std::uint64_t word = 0;
        for (std::int64_t i = 0; i < count; ++i) word |= static_cast<std::uint64_t>(values[first + i] >= 0) << i;
        bits.words()[static_cast<std::size_t>(first / word_bits)] = word;
    }
    return bits;
}

XorGates::XorGates(std::shared_ptr<const models::XorNetwork> network, at::Device device)
    : network_(std::move(network)), decoder_(*network_) {
    std::vector<std::vector<std::int64_t>> taps;
    matrix_ = at::zeros({n_out(), n_in()});
    signs_ = at::ones({n_out()});
    std::size_t most = 1;
    for (int row = 0; row < n_out(); ++row) {
        taps.emplace_back();
        for (int column = 0; column < n_in(); ++column)
            if (network_->row(row) >> column & 1U) {
                matrix_[row][column] = 1;
                taps.back().push_back(column);
            }
        // No tap at all decodes to 0, that is to -1, as (-1)^(0-1) says.
        if (taps.back().size() % 2 == 0) signs_[row] = -1;
        most = std::max(most, taps.back().size());
    }
    taps_ = at::full({static_cast<std::int64_t>(most), n_out()}, n_in(), at::kLong);
    for (int row = 0; row < n_out(); ++row)
        for (std::size_t tap = 0; tap < taps[static_cast<std::size_t>(row)].size(); ++tap)
            taps_[static_cast<std::int64_t>(tap)][row] = taps[static_cast<std::size_t>(row)][tap];
    matrix_ = matrix_.to(device);
    taps_ = taps_.to(device);
    signs_ = signs_.to(device);
}

at::Tensor XorGates::decode(const at::Tensor& x, std::int64_t weights) const {
    if (!x.is_cpu()) return decode_by_product(x, weights);
    at::Tensor y = at::empty({weights}, x.options().requires_grad(false));
    expand(decoder_.decode(sign_bits(x.contiguous()), weights), y.data_ptr<float>());
    return y;
}

at::Tensor XorGates::decode_by_product(const at::Tensor& x, std::int64_t weights) const {
    const at::Tensor ones = at::mm(x.ge(0).to(x.dtype()), matrix_.t()); // exact: at most 64
    return ones.sub(at::floor(ones.mul(0.5)).mul(2)).mul(2).sub(1).reshape({-1}).narrow(0, 0, weights);
}

at::Tensor XorGates::product_of_taps(const at::Tensor& t) const {
    const at::Tensor padded = at::cat({t, at::ones({t.size(0), 1}, t.options())}, 1);
    at::Tensor product = signs_.expand({t.size(0), n_out()});
    for (std::int64_t tap = 0; tap < taps_.size(0); ++tap) product = product * padded.index_select(1, taps_[tap]);
    return product;
}

} // namespace fracbit::training
