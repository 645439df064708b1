#include "gui/timeline/timeline_view.hpp"

#include "gui/support/text.hpp"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

constexpr double key_zoom = 0.5;
constexpr double notch_zoom = 0.8;      // one notch of the wheel
constexpr double notch_degrees = 120.0; // in eighths of a degree
constexpr double key_pan = 0.1;         // of what is on screen
constexpr double page_pan = 0.9;

} // namespace

TimelineView::TimelineView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::CrossCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void TimelineView::set_trace(const TraceLoader::Index& index) {
    index_ = index;
    window_ = nullptr;
    range_ = ViewRange(index_ == nullptr ? 0 : index_->end());
    cursor_.reset();
    selected_.reset();
    dragging_ = false;
    updateGeometry();
    update();
    Q_EMIT range_changed();
    Q_EMIT cursor_changed();
    Q_EMIT lane_selected();
}

void TimelineView::set_window(const TraceLoader::Window& window) {
    window_ = window;
    update();
}

bool TimelineView::is_covered_by(const traces::EventWindow& window) const {
    return covers(window, range_.begin(), range_.end(), range_.total());
}

void TimelineView::set_range(const ViewRange& range) {
    change([&](ViewRange& mine) { mine.show(range.begin(), range.end()); });
}

void TimelineView::change(const std::function<void(ViewRange&)>& how) {
    const ViewRange before = range_;
    how(range_);
    if (range_ == before) return;
    update();
    Q_EMIT range_changed();
}

double TimelineView::zoom_center() const {
    const double cursor = cursor_ ? static_cast<double>(*cursor_) + 0.5 : -1;
    return range_.shows(cursor) ? cursor : range_.begin() + range_.span() / 2;
}

void TimelineView::zoom_in() {
    change([this](ViewRange& range) { range.zoom(key_zoom, zoom_center()); });
}

void TimelineView::zoom_out() {
    change([this](ViewRange& range) { range.zoom(1 / key_zoom, zoom_center()); });
}

void TimelineView::fit() {
    change([](ViewRange& range) { range.fit(); });
}

void TimelineView::set_cursor(std::optional<std::int64_t> cycle) {
    if (cycle) cycle = std::clamp<std::int64_t>(*cycle, 0, std::max<std::int64_t>(0, range_.total() - 1));
    if (cycle == cursor_) return;
    cursor_ = cycle;
    update();
    Q_EMIT cursor_changed();
}

void TimelineView::select_lane(std::optional<traces::LaneId> lane) {
    if (lane == selected_) return;
    selected_ = lane;
    update();
    Q_EMIT lane_selected();
}

LaneLayout TimelineView::lane_layout() const { return {size(), font(), *index_}; }

QSize TimelineView::minimumSizeHint() const { return LaneLayout::least_size(font(), index_.get()); }

QSize TimelineView::sizeHint() const { return minimumSizeHint() * 1.5; }

QString TimelineView::layer_text(QPointF at) const {
    const LaneLayout layout = lane_layout();
    if (!layout.layers.contains(at)) return {};
    const double cycle = layout.cycle_at(at.x(), range_);
    for (const traces::LayerSpan& span : index_->layer_spans())
        if (static_cast<double>(span.begin) <= cycle && cycle < static_cast<double>(span.end))
            return tr("%1: cycles %2 to %3")
                .arg(to_qt(index_->layers()[static_cast<std::size_t>(span.layer)]), grouped_text(span.begin),
                     grouped_text(span.end));
    return {};
}

bool TimelineView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || index_ == nullptr) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString layer = layer_text(help->pos());
    if (layer.isEmpty()) return QWidget::event(event);
    QToolTip::showText(help->globalPos(), layer, this);
    return true;
}

void TimelineView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    if (index_ == nullptr) return;
    const LanePicture picture{*index_, window_.get(), range_, cursor_, selected_};
    LanePainter(painter, palette(), font(), lane_layout(), picture).paint();
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    if (index_ == nullptr) return event->ignore();
    const QPoint turned = event->angleDelta();
    const double notches = (turned.y() != 0 ? turned.y() : turned.x()) / notch_degrees;
    if ((event->modifiers() & Qt::ShiftModifier) != 0 || turned.y() == 0) {
        change([&](ViewRange& range) { range.pan(-notches * key_pan * range.span()); });
    } else {
        const double at = lane_layout().cycle_at(event->position().x(), range_);
        change([&](ViewRange& range) {
            range.zoom(std::pow(notch_zoom, notches), std::clamp(at, range.begin(), range.end()));
        });
    }
    event->accept();
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (index_ == nullptr || event->button() != Qt::LeftButton) return event->ignore();
    pressed_at_ = event->position();
    pressed_range_ = range_;
    dragging_ = false;
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if (index_ == nullptr || (event->buttons() & Qt::LeftButton) == 0) return;
    const QPointF moved = event->position() - pressed_at_;
    if (!dragging_ && std::abs(moved.x()) < QApplication::startDragDistance()) return;
    dragging_ = true;
    const double cycles = moved.x() / lane_layout().width * pressed_range_.span();
    change([&](ViewRange& range) { range.move_to(pressed_range_.begin() - cycles); });
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    if (index_ == nullptr || event->button() != Qt::LeftButton) return;
    if (!dragging_) click(event->position());
    dragging_ = false;
}

void TimelineView::click(QPointF at) {
    const LaneLayout layout = lane_layout();
    if (at.x() < layout.left) {
        const auto lane = layout.lane_at(at.y());
        return select_lane(selected_ == lane ? std::nullopt : lane);
    }
    set_cursor(static_cast<std::int64_t>(std::floor(layout.cycle_at(at.x(), range_))));
}

void TimelineView::step_lane(int by) {
    const auto lanes = shown_lanes(*index_);
    const auto current = std::find(lanes.begin(), lanes.end(), selected_);
    const auto count = static_cast<int>(lanes.size());
    int next = by > 0 ? 0 : count - 1;
    if (current != lanes.end()) next = std::clamp(static_cast<int>(current - lanes.begin()) + by, 0, count - 1);
    if (count > 0) select_lane(lanes[static_cast<std::size_t>(next)]);
}

bool TimelineView::view_key(int key) {
    switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom_in();
        return true;
    case Qt::Key_Minus:
        zoom_out();
        return true;
    case Qt::Key_0:
        fit();
        return true;
    case Qt::Key_Left:
        change([](ViewRange& r) { r.pan(-key_pan * r.span()); });
        return true;
    case Qt::Key_Right:
        change([](ViewRange& r) { r.pan(key_pan * r.span()); });
        return true;
    case Qt::Key_PageUp:
        change([](ViewRange& r) { r.pan(-page_pan * r.span()); });
        return true;
    case Qt::Key_PageDown:
        change([](ViewRange& r) { r.pan(page_pan * r.span()); });
        return true;
    case Qt::Key_Home:
        change([](ViewRange& r) { r.move_to(0); });
        return true;
    case Qt::Key_End:
        change([](ViewRange& r) { r.move_to(static_cast<double>(r.total())); });
        return true;
    default:
        return false;
    }
}

bool TimelineView::cursor_key(int key) {
    const int by = key == Qt::Key_Left ? -1 : key == Qt::Key_Right ? 1 : 0;
    if (by == 0) return false;
    set_cursor(cursor_ ? *cursor_ + by : static_cast<std::int64_t>(range_.begin() + range_.span() / 2));
    change([this](ViewRange& range) { range.reveal(static_cast<double>(*cursor_)); });
    return true;
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    if (index_ == nullptr) return QWidget::keyPressEvent(event);
    const bool control = (event->modifiers() & Qt::ControlModifier) != 0;
    if (control ? cursor_key(event->key()) : view_key(event->key())) return;
    if (!control && event->key() == Qt::Key_Up) return step_lane(-1);
    if (!control && event->key() == Qt::Key_Down) return step_lane(1);
    if (event->key() == Qt::Key_Escape && selected_) return select_lane({});
    QWidget::keyPressEvent(event);
}

} // namespace fracbit::gui
