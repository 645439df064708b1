#include "training/pruning/pruning_settings.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::training {
namespace {

/// Number of the last mask that is due, from 0; -1 before the first.
double mask_number(const PruningSettings& settings, double epochs) {
    constexpr double rounding = 1e-9; // of sums of batches
    const double last = std::ceil(settings.ramp_epochs * settings.updates_per_epoch - rounding);
    const double number = std::floor((epochs - settings.start_epoch) * settings.updates_per_epoch + rounding);
    return std::clamp(number, -1.0, last);
}

} // namespace

double pruned_share(const PruningSettings& settings, double epochs) {
    if (epochs < settings.start_epoch) return 0;
    if (settings.ramp_epochs == 0) return 1;
    const double left = 1 - std::min(1.0, (epochs - settings.start_epoch) / settings.ramp_epochs);
    return 1 - left * left * left;
}

std::optional<double> due_share(const PruningSettings& settings, double epochs, double step) {
    if (settings.kind == PruningKind::none) return std::nullopt;
    const double number = mask_number(settings, epochs);
    if (number < 0 || number == mask_number(settings, epochs - step)) return std::nullopt;
    const double share =
        pruned_share(settings, settings.start_epoch + number / static_cast<double>(settings.updates_per_epoch));
    return share == 0 ? std::nullopt : std::optional(share);
}

} // namespace fracbit::training
