// Runs as rows: what, state, how far, how long.
#pragma once

#include "gui/runs/child_run.hpp"

#include <QAbstractTableModel>
#include <QJsonArray>

#include <memory>
#include <vector>

namespace fracbit::gui {

/// "25 %", of work that is not done never "100 %"; empty if the share is not known.
[[nodiscard]] QString share_text(const ChildRun& run);

class RunTable : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { title, state, progress, time, columns };

    explicit RunTable(QObject* parent = nullptr);
    /// Stops all runs, asked first, killed after `ChildRun::patience_ms`.
    ~RunTable() override;

    ChildRun& add(std::unique_ptr<ChildRun> run);
    /// Runs that go on stay.
    void remove_ended();
    [[nodiscard]] ChildRun* run(int row) const;
    [[nodiscard]] int active() const;
    /// The last `most` runs, oldest first.
    [[nodiscard]] QJsonArray records(int most) const;
    /// Behind those that are there; what is no record is left out.
    void restore(const QJsonArray& records);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    void show_change(const ChildRun* run);
    std::vector<std::unique_ptr<ChildRun>> runs_;
};

} // namespace fracbit::gui
