#include "gui/points/point_table.hpp"

#include "gui/support/text.hpp"

#include <QBrush>
#include <QFont>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

constexpr int own_columns = 2; // point, front

} // namespace

PointTable::PointTable(PointView& view, QObject* parent) : QAbstractTableModel(parent), view_(view) {
    connect(&view, &PointView::points_changed, this, [this] {
        beginResetModel();
        rows_.clear();
        choose_columns();
        endResetModel();
    });
    connect(&view, &PointView::visible_changed, this, &PointTable::rebuild);
    connect(&view, &PointView::selection_changed, this, [this] {
        if (selected_only_) return rebuild();
        if (!rows_.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::BackgroundRole});
    });
    choose_columns();
    choose_rows();
}

void PointTable::choose_columns() {
    columns_.clear();
    const PointSet& points = view_.points();
    for (const char* kind : {"objective", "parameter", "note"}) {
        const std::string name = kind;
        for (const int column : name == "objective" ? points.columns_of(name) : points.varied_columns_of(name))
            columns_.push_back(column);
    }
    for (const int column : points.varied_columns_of("metric")) columns_.push_back(column);
}

int PointTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int PointTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : own_columns + static_cast<int>(columns_.size());
}

QVariant PointTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const PointSet& points = view_.points();
    const int row = point_row(index.row());
    const int section = index.column();
    if (role == Qt::BackgroundRole && view_.selected(row)) {
        QColor color = QGuiApplication::palette().color(QPalette::Highlight);
        constexpr int faint = 60;
        color.setAlpha(faint);
        return QBrush(color);
    }
    if (role == Qt::TextAlignmentRole) {
        const bool text = section >= own_columns &&
                          !points.column(columns_[static_cast<std::size_t>(section - own_columns)]).texts.empty();
        return QVariant::fromValue(Qt::Alignment((text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
    }
    if (role != Qt::DisplayRole && role != Qt::UserRole) return {};
    if (section == 0) return QString::number(points.id(row));
    if (section == 1) return points.on_front(row) ? tr("front") : QString();
    const int column = columns_[static_cast<std::size_t>(section - own_columns)];
    return role == Qt::UserRole ? points.exact_text(row, column) : points.text(row, column);
}

QVariant PointTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) return {};
    if (section < 0 || section >= columnCount()) return {};
    const bool tip = role == Qt::ToolTipRole;
    if (section == 0)
        return tip ? tr("Number of the point: `fracbit simulate --from STORE --point N` runs it") : tr("point");
    if (section == 1) return tip ? tr("Whether no other point is better in all objectives") : tr("front");
    const int column = columns_[static_cast<std::size_t>(section - own_columns)];
    if (!tip) return view_.points().title(column);
    const explorer::StoredColumn& stored = view_.points().column(column);
    return tr("%1 %2; click to sort").arg(to_qt(stored.kind), view_.points().title(column));
}

void PointTable::choose_rows() {
    rows_ = view_.visible();
    if (selected_only_) std::erase_if(rows_, [this](int row) { return !view_.selected(row); });
    const PointSet& points = view_.points();
    const bool down = order_ == Qt::DescendingOrder;
    const auto key = [&](int row) -> double {
        if (sorted_by_ == 0) return static_cast<double>(points.id(row));
        if (sorted_by_ == 1) return points.on_front(row) ? 0 : 1;
        return points.value(row, columns_[static_cast<std::size_t>(sorted_by_ - own_columns)]);
    };
    if (sorted_by_ >= columnCount() || (sorted_by_ == 0 && !down)) return;
    std::vector<std::pair<double, int>> keyed;
    keyed.reserve(rows_.size());
    for (const int row : rows_) keyed.emplace_back(key(row), row);
    std::stable_sort(keyed.begin(), keyed.end(), [down](const auto& a, const auto& b) {
        if (std::isnan(a.first) || std::isnan(b.first)) return !std::isnan(a.first) && std::isnan(b.first);
        return down ? a.first > b.first : a.first < b.first;
    });
    for (std::size_t i = 0; i < keyed.size(); ++i) rows_[i] = keyed[i].second;
}

void PointTable::rebuild() {
    beginResetModel();
    choose_rows();
    endResetModel();
}

void PointTable::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= columnCount()) return;
    sorted_by_ = column;
    order_ = order;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const auto before = persistentIndexList();
    std::vector<int> kept;
    for (const QModelIndex& index : before) kept.push_back(point_row(index.row()));
    choose_rows();
    std::vector<int> position(static_cast<std::size_t>(view_.points().rows()), -1); // in the table, by row
    for (std::size_t i = 0; i < rows_.size(); ++i) position[static_cast<std::size_t>(rows_[i])] = static_cast<int>(i);
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after << index(position[static_cast<std::size_t>(kept[static_cast<std::size_t>(i)])], before[i].column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void PointTable::show_selected_only(bool on) {
    if (on == selected_only_) return;
    selected_only_ = on;
    rebuild();
}

} // namespace fracbit::gui
