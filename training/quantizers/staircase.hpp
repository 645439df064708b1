// A staircase that begins smooth and ends hard: the asymptotic quantizer of MINW-Net (arXiv 2003.04296). While it is
// smooth, forward and backward pass belong to the same function, so nothing is estimated; at infinite steepness it is
// the quantizer itself, and every value lies on the grid.
#pragma once

#include "training/layers/torch.hpp"
#include "training/quantizers/level_grid.hpp"
#include "training/quantizers/steepness.hpp"

#include <vector>

namespace fracbit::training {

class Staircase {
public:
    /// Throws ConfigError for bits outside 1..3.
    Staircase(GridKind kind, int bits);

    /// lowest level + sum_k step_k / 2 (1 + tanh(steepness (x - threshold_k) / (step_k / 2))), differentiable; or, for
    /// `hard`, the level that x belongs to. There the gradient is that of the widest useful smooth staircase, a clipped
    /// identity: 1 within the outer levels, else 0. It is what straight-through estimators use from the beginning
    /// (Hubara et al., arXiv 1602.02830).
    ///
    /// `hardness` h takes the value of a smooth one, never its gradient, to the grid: (1 - h) smooth + h hard; at 1 it
    /// is exactly the level that x belongs to.
    [[nodiscard]] at::Tensor apply(const at::Tensor& x, double steepness, double hardness = 0) const;

    /// Index of the level, int64.
    [[nodiscard]] at::Tensor indices(const at::Tensor& x) const;
    /// The level that each value belongs to, exactly; no gradients.
    [[nodiscard]] at::Tensor hard_values(const at::Tensor& x) const;
    [[nodiscard]] const std::vector<double>& levels() const { return levels_; }

private:
    std::vector<double> levels_, thresholds_;
};

} // namespace fracbit::training
