#include "gui/explore/plot_axis.hpp"

#include "gui/points/axis_scale.hpp"
#include "gui/support/text.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

bool is_logarithmic(const QCPAxis& axis) { return axis.scaleType() == QCPAxis::stLogarithmic; }

} // namespace

void set_scale(QCPAxis& axis, bool logarithmic) {
    axis.setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (logarithmic) {
        axis.setTicker(QSharedPointer<QCPAxisTickerLog>::create());
        axis.setNumberFormat(QStringLiteral("gb"));
        axis.setNumberPrecision(4);
    } else {
        axis.setTicker(QSharedPointer<QCPAxisTicker>::create());
        axis.setNumberFormat(QStringLiteral("gb"));
        axis.setNumberPrecision(5);
    }
}

void name_ticks(QCPAxis& axis, const std::vector<std::string>& texts) {
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (std::size_t i = 0; i < texts.size(); ++i) ticker->addTick(static_cast<double>(i), to_qt(texts[i]));
    axis.setTicker(ticker);
}

void fit_axis(QCPAxis& axis, const QCPRange& values) {
    constexpr double room = 0.04;
    const bool logarithmic = is_logarithmic(axis);
    double low = scaled(values.lower, logarithmic), high = scaled(values.upper, logarithmic);
    if (!(high > low)) {
        const double half = logarithmic ? 0.5 : std::max(0.5, std::abs(low) * room);
        low -= half;
        high += half;
    }
    const double margin = (high - low) * room;
    axis.setRange(unscaled(low - margin, logarithmic), unscaled(high + margin, logarithmic));
}

void zoom_axis(QCPAxis& axis, double factor) {
    const bool logarithmic = is_logarithmic(axis);
    const double low = scaled(axis.range().lower, logarithmic), high = scaled(axis.range().upper, logarithmic);
    const double middle = (low + high) / 2, half = (high - low) / 2 * factor;
    axis.setRange(unscaled(middle - half, logarithmic), unscaled(middle + half, logarithmic));
}

} // namespace fracbit::gui
