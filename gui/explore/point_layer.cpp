#include "gui/explore/point_layer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fracbit::gui {
namespace {

constexpr double export_scale = 3; // pixels of a dot, in pictures without pixels

QRgb faded(QRgb color, QRgb background) {
    constexpr int keep = 1, of = 4;
    const auto mix = [](int a, int b) { return (a * keep + b * (of - keep)) / of; };
    return qRgb(mix(qRed(color), qRed(background)), mix(qGreen(color), qGreen(background)),
                mix(qBlue(color), qBlue(background)));
}

QCPRange range_of(const std::vector<double>& values, bool& found) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const double value : values)
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    found = low <= high;
    return found ? QCPRange(low, high) : QCPRange();
}

} // namespace

PointLayer::PointLayer(QCPAxis* x, QCPAxis* y) : QCPAbstractPlottable(x, y) {}

void PointLayer::set_columns(const PointSet& points, const PlotColumns& columns, const PlotColors& colors) {
    log_x_ = columns.log_x;
    log_y_ = columns.log_y;
    ring_ = colors.accent.rgb();
    background_ = colors.background.rgb();
    looks_.clear();
    entries_.clear();
    if (columns.x < 0 || columns.y < 0) return;
    const ColumnColors color(points, columns.color, columns.log_color, colors);
    const ColumnRadii radius(points, columns.size);
    std::vector<MarkShape> shapes;
    if (columns.shape >= 0)
        for (const std::string& kind : points.column(columns.shape).texts) shapes.push_back(shape_of_kind(kind));
    const auto shape = [&](int row) {
        if (shapes.empty()) return MarkShape::disc;
        const double kind = points.value(row, columns.shape);
        return std::isnan(kind) ? MarkShape::cross
                                : shapes[std::min(static_cast<std::size_t>(kind), shapes.size() - 1)];
    };
    looks_.reserve(static_cast<std::size_t>(points.rows()));
    for (int row = 0; row < points.rows(); ++row)
        looks_.push_back({scaled(points.value(row, columns.x), log_x_), scaled(points.value(row, columns.y), log_y_),
                          color.of(columns.color < 0 ? 0 : points.value(row, columns.color)),
                          radius.of(columns.size < 0 ? 0 : points.value(row, columns.size)), shape(row),
                          points.on_front(row)});
}

void PointLayer::show(const PointView& view) {
    any_selected_ = view.visible_selected_count() > 0; // else nothing would stand out
    entries_.clear();
    if (looks_.empty()) return;
    entries_.reserve(view.visible().size());
    // In three passes, which is quicker than sorting.
    const auto add = [&](bool selected, bool ring) {
        for (const int row : view.visible())
            if (const Look& look = looks_[static_cast<std::size_t>(row)];
                view.selected(row) == selected && look.ring == ring)
                entries_.push_back({look, row, selected});
    };
    add(false, false);
    add(false, true);
    if (!any_selected_) return;
    add(true, false);
    add(true, true);
}

PointLayer::Projection PointLayer::projection() const {
    const QCPAxis& x = *mKeyAxis;
    const QCPAxis& y = *mValueAxis;
    const auto part = [](const QCPAxis& axis, bool logarithmic, double first, double last) {
        const double low = scaled(axis.range().lower, logarithmic), high = scaled(axis.range().upper, logarithmic);
        const double step = (last - first) / (high - low);
        return std::pair(first - low * step, step);
    };
    const QRect rect = mKeyAxis->axisRect()->rect();
    const auto [x0, x_step] = part(x, log_x_, rect.left(), rect.left() + rect.width());
    const auto [y0, y_step] = part(y, log_y_, rect.top() + rect.height(), rect.top());
    return {x0, x_step, y0, y_step};
}

int PointLayer::row_at(QPointF position, double reach) const {
    const Projection to = projection();
    double best = reach * reach;
    int row = -1;
    for (const Entry& entry : entries_) {
        const double dx = to.x0 + entry.look.x * to.x_step - position.x(),
                     dy = to.y0 + entry.look.y * to.y_step - position.y();
        const double distance = dx * dx + dy * dy;
        if (distance <= best) { // of equals the one above
            best = distance;
            row = entry.row;
        }
    }
    return row;
}

std::vector<int> PointLayer::rows_in(const QRectF& pixels) const {
    const Projection to = projection();
    std::vector<int> rows;
    for (const Entry& entry : entries_)
        if (pixels.contains(QPointF(to.x0 + entry.look.x * to.x_step, to.y0 + entry.look.y * to.y_step)))
            rows.push_back(entry.row);
    std::sort(rows.begin(), rows.end());
    return rows;
}

QPointF PointLayer::pixel_of(int row) const {
    const Projection to = projection();
    for (const Entry& entry : entries_)
        if (entry.row == row) return {to.x0 + entry.look.x * to.x_step, to.y0 + entry.look.y * to.y_step};
    const double nowhere = std::numeric_limits<double>::quiet_NaN();
    return {nowhere, nowhere};
}

double PointLayer::selectTest(const QPointF&, bool, QVariant*) const { return -1; }

QCPRange PointLayer::getKeyRange(bool& found, QCP::SignDomain) const {
    std::vector<double> values;
    for (const Entry& entry : entries_) values.push_back(unscaled(entry.look.x, log_x_));
    return range_of(values, found);
}

QCPRange PointLayer::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
    std::vector<double> values;
    for (const Entry& entry : entries_) values.push_back(unscaled(entry.look.y, log_y_));
    return range_of(values, found);
}

void PointLayer::draw(QCPPainter* painter) {
    const QRect rect = mKeyAxis->axisRect()->rect();
    if (entries_.empty() || rect.isEmpty()) return;
    const bool vector = painter->modes().testFlag(QCPPainter::pmVectorized);
    const double scale = vector ? export_scale : painter->device()->devicePixelRatioF();
    const Projection to = projection();
    marks_.clear();
    for (const Entry& entry : entries_)
        marks_.push_back({static_cast<float>((to.x0 + entry.look.x * to.x_step - rect.left()) * scale),
                          static_cast<float>((to.y0 + entry.look.y * to.y_step - rect.top()) * scale),
                          any_selected_ && !entry.selected ? faded(entry.look.color, background_) : entry.look.color,
                          entry.look.radius * static_cast<float>(scale), entry.look.shape, entry.look.ring});
    PointRaster raster(QSizeF(rect.size() * scale).toSize(), ring_);
    raster.draw(marks_);
    painter->drawImage(QRectF(rect), raster.image());
}

void PointLayer::drawLegendIcon(QCPPainter*, const QRectF&) const {}

} // namespace fracbit::gui
