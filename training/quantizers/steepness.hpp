// How steep, and how hard, smooth staircases are over a training run.
#pragma once

namespace fracbit::training {

enum class Hardening {
    jump, ///< smooth at their last steepness, hard the next moment, with the gradient of a clipped identity
    ramp  ///< values go over to the grid little by little, gradients stay those of the smooth staircase
};

/// Steepness of the smooth steps: from `first` to `last`, evenly in the exponent, over `share` of the training; hard
/// from then on.
struct SteepnessSchedule {
    double first = 1, last = 100;
    double share = 0.9;
    Hardening hardening = Hardening::jump;
    friend bool operator==(const SteepnessSchedule&, const SteepnessSchedule&) = default;
};

inline constexpr double hard = -1; ///< a steepness: infinite

/// `done`: 0 to 1, how much of the training is over. With a ramp, the steepness stays `last` after `share`.
double steepness_at(const SteepnessSchedule& schedule, double done);
/// Part of the hard staircase in the value of a smooth one: with a ramp from 0 to 1 over `share`, evenly; else 0.
double hardness_at(const SteepnessSchedule& schedule, double done);

} // namespace fracbit::training
