#include "gui/timeline/overview_bar.hpp"

#include "gui/support/theme.hpp"
#include "gui/timeline/lane_colors.hpp"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {

OverviewBar::OverviewBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void OverviewBar::set_trace(const TraceLoader::Index& index) {
    index_ = index;
    columns_.clear();
    cursor_.reset();
    update();
}

void OverviewBar::set_range(const ViewRange& range) {
    range_ = range;
    update();
}

void OverviewBar::set_cursor(std::optional<std::int64_t> cycle) {
    cursor_ = cycle;
    update();
}

QSize OverviewBar::sizeHint() const { return {fontMetrics().averageCharWidth() * 40, fontMetrics().height() * 2}; }

void OverviewBar::make_columns(int count) {
    columns_.assign(static_cast<std::size_t>(count), LaneColumn{});
    int blocks = 0;
    for (const traces::EventLane& lane : index_->lanes()) {
        if (lane.id == traces::LaneId::bursts) continue;
        ++blocks;
        const ColumnGrid grid{0, static_cast<double>(index_->end()) / count, count};
        const auto more = lane_columns(*index_, nullptr, lane.id, grid);
        for (std::size_t i = 0; i < more.size(); ++i)
            for (std::size_t kind = 0; kind < 4; ++kind) columns_[i][kind] += more[i][kind];
    }
    for (LaneColumn& column : columns_)
        for (float& share : column) share /= static_cast<float>(std::max(1, blocks));
}

double OverviewBar::x_of(double cycle) const {
    return range_.total() > 0 ? cycle / static_cast<double>(range_.total()) * width() : 0;
}

void OverviewBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const PlotColors colors = plot_colors(palette());
    painter.fillRect(rect(), colors.background);
    if (index_ == nullptr || index_->end() == 0) return;
    const int count = std::max(1, static_cast<int>(width() * devicePixelRatioF()));
    if (static_cast<int>(columns_.size()) != count) make_columns(count);
    const QRectF box(0, 2, width(), height() - 4);
    painter.fillRect(box, colors.idle);
    const double wide = box.width() / count;
    for (int i = 0; i < count; ++i) {
        double bottom = box.bottom();
        for (std::size_t kind = 0; kind < 3; ++kind) {
            const double tall = box.height() * static_cast<double>(columns_[static_cast<std::size_t>(i)][kind]);
            painter.fillRect(QRectF(i * wide, bottom - tall, wide, tall),
                             state_color(colors, static_cast<traces::BlockState>(kind)));
            bottom -= tall;
        }
    }
    const double from = x_of(range_.begin());
    const double to = std::max(from + 2, x_of(range_.end()));
    QColor veil = colors.background;
    constexpr int mostly = 170;
    veil.setAlpha(mostly);
    painter.fillRect(QRectF(0, 0, from, height()), veil);
    painter.fillRect(QRectF(to, 0, width() - to, height()), veil);
    painter.setPen(QPen(colors.text, 1));
    painter.drawRect(QRectF(from, 0.5, std::min(to, width() - 0.5) - from, height() - 1));
    if (!cursor_) return;
    painter.setPen(QPen(colors.accent, 2));
    const double x = x_of(static_cast<double>(*cursor_));
    painter.drawLine(QPointF(x, 0), QPointF(x, height()));
}

void OverviewBar::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || width() == 0) return event->ignore();
    Q_EMIT cycle_wanted(event->position().x() / width() * static_cast<double>(range_.total()));
}

void OverviewBar::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) != 0 && width() > 0)
        Q_EMIT cycle_wanted(event->position().x() / width() * static_cast<double>(range_.total()));
}

} // namespace fracbit::gui
