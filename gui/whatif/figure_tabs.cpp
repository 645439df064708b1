#include "gui/whatif/figure_tabs.hpp"

#include "gui/support/named_button.hpp"
#include "gui/support/page.hpp"
#include "gui/support/plot_style.hpp"
#include "gui/support/scrolled.hpp"
#include "gui/support/table_export.hpp"
#include "gui/support/table_view.hpp"
#include "gui/support/text.hpp"
#include "gui/whatif/pinned_panel.hpp"
#include "gui/whatif/stacked_bars.hpp"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace fracbit::gui {

FigureTabs::FigureTabs(DesignList& designs, const PinnedFigures& pinned, QWidget* parent) : QTabWidget(parent) {
    tabBar()->setObjectName(QStringLiteral("whatif_tabs"));
    addTab(make_stalls(), tr("Stalls"));
    layer_view_ = make_sorted_table(layers_, "whatif_layers");
    layer_view_->setAccessibleName(tr("Layers"));
    block_view_ = make_sorted_table(block_layers_, "whatif_block_layers");
    block_view_->setAccessibleName(tr("Cycles of the block, layer by layer"));
    addTab(layer_view_, tr("Layers"));
    addTab(block_view_, tr("Block"));
    addTab(make_costs(), tr("Area and energy"));
    pinned_ = new PinnedPanel(designs, pinned, this);
    addTab(pinned_, tr("Pinned"));
    auto* save = named_button(tr("&Export tab..."), "whatif_export_tab",
                              tr("Writes the table that is shown as CSV, or the bars as SVG, PDF or PNG"), this);
    setCornerWidget(save);
    connect(save, &QPushButton::clicked, this, &FigureTabs::export_clicked);
    connect(scope_, &QComboBox::currentIndexChanged, this, [this] {
        show_stalls();
        Q_EMIT scope_chosen();
    });
    connect(layer_view_, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        const auto* sorted = qobject_cast<const QSortFilterProxyModel*>(layer_view_->model());
        scope_->setCurrentIndex(sorted->mapToSource(index).row());
    });
}

QWidget* FigureTabs::make_stalls() {
    auto* tab = new QWidget(this);
    auto* label = new QLabel(tr("Of &layer"), tab);
    scope_ = new QComboBox(tab);
    scope_->setObjectName(QStringLiteral("whatif_scope"));
    scope_->setToolTip(tr("The layer whose cycles the diagram and the bars show"));
    scope_->setMinimumContentsLength(24);
    label->setBuddy(scope_);
    stalls_ = new StackedBars(StackedBars::Colors::cycles, tab);
    stalls_->setObjectName(QStringLiteral("whatif_stalls"));
    auto* row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(scope_);
    row->addStretch(1);
    auto* column = new QVBoxLayout(tab);
    column->setContentsMargins(4, 4, 4, 4);
    column->addLayout(row);
    column->addWidget(scrolled(stalls_, tab), 1);
    return tab;
}

QWidget* FigureTabs::make_costs() {
    auto* tab = new QWidget(this);
    auto* row = new QHBoxLayout(tab);
    row->setContentsMargins(4, 4, 4, 4);
    area_ = new StackedBars(StackedBars::Colors::series, tab);
    area_->setObjectName(QStringLiteral("whatif_area"));
    energy_ = new StackedBars(StackedBars::Colors::series, tab);
    energy_->setObjectName(QStringLiteral("whatif_energy"));
    row->addWidget(area_, 1, Qt::AlignTop);
    row->addWidget(energy_, 1, Qt::AlignTop);
    return scrolled(tab, this);
}

QTableView* FigureTabs::make_sorted_table(QAbstractItemModel& model, const char* name) {
    QTableView* view = make_table_view(this);
    view->setObjectName(QLatin1String(name));
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(&model);
    sorted->setSortRole(Qt::UserRole);
    view->setModel(sorted);
    view->setSortingEnabled(true);
    view->sortByColumn(-1, Qt::AscendingOrder);
    return view;
}

void FigureTabs::show_figures(const Figures& figures, models::BlockId block) {
    figures_ = figures;
    const bool other_layers = fill_scopes();
    layers_.show(figures_);
    block_layers_.show(figures_, block);
    if (figures_->machine) {
        area_->show_table(area_bars(*figures_));
        energy_->show_table(energy_bars(*figures_));
    }
    show_stalls();
    if (!other_layers) return;
    layer_view_->resizeColumnsToContents();
    block_view_->resizeColumnsToContents();
}

bool FigureTabs::fill_scopes() {
    QStringList names;
    for (const FigureScope& scope : all_scopes(figures_)) names += scope_name(*figures_, scope);
    bool same = scope_->count() == names.size();
    for (int i = 0; same && i < scope_->count(); ++i) same = scope_->itemText(i) == names[i];
    if (same) return false;
    const QSignalBlocker quiet(scope_);
    const QString before = scope_->currentText();
    scope_->clear();
    scope_->addItems(names);
    scope_->setCurrentIndex(static_cast<int>(std::max<qsizetype>(0, names.indexOf(before))));
    return true;
}

FigureScope FigureTabs::scope() const {
    const int row = scope_->currentIndex();
    return row >= 0 && row < layers_.rowCount() ? layers_.scope(row) : FigureScope{};
}

void FigureTabs::show_stalls() {
    if (figures_) stalls_->show_table(stall_bars(*figures_, scope()));
}

void FigureTabs::show_block(models::BlockId block) {
    block_layers_.show(figures_, block);
    setTabText(indexOf(block_view_), tr("Block: %1").arg(to_qt(models::to_string(block))));
    setCurrentWidget(block_view_);
}

void FigureTabs::show_pinned() { setCurrentWidget(pinned_); }

void FigureTabs::set_stale(bool cycles, bool costs) {
    stalls_->set_stale(cycles);
    for (StackedBars* bars : {area_, energy_}) bars->set_stale(costs);
    for (QTableView* view : {layer_view_, block_view_}) view->setEnabled(!cycles);
}

void FigureTabs::export_front(Page& page) {
    QWidget* front = currentWidget();
    const QAbstractItemModel* table = front == layer_view_   ? layer_view_->model()
                                      : front == block_view_ ? block_view_->model()
                                      : front == pinned_     ? &pinned_->table()
                                                             : nullptr;
    if (table != nullptr)
        return page.save_as(ask_table_path(this, QStringLiteral("table.csv")),
                            [table](const QString& path) { save_table(*table, path); });
    QWidget& bars = currentIndex() == 0 ? *static_cast<QWidget*>(stalls_) : *area_->parentWidget();
    page.save_as(ask_picture_path(this, QStringLiteral("bars.svg")),
                 [&bars](const QString& path) { save_widget(bars, path); });
}

} // namespace fracbit::gui
