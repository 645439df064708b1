#include "gui/explore/scatter_plot.hpp"

#include "gui/explore/pair_front.hpp"
#include "gui/explore/pin_labels.hpp"
#include "gui/explore/plot_axis.hpp"
#include "gui/explore/point_layer.hpp"
#include "gui/explore/scatter_legend.hpp"
#include "gui/support/plot_style.hpp"
#include "gui/support/text.hpp"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>

#include <cmath>

namespace fracbit::gui {
namespace {

constexpr double mark_reach = 9; // pixels from a mark to the pointer
constexpr int click_pixels = 3;  // that a hand shakes

QCPColorGradient gradient() {
    QCPColorGradient colors;
    constexpr int stops = 16;
    for (int i = 0; i <= stops; ++i)
        colors.setColorStopAt(static_cast<double>(i) / stops, scale_color(static_cast<double>(i) / stops));
    return colors;
}

} // namespace

ScatterPlot::ScatterPlot(PointView& view, QWidget* parent)
    : QCustomPlot(parent), view_(view), layer_(new PointLayer(xAxis, yAxis)), front_(addGraph()),
      scale_(new QCPColorScale(this)), pins_(std::make_unique<PinLabels>(*this, *layer_)) {
    setObjectName(QStringLiteral("explore_scatter"));
    setAccessibleName(tr("Scatter plot"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    layer_->removeFromLegend();
    axisRect()->setupFullAxesBox(true);
    axisRect()->setRangeZoomAxes({xAxis, yAxis});
    auto* plot_and_scale = new QCPLayoutGrid; // of its own: the legend below is as wide as both
    QCPAxisRect* plot_area = axisRect();
    plotLayout()->take(plot_area);
    plotLayout()->addElement(0, 0, plot_and_scale);
    plot_and_scale->addElement(0, 0, plot_area);
    plot_and_scale->addElement(0, 1, scale_);
    scale_->setGradient(gradient());
    scale_->setType(QCPAxis::atRight);
    scale_->setBarWidth(12);
    auto* margins = new QCPMarginGroup(this);
    axisRect()->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
    scale_->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
    axisRect()->insetLayout()->take(legend);
    plotLayout()->addElement(1, 0, legend);
    plotLayout()->setRowStretchFactor(1, 0.001); // as high as its rows
    legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    legend->setVisible(true);
    setInteraction(QCP::iRangeZoom);
    set_panning(false);
    connect(selectionRect(), &QCPSelectionRect::accepted, this, &ScatterPlot::on_rubber_band);
    connect(&view, &PointView::points_changed, this, [this] {
        before_ = columns_;
        columns_ = {}; // they were others; who shows the plot says which
        take_points();
    });
    connect(&view, &PointView::visible_changed, this, &ScatterPlot::show_visible);
    connect(&view, &PointView::selection_changed, this, [this] {
        layer_->show(view_);
        replot(rpQueuedReplot);
    });
    for (QCPAxis* axis : {xAxis, yAxis})
        connect(axis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [axis] { tell_ticks_apart(*axis); });
    connect(this, &QCustomPlot::afterLayout, this, [this] { pins_->place(); });
    connect(this, &QCustomPlot::mouseDoubleClick, this, &ScatterPlot::fit);
    restyle();
}

ScatterPlot::~ScatterPlot() = default;

void ScatterPlot::set_columns(const PlotColumns& columns) {
    // A newer state of the same points leaves the axes where they are.
    const PlotColumns& before = columns_.x < 0 ? before_ : columns_;
    const bool moved = columns.x != before.x || columns.y != before.y || columns.log_x != before.log_x ||
                       columns.log_y != before.log_y;
    columns_ = columns;
    label_axes();
    take_points();
    if (moved) fit();
}

void ScatterPlot::label_axes() {
    const auto label = [this](QCPAxis& axis, QCPAxis& opposite, int column, bool logarithmic) {
        titles_.set(axis, column < 0 ? QString() : view_.points().title(column));
        set_scale(axis, logarithmic);
        opposite.setScaleType(axis.scaleType());
        if (column >= 0 && !view_.points().column(column).texts.empty())
            name_ticks(axis, view_.points().column(column).texts);
        opposite.setTicker(axis.ticker());
    };
    label(*xAxis, *xAxis2, columns_.x, columns_.log_x);
    label(*yAxis, *yAxis2, columns_.y, columns_.log_y);
}

void ScatterPlot::take_points() {
    layer_->set_columns(view_.points(), columns_, plot_colors(palette()));
    show_visible();
}

void ScatterPlot::show_visible() {
    layer_->show(view_);
    draw_front();
    fill_legend();
    show_color_scale();
    replot(rpQueuedReplot);
}

void ScatterPlot::draw_front() {
    front_->data()->clear();
    if (columns_.x < 0 || columns_.y < 0) return;
    const PointSet& points = view_.points();
    const auto up_x = maximized(points, columns_.x), up_y = maximized(points, columns_.y);
    front_->setVisible(up_x.has_value() && up_y.has_value());
    if (!front_->visible()) return;
    QVector<double> x, y;
    for (const int row : pair_front(points, view_.visible(), columns_.x, *up_x, columns_.y, *up_y)) {
        x << points.value(row, columns_.x);
        y << points.value(row, columns_.y);
    }
    front_->setData(x, y, true);
    // Between two points the worse of both is certain: the step goes through what the left, or the right one dominates.
    front_->setLineStyle(*up_x ? QCPGraph::lsStepRight : QCPGraph::lsStepLeft);
}

void ScatterPlot::fill_legend() {
    while (legend->itemCount() > 0) legend->removeItem(0);
    while (graphCount() > 1) removeGraph(graphCount() - 1);
    if (front_->visible()) {
        front_->setName(tr("Pareto front of these two"));
        front_->addToLegend();
    }
    for (const LegendEntry& entry : legend_entries(view_, columns_, plot_colors(palette()))) {
        QCPGraph* sample = addGraph();
        sample->setLineStyle(QCPGraph::lsNone);
        sample->setScatterStyle(entry.mark);
        sample->setName(entry.text);
        sample->addToLegend();
    }
    arrange_legend();
}

void ScatterPlot::arrange_legend() { arrange(*legend, width()); }

void ScatterPlot::updateLayout() {
    QCustomPlot::updateLayout();
    const bool titles = titles_.fit(), ticks = fit_ticks(*xAxis);
    if (titles || ticks) QCustomPlot::updateLayout();
}

void ScatterPlot::resizeEvent(QResizeEvent* event) {
    arrange_legend();
    QCustomPlot::resizeEvent(event);
}

QSize ScatterPlot::minimumSizeHint() const { // the legend makes room by itself
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().height() * 12};
}

void ScatterPlot::show_color_scale() {
    const bool shown = columns_.color >= 0 && view_.points().column(columns_.color).texts.empty();
    scale_->setVisible(shown);
    scale_->setMaximumSize(shown ? QWIDGETSIZE_MAX : 0, QWIDGETSIZE_MAX);
    scale_->setMinimumSize(shown ? QSize(0, 0) : QSize(0, 0));
    if (!shown) return;
    const auto [low, high] = view_.points().range(columns_.color);
    titles_.set(*scale_->axis(), view_.points().title(columns_.color));
    scale_->setDataScaleType(columns_.log_color ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    set_scale(*scale_->axis(), columns_.log_color);
    scale_->setDataRange(high > low ? QCPRange(low, high) : QCPRange(low, low + 1));
}

void ScatterPlot::fit() {
    bool found = false;
    if (const QCPRange keys = layer_->getKeyRange(found, QCP::sdBoth); found) fit_axis(*xAxis, keys);
    if (const QCPRange values = layer_->getValueRange(found, QCP::sdBoth, {}); found) fit_axis(*yAxis, values);
    replot(rpQueuedReplot);
}

void ScatterPlot::set_panning(bool on) {
    panning_ = on;
    setInteraction(QCP::iRangeDrag, on);
    setSelectionRectMode(on ? QCP::srmNone : QCP::srmCustom);
    setCursor(on ? Qt::OpenHandCursor : Qt::CrossCursor);
}

void ScatterPlot::on_rubber_band(const QRect& rect, QMouseEvent* event) {
    if (std::abs(rect.width()) <= click_pixels && std::abs(rect.height()) <= click_pixels) return;
    Q_EMIT rubber_banded(layer_->rows_in(QRectF(rect.normalized())), event->modifiers().testFlag(Qt::ShiftModifier));
}

QPointF ScatterPlot::pixel_of(int row) const { return layer_->pixel_of(row); }

QVariantMap ScatterPlot::script_places() const {
    constexpr qsizetype most = 8;
    QVariantMap places;
    for (const int row : view_.visible()) {
        if (!view_.points().on_front(row)) continue;
        if (places.size() == most) break;
        if (const QPointF at = layer_->pixel_of(row); axisRect()->rect().contains(at.toPoint()))
            places[QStringLiteral("front %1").arg(places.size())] = at.toPoint();
    }
    return places;
}

void ScatterPlot::set_pins(const std::vector<int>& rows) {
    pins_->show(rows);
    replot(rpQueuedReplot);
}

void ScatterPlot::restyle() {
    style_plot(*this);
    const PlotColors colors = plot_colors(palette());
    front_->setPen(QPen(colors.accent, 1.5));
    QCPAxis& axis = *scale_->axis();
    for (QCPAxis* one : {&axis, xAxis2, yAxis2}) {
        one->setTickLabelColor(colors.text);
        one->setLabelColor(colors.text);
        one->setBasePen(QPen(colors.text));
        one->setTickPen(QPen(colors.text));
        one->setSubTickPen(QPen(colors.faint));
        one->setLabelFont(font());
        one->setTickLabelFont(font());
    }
    selectionRect()->setPen(QPen(colors.accent));
    QColor inside = colors.accent;
    inside.setAlpha(30);
    selectionRect()->setBrush(inside);
    set_pins(pins_->rows());
    take_points();
}

bool ScatterPlot::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QCustomPlot::event(event);
    const auto& help = static_cast<const QHelpEvent&>(*event);
    if (const QString title = titles_.missing_at(help.pos()); !title.isEmpty())
        QToolTip::showText(help.globalPos(), title, this);
    return true;
}

void ScatterPlot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) restyle();
}

void ScatterPlot::zoom_by(double factor) {
    for (QCPAxis* axis : {xAxis, yAxis}) zoom_axis(*axis, factor);
    replot(rpQueuedReplot);
}

void ScatterPlot::keyPressEvent(QKeyEvent* event) {
    constexpr double step = 0.8;
    switch (event->key()) {
    case Qt::Key_Plus:
        return zoom_by(step);
    case Qt::Key_Minus:
        return zoom_by(1 / step);
    case Qt::Key_Home:
        return fit();
    default:
        QCustomPlot::keyPressEvent(event);
    }
}

void ScatterPlot::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->position();
    QCustomPlot::mousePressEvent(event);
}

void ScatterPlot::mouseReleaseEvent(QMouseEvent* event) {
    QCustomPlot::mouseReleaseEvent(event);
    if (event->button() != Qt::LeftButton || (event->position() - pressed_).manhattanLength() > click_pixels) return;
    if (const int row = layer_->row_at(event->position(), mark_reach); row >= 0) Q_EMIT clicked(row);
}

void ScatterPlot::mouseMoveEvent(QMouseEvent* event) {
    QCustomPlot::mouseMoveEvent(event);
    const int row = event->buttons() == Qt::NoButton ? layer_->row_at(event->position(), mark_reach) : -1;
    if (row == hovered_) return;
    hovered_ = row;
    Q_EMIT hovered(row, event->globalPosition().toPoint());
}

void ScatterPlot::leaveEvent(QEvent* event) {
    QCustomPlot::leaveEvent(event);
    if (hovered_ >= 0) Q_EMIT hovered(-1, {});
    hovered_ = -1;
}

} // namespace fracbit::gui
