#include "training/layers/grid_weights.hpp"

#include "models/model/model_check.hpp"
#include "models/network/batch_norm.hpp"
#include "training/quantizers/staircase.hpp"

#include <cmath>

namespace fracbit::training {
namespace {

constexpr double outer_level = 1;

class GridWeights : public LayerWeights {
public:
    GridWeights(const models::Layer& layer, const WeightSpec& spec, at::Device device, Random& random)
        : spec_(spec), shape_(models::weight_shape(layer)), staircase_(spec.grid, spec.bits),
          x_(trainable(drawn_normal({layer.out_channels, layer.reduction()}, spec.deviation, random)
                           .clamp(-outer_level, outer_level),
                       device)) {
        const double spread = std::sqrt(staircase_.hard_values(x_).square().mean().item<double>());
        alpha_ = trainable(at::full({layer.out_channels, 1}, he_deviation(layer) / spread), device);
    }

    at::Tensor value(const Surrogate& surrogate) const override {
        const bool smooth = spec_.kind == WeightKind::aqe && surrogate.steepness != hard;
        const double steepness = smooth ? spec_.steepness * surrogate.steepness : hard;
        return staircase_.apply(x_, steepness, surrogate.hardness).mul(alpha_).view(shape_);
    }

    std::vector<Parameter> parameters(const std::string& prefix) const override {
        return {{prefix + ".grid.x", x_, true, outer_level}, {prefix + ".grid.alpha", alpha_, false}};
    }

    models::Weights stored(const std::vector<float>& scale) const override {
        const at::Tensor levels = staircase_.indices(x_).cpu().contiguous();
        const std::int64_t* first = levels.data_ptr<std::int64_t>();
        const std::vector<std::int64_t> indices(first, first + levels.numel());
        if (spec_.grid == GridKind::shift) return shift_weights(indices, scale);
        return binary_weights(indices, scale);
    }

private:
    [[nodiscard]] models::BinaryWeights binary_weights(const std::vector<std::int64_t>& indices,
                                                       const std::vector<float>& scale) const {
        models::BinaryWeights weights;
        for (int j = spec_.bits - 1; j >= 0; --j) {
            models::BitVector plane(static_cast<std::int64_t>(indices.size()));
            for (std::size_t i = 0; i < indices.size(); ++i)
                plane.set(static_cast<std::int64_t>(i), (indices[i] >> j & 1) == 1);
            weights.planes.push_back(std::move(plane));
            weights.alpha.push_back(numbers_of(alpha_ * (std::ldexp(1.0, j) / ((1 << spec_.bits) - 1))));
        }
        models::scale_alpha(weights.alpha, scale);
        return weights;
    }

    /// The lower half of the levels is negative, largest first.
    [[nodiscard]] models::ShiftWeights shift_weights(const std::vector<std::int64_t>& indices,
                                                     const std::vector<float>& scale) const {
        const std::int64_t half = std::int64_t{1} << (spec_.bits - 1);
        models::BitVector bits(static_cast<std::int64_t>(indices.size()) * spec_.bits);
        for (std::size_t i = 0; i < indices.size(); ++i) {
            const bool positive = indices[i] >= half;
            const std::int64_t exponent = positive ? indices[i] - half : half - 1 - indices[i];
            const std::int64_t at = static_cast<std::int64_t>(i) * spec_.bits;
            bits.set(at, positive);
            for (int j = 1; j < spec_.bits; ++j) bits.set(at + j, (exponent >> (j - 1) & 1) == 1);
        }
        std::vector<std::vector<float>> alpha{numbers_of(alpha_ * std::ldexp(1.0, static_cast<int>(1 - half)))};
        models::scale_alpha(alpha, scale);
        return {spec_.bits, nullptr, std::move(bits), std::move(alpha.front())};
    }

    WeightSpec spec_;
    std::vector<std::int64_t> shape_;
    Staircase staircase_;
    at::Tensor x_;     ///< [out_channels][reduction]
    at::Tensor alpha_; ///< [out_channels][1]
};

} // namespace

std::unique_ptr<LayerWeights> make_grid_weights(const models::Layer& layer, const WeightSpec& spec, at::Device device,
                                                Random& random) {
    return std::make_unique<GridWeights>(layer, spec, device, random);
}

} // namespace fracbit::training
