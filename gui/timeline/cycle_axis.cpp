#include "gui/timeline/cycle_axis.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

constexpr double longest_step = 1e17;

double tick_step(double least) {
    double step = 1;
    while (step < longest_step) {
        for (const double factor : {1.0, 2.0, 5.0})
            if (step * factor >= least) return step * factor;
        step *= 10;
    }
    return step;
}

} // namespace

std::vector<std::int64_t> cycle_ticks(double begin, double end, int most) {
    std::vector<std::int64_t> ticks;
    if (!(end > begin) || most < 1) return ticks;
    const double step = tick_step((end - begin) / std::max(1, most - 1));
    for (double tick = std::ceil(begin / step) * step; tick <= end && static_cast<int>(ticks.size()) < most;
         tick += step)
        ticks.push_back(static_cast<std::int64_t>(tick));
    return ticks;
}

TimeUnit time_unit(double end, double clock_mhz) {
    constexpr double longest_ns = 100'000, longest_us = 10'000;
    const double us = end / clock_mhz;
    if (us * 1e3 < longest_ns) return TimeUnit::nanoseconds;
    return us < longest_us ? TimeUnit::microseconds : TimeUnit::milliseconds;
}

QString time_text(std::int64_t cycle, double clock_mhz, TimeUnit unit, double step) {
    if (!(clock_mhz > 0)) return {};
    const bool ns = unit == TimeUnit::nanoseconds, us = unit == TimeUnit::microseconds;
    const double of_us = ns ? 1e3 : us ? 1 : 1e-3;
    int digits = ns ? 3 : us ? 6 : 9;
    if (step > 0)
        digits = std::clamp(2 - static_cast<int>(std::floor(std::log10(step / clock_mhz * of_us))), 0, digits);
    QString text = QString::number(static_cast<double>(cycle) / clock_mhz * of_us, 'f', digits);
    if (digits > 0)
        while (text.endsWith(QLatin1Char('0'))) text.chop(1);
    if (text.endsWith(QLatin1Char('.'))) text.chop(1);
    return text + (ns ? QStringLiteral(" ns") : us ? QStringLiteral(" µs") : QStringLiteral(" ms"));
}

} // namespace fracbit::gui
