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
    axis.setTicker(logarithmic ? QSharedPointer<QCPAxisTickerLog>::create() : QSharedPointer<QCPAxisTicker>::create());
    axis.setNumberFormat(QStringLiteral("gb"));
    tell_ticks_apart(axis);
}

void tell_ticks_apart(QCPAxis& axis) {
    constexpr double of_a_step = 3, most = 15; // digits
    const double usual = is_logarithmic(axis) ? 4 : 5;
    const QCPRange range = axis.range();
    const double largest = std::max(std::abs(range.lower), std::abs(range.upper));
    const double wanted = of_a_step + std::ceil(std::log10(largest / range.size()));
    axis.setNumberPrecision(static_cast<int>(std::clamp(wanted, usual, most)));
}

bool fit_ticks(QCPAxis& axis) {
    constexpr int least = 2, most = 5;                 // which tickers take as a hint
    const int characters = axis.numberPrecision() + 2; // with a point and a gap
    const int width = QFontMetrics(axis.tickLabelFont()).horizontalAdvance(QLatin1Char('0')) * characters;
    const int count = std::clamp(axis.axisRect()->width() / width, least, most);
    if (count == axis.ticker()->tickCount()) return false;
    axis.ticker()->setTickCount(count);
    return true;
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
