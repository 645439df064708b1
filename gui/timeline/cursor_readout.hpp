// What the cursor says: its cycle, what each lane does in it, and the bursts on the memory channel.
#pragma once

#include "gui/timeline/trace_loader.hpp"

#include <QWidget>

class QLabel;
class QTableView;

namespace fracbit::gui {

class CursorModel;

class CursorReadout : public QWidget {
    Q_OBJECT

public:
    explicit CursorReadout(QWidget* parent = nullptr);
    /// Makes room for the widest that the trace can say, so that columns do not jump with the cursor.
    void set_trace(const TraceLoader::Index& index);
    /// `window` has all rows of `cycle`.
    void show_cycle(const traces::EventWindow& window, std::int64_t cycle);
    void show_none(); ///< there is no cursor: says how to get one

private:
    TraceLoader::Index index_;
    CursorModel* model_;
    QLabel *cycle_label_, *burst_label_;
    QTableView* table_;
};

} // namespace fracbit::gui
