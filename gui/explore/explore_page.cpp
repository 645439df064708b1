#include "gui/explore/explore_page.hpp"

#include "gui/designs/stored_design.hpp"
#include "gui/explore/axis_choice.hpp"
#include "gui/explore/parallel_plot.hpp"
#include "gui/explore/point_text.hpp"
#include "gui/explore/scatter_plot.hpp"
#include "gui/support/plot_style.hpp"
#include "gui/support/table_export.hpp"
#include "gui/support/text.hpp"
#include "models/core/error.hpp"

#include <QAction>
#include <QCheckBox>
#include <QDateTime>
#include <QFileInfo>
#include <QFormLayout>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

#include <cmath>
#include <utility>

namespace fracbit::gui {
namespace {

QPushButton* button(const QString& text, const QString& name, const QString& tip) {
    auto* made = new QPushButton(text);
    made->setObjectName(name);
    made->setToolTip(tip);
    return made;
}

QString first_sentence() {
    return ExplorePage::tr("Open a result store (.sqlite) that `fracbit explore SPACE --out FILE` has written, drop "
                           "one here, or start an exploration on the page Runs.");
}

} // namespace

ExplorePage::ExplorePage(DesignList& designs, QWidget* parent)
    : Page(parent), designs_(designs), table_model_(view_), watch_(new QTimer(this)), scatter_(new ScatterPlot(view_)),
      parallel_(new ParallelPlot(view_)) {
    setObjectName(QStringLiteral("explore"));
    summary_ = new QLabel(first_sentence());
    summary_->setObjectName(QStringLiteral("explore_summary"));
    summary_->setWordWrap(true);
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
    show_filter();
    show_pins();
    constexpr int milliseconds = 1000;
    watch_->start(milliseconds);
}

ExplorePage::~ExplorePage() = default;

QString ExplorePage::purpose() const { return tr("See what an exploration found: fronts, filters, single points"); }

QWidget* ExplorePage::make_axes_box() {
    auto* box = new QGroupBox(tr("Axes"));
    auto* form = new QFormLayout(box);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto add = [&](const QString& label, AxisChoice::What what, const char* name, const QString& tip) {
        auto* choice = new AxisChoice(what, QLatin1String("explore_") + QLatin1String(name));
        auto* text = new QLabel(label);
        text->setBuddy(choice->focus_widget());
        text->setToolTip(tip);
        form->addRow(text, choice);
        connect(choice, &AxisChoice::changed, this, &ExplorePage::apply_columns);
        return choice;
    };
    x_ = add(tr("&X"), AxisChoice::What::axis, "x", tr("Column of the horizontal axis"));
    y_ = add(tr("&Y"), AxisChoice::What::axis, "y", tr("Column of the vertical axis"));
    color_ = add(tr("&Colour"), AxisChoice::What::color, "color", tr("Column that colours points and lines"));
    size_ = add(tr("&Size"), AxisChoice::What::size, "size", tr("Column that gives the size of points"));
    shape_ = add(tr("Sh&ape"), AxisChoice::What::shape, "shape",
                 tr("Where a network's accuracy comes from: published disc, measured square, interpolated triangle, "
                    "none cross"));
    auto* pan = new QToolButton;
    pan->setObjectName(QStringLiteral("explore_pan"));
    pan->setText(tr("&Move"));
    pan->setCheckable(true);
    pan->setToolTip(tr("A drag in the plot moves it instead of selecting. The wheel zooms."));
    connect(pan, &QToolButton::toggled, scatter_, &ScatterPlot::set_panning);
    auto* fit = new QToolButton;
    fit->setObjectName(QStringLiteral("explore_fit"));
    fit->setText(tr("F&it"));
    fit->setToolTip(tr("Axes as wide as the visible points (double click, Home)"));
    connect(fit, &QToolButton::clicked, scatter_, &ScatterPlot::fit);
    auto* row = new QHBoxLayout;
    row->addWidget(pan);
    row->addWidget(fit);
    row->addStretch();
    form->addRow(row);
    return box;
}

QWidget* ExplorePage::make_filter_box() {
    auto* box = new QGroupBox(tr("Filter"));
    auto* column = new QVBoxLayout(box);
    condition_ = new QLineEdit;
    condition_->setObjectName(QStringLiteral("explore_condition"));
    condition_->setPlaceholderText(tr("weights.lanes >= 4 and area_mm2 < 3"));
    condition_->setClearButtonEnabled(true);
    condition_->setToolTip(tr("A condition in the language of design spaces: names of columns, numbers, 'texts', + - * "
                              "/, < <= = != >= >, and, or, not. Enter applies it."));
    front_only_ = new QCheckBox(tr("Fr&ont only"));
    front_only_->setObjectName(QStringLiteral("explore_front_only"));
    problem_ = new QLabel;
    problem_->setObjectName(QStringLiteral("explore_problem"));
    problem_->setWordWrap(true);
    problem_->hide();
    counts_ = new QLabel;
    counts_->setObjectName(QStringLiteral("explore_counts"));
    counts_->setWordWrap(true);
    auto* row = new QHBoxLayout;
    const auto tool = [&](QAction* action, const char* name, QKeySequence keys, const QString& tip) {
        action->setShortcut(keys);
        action->setToolTip(tr("%1 (%2)").arg(tip, keys.toString(QKeySequence::NativeText)));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
        auto* made = new QToolButton;
        made->setObjectName(QLatin1String(name));
        made->setDefaultAction(action);
        row->addWidget(made);
    };
    QUndoStack& history = view_.filters().history();
    QAction* undo = history.createUndoAction(this, tr("Undo"));
    QAction* redo = history.createRedoAction(this, tr("Redo"));
    tool(undo, "explore_undo", QKeySequence::Undo, tr("The filter as it was before"));
    tool(redo, "explore_redo", QKeySequence::Redo, tr("The filter as it was before Undo"));
    for (QAction* action : {undo, redo}) { // "Undo range of area_mm2" would widen the window
        const QString text = action == undo ? tr("Undo") : tr("Redo");
        connect(action, &QAction::changed, action, [action, text] {
            if (action->text() != text) action->setText(text);
        });
        action->setText(text);
    }
    auto* all = new QAction(tr("Clear"), this);
    connect(all, &QAction::triggered, this, [this] { view_.filters().change({}, tr("no filter")); });
    tool(all, "explore_clear_filter", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), tr("All points again"));
    row->addStretch();
    auto* select_front = button(tr("Select fron&t"), QStringLiteral("explore_select_front"),
                                tr("Selects the visible points of the front"));
    connect(select_front, &QPushButton::clicked, this, [this] {
        std::vector<int> rows;
        for (const int at : view_.visible())
            if (view_.points().on_front(at)) rows.push_back(at);
        view_.select(rows);
    });
    auto* select_none = button(tr("Select &none"), QStringLiteral("explore_select_none"), tr("Nothing is selected"));
    connect(select_none, &QPushButton::clicked, this, [this] { view_.select({}); });
    auto* selects = new QHBoxLayout;
    selects->addWidget(select_front);
    selects->addWidget(select_none);
    column->addWidget(condition_);
    column->addWidget(problem_);
    column->addWidget(front_only_);
    column->addLayout(row);
    column->addLayout(selects);
    column->addWidget(counts_);
    return box;
}

QWidget* ExplorePage::make_pins_box() {
    auto* box = new QGroupBox(tr("Pinned designs"));
    auto* column = new QVBoxLayout(box);
    pins_ = new QListWidget;
    pins_->setObjectName(QStringLiteral("explore_pins"));
    pins_->setToolTip(tr("Click a point in the plot to pin it, once more to take the pin away"));
    pins_->setMinimumHeight(3 * fontMetrics().height());
    compare_ =
        button(tr("Com&pare"), QStringLiteral("explore_compare"), tr("Pinned designs side by side, with differences"));
    simulate_ = button(tr("Simu&late"), QStringLiteral("explore_simulate"),
                       tr("Runs the chosen design through the SystemC machine, with a trace"));
    unpin_ = button(tr("&Unpin"), QStringLiteral("explore_unpin"), tr("Takes the chosen design from the list"));
    auto* row = new QHBoxLayout;
    row->addWidget(compare_);
    row->addWidget(simulate_);
    row->addWidget(unpin_);
    column->addWidget(pins_, 1);
    column->addLayout(row);
    connect(compare_, &QPushButton::clicked, this, &ExplorePage::compare_requested);
    const auto chosen = [this] { return pins_->currentRow() < 0 ? 0 : pins_->currentRow(); };
    connect(unpin_, &QPushButton::clicked, this, [this, chosen] { designs_.remove(chosen()); });
    connect(simulate_, &QPushButton::clicked, this, [this, chosen] {
        if (const auto at = static_cast<std::size_t>(chosen()); at < designs_.designs().size())
            Q_EMIT simulate_requested(designs_.designs()[at]);
    });
    return box;
}

QWidget* ExplorePage::make_controls() {
    auto* controls = new QWidget;
    auto* column = new QVBoxLayout(controls);
    column->setContentsMargins(0, 0, 4, 0);
    column->addWidget(make_axes_box());
    column->addWidget(make_filter_box());
    column->addWidget(make_pins_box(), 1);
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
            Q_EMIT failed(message);
            return;
        }
        waiting_for_ = of; // a run that is writing: nothing is wrong
        Q_EMIT noticed(
            tr("%1 is locked by another program, an exploration perhaps; it is read as soon as it can be.").arg(of));
    });
    connect(&view_, &PointView::visible_changed, this, &ExplorePage::show_filter);
    connect(&view_, &PointView::selection_changed, this, &ExplorePage::show_filter);
    connect(scatter_, &ScatterPlot::clicked, this, &ExplorePage::toggle_pin);
    connect(scatter_, &ScatterPlot::rubber_banded, this,
            [this](const std::vector<int>& rows, bool add) { view_.select(rows, add); });
    connect(scatter_, &ScatterPlot::hovered, this, [this](int row, QPoint where) {
        if (row < 0)
            QToolTip::hideText();
        else
            QToolTip::showText(where, point_text(view_.points(), row), scatter_);
    });
    connect(condition_, &QLineEdit::editingFinished, this, [this] {
        change_filter(tr("condition"),
                      [this](PointFilter& filter) { filter.condition = to_std(condition_->text().trimmed()); });
    });
    connect(front_only_, &QCheckBox::toggled, this, [this](bool on) {
        change_filter(tr("front only"), [on](PointFilter& filter) { filter.front_only = on; });
    });
    connect(&designs_, &DesignList::changed, this, &ExplorePage::show_pins);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        std::vector<int> rows;
        for (const QModelIndex& index : table_->selectionModel()->selectedRows())
            rows.push_back(table_model_.point_row(index.row()));
        if (!rows.empty()) view_.select(rows);
    });
    connect(table_, &QTableView::doubleClicked, this,
            [this](const QModelIndex& index) { toggle_pin(table_model_.point_row(index.row())); });
    connect(watch_, &QTimer::timeout, this, &ExplorePage::look_for_changes);
}

bool ExplorePage::can_open(const QString& path, const QByteArray& head) const {
    return head.startsWith("SQLite format 3") || path.endsWith(QLatin1String(".sqlite"), Qt::CaseInsensitive);
}

void ExplorePage::open(const QString& path) {
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
    if (!waiting_for_.isEmpty()) return open(std::exchange(waiting_for_, {}));
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
    for (AxisChoice* choice : {x_, y_, color_, size_, shape_}) choice->set_points(*points);
    if (!same) take_first(*points);
    view_.set_points(std::move(points), same);
    if (!same && wanted_.value(QStringLiteral("store")).toString() == path()) {
        PointFilter filter;
        filter.front_only = wanted_.value(QStringLiteral("front_only")).toBool();
        filter.condition = to_std(wanted_.value(QStringLiteral("condition")).toString());
        const QJsonObject ranges = wanted_.value(QStringLiteral("ranges")).toObject();
        for (auto at = ranges.begin(); at != ranges.end(); ++at) {
            const QJsonObject range = at->toObject();
            ValueRange& kept = filter.ranges[to_std(at.key())];
            if (range.contains(QStringLiteral("low"))) kept.low = range.value(QStringLiteral("low")).toDouble();
            if (range.contains(QStringLiteral("high"))) kept.high = range.value(QStringLiteral("high")).toDouble();
        }
        view_.filters().reset(filter);
    }
    apply_columns();
    if (!same) {
        scatter_->fit();
        table_->resizeColumnsToContents();
    }
    show_summary();
    show_pins();
}

void ExplorePage::take_first(const PointSet& points) {
    const std::vector<int> objectives = points.columns_of("objective");
    const auto choose = [&](AxisChoice& choice, const QString& key, const QString& usual) {
        const QJsonObject kept = wanted_.value(key).toObject();
        const bool known = wanted_.value(QStringLiteral("store")).toString() == points.path() && !kept.isEmpty();
        choice.choose(usual);
        if (!known) return;
        choice.choose(kept.value(QStringLiteral("column")).toString());
        choice.set_logarithmic(kept.value(QStringLiteral("log")).toBool());
    };
    const auto name = [&](std::size_t i) {
        return i < objectives.size() ? to_qt(points.column(objectives[i]).name) : QString();
    };
    const std::vector<int> notes = points.columns_of("note");
    choose(*x_, QStringLiteral("x"), objectives.size() > 2 ? name(2) : name(1));
    choose(*y_, QStringLiteral("y"), name(0));
    choose(*color_, QStringLiteral("color"), objectives.size() > 2 ? name(1) : QStringLiteral("accuracy"));
    choose(*size_, QStringLiteral("size"), {});
    choose(*shape_, QStringLiteral("shape"), notes.empty() ? QString() : to_qt(points.column(notes.front()).name));
}

void ExplorePage::apply_columns() {
    const PlotColumns columns{x_->column(),     y_->column(),      color_->column(),  size_->column(),
                              shape_->column(), x_->logarithmic(), y_->logarithmic(), color_->logarithmic()};
    if (view_.points().columns() == 0) return;
    scatter_->set_columns(columns);
    parallel_->set_color(columns.color, columns.log_color);
}

void ExplorePage::change_filter(const QString& what, const std::function<void(PointFilter&)>& change) {
    PointFilter filter = view_.filters().filter();
    change(filter);
    view_.filters().change(filter, what);
}

void ExplorePage::show_filter() {
    const PointFilter& filter = view_.filters().filter();
    const QSignalBlocker blocked_front(front_only_), blocked_condition(condition_);
    front_only_->setChecked(filter.front_only);
    if (to_std(condition_->text().trimmed()) != filter.condition) condition_->setText(to_qt(filter.condition));
    problem_->setText(view_.filter_problem());
    problem_->setVisible(!view_.filter_problem().isEmpty());
    counts_->setText(tr("%1 of %2 points shown, %3 selected")
                         .arg(grouped_text(static_cast<std::int64_t>(view_.visible().size())),
                              grouped_text(view_.points().rows()), grouped_text(view_.selected_count())));
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

void ExplorePage::show_pins() {
    const int chosen = pins_->currentRow();
    pins_->clear();
    std::vector<int> rows;
    int number = 0;
    for (const Design& design : designs_.designs()) {
        pins_->addItem(QStringLiteral("%1  %2").arg(++number).arg(design.name));
        const bool here = design.stored && design.stored->store == path();
        rows.push_back(here ? view_.points().row_of(design.stored->id).value_or(-1) : -1);
    }
    pins_->setCurrentRow(std::min(chosen < 0 ? 0 : chosen, pins_->count() - 1));
    scatter_->set_pins(rows);
    compare_->setEnabled(pins_->count() > 0);
    simulate_->setEnabled(pins_->count() > 0);
    unpin_->setEnabled(pins_->count() > 0);
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
    QJsonObject state{{QStringLiteral("store"), path()}};
    const auto choice = [](const AxisChoice& axis) {
        return QJsonObject{{QStringLiteral("column"), axis.column_name()}, {QStringLiteral("log"), axis.logarithmic()}};
    };
    state[QStringLiteral("x")] = choice(*x_);
    state[QStringLiteral("y")] = choice(*y_);
    state[QStringLiteral("color")] = choice(*color_);
    state[QStringLiteral("size")] = choice(*size_);
    state[QStringLiteral("shape")] = choice(*shape_);
    const PointFilter& filter = const_cast<PointView&>(view_).filters().filter();
    state[QStringLiteral("front_only")] = filter.front_only;
    state[QStringLiteral("condition")] = to_qt(filter.condition);
    QJsonObject ranges;
    for (const auto& [name, range] : filter.ranges) {
        QJsonObject ends;
        if (std::isfinite(range.low)) ends[QStringLiteral("low")] = range.low;
        if (std::isfinite(range.high)) ends[QStringLiteral("high")] = range.high;
        ranges[to_qt(name)] = ends;
    }
    state[QStringLiteral("ranges")] = ranges;
    return state;
}

void ExplorePage::restore(const QJsonObject& state) {
    wanted_ = state;
    const QString store = state.value(QStringLiteral("store")).toString();
    if (!store.isEmpty() && QFileInfo::exists(store)) open(store);
}

} // namespace fracbit::gui
