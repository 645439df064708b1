#include "models/charts/chart_axis.hpp"

#include <cmath>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// 1, 2 or 5 times a power of ten, so that about five steps cover `span`.
double round_step(double span) {
    const double power = std::pow(10, std::floor(std::log10(span / 5)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (span / (factor * power) <= 6) return factor * power;
    return 10 * power;
}

/// The largest 1, 2 or 5 times a power of ten that is not above the value.
double round_below(double value) {
    const double power = std::pow(10, std::floor(std::log10(value) + 1e-12));
    for (const double factor : {5.0, 2.0})
        if (factor * power <= value * (1 + 1e-12)) return factor * power;
    return power;
}

double round_above(double value) {
    const double power = std::pow(10, std::floor(std::log10(value) + 1e-12));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= value * (1 - 1e-12)) return factor * power;
    return 10 * power;
}

} // namespace

double ChartAxis::share(double value) const {
    return logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
}

std::vector<double> ChartAxis::ticks() const {
    std::vector<double> values;
    if (!logarithmic) {
        const long count = std::lround((high - low) / step);
        for (long i = 0; i <= count; ++i) values.push_back(low + static_cast<double>(i) * step);
        return values;
    }
    const bool decades_alone = std::log10(high / low) > 3;
    const int first = static_cast<int>(std::floor(std::log10(low) + 1e-9)),
              last = static_cast<int>(std::ceil(std::log10(high) - 1e-9));
    for (int decade = first; decade <= last; ++decade)
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (decades_alone && factor != 1) continue;
            const double value = factor * std::pow(10, decade);
            if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) values.push_back(value);
        }
    return values;
}

ChartAxis linear_axis(double low, double high) {
    if (!(high > low)) high = low + 1;
    const double step = round_step(high - low);
    return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step, step, false};
}

ChartAxis logarithmic_axis(double low, double high) {
    ChartAxis axis{round_below(low), round_above(high), 1, true};
    if (!(axis.high > axis.low)) axis.high = 10 * axis.low;
    return axis;
}

std::string tick_text(double value) { return fmt::format("{:.6g}", value); }

} // namespace fracbit::models
