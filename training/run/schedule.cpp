#include "training/run/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace fracbit::training {

double steepness_at(const SteepnessSchedule& schedule, double done) {
    if (done >= schedule.share) return schedule.hardening == Hardening::ramp ? schedule.last : hard;
    return schedule.first * std::pow(schedule.last / schedule.first, done / schedule.share);
}

double hardness_at(const SteepnessSchedule& schedule, double done) {
    if (schedule.hardening == Hardening::jump) return 0;
    return done >= schedule.share ? 1 : done / schedule.share;
}

Rates rates_at(const ScheduleSettings& settings, double epochs) {
    const double done = epochs / settings.epochs;
    Rates rates{settings.learning_rate, settings.s_tanh, steepness_at(settings.steepness, done),
                hardness_at(settings.steepness, done)};
    if (epochs < settings.warmup_epochs) {
        const double share = epochs / settings.warmup_epochs;
        rates.learning_rate *= share;
        rates.s_tanh = settings.s_tanh_start + share * (settings.s_tanh - settings.s_tanh_start);
    }
    if (settings.decay == Decay::cosine) {
        const double length = settings.epochs - settings.warmup_epochs;
        const double share = length > 0 ? std::clamp((epochs - settings.warmup_epochs) / length, 0.0, 1.0) : 0;
        rates.learning_rate *= (1 + std::cos(std::numbers::pi * share)) / 2;
        rates.s_tanh *= std::pow(settings.s_tanh_factor, share);
        return rates;
    }
    const auto decays = std::count_if(settings.decay_epochs.begin(), settings.decay_epochs.end(),
                                      [&](int epoch) { return epochs >= epoch; });
    rates.learning_rate *= std::pow(settings.decay_factor, decays);
    rates.s_tanh *= std::pow(settings.s_tanh_factor, decays);
    return rates;
}

} // namespace fracbit::training
