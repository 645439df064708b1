#include "gui/explore/explore_page.hpp"

#include "gui/designs/stored_design.hpp"
#include "gui/explore/axes_box.hpp"
#include "gui/explore/filter_box.hpp"
#include "gui/explore/parallel_plot.hpp"
#include "gui/explore/pins_box.hpp"
#include "gui/explore/point_text.hpp"
#include "gui/explore/scatter_plot.hpp"
#include "gui/points/filter_json.hpp"
#include "gui/support/plot_style.hpp"
#include "gui/support/table_export.hpp"
#include "gui/support/text.hpp"
#include "models/core/error.hpp"

#include <QCheckBox>
#include <QDateTime>
#include <QFileInfo>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace fracbit::gui {
namespace {

QString first_sentence() {
    return ExplorePage::tr("Open a result store (.sqlite) that `fracbit explore SPACE --out FILE` has written, drop "
                           "one here, or start an exploration on the page Runs.");
}

} // namespace

ExplorePage::ExplorePage(DesignList& designs, QWidget* parent)
    : Page(parent), designs_(designs), table_model_(view_), watch_(new QTimer(this)), scatter_(new ScatterPlot(view_)),
      parallel_(new ParallelPlot(view_)), axes_(new AxesBox) {
    setObjectName(QStringLiteral("explore"));
    summary_ = new QLabel(first_sentence());
    summary_->setObjectName(QStringLiteral("explore_summary"));
    summary_->setWordWrap(true);
    summary_->setMinimumWidth(1);
    summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* right = new QSplitter(Qt::Vertical);
    right->addWidget(make_plots());
    right->addWidget(make_table());
    right->setStretchFactor(0, 3);
    right->setStretchFactor(1, 1);
    auto* both = new QSplitter(Qt::Horizontal);
    both->addWidget(make_controls());
    both->addWidget(right);
    both->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->addWidget(summary_);
    column->addWidget(both, 1);
    connect_parts();
    constexpr int milliseconds = 1000;
    watch_->start(milliseconds);
}

ExplorePage::~ExplorePage() = default;

QString ExplorePage::purpose() const { return tr("See what an exploration found: fronts, filters, single points"); }

QWidget* ExplorePage::make_controls() {
    auto* controls = new QWidget;
    auto* column = new QVBoxLayout(controls);
    column->setContentsMargins(0, 0, 4, 0);
    column->addWidget(axes_);
    column->addWidget(new FilterBox(view_));
    auto* pins = new PinsBox(designs_);
    connect(pins, &PinsBox::compare_requested, this, &ExplorePage::compare_requested);
    connect(pins, &PinsBox::simulate_requested, this, &ExplorePage::simulate_requested);
    column->addWidget(pins, 1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(controls);
    scroll->setMinimumWidth(controls->sizeHint().width() + 20);
    return scroll;
}

QWidget* ExplorePage::make_plots() {
    auto* plots = new QSplitter(Qt::Horizontal);
    const auto framed = [this](QWidget& plot, const QString& name, const QString& hint) {
        auto* frame = new QWidget;
        auto* column = new QVBoxLayout(frame);
        column->setContentsMargins(0, 0, 0, 0);
        auto* row = new QHBoxLayout;
        auto* text = new QLabel(hint);
        text->setWordWrap(true);
        text->setForegroundRole(QPalette::PlaceholderText);
        auto* save = new QToolButton;
        save->setObjectName(QStringLiteral("explore_export_") + name);
        save->setText(tr("Export..."));
        save->setToolTip(tr("Writes this plot as SVG, PDF or PNG"));
        connect(save, &QToolButton::clicked, this, [this, &plot, name] { export_plot(plot, name); });
        row->addWidget(text, 1);
        if (&plot == parallel_) {
            auto* axes = new QToolButton;
            axes->setObjectName(QStringLiteral("explore_parallel_axes"));
            axes->setText(tr("Axes"));
            axes->setToolTip(
                tr("Which columns are axes: any parameter, metric or objective can be filtered by a drag"));
            axes->setPopupMode(QToolButton::InstantPopup);
            axes->setMenu(axes_menu_ = new QMenu(axes));
            axes_menu_->setObjectName(QStringLiteral("explore_axes_menu"));
            connect(axes_menu_, &QMenu::aboutToShow, this, &ExplorePage::fill_axes_menu);
            row->addWidget(axes);
        }
        row->addWidget(save);
        column->addLayout(row);
        column->addWidget(&plot, 1);
        return frame;
    };
    plots->addWidget(framed(*scatter_, QStringLiteral("scatter"),
                            tr("Drag: select (Shift: more). Wheel: zoom. Click a point: pin.")));
    plots->addWidget(
        framed(*parallel_, QStringLiteral("parallel"), tr("Drag along an axis: filter. Double click: undo it.")));
    plots->setStretchFactor(0, 3);
    plots->setStretchFactor(1, 2);
    return plots;
}

void ExplorePage::fill_axes_menu() {
    axes_menu_->clear();
    std::vector<int> shown;
    for (const ParallelAxis& axis : parallel_->axes()) shown.push_back(axis.column);
    const PointSet& points = view_.points();
    for (const char* kind : {"objective", "parameter", "note", "metric"})
        for (const int column : points.varied_columns_of(kind)) {
            QAction* action = axes_menu_->addAction(points.title(column));
            action->setCheckable(true);
            action->setChecked(std::find(shown.begin(), shown.end(), column) != shown.end());
            connect(action, &QAction::triggered, this, [this, shown, column](bool on) {
                std::vector<int> columns = shown;
                if (on)
                    columns.push_back(column);
                else
                    std::erase(columns, column);
                parallel_->set_axes(columns);
            });
        }
}

QWidget* ExplorePage::make_table() {
    auto* frame = new QWidget;
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    auto* only = new QCheckBox(tr("S&elected only"));
    only->setObjectName(QStringLiteral("explore_selected_only"));
    connect(only, &QCheckBox::toggled, &table_model_, &PointTable::show_selected_only);
    auto* save = new QToolButton;
    save->setObjectName(QStringLiteral("explore_export_table"));
    save->setText(tr("Export table..."));
    save->setToolTip(tr("Writes the rows of this table as CSV, with all digits"));
    connect(save, &QToolButton::clicked, this, &ExplorePage::export_table);
    row->addWidget(only);
    row->addStretch();
    row->addWidget(save);
    table_ = new QTableView;
    table_->setObjectName(QStringLiteral("explore_table"));
    table_->setModel(&table_model_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(0, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setAlternatingRowColors(true);
    table_->setWordWrap(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    table_->setToolTip(tr("Chosen rows are selected in the plots; a double click pins a row"));
    column->addLayout(row);
    column->addWidget(table_, 1);
    return frame;
}

void ExplorePage::connect_parts() {
    connect(&loader_, &StoreLoader::loaded, this, &ExplorePage::take);
    connect(&loader_, &StoreLoader::failed, this, [this](const QString& of, const QString& message, bool locked) {
        show_summary();
        if (!locked) {
            waiting_for_.clear();
            Q_EMIT failed(message);
            return;
        }
        const bool first = std::exchange(waiting_for_, of) != of; // a run that is writing: nothing is wrong
        if (!first) return;
        Q_EMIT noticed(
            tr("%1 is locked by another program, an exploration perhaps; it is read as soon as it can be.").arg(of));
    });
    connect(axes_, &AxesBox::changed, this, &ExplorePage::apply_columns);
    connect(axes_, &AxesBox::panning, scatter_, &ScatterPlot::set_panning);
    connect(axes_, &AxesBox::fit_wanted, scatter_, &ScatterPlot::fit);
    connect(scatter_, &ScatterPlot::clicked, this, &ExplorePage::toggle_pin);
    connect(scatter_, &ScatterPlot::rubber_banded, this,
            [this](const std::vector<int>& rows, bool add) { view_.select(rows, add); });
    connect(scatter_, &ScatterPlot::hovered, this, [this](int row, QPoint where) {
        if (row < 0)
            QToolTip::hideText();
        else
            QToolTip::showText(where, point_text(view_.points(), row), scatter_);
    });
    connect(&designs_, &DesignList::changed, this, &ExplorePage::mark_pins);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (table_model_.selected_only()) return; // rows would vanish under the pointer
        std::vector<int> rows;
        for (const QModelIndex& index : table_->selectionModel()->selectedRows())
            rows.push_back(table_model_.point_row(index.row()));
        if (rows.empty()) return;
        choosing_rows_ = true;
        view_.select(rows);
        choosing_rows_ = false;
    });
    connect(&view_, &PointView::selection_changed, this, [this] { // of the plots: the table marks it itself
        if (!choosing_rows_) table_->selectionModel()->clear();
    });
    connect(table_, &QTableView::doubleClicked, this,
            [this](const QModelIndex& index) { toggle_pin(table_model_.point_row(index.row())); });
    connect(watch_, &QTimer::timeout, this, &ExplorePage::look_for_changes);
}

bool ExplorePage::can_open(const QString& path, const QByteArray& head) const {
    return head.startsWith("SQLite format 3") || path.endsWith(QLatin1String(".sqlite"), Qt::CaseInsensitive);
}

void ExplorePage::open(const QString& path) {
    waiting_for_.clear();
    summary_->setText(tr("Reading %1 ...").arg(path));
    seen_change_ = QFileInfo(path).lastModified().toMSecsSinceEpoch();
    loader_.load(path);
}

void ExplorePage::show_example(const QString& path) {
    example_ = path;
    if (!path.isEmpty() && this->path().isEmpty() && !loader_.busy()) open(path);
}

void ExplorePage::look_for_changes() {
    if (loader_.busy()) return;
    if (!waiting_for_.isEmpty()) return loader_.load(waiting_for_);
    if (path().isEmpty() || !isVisible()) return;
    const QFileInfo file(path());
    const qint64 changed = file.lastModified().toMSecsSinceEpoch();
    if (!file.exists()) {
        if (seen_change_ != 0)
            Q_EMIT failed(tr("%1 is no longer there; what was read of it stays on screen.").arg(path()));
        seen_change_ = 0;
        return;
    }
    if (changed == seen_change_) return;
    seen_change_ = changed;
    loader_.load(path());
}

void ExplorePage::take(std::shared_ptr<const PointSet> points) {
    const bool same = points->path() == path() &&
                      points->contents().header.space_hash == view_.points().contents().header.space_hash &&
                      points->columns() == view_.points().columns();
    if (!same) space_.reset();
    waiting_for_.clear();
    axes_->set_points(*points);
    const bool restored = !same && wanted_.value(QStringLiteral("store")).toString() == points->path();
    if (!same)
        axes_->choose_first(*points, restored ? wanted_.value(QStringLiteral("axes")).toObject() : QJsonObject());
    view_.set_points(std::move(points), same);
    if (restored) restore_on_points();
    if (!same) wanted_ = {}; // once: who comes back to this store finds it as any other
    apply_columns();
    if (!same) {
        scatter_->fit();
        table_->resizeColumnsToContents();
    }
    show_summary();
    mark_pins();
}

void ExplorePage::restore_on_points() {
    view_.filters().reset(filter_from_json(wanted_.value(QStringLiteral("filter")).toObject()));
    for (const QJsonValue& id : wanted_.value(QStringLiteral("pins")).toArray()) pin(id.toInteger(-1));
}

void ExplorePage::apply_columns() {
    const PlotColumns columns = axes_->columns();
    if (view_.points().columns() == 0) return;
    scatter_->set_columns(columns);
    parallel_->set_color(columns.color, columns.log_color);
}

void ExplorePage::show_summary() {
    const PointSet& points = view_.points();
    if (points.path().isEmpty()) return summary_->setText(first_sentence());
    const explorer::StoreContents& contents = points.contents();
    if (points.path() == example_)
        return summary_->setText(tr("An example: machines for AlexNet and ResNet-18 on LPDDR memory (docs/explore.md), "
                                    "%1 points evaluated, front of %2. "
                                    "Next: click two points to pin them and press Compare; or open a store of your own "
                                    "(Ctrl+O, or drop it here).")
                                     .arg(grouped_text(contents.counts.evaluated()),
                                          grouped_text(static_cast<std::int64_t>(contents.front.size()))));
    summary_->setText(tr("%1: space %2, %3 points evaluated, front of %4, sample of %5%6")
                          .arg(points.path(), to_qt(contents.header.space_name),
                               grouped_text(contents.counts.evaluated()),
                               grouped_text(static_cast<std::int64_t>(contents.front.size())),
                               grouped_text(static_cast<std::int64_t>(contents.sample.size())),
                               contents.complete() ? QString() : tr("; not finished")));
}

void ExplorePage::toggle_pin(int row) {
    const std::int64_t id = view_.points().id(row);
    const auto& designs = designs_.designs();
    for (std::size_t i = 0; i < designs.size(); ++i)
        if (designs[i].stored == StoredPlace{path(), id}) return designs_.remove(static_cast<int>(i));
    pin(id);
}

void ExplorePage::pin(std::int64_t id) {
    try {
        if (!space_)
            space_ = std::make_unique<explorer::DesignSpace>(
                explorer::parse_space(view_.points().contents().header.files, to_std(path())));
        if (!designs_.add(stored_design(*space_, path(), id)))
            Q_EMIT noticed(tr("%1 designs are pinned already; unpin one first").arg(DesignList::most));
    } catch (const Error& error) {
        Q_EMIT failed(to_qt(error.what()));
    }
}

void ExplorePage::mark_pins() {
    std::vector<int> rows;
    for (const Design& design : designs_.designs()) {
        const bool here = design.stored && design.stored->store == path();
        rows.push_back(here ? view_.points().row_of(design.stored->id).value_or(-1) : -1);
    }
    scatter_->set_pins(rows);
}

void ExplorePage::export_plot(QWidget& plot, const QString& name) {
    const QString path = ask_picture_path(this, name + QStringLiteral(".svg"));
    if (path.isEmpty()) return;
    try {
        if (&plot == scatter_)
            save_plot(*scatter_, path);
        else
            save_widget(plot, path);
        Q_EMIT noticed(tr("Wrote %1").arg(path));
    } catch (const Error& error) {
        Q_EMIT failed(to_qt(error.what()));
    }
}

void ExplorePage::export_table() {
    const QString path = ask_table_path(this, QStringLiteral("points.csv"));
    if (path.isEmpty()) return;
    try {
        save_table(table_model_, path);
        Q_EMIT noticed(tr("Wrote %1").arg(path));
    } catch (const Error& error) {
        Q_EMIT failed(to_qt(error.what()));
    }
}

QJsonObject ExplorePage::state() const {
    if (path().isEmpty() && !wanted_.isEmpty()) return wanted_; // its store has not been read: nothing of it is lost
    QJsonArray pins;
    for (const Design& design : designs_.designs())
        if (design.stored && design.stored->store == path()) pins.append(static_cast<qint64>(design.stored->id));
    return {{QStringLiteral("store"), path()},
            {QStringLiteral("pins"), pins},
            {QStringLiteral("axes"), axes_->state()},
            {QStringLiteral("filter"), to_json(view_.filters().filter())}};
}

void ExplorePage::restore(const QJsonObject& state) {
    wanted_ = state;
    const QString store = state.value(QStringLiteral("store")).toString();
    if (!store.isEmpty() && QFileInfo::exists(store)) open(store);
}

} // namespace fracbit::gui
