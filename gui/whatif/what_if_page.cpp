#include "gui/whatif/what_if_page.hpp"

#include "gui/support/plot_style.hpp"
#include "gui/support/table_export.hpp"
#include "gui/support/text.hpp"
#include "gui/support/theme.hpp"
#include "gui/whatif/block_diagram.hpp"
#include "gui/whatif/control_column.hpp"
#include "gui/whatif/design_state.hpp"
#include "gui/whatif/pinned_panel.hpp"
#include "gui/whatif/stacked_bars.hpp"
#include "gui/whatif/table_view.hpp"
#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"

#include <QComboBox>
#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <exception>
#include <functional>

namespace fracbit::gui {
namespace {

constexpr int slow_milliseconds = 100; // after which it is said that there is work

QPushButton* page_button(const QString& text, const char* name, const QString& tip, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(tip);
    return button;
}

QScrollArea* scrolled(QWidget* inside, QWidget* parent) {
    auto* area = new QScrollArea(parent);
    area->setWidget(inside);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    return area;
}

} // namespace

WhatIfPage::WhatIfPage(DesignList& designs, QWidget* parent)
    : Page(parent), designs_(designs), present_(book_), pinned_(designs), slow_(new QTimer(this)) {
    setObjectName(QStringLiteral("whatif"));
    across_ = new QSplitter(Qt::Horizontal, this);
    across_->setObjectName(QStringLiteral("whatif_across"));
    across_->addWidget(make_left());
    down_ = new QSplitter(Qt::Vertical, across_);
    down_->setObjectName(QStringLiteral("whatif_down"));
    down_->addWidget(make_top());
    make_tabs();
    down_->addWidget(tabs_);
    down_->setStretchFactor(0, 1);
    down_->setStretchFactor(1, 1);
    across_->setStretchFactor(1, 1);
    across_->setChildrenCollapsible(false);
    down_->setChildrenCollapsible(false);
    auto* all = new QHBoxLayout(this);
    all->setContentsMargins(0, 4, 0, 0);
    all->addWidget(across_);
    slow_->setSingleShot(true);
    connect_parts();
    recompute();
}

QString WhatIfPage::title() const { return tr("What if"); }

QString WhatIfPage::purpose() const {
    return tr("Move a machine's parameters and see cycles, stalls, area and energy follow");
}

QWidget* WhatIfPage::make_left() {
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    auto* buttons = new QHBoxLayout;
    auto* open =
        page_button(tr("&Open..."), "whatif_open",
                    tr("Takes the machine from an architecture file (.toml), or the network from a CSV file"), left);
    auto* save =
        page_button(tr("&Save machine..."), "whatif_save",
                    tr("Writes the machine as an architecture file (.toml) for fracbit simulate --arch"), left);
    buttons->addWidget(open);
    buttons->addWidget(save);
    column->addLayout(buttons);
    controls_ = new ControlColumn(present_, book_, left);
    auto* area = scrolled(controls_, left);
    area->setObjectName(QStringLiteral("whatif_control_area"));
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumWidth(controls_->minimumSizeHint().width() + 24);
    column->addWidget(area, 1);
    connect(open, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Open machine or network"), {},
                                                          tr("Architectures and networks (*.toml *.csv)"));
        if (!path.isEmpty()) this->open(path);
    });
    connect(save, &QPushButton::clicked, this, &WhatIfPage::save_architecture);
    return left;
}

QWidget* WhatIfPage::make_top() {
    auto* top = new QWidget(this);
    auto* column = new QVBoxLayout(top);
    column->setContentsMargins(4, 0, 0, 0);
    auto* row = new QHBoxLayout;
    name_ = new QLineEdit(top);
    name_->setObjectName(QStringLiteral("whatif_name"));
    name_->setToolTip(tr("What the design is called once it is pinned"));
    auto* label = new QLabel(tr("&Name"), top);
    label->setBuddy(name_);
    pin_ =
        page_button(tr("&Pin"), "whatif_pin", tr("Keeps this design, to be compared with others and simulated"), top);
    auto* picture = page_button(tr("Export &diagram..."), "whatif_export_diagram",
                                tr("Writes the block diagram as SVG, PDF or PNG"), top);
    status_ = new QLabel(top);
    status_->setObjectName(QStringLiteral("whatif_status"));
    status_->setMinimumWidth(fontMetrics().averageCharWidth() * 12);
    row->addWidget(label);
    row->addWidget(name_, 1);
    row->addWidget(pin_);
    row->addWidget(picture);
    row->addWidget(status_);
    column->addLayout(row);
    message_ = new QLabel(top);
    message_->setObjectName(QStringLiteral("whatif_message"));
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    message_->hide();
    column->addWidget(message_);
    diagram_ = new BlockDiagram(top);
    diagram_->setObjectName(QStringLiteral("whatif_diagram"));
    key_view_ = make_table_view(top);
    key_view_->setObjectName(QStringLiteral("whatif_key_figures"));
    key_view_->setModel(&key_figures_);
    key_view_->setMinimumWidth(fontMetrics().averageCharWidth() * 52);
    key_view_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    key_view_->horizontalHeader()->setStretchLastSection(true);
    key_view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* middle = new QHBoxLayout;
    middle->addWidget(diagram_, 5);
    middle->addWidget(key_view_, 3);
    column->addLayout(middle, 1);
    connect(pin_, &QPushButton::clicked, this, &WhatIfPage::pin);
    connect(name_, &QLineEdit::returnPressed, this, &WhatIfPage::pin);
    connect(picture, &QPushButton::clicked, this, &WhatIfPage::export_diagram);
    return top;
}

QWidget* WhatIfPage::make_bars_tab() {
    auto* tab = new QWidget(this);
    auto* column = new QVBoxLayout(tab);
    column->setContentsMargins(4, 4, 4, 4);
    auto* row = new QHBoxLayout;
    auto* label = new QLabel(tr("Of &layer"), tab);
    scope_ = new QComboBox(tab);
    scope_->setObjectName(QStringLiteral("whatif_scope"));
    scope_->setToolTip(tr("The layer whose cycles the diagram and the bars show"));
    scope_->setMinimumContentsLength(24);
    label->setBuddy(scope_);
    row->addWidget(label);
    row->addWidget(scope_);
    row->addStretch(1);
    column->addLayout(row);
    stalls_ = new StackedBars(StackedBars::Colors::cycles, tab);
    stalls_->setObjectName(QStringLiteral("whatif_stalls"));
    column->addWidget(scrolled(stalls_, tab), 1);
    return tab;
}

QWidget* WhatIfPage::make_costs_tab() {
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

QTableView* WhatIfPage::make_sorted_table(QAbstractItemModel& model, const char* name) {
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

void WhatIfPage::make_tabs() {
    tabs_ = new QTabWidget(this);
    tabs_->tabBar()->setObjectName(QStringLiteral("whatif_tabs"));
    tabs_->addTab(make_bars_tab(), tr("Stalls"));
    layer_view_ = make_sorted_table(layers_, "whatif_layers");
    block_view_ = make_sorted_table(block_layers_, "whatif_block_layers");
    tabs_->addTab(layer_view_, tr("Layers"));
    tabs_->addTab(block_view_, tr("Block"));
    tabs_->addTab(make_costs_tab(), tr("Area and energy"));
    panel_ = new PinnedPanel(designs_, pinned_, this);
    tabs_->addTab(panel_, tr("Pinned"));
    auto* save = page_button(tr("&Export tab..."), "whatif_export_tab",
                             tr("Writes the table that is shown as CSV, or the bars as SVG, PDF or PNG"), this);
    tabs_->setCornerWidget(save);
    connect(save, &QPushButton::clicked, this, &WhatIfPage::export_tab);
}

void WhatIfPage::connect_parts() {
    connect(controls_, &ControlColumn::changed, this, &WhatIfPage::recompute);
    connect(&live_, &LiveFigures::timed, this, &WhatIfPage::take);
    connect(&live_, &LiveFigures::costed, this, &WhatIfPage::take);
    connect(&live_, &LiveFigures::refused, this, [this](const QString& message) {
        show_message(message);
        set_stale(true);
    });
    connect(slow_, &QTimer::timeout, this, [this] {
        if (!live_.working()) return;
        status_->setText(tr("working..."));
        set_stale(true);
    });
    connect(scope_, &QComboBox::currentIndexChanged, this, [this] { show_scope(); });
    connect(diagram_, &BlockDiagram::block_selected, this, [this](models::BlockId block) {
        block_layers_.show(figures_, block);
        tabs_->setTabText(tabs_->indexOf(block_view_), tr("Block: %1").arg(to_qt(models::to_string(block))));
        tabs_->setCurrentWidget(block_view_);
    });
    connect(layer_view_, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        const auto* sorted = qobject_cast<const QSortFilterProxyModel*>(layer_view_->model());
        scope_->setCurrentIndex(sorted->mapToSource(index).row());
    });
    connect(&pinned_, &PinnedFigures::changed, this, &WhatIfPage::show_figures);
    connect(panel_, &PinnedPanel::open_requested, this, &WhatIfPage::open_design);
    connect(panel_, &PinnedPanel::simulate_requested, this, &WhatIfPage::simulate_requested);
}

bool WhatIfPage::can_open(const QString& path, const QByteArray& head) const {
    Q_UNUSED(head)
    const QString name = path.toLower();
    if (name.endsWith(QLatin1String(".csv"))) return !name.endsWith(QLatin1String(".events.csv"));
    if (!name.endsWith(QLatin1String(".toml"))) return false;
    QFile file(path);
    return !file.open(QIODevice::ReadOnly) || !file.readAll().contains("[[objective]]"); // else a design space
}

void WhatIfPage::open(const QString& path) {
    run_guarded([&] {
        if (path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
            present_.set_text("network", book_.open(path));
        } else {
            present_.open_architecture(models::read_architecture(to_std(path)));
            name_->setText(QFileInfo(path).completeBaseName());
        }
        starting_ = true;
        controls_->refresh();
        recompute();
    });
}

void WhatIfPage::open_design(const Design& design) {
    present_.open(design);
    name_->setText(design.name);
    starting_ = true;
    controls_->refresh();
    recompute();
    Q_EMIT wants_attention();
}

void WhatIfPage::recompute() {
    const std::vector<PlacedProblem> problems = present_.problems();
    controls_->show_problems(problems);
    name_->setPlaceholderText(describe(present_.design()));
    pin_->setEnabled(problems.empty());
    if (!problems.empty()) {
        live_.cancel();
        status_->clear();
        show_message(
            tr("Not allowed; the numbers are those of the last design that was: %1").arg(problems.front().text));
        set_stale(true);
        return;
    }
    live_.request(present_.design());
    slow_->start(slow_milliseconds);
}

void WhatIfPage::take(const Figures& figures) {
    figures_ = figures;
    if (figures->machine) {
        complete_ = figures;
        if (starting_ && !live_.working()) {
            start_ = figures;
            starting_ = false;
        }
    }
    if (!live_.working()) status_->clear();
    show_message({});
    set_stale(false);
    fill_scopes();
    show_figures();
    Q_EMIT figures_shown(figures->machine.has_value());
}

void WhatIfPage::show_figures() {
    if (!figures_) return;
    Figures base = start_;
    QString base_name = tr("start");
    if (!pinned_.entries().empty() && pinned_.entries().front().figures) {
        base = pinned_.entries().front().figures;
        base_name = fontMetrics().elidedText(pinned_.entries().front().design.name, Qt::ElideRight,
                                             fontMetrics().averageCharWidth() * 12);
    }
    key_figures_.show(figures_, complete_, base, base_name);
    layers_.show(figures_);
    block_layers_.show(figures_, diagram_->selected());
    if (figures_->machine) {
        area_->show_table(area_bars(*figures_));
        energy_->show_table(energy_bars(*figures_));
    }
    show_scope();
    if (!other_layers_) return;
    other_layers_ = false;
    layer_view_->resizeColumnsToContents();
    block_view_->resizeColumnsToContents();
}

FigureScope WhatIfPage::scope() const {
    const int row = scope_->currentIndex();
    return row >= 0 && row < layers_.rowCount() ? layers_.scope(row) : FigureScope{};
}

void WhatIfPage::fill_scopes() {
    const std::vector<FigureScope> scopes = all_scopes(figures_);
    QStringList names;
    for (const FigureScope& scope : scopes) names += scope_name(*figures_, scope);
    bool same = scope_->count() == names.size();
    for (int i = 0; same && i < scope_->count(); ++i) same = scope_->itemText(i) == names[i];
    if (same) return;
    const QSignalBlocker quiet(scope_);
    const QString before = scope_->currentText();
    scope_->clear();
    scope_->addItems(names);
    scope_->setCurrentIndex(static_cast<int>(std::max<qsizetype>(0, names.indexOf(before))));
    other_layers_ = true;
}

void WhatIfPage::show_scope() {
    if (!figures_) return;
    diagram_->show_counts(counts_of(*figures_, scope()), scope_name(*figures_, scope()));
    stalls_->show_table(stall_bars(*figures_, scope()));
}

void WhatIfPage::show_message(const QString& message) {
    message_->setStyleSheet(QStringLiteral("color: %1").arg(plot_colors(palette()).accent.name()));
    message_->setText(message);
    message_->setVisible(!message.isEmpty());
}

void WhatIfPage::set_stale(bool stale) {
    if (stale == stale_) return;
    stale_ = stale;
    diagram_->set_stale(stale);
    for (StackedBars* bars : {stalls_, area_, energy_}) bars->set_stale(stale);
    for (QTableView* view : {key_view_, layer_view_, block_view_}) view->setEnabled(!stale);
}

void WhatIfPage::pin() {
    if (!present_.problems().empty()) return;
    Design design = present_.design();
    const QString wanted = name_->text().trimmed().isEmpty() ? name_->placeholderText() : name_->text().trimmed();
    const auto taken = [this](const QString& name) {
        return std::any_of(designs_.designs().begin(), designs_.designs().end(),
                           [&name](const Design& other) { return other.name == name; });
    };
    design.name = wanted;
    for (int number = 2; taken(design.name); ++number) design.name = QStringLiteral("%1 (%2)").arg(wanted).arg(number);
    if (!designs_.add(design)) {
        Q_EMIT failed(
            tr("%1 is not pinned: it is already, or there are %2, which is as many as fit; remove one of them.")
                .arg(design.name)
                .arg(DesignList::most));
        return;
    }
    tabs_->setCurrentWidget(panel_);
    Q_EMIT noticed(tr("Pinned %1").arg(design.name));
}

void WhatIfPage::show_pinned() {
    tabs_->setCurrentWidget(panel_);
    Q_EMIT wants_attention();
}

void WhatIfPage::run_guarded(const std::function<void()>& action) {
    try {
        action();
    } catch (const std::exception& error) {
        Q_EMIT failed(to_qt(error.what()));
    }
}

void WhatIfPage::save_architecture() {
    QString path = QFileDialog::getSaveFileName(this, tr("Save machine"), QStringLiteral("machine.toml"),
                                                tr("Architectures (*.toml)"));
    if (path.isEmpty()) return;
    run_guarded([&] {
        models::AtomicFile file(to_std(path));
        file.write(models::to_toml(present_.design().point.architecture));
        file.commit();
        Q_EMIT noticed(tr("Wrote %1").arg(path));
    });
}

void WhatIfPage::export_tab() {
    QWidget* tab = tabs_->currentWidget();
    const QAbstractItemModel* table = tab == layer_view_   ? layer_view_->model()
                                      : tab == block_view_ ? block_view_->model()
                                      : tab == panel_      ? &panel_->table()
                                                           : nullptr;
    const QString path =
        table ? ask_table_path(this, QStringLiteral("table.csv")) : ask_picture_path(this, QStringLiteral("bars.svg"));
    if (path.isEmpty()) return;
    run_guarded([&] {
        if (table)
            save_table(*table, path);
        else
            save_widget(tabs_->currentIndex() == 0 ? *static_cast<QWidget*>(stalls_) : *area_->parentWidget(), path);
        Q_EMIT noticed(tr("Wrote %1").arg(path));
    });
}

void WhatIfPage::export_diagram() {
    const QString path = ask_picture_path(this, QStringLiteral("machine.svg"));
    if (path.isEmpty()) return;
    run_guarded([&] {
        save_widget(*diagram_, path);
        Q_EMIT noticed(tr("Wrote %1").arg(path));
    });
}

QJsonObject WhatIfPage::state() const {
    auto& book = const_cast<NetworkBook&>(book_); // reads shipped networks when they are asked for
    return {{QStringLiteral("values"), present_.state()},
            {QStringLiteral("name"), name_->text()},
            {QStringLiteral("networks"), QJsonArray::fromStringList(book_.files())},
            {QStringLiteral("pinned"), pinned_state(designs_, book)},
            {QStringLiteral("tab"), tabs_->currentIndex()},
            {QStringLiteral("across"), QString::fromLatin1(across_->saveState().toBase64())},
            {QStringLiteral("down"), QString::fromLatin1(down_->saveState().toBase64())}};
}

void WhatIfPage::restore(const QJsonObject& state) {
    if (state.isEmpty()) return;
    for (const QJsonValue& file : state[QStringLiteral("networks")].toArray()) {
        try {
            book_.open(file.toString());
        } catch (const Error&) {
            // It is no longer there: what ran it falls back to the network that is shown now.
        }
    }
    present_.restore(state[QStringLiteral("values")].toObject());
    name_->setText(state[QStringLiteral("name")].toString());
    restore_pinned(state[QStringLiteral("pinned")].toArray(), book_, designs_);
    tabs_->setCurrentIndex(state[QStringLiteral("tab")].toInt());
    across_->restoreState(QByteArray::fromBase64(state[QStringLiteral("across")].toString().toLatin1()));
    down_->restoreState(QByteArray::fromBase64(state[QStringLiteral("down")].toString().toLatin1()));
    starting_ = true;
    controls_->refresh();
    recompute();
}

void WhatIfPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && message_ != nullptr)
        message_->setStyleSheet(QStringLiteral("color: %1").arg(plot_colors(palette()).accent.name()));
    Page::changeEvent(event);
}

} // namespace fracbit::gui
