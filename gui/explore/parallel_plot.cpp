#include "gui/explore/parallel_plot.hpp"

#include "gui/explore/parallel_raster.hpp"
#include "gui/support/text.hpp"
#include "gui/support/theme.hpp"

#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEngine>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

constexpr int most_axes = 7;

QRgb greyed(QRgb color, const QColor& background) {
    constexpr int keep = 1, of = 5;
    const auto mix = [](int a, int b) { return (a * keep + b * (of - keep)) / of; };
    return qRgb(mix(qRed(color), background.red()), mix(qGreen(color), background.green()),
                mix(qBlue(color), background.blue()));
}

} // namespace

ParallelPlot::ParallelPlot(PointView& view, QWidget* parent) : QWidget(parent), view_(view) {
    setObjectName(QStringLiteral("explore_parallel"));
    setAccessibleName(tr("Parallel coordinates"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(&view, &PointView::points_changed, this, [this] {
        axes_ = usual_axes(view_.points(), most_axes);
        dragged_ = -1; // it may be another column's now
        color_ = -1;   // columns are others; who shows the plot says
        take_colors();
        take_points();
    });
    connect(&view, &PointView::visible_changed, this, &ParallelPlot::redraw);
    connect(&view, &PointView::selection_changed, this, &ParallelPlot::redraw);
}

void ParallelPlot::set_color(int column, bool logarithmic) {
    color_ = column;
    log_color_ = logarithmic;
    take_colors();
    redraw();
}

void ParallelPlot::set_axes(const std::vector<int>& columns) {
    axes_.clear();
    for (const int column : columns) axes_.push_back(axis_of(view_.points(), column));
    take_points();
}

std::vector<int> ParallelPlot::columns() const {
    std::vector<int> columns;
    for (const ParallelAxis& axis : axes_) columns.push_back(axis.column);
    return columns;
}

void ParallelPlot::take_points() {
    const PointSet& points = view_.points();
    heights_.clear();
    for (const ParallelAxis& axis : axes_) {
        std::vector<std::uint8_t>& heights = heights_.emplace_back();
        heights.reserve(static_cast<std::size_t>(points.rows()));
        for (int row = 0; row < points.rows(); ++row)
            heights.push_back(ParallelRaster::height_of(axis.share(points.value(row, axis.column))));
    }
    redraw();
}

void ParallelPlot::take_colors() {
    const PointSet& points = view_.points();
    const ColumnColors colors(points, color_ < points.columns() ? color_ : -1, log_color_, plot_colors(palette()));
    colors_.clear();
    for (int row = 0; row < points.rows(); ++row)
        colors_.push_back(colors.of(color_ < 0 ? 0 : points.value(row, color_)));
}

void ParallelPlot::redraw() {
    stale_ = true;
    update();
}

QRect ParallelPlot::plot_rect() const {
    const int line = fontMetrics().height();
    return rect().adjusted(line / 2, 7 * line / 2, -line / 2, -3 * line / 2);
}

QSize ParallelPlot::minimumSizeHint() const {
    const int line = fontMetrics().height();
    return {12 * line, 9 * line};
}

QSize ParallelPlot::sizeHint() const {
    const int line = fontMetrics().height();
    return {26 * line, 14 * line};
}

ParallelLayout ParallelPlot::axes_layout() const { return {plot_rect(), static_cast<int>(axes_.size())}; }

void ParallelPlot::paint_lines(double scale) {
    const ParallelLayout layout = axes_layout();
    const QRect& plot = layout.plot;
    std::vector<int> positions;
    for (int axis = 0; axis < layout.axes; ++axis)
        positions.push_back(static_cast<int>((layout.axis_x(axis) - plot.left()) * scale));
    const PlotColors theme = plot_colors(palette());
    const PointSet& points = view_.points();
    const bool any_selected = view_.visible_selected_count() > 0;
    std::vector<ParallelLine> lines;
    lines.reserve(view_.visible().size());
    const auto add = [&](bool selected, bool on_front) {
        for (const int row : view_.visible()) {
            if (view_.selected(row) != selected || points.on_front(row) != on_front) continue;
            const QRgb color = colors_[static_cast<std::size_t>(row)];
            lines.push_back({any_selected && !selected ? greyed(color, theme.background) : color, row});
        }
    };
    add(false, false);
    add(false, true);
    add(true, false);
    add(true, true);
    ParallelRaster raster((QSizeF(plot.size()) * scale).toSize(), positions);
    raster.draw(heights_, lines);
    lines_ = raster.image();
    lines_.setDevicePixelRatio(scale);
    stale_ = false;
}

void ParallelPlot::paint_labels(QPainter& painter, int axis) {
    const PointSet& points = view_.points();
    const ParallelAxis& shown = axes_[static_cast<std::size_t>(axis)];
    const ParallelLayout layout = axes_layout();
    const QRect& plot = layout.plot;
    const int gap = plot.width() / std::max(1, layout.axes);
    const int line = fontMetrics().height(), x = layout.axis_x(axis);
    const auto write = [&](int y, const QString& text, int width) {
        const int left = std::max(0, x - width / 2), right = std::min(this->width(), x + width / 2);
        const QString shown_text = fontMetrics().elidedText(text, Qt::ElideRight, right - left - 4);
        const int wide = fontMetrics().horizontalAdvance(shown_text);
        const int at = std::clamp(x - wide / 2, left, std::max(left, right - wide));
        painter.drawText(QRect(at, y, wide + 1, line), Qt::AlignLeft | Qt::AlignVCenter, shown_text);
    };
    const explorer::StoredColumn& column = points.column(shown.column);
    // Names take turns in two lines, so that each has room for two gaps; the table that a key stands in is left out.
    const bool key = column.kind == "parameter" && column.name.find('.') != std::string::npos;
    const QString name = to_qt(key ? column.name.substr(column.name.find('.') + 1) : column.name);
    write(1 + (axis % 2) * line, with_unit(name, to_qt(points.unit(shown.column))), 2 * gap - line / 2);
    write(plot.top() - line - 2, shown.text(points, 1), gap);
    write(plot.bottom() + line / 4, shown.text(points, 0), gap);
}

void ParallelPlot::paint_axis(QPainter& painter, int axis) {
    const PlotColors theme = plot_colors(palette());
    const QPoint top = position(axis, 1), bottom = position(axis, 0);
    painter.setPen(QPen(theme.text, 1));
    painter.drawLine(top, bottom);
    const ParallelAxis& shown = axes_[static_cast<std::size_t>(axis)];
    const ValueRange filtered = range(axis);
    const auto shares = shown.shares(filtered);
    if (filtered == ValueRange{} || !shares) return;
    QColor inside = theme.accent;
    inside.setAlpha(70);
    constexpr int half = 6;
    const QRect brush(QPoint(top.x() - half, position(axis, shares->second).y()),
                      QPoint(top.x() + half, position(axis, shares->first).y()));
    painter.setPen(QPen(theme.accent, 1.5));
    painter.setBrush(inside);
    painter.drawRect(brush);
}

/// A bar across the axis where the keyboard is.
void ParallelPlot::paint_cursor(QPainter& painter) {
    const QPoint at = position(std::min(cursor_.axis, static_cast<int>(axes_.size()) - 1), cursor_.share);
    constexpr int half = 9;
    painter.setPen(QPen(plot_colors(palette()).accent, 3));
    painter.drawLine(at - QPoint(half, 0), at + QPoint(half, 0));
}

void ParallelPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const PlotColors theme = plot_colors(palette());
    painter.fillRect(rect(), theme.background);
    if (axes_.empty()) return;
    const bool to_screen = painter.paintEngine()->type() == QPaintEngine::Raster;
    const double scale = to_screen ? painter.device()->devicePixelRatioF() : 3;
    if (stale_ || lines_.devicePixelRatio() != scale || lines_.size() != (QSizeF(plot_rect().size()) * scale).toSize())
        paint_lines(scale);
    painter.drawImage(QRectF(plot_rect()), lines_);
    for (int axis = 0; axis < static_cast<int>(axes_.size()); ++axis) {
        paint_axis(painter, axis);
        painter.setPen(theme.text);
        paint_labels(painter, axis);
    }
    if (hasFocus() && to_screen) paint_cursor(painter);
}

/// Without ends if the axis filters nothing.
ValueRange ParallelPlot::range(int axis) const {
    const auto& ranges = view_.filters().filter().ranges;
    const auto found = ranges.find(view_.points().column(axes_[static_cast<std::size_t>(axis)].column).name);
    return found == ranges.end() ? ValueRange{} : found->second;
}

void ParallelPlot::set_range(int axis, const std::optional<ValueRange>& range, bool goes_on) {
    const std::string name = view_.points().column(axes_[static_cast<std::size_t>(axis)].column).name;
    PointFilter filter = view_.filters().filter();
    filter.ranges.erase(name);
    if (range && *range != ValueRange{}) filter.ranges[name] = *range;
    view_.filters().change(filter, tr("range of %1").arg(to_qt(name)), goes_on);
}

ValueRange ParallelPlot::brushed(int axis, double from, double to) const {
    const double margin = 2.0 / std::max(1, plot_rect().height()); // two pixels
    return axes_[static_cast<std::size_t>(axis)].brushed(from, to, margin);
}

void ParallelPlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    drag_start_ = event->position().toPoint();
    dragged_ = axes_layout().axis_at(drag_start_);
    drag_from_ = axes_layout().share_at(drag_start_.y());
    drag_moved_ = false;
    if (dragged_ >= 0) cursor_ = {dragged_, drag_from_};
}

void ParallelPlot::mouseMoveEvent(QMouseEvent* event) {
    const QPoint at = event->position().toPoint();
    if (!event->buttons().testFlag(Qt::LeftButton) || dragged_ < 0) {
        setCursor(axes_layout().axis_at(at) >= 0 ? Qt::SizeVerCursor : Qt::ArrowCursor);
        return;
    }
    if (!drag_moved_ && (at - drag_start_).manhattanLength() < QApplication::startDragDistance()) return;
    set_range(dragged_, brushed(dragged_, drag_from_, axes_layout().share_at(at.y())), drag_moved_);
    drag_moved_ = true;
}

void ParallelPlot::mouseReleaseEvent(QMouseEvent*) { dragged_ = -1; }

void ParallelPlot::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const int axis = axes_layout().axis_at(event->position().toPoint()); axis >= 0)
        set_range(axis, std::nullopt, false);
}

void ParallelPlot::keyPressEvent(QKeyEvent* event) {
    if (axes_.empty()) return QWidget::keyPressEvent(event);
    const int axes = static_cast<int>(axes_.size());
    cursor_.axis = std::min(cursor_.axis, axes - 1);
    const auto place = [this] {
        return view_.points().path() + view_.points().key(axes_[static_cast<std::size_t>(cursor_.axis)].column);
    };
    if (event->key() == Qt::Key_Delete || cursor_on_ != place()) cursor_.extending = false;
    if (event->key() == Qt::Key_Delete) return set_range(cursor_.axis, std::nullopt, false);
    const AxisCursor before = cursor_;
    if (!cursor_.move(event->key(), event->modifiers().testFlag(Qt::ShiftModifier), axes))
        return QWidget::keyPressEvent(event);
    cursor_on_ = place();
    if (cursor_.extending) { // one step of undo with the last, if that is still in force
        const bool goes_on = before.extending && range(before.axis) == brushed(before.axis, before.from, before.share);
        set_range(cursor_.axis, brushed(cursor_.axis, cursor_.from, cursor_.share), goes_on);
    }
    update();
}

void ParallelPlot::resizeEvent(QResizeEvent*) { redraw(); }

void ParallelPlot::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    take_colors();
    redraw();
}

bool ParallelPlot::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const int axis = axes_layout().axis_at(help->pos()); axis >= 0)
        QToolTip::showText(
            help->globalPos(),
            tr("%1\nDrag along the axis: only points inside stay. Double click: all of them again.\nKeys: arrows, "
               "with Shift along the axis: only points inside stay. Delete: all of them again.")
                .arg(view_.points().title(axes_[static_cast<std::size_t>(axis)].column)),
            this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace fracbit::gui
