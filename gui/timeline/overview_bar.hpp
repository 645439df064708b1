// The whole run in one bar: what the blocks did on average, and the window of cycles that the lanes show. A click or a
// drag moves that window.
#pragma once

#include "gui/timeline/lane_columns.hpp"
#include "gui/timeline/trace_loader.hpp"
#include "gui/timeline/view_range.hpp"

#include <QWidget>

#include <optional>
#include <vector>

namespace fracbit::gui {

class OverviewBar : public QWidget {
    Q_OBJECT

public:
    explicit OverviewBar(QWidget* parent = nullptr);
    void set_trace(const TraceLoader::Index& index);
    void set_range(const ViewRange& range);
    void set_cursor(std::optional<std::int64_t> cycle);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// The middle of what is to be seen.
    void cycle_wanted(double cycle);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void make_columns(int count);
    [[nodiscard]] double x_of(double cycle) const;
    TraceLoader::Index index_;
    ViewRange range_;
    std::optional<std::int64_t> cursor_;
    std::vector<LaneColumn> columns_; ///< averages over the blocks
};

} // namespace fracbit::gui
