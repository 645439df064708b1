#include "gui/explore/parallel_axes_button.hpp"

#include "gui/explore/parallel_plot.hpp"
#include "gui/support/text.hpp"
#include "gui/support/tick_menu.hpp"

#include <algorithm>

namespace fracbit::gui {

ParallelAxesButton::ParallelAxesButton(PointView& view, ParallelPlot& plot, QWidget* parent)
    : QToolButton(parent), view_(view), plot_(plot), menu_(new TickMenu(this)) {
    setObjectName(QStringLiteral("explore_parallel_axes"));
    setText(tr("Axes"));
    setToolTip(tr("Which columns are axes: any parameter, metric or objective can be filtered by a drag"));
    setPopupMode(QToolButton::InstantPopup);
    setMenu(menu_);
    menu_->setObjectName(QStringLiteral("explore_axes_menu"));
    connect(menu_, &TickMenu::aboutToShow, this, &ParallelAxesButton::fill_menu);
}

void ParallelAxesButton::fill_menu() {
    menu_->clear();
    const PointSet& points = view_.points();
    for (const char* kind : {"objective", "parameter", "note", "metric"})
        for (const int column : points.varied_columns_of(kind)) {
            QAction* action = menu_->addAction(points.list_title(column));
            action->setCheckable(true);
            const std::vector<int> shown = plot_.columns();
            action->setChecked(std::find(shown.begin(), shown.end(), column) != shown.end());
            connect(action, &QAction::triggered, this,
                    [this, key = points.key(column)](bool on) { show_axis(key, on); });
        }
}

/// The menu stays open, and another store may have come meanwhile.
void ParallelAxesButton::show_axis(const QString& key, bool on) {
    const auto column = view_.points().find_key(key);
    if (!column) return;
    std::vector<int> columns = plot_.columns();
    std::erase(columns, *column);
    if (on) columns.push_back(*column);
    plot_.set_axes(columns);
}

QJsonArray ParallelAxesButton::state() const {
    QJsonArray keys;
    for (const int column : plot_.columns()) keys.append(view_.points().key(column));
    return keys;
}

void ParallelAxesButton::restore(const QJsonArray& keys) {
    std::vector<int> columns;
    for (const QJsonValue& key : keys)
        if (const auto column = view_.points().find_key(key.toString())) columns.push_back(*column);
    if (!columns.empty()) plot_.set_axes(columns);
}

} // namespace fracbit::gui
