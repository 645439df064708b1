#include "training/layers/grid_weights.hpp"

#include "models/core/error.hpp"
#include "models/model/model_check.hpp"
#include "models/network/batch_norm.hpp"
#include "training/quantizers/staircase.hpp"

#include <cmath>

#include <fmt/format.h>

namespace fracbit::training {
namespace {

constexpr double outer_level = 1;

/// Factors of the binary codes that a level is the sum of, lowest bit of its index first.
std::vector<double> code_factors(const WeightSpec& spec) {
    if (spec.grid == GridKind::xnor || spec.bits == 1) {
        std::vector<double> factors;
        for (int j = 0; j < spec.bits; ++j) factors.push_back(std::ldexp(1.0, j) / ((1 << spec.bits) - 1));
        return factors;
    }
    if (spec.bits == 2) return {0.25, 0.75};
    throw ConfigError(fmt::format("weights of {} bits on a grid of powers of two are no sum of as many binary codes, "
                                  "and the model file holds no others; use 1 or 2 bits, or the uniform grid",
                                  spec.bits));
}

class GridWeights : public LayerWeights {
public:
    GridWeights(const models::Layer& layer, const WeightSpec& spec, at::Device device, Random& random)
        : spec_(spec), shape_(models::weight_shape(layer)), staircase_(spec.grid, spec.bits),
          factors_(code_factors(spec)),
          x_(trainable(drawn_normal({layer.out_channels, layer.reduction()}, spec.deviation, random)
                           .clamp(-outer_level, outer_level),
                       device)) {
        const double spread = std::sqrt(staircase_.hard_values(x_).square().mean().item<double>());
        alpha_ = trainable(at::full({layer.out_channels, 1}, he_deviation(layer) / spread), device);
    }

    at::Tensor value(const Surrogate& surrogate) const override {
        const bool smooth = spec_.kind == WeightKind::aqe && surrogate.steepness != hard;
        const double steepness = smooth ? spec_.steepness * surrogate.steepness : hard;
        return staircase_.apply(x_, steepness).mul(alpha_).view(shape_);
    }

    std::vector<Parameter> parameters(const std::string& prefix) const override {
        return {{prefix + ".grid.x", x_, true, outer_level}, {prefix + ".grid.alpha", alpha_, false}};
    }

    models::Weights stored(const std::vector<float>& scale) const override {
        const at::Tensor levels = staircase_.indices(x_).cpu().contiguous();
        const std::int64_t* index = levels.data_ptr<std::int64_t>();
        models::BinaryWeights weights;
        for (int j = spec_.bits - 1; j >= 0; --j) {
            models::BitVector plane(levels.numel());
            for (std::int64_t i = 0; i < plane.size(); ++i) plane.set(i, (index[i] >> j & 1) == 1);
            weights.planes.push_back(std::move(plane));
            weights.alpha.push_back(numbers_of(alpha_ * factors_[static_cast<std::size_t>(j)]));
        }
        models::scale_alpha(weights.alpha, scale);
        return weights;
    }

private:
    WeightSpec spec_;
    std::vector<std::int64_t> shape_;
    Staircase staircase_;
    std::vector<double> factors_;
    at::Tensor x_;     ///< [out_channels][reduction]
    at::Tensor alpha_; ///< [out_channels][1]
};

} // namespace

std::unique_ptr<LayerWeights> make_grid_weights(const models::Layer& layer, const WeightSpec& spec, at::Device device,
                                                Random& random) {
    return std::make_unique<GridWeights>(layer, spec, device, random);
}

} // namespace fracbit::training
