// Learning rate and S_tanh over a training run. S_tanh warms up with the learning rate and is multiplied whenever the
// learning rate decays (FleXOR, arXiv 2009.04126, section 3).
#pragma once

#include "training/quantizers/steepness.hpp"

#include <vector>

namespace fracbit::training {

enum class Decay {
    step,  ///< times `decay_factor` at each of `decay_epochs`
    cosine ///< half a cosine from the end of the warm-up down to 0 (Loshchilov and Hutter, arXiv 1608.03983)
};

struct ScheduleSettings {
    int epochs = 10;
    double learning_rate = 0.001;
    Decay decay = Decay::step;
    std::vector<int> decay_epochs; ///< ascending; epochs that are over when the decay happens
    double decay_factor = 0.5;
    double warmup_epochs = 0; ///< learning rate rises from 0, S_tanh from `s_tanh_start`, linearly
    double s_tanh = 10, s_tanh_start = 10;
    double s_tanh_factor = 1; ///< at each decay; with a cosine: over the whole of it, evenly in the exponent
    SteepnessSchedule steepness = {};
    friend bool operator==(const ScheduleSettings&, const ScheduleSettings&) = default;
};

struct Rates {
    double learning_rate = 0;
    double s_tanh = 0;
    double steepness = hard;
    double hardness = 0;
};

/// `epochs` (a fraction inside an epoch) are over.
Rates rates_at(const ScheduleSettings& settings, double epochs);

} // namespace fracbit::training
