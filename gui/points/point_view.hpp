// What plots and tables of one page share: the points, which of them are shown, and which are selected.
#pragma once

#include "gui/points/filter_state.hpp"
#include "gui/points/point_set.hpp"

#include <QObject>

#include <memory>
#include <vector>

namespace fracbit::gui {

class PointView : public QObject {
    Q_OBJECT

public:
    explicit PointView(QObject* parent = nullptr);

    [[nodiscard]] const PointSet& points() const { return *points_; }
    /// Another state of the same store (`same_store`) keeps filter and, by id, selection.
    void set_points(std::shared_ptr<const PointSet> points, bool same_store);

    [[nodiscard]] FilterState& filters() { return filters_; }
    [[nodiscard]] const FilterState& filters() const { return filters_; }
    [[nodiscard]] const std::vector<int>& visible() const { return visible_; } ///< rows, ascending
    /// What is wrong with the filter's condition; all else is then filtered without it.
    [[nodiscard]] const QString& filter_problem() const { return problem_; }

    [[nodiscard]] bool selected(int row) const { return selected_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int selected_count() const { return selected_count_; }
    [[nodiscard]] int visible_selected_count() const;
    [[nodiscard]] std::vector<int> selection() const; ///< rows, ascending, hidden ones included
    void select(const std::vector<int>& rows, bool add = false);

Q_SIGNALS:
    void points_changed();
    void visible_changed(); ///< also after points_changed
    void selection_changed();

private:
    void filter();
    std::shared_ptr<const PointSet> points_;
    FilterState filters_;
    std::vector<int> visible_;
    std::vector<bool> selected_;
    int selected_count_ = 0;
    QString problem_;
};

} // namespace fracbit::gui
