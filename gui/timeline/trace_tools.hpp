// The row of tools above the lanes: which cycles to show, whose stalls to look for, files.
#pragma once

#include "traces/event_index.hpp"

#include <QWidget>

#include <optional>
#include <vector>

class QComboBox;

namespace fracbit::gui {

class TraceTools : public QWidget {
    Q_OBJECT

public:
    explicit TraceTools(QWidget* parent = nullptr);
    /// Fills the lists of layers and lanes.
    void set_trace(const traces::EventIndex& index);
    /// Takes over which lane is selected, without a signal.
    void show_lane(std::optional<traces::LaneId> lane);
    /// Likewise which cycles are on screen: the whole run, a layer among the trace's layer_spans(), or neither.
    void show_run();
    void show_layer(int span);
    void show_part();
    [[nodiscard]] int shown_layer() const; ///< negative: none

Q_SIGNALS:
    void open_clicked();
    void run_chosen();
    void layer_chosen(int span); ///< among the trace's layer_spans()
    void closer_clicked();
    void farther_clicked();
    void lane_chosen(std::optional<fracbit::traces::LaneId> lane); ///< nothing: any
    void previous_clicked();
    void next_clicked();
    void export_clicked();

private:
    void layer_activated(int entry);
    void lane_activated(int entry);

    QComboBox *layer_combo_, *lane_combo_; // first entries: the whole run, any block
    std::vector<traces::LaneId> lanes_;
};

} // namespace fracbit::gui
