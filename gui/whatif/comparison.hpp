// Pinned designs beside each other: the parameters in which they differ, all key figures, and the accuracies of stored
// ones.
#pragma once

#include "explorer/space/space_keys.hpp"
#include "gui/designs/pinned_figures.hpp"
#include "gui/whatif/key_figures.hpp"

#include <QAbstractTableModel>

#include <string>
#include <vector>

namespace fracbit::gui {

/// Columns: what, unit, the first design, then two for each further one: its value, and how many percent it is above
/// the first.
class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT

public:
    /// `pinned` must outlive this object.
    explicit ComparisonModel(const PinnedFigures& pinned, QObject* parent = nullptr);
    /// The design that a column belongs to; -1: none.
    [[nodiscard]] int design_of(int column) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    void reload();
    [[nodiscard]] QString parameter_text(const explorer::SpaceKey& key, int design) const;
    [[nodiscard]] QVariant parameter(int row, const QModelIndex& index, int role) const;
    [[nodiscard]] const explorer::Accuracy* accuracy_of(const std::string& network, int design) const;
    [[nodiscard]] QVariant accuracy(const std::string& network, const QModelIndex& index, int role) const;
    [[nodiscard]] QVariant figure(explorer::MetricId metric, const QModelIndex& index, int role) const;

    const PinnedFigures& pinned_;
    std::vector<PinnedFigures::Entry> entries_;
    std::vector<const explorer::SpaceKey*> differing_;
    std::vector<std::string> accurate_; ///< networks that have an accuracy in one of the designs
};

} // namespace fracbit::gui
