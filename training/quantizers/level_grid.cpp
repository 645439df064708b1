#include "training/quantizers/level_grid.hpp"

#include "models/core/error.hpp"

#include <cmath>

#include <fmt/format.h>

namespace fracbit::training {

std::vector<double> grid_levels(GridKind kind, int bits) {
    constexpr int most_bits = 3;
    if (bits < 1 || bits > most_bits)
        throw ConfigError(fmt::format("a grid of {} bits is not allowed: use 1 to {}", bits, most_bits));
    const int count = 1 << bits;
    std::vector<double> levels;
    for (int i = 0; i < count; ++i) {
        const int half = count / 2;
        switch (kind) {
        case GridKind::xnor:
            levels.push_back(static_cast<double>(2 * i - count + 1) / (count - 1));
            break;
        case GridKind::xnor_activation:
            levels.push_back(static_cast<double>(i) / (count - 1));
            break;
        case GridKind::shift:
            levels.push_back(i < half ? -std::ldexp(1.0, -i) : std::ldexp(1.0, i - count + 1));
            break;
        }
    }
    return levels;
}

std::vector<double> grid_thresholds(const std::vector<double>& levels) {
    std::vector<double> thresholds;
    for (std::size_t i = 1; i < levels.size(); ++i) thresholds.push_back((levels[i - 1] + levels[i]) / 2);
    return thresholds;
}

} // namespace fracbit::training
