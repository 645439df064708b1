#include "gui/explore/point_table_panel.hpp"

#include <QAction>
#include <QCheckBox>
#include <QHeaderView>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fracbit::gui {

PointTablePanel::PointTablePanel(PointView& view, QWidget* parent)
    : QWidget(parent), view_(view), model_(view), table_(new QTableView(this)),
      selected_only_(new QCheckBox(tr("S&elected only"), this)) {
    selected_only_->setObjectName(QStringLiteral("explore_selected_only"));
    selected_only_->setToolTip(tr("Shows selected points alone"));
    auto* save = new QToolButton(this);
    save->setObjectName(QStringLiteral("explore_export_table"));
    save->setText(tr("Export table..."));
    save->setToolTip(tr("Writes the rows of this table as CSV, with all digits"));
    table_->setObjectName(QStringLiteral("explore_table"));
    table_->setAccessibleName(tr("Points"));
    table_->setModel(&model_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(0, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setAlternatingRowColors(true);
    table_->setWordWrap(false);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    table_->setToolTip(tr("Chosen rows are selected in the plots; a double click or Enter pins a row"));
    auto* row = new QHBoxLayout;
    row->addWidget(selected_only_);
    row->addStretch();
    row->addWidget(save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(table_, 1);
    connect(selected_only_, &QCheckBox::toggled, &model_, &PointTable::show_selected_only);
    connect(save, &QToolButton::clicked, this, &PointTablePanel::export_clicked);
    connect(table_, &QTableView::doubleClicked, this,
            [this](const QModelIndex& index) { Q_EMIT row_activated(model_.point_row(index.row())); });
    auto* pin = new QAction(table_); // what a double click does, from the keyboard
    pin->setShortcut(Qt::Key_Return);
    pin->setShortcutContext(Qt::WidgetShortcut);
    table_->addAction(pin);
    connect(pin, &QAction::triggered, this, [this] {
        if (const QModelIndex at = table_->currentIndex(); at.isValid())
            Q_EMIT row_activated(model_.point_row(at.row()));
    });
    connect_selection();
}

void PointTablePanel::connect_selection() {
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (model_.selected_only()) return; // rows would vanish under the pointer
        std::vector<int> rows;
        for (const QModelIndex& index : table_->selectionModel()->selectedRows())
            rows.push_back(model_.point_row(index.row()));
        if (rows.empty()) return;
        choosing_rows_ = true;
        view_.select(rows);
        choosing_rows_ = false;
    });
    connect(&view_, &PointView::selection_changed, this, [this] { // of the plots: the table marks it itself
        if (!choosing_rows_) table_->selectionModel()->clear();
    });
}

void PointTablePanel::fit_columns() {
    table_->resizeColumnsToContents(); // of the rows that are looked at first: later numbers may be longer
    const int rows = view_.points().rows();
    if (rows == 0) return;
    const QString longest = QString::number(view_.points().id(rows - 1)) + QStringLiteral("00");
    table_->setColumnWidth(0, std::max(table_->columnWidth(0), fontMetrics().horizontalAdvance(longest)));
}

QJsonObject PointTablePanel::state() const {
    const QHeaderView& header = *table_->horizontalHeader();
    return {{QStringLiteral("sorted_by"), model_.headerData(header.sortIndicatorSection(), Qt::Horizontal).toString()},
            {QStringLiteral("descending"), header.sortIndicatorOrder() == Qt::DescendingOrder},
            {QStringLiteral("selected_only"), model_.selected_only()}};
}

void PointTablePanel::restore(const QJsonObject& state) {
    const QString sorted_by = state[QStringLiteral("sorted_by")].toString();
    const bool descending = state[QStringLiteral("descending")].toBool();
    for (int section = 0; section < model_.columnCount(); ++section)
        if (model_.headerData(section, Qt::Horizontal).toString() == sorted_by)
            table_->sortByColumn(section, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    selected_only_->setChecked(state[QStringLiteral("selected_only")].toBool());
}

} // namespace fracbit::gui
