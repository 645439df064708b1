#include "gui/explore/mark_style.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::gui {

MarkShape shape_of_kind(const std::string& kind) {
    if (kind == explorer::to_string(explorer::AccuracyKind::published)) return MarkShape::disc;
    if (kind == explorer::to_string(explorer::AccuracyKind::measured)) return MarkShape::square;
    if (kind == explorer::to_string(explorer::AccuracyKind::interpolated)) return MarkShape::triangle;
    return MarkShape::cross;
}

ColumnColors::ColumnColors(const PointSet& points, int column, bool logarithmic, const PlotColors& theme)
    : logarithmic_(logarithmic), plain_(theme.series.front().rgb()) {
    if (column < 0) return;
    const std::vector<std::string>& texts = points.column(column).texts;
    texts_ = !texts.empty();
    if (texts_) {
        for (std::size_t i = 0; i < texts.size(); ++i) colors_.push_back(theme.series[i % theme.series.size()].rgb());
        return;
    }
    std::tie(low_, high_) = points.range(column);
    constexpr int levels = 256;
    for (int i = 0; i < levels; ++i) colors_.push_back(scale_color(static_cast<double>(i) / (levels - 1)).rgb());
}

QRgb ColumnColors::of(double value) const {
    if (colors_.empty() || std::isnan(value)) return plain_;
    if (texts_) return colors_[std::min(static_cast<std::size_t>(value), colors_.size() - 1)];
    const double low = scaled(low_, logarithmic_), high = scaled(high_, logarithmic_);
    const double share = high > low ? (scaled(value, logarithmic_) - low) / (high - low) : 0;
    if (std::isnan(share)) return plain_;
    return colors_[static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(colors_.size() - 1))];
}

ColumnRadii::ColumnRadii(const PointSet& points, int column) : column_(column) {
    if (column >= 0) std::tie(low_, high_) = points.range(column);
}

float ColumnRadii::of(double value) const {
    if (column_ < 0) return usual;
    if (!std::isfinite(value) || high_ <= low_) return smallest;
    return smallest + (largest - smallest) * static_cast<float>(std::clamp((value - low_) / (high_ - low_), 0.0, 1.0));
}

} // namespace fracbit::gui
