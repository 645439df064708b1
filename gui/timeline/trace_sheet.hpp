// An open trace: tools, lanes, overview and what the cursor says, kept in step.
#pragma once

#include "gui/timeline/trace_loader.hpp"
#include "gui/timeline/view_range.hpp"

#include <QJsonObject>
#include <QWidget>

class QLabel;

namespace fracbit::gui {

class CursorReadout;
class OverviewBar;
class TimelineView;
class TraceTools;

class TraceSheet : public QWidget {
    Q_OBJECT

public:
    /// `loader` reads what lanes and cursor need; it must outlive this object.
    explicit TraceSheet(TraceLoader& loader, QWidget* parent = nullptr);

    /// Shows the whole run, or what `place` says.
    void set_trace(const TraceLoader::Index& index, const QJsonObject& place);
    [[nodiscard]] const TraceLoader::Index& index() const { return index_; } ///< null before the first
    /// Visible cycles unless that is all of them, and the cursor.
    [[nodiscard]] QJsonObject place() const;
    /// From the cursor; a stall that is found gets it.
    void find_stall(bool forward);
    void focus_lanes();

Q_SIGNALS:
    void open_asked();
    void failed(const QString& message);
    void noticed(const QString& message);

private:
    QWidget* make_lanes();
    void connect_tools();
    void connect_lanes();
    void connect_loader();

    [[nodiscard]] ViewRange range_of_layer(int span) const;
    void show_layer(int span);
    void name_range(); ///< in the tools
    void range_changed();
    void request_window();
    void cursor_changed();
    void show_stall(const std::optional<traces::EventRow>& row, bool forward);
    void export_picture();

    TraceLoader& loader_;
    TraceLoader::Index index_;
    bool showing_stall_ = false; ///< the cursor moves because one was found
    TraceTools* tools_;
    TimelineView* view_ = nullptr;
    OverviewBar* overview_ = nullptr;
    QLabel* range_label_ = nullptr;
    CursorReadout* readout_ = nullptr;
};

} // namespace fracbit::gui
