#include "gui/points/point_view.hpp"

#include "gui/support/text.hpp"
#include "models/core/error.hpp"

#include <algorithm>

namespace fracbit::gui {

PointView::PointView(QObject* parent) : QObject(parent), points_(std::make_shared<const PointSet>()) {
    connect(&filters_, &FilterState::changed, this, [this] {
        filter();
        Q_EMIT visible_changed();
    });
}

void PointView::set_points(std::shared_ptr<const PointSet> points, bool same_store) {
    std::vector<std::int64_t> ids;
    if (same_store)
        for (const int row : selection()) ids.push_back(points_->id(row));
    points_ = std::move(points);
    selected_.assign(static_cast<std::size_t>(points_->rows()), false);
    selected_count_ = 0;
    for (const std::int64_t id : ids)
        if (const auto row = points_->row_of(id)) {
            selected_[static_cast<std::size_t>(*row)] = true;
            ++selected_count_;
        }
    visible_.clear();
    Q_EMIT points_changed();
    if (same_store) {
        filter();
        Q_EMIT visible_changed();
    } else {
        filters_.reset();
    }
    Q_EMIT selection_changed();
}

void PointView::filter() {
    problem_.clear();
    try {
        visible_ = rows_of(*points_, filters_.filter());
    } catch (const Error& error) {
        problem_ = to_qt(error.what());
        PointFilter without = filters_.filter();
        without.condition.clear();
        visible_ = rows_of(*points_, without);
    }
}

int PointView::visible_selected_count() const {
    return static_cast<int>(std::count_if(visible_.begin(), visible_.end(), [this](int row) { return selected(row); }));
}

std::vector<int> PointView::selection() const {
    std::vector<int> rows;
    for (int row = 0; row < static_cast<int>(selected_.size()); ++row)
        if (selected_[static_cast<std::size_t>(row)]) rows.push_back(row);
    return rows;
}

void PointView::select(const std::vector<int>& rows, bool add) {
    if (!add) {
        selected_.assign(selected_.size(), false);
        selected_count_ = 0;
    }
    for (const int row : rows) {
        if (selected_[static_cast<std::size_t>(row)]) continue;
        selected_[static_cast<std::size_t>(row)] = true;
        ++selected_count_;
    }
    Q_EMIT selection_changed();
}

} // namespace fracbit::gui
