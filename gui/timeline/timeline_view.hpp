// The lanes of a trace on screen: wheel and keys zoom, a drag moves, a click sets the cursor.
#pragma once

#include "gui/timeline/lane_painter.hpp"
#include "gui/timeline/trace_loader.hpp"
#include "gui/timeline/view_range.hpp"

#include <QPointF>
#include <QWidget>

#include <optional>

namespace fracbit::gui {

class TimelineView : public QWidget {
    Q_OBJECT

public:
    explicit TimelineView(QWidget* parent = nullptr);

    /// Shows the whole run, without cursor and selection.
    void set_trace(const TraceLoader::Index& index);
    /// Rows of some cycles: where they cover what is on screen, it is painted exactly.
    void set_window(const TraceLoader::Window& window);
    [[nodiscard]] const TraceLoader::Window& window_rows() const { return window_; }
    /// Whether what is on screen is painted from rows.
    [[nodiscard]] bool is_exact() const { return window_ != nullptr && is_covered_by(*window_); }
    /// Whether these rows hold all cycles on screen.
    [[nodiscard]] bool is_covered_by(const traces::EventWindow& window) const;

    [[nodiscard]] const ViewRange& range() const { return range_; }
    void set_range(const ViewRange& range);
    void zoom_in();
    void zoom_out();
    void fit();

    [[nodiscard]] std::optional<std::int64_t> cursor() const { return cursor_; }
    void set_cursor(std::optional<std::int64_t> cycle); ///< within the run
    [[nodiscard]] std::optional<traces::LaneId> selected_lane() const { return selected_; }
    void select_lane(std::optional<traces::LaneId> lane);

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void range_changed();
    void cursor_changed();
    void lane_selected();

protected:
    /// Tool tips: the layer under the pointer, else that of the widget.
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void change(const std::function<void(ViewRange&)>& how);
    void click(QPointF at);
    void step_lane(int by);
    bool view_key(int key);
    bool cursor_key(int key);
    [[nodiscard]] LaneLayout lane_layout() const;
    [[nodiscard]] QString layer_text(QPointF at) const; ///< empty where no layer is
    /// Where keys zoom: the cursor if it is on screen, else the middle.
    [[nodiscard]] double zoom_center() const;

    TraceLoader::Index index_;
    TraceLoader::Window window_;
    ViewRange range_;
    std::optional<std::int64_t> cursor_;
    std::optional<traces::LaneId> selected_;
    QPointF pressed_at_;
    ViewRange pressed_range_;
    bool dragging_ = false;
};

} // namespace fracbit::gui
