// Pinned points of stores from one session to the next, whatever store is shown.
#pragma once

#include "gui/designs/design_list.hpp"
#include "gui/points/store_loader.hpp"

#include <QJsonArray>
#include <QStringList>

namespace fracbit::gui {

class StoredPins : public QObject {
    Q_OBJECT

public:
    /// `designs` must outlive it.
    explicit StoredPins(DesignList& designs, QObject* parent = nullptr);

    /// Those of the list that come from stores, and those that still wait for theirs.
    [[nodiscard]] QJsonArray state() const;
    void restore(const QJsonArray& state);
    /// A store that has been read for another reason: its pins need not be read again.
    void take(const PointSet& points);
    /// Reads the stores of those that wait, one after the other.
    void read_rest();

Q_SIGNALS:
    void noticed(const QString& message);

private:
    void put_off(const QString& store);
    void lose(const QString& store, const QString& why);
    DesignList& designs_;
    StoreLoader loader_;
    std::vector<StoredPlace> waiting_;
    QStringList put_off_; ///< stores of which it was said
};

} // namespace fracbit::gui
