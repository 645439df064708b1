// The filter of a page, with a way back.
#pragma once

#include "gui/points/point_filter.hpp"

#include <QUndoStack>

namespace fracbit::gui {

class FilterState : public QObject {
    Q_OBJECT

public:
    explicit FilterState(QObject* parent = nullptr);
    [[nodiscard]] const PointFilter& filter() const { return filter_; }
    /// `what`: for the undo menu, "range of area_mm2". Changes of the same `what` within a drag are one step:
    /// `goes_on`.
    void change(PointFilter filter, const QString& what, bool goes_on = false);
    /// Without a way back: another store.
    void reset(PointFilter filter = {});
    [[nodiscard]] QUndoStack& history() { return history_; }

Q_SIGNALS:
    void changed();

private:
    class Change;
    void set(const PointFilter& filter);
    PointFilter filter_;
    QUndoStack history_;
};

} // namespace fracbit::gui
