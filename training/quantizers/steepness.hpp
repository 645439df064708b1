// How steep smooth staircases are, over a training run.
#pragma once

namespace fracbit::training {

/// Steepness of the smooth steps: from `first` to `last`, evenly in the exponent, over `share` of the training; hard
/// from then on.
struct SteepnessSchedule {
    double first = 1, last = 100;
    double share = 0.9;
    friend bool operator==(const SteepnessSchedule&, const SteepnessSchedule&) = default;
};

inline constexpr double hard = -1; ///< a steepness: infinite

/// `done`: 0 to 1, how much of the training is over.
double steepness_at(const SteepnessSchedule& schedule, double done);

} // namespace fracbit::training
