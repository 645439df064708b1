#include "gui/explore/scatter_legend.hpp"

#include "gui/explore/scatter_plot.hpp"
#include "gui/support/text.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

QString tr(const char* text) { return ScatterPlot::tr(text); }

QCPScatterStyle::ScatterShape legend_shape(MarkShape shape) {
    switch (shape) {
    case MarkShape::disc:
        return QCPScatterStyle::ssDisc;
    case MarkShape::square:
        return QCPScatterStyle::ssSquare;
    case MarkShape::triangle:
        return QCPScatterStyle::ssTriangle;
    case MarkShape::cross:
        break;
    }
    return QCPScatterStyle::ssPlus;
}

std::vector<std::string> kinds_shown(const PointView& view, int shape) {
    const PointSet& points = view.points();
    const std::vector<std::string>& texts = points.column(shape).texts;
    std::vector<bool> seen(texts.size());
    for (const int row : view.visible())
        if (const double kind = points.value(row, shape); !std::isnan(kind))
            seen[std::min(static_cast<std::size_t>(kind), texts.size() - 1)] = true;
    std::vector<std::string> kinds;
    for (std::size_t i = 0; i < texts.size(); ++i)
        if (seen[i]) kinds.push_back(texts[i]);
    return kinds;
}

} // namespace

std::vector<LegendEntry> legend_entries(const PointView& view, const PlotColumns& columns, const PlotColors& colors) {
    std::vector<LegendEntry> entries;
    const auto entry = [&entries](const QString& text, const QCPScatterStyle& mark) {
        entries.push_back({text, mark});
    };
    constexpr double mark = 7;
    entry(tr("on the front of all objectives"),
          {QCPScatterStyle::ssCircle, QPen(colors.accent, 2), QBrush(Qt::NoBrush), mark});
    const PointSet& points = view.points();
    if (columns.shape >= 0)
        for (const std::string& kind : kinds_shown(view, columns.shape))
            entry(tr("accuracy: %1").arg(to_qt(kind)),
                  {legend_shape(shape_of_kind(kind)), QPen(colors.text), QBrush(Qt::NoBrush), mark});
    if (columns.color >= 0 && !points.column(columns.color).texts.empty()) {
        const ColumnColors by_text(points, columns.color, false, colors);
        const auto& texts = points.column(columns.color).texts;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const QColor color = by_text.of(static_cast<double>(i));
            entry(to_qt(texts[i]), {QCPScatterStyle::ssDisc, QPen(color), QBrush(color), mark});
        }
    }
    if (columns.size >= 0) {
        const auto [low, high] = points.range(columns.size);
        entry(tr("size: %1, %2 to %3").arg(points.title(columns.size), short_number(low), short_number(high)),
              {QCPScatterStyle::ssCircle, QPen(colors.text), QBrush(Qt::NoBrush), mark});
    }
    return entries;
}

void arrange(QCPLegend& legend, int width) {
    int widest = 1;
    for (int i = 0; i < legend.itemCount(); ++i) // cells of its grid: the last ones may be empty
        if (const auto* item = legend.item(i)) widest = std::max(widest, item->minimumOuterSizeHint().width());
    const int gap = legend.columnSpacing();
    legend.setWrap(std::max(1, (width + gap) / (widest + gap)));
    legend.setFillOrder(legend.fillOrder()); // wraps what is there already
}

} // namespace fracbit::gui
