#include "gui/explore/explore_page.hpp"

#include "gui/designs/stored_design.hpp"
#include "gui/explore/axes_box.hpp"
#include "gui/explore/filter_box.hpp"
#include "gui/explore/parallel_axes_button.hpp"
#include "gui/explore/parallel_plot.hpp"
#include "gui/explore/pins_box.hpp"
#include "gui/explore/plot_frame.hpp"
#include "gui/explore/point_table_panel.hpp"
#include "gui/explore/point_text.hpp"
#include "gui/explore/scatter_plot.hpp"
#include "gui/explore/store_summary.hpp"
#include "gui/points/filter_json.hpp"
#include "gui/support/plot_style.hpp"
#include "gui/support/splitter_state.hpp"
#include "gui/support/table_export.hpp"
#include "gui/support/text.hpp"
#include "gui/support/wheel_guard.hpp"
#include "models/core/error.hpp"

#include <QFileInfo>
#include <QJsonArray>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QToolTip>
#include <QVBoxLayout>

#include <utility>

namespace fracbit::gui {
namespace {

constexpr int most_kept_selected = 20'000; // points of a selection that are kept

} // namespace

ExplorePage::ExplorePage(DesignList& designs, QWidget* parent)
    : Page(parent), designs_(designs), store_([this] { return isVisible(); }), pins_(designs),
      scatter_(new ScatterPlot(view_)), parallel_(new ParallelPlot(view_)), axes_(new AxesBox),
      table_(new PointTablePanel(view_)), parallel_axes_(new ParallelAxesButton(view_, *parallel_)) {
    setObjectName(QStringLiteral("explore"));
    summary_ = new QLabel(store_summary({}, {}, {}));
    summary_->setObjectName(QStringLiteral("explore_summary"));
    summary_->setWordWrap(true);
    summary_->setMinimumWidth(1);
    summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* right = named_splitter(Qt::Vertical, "explore_down");
    right->addWidget(make_plots());
    right->addWidget(table_);
    right->setStretchFactor(0, 3);
    right->setStretchFactor(1, 1);
    auto* both = named_splitter(Qt::Horizontal, "explore_across");
    both->addWidget(make_controls());
    both->addWidget(right);
    both->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->addWidget(summary_);
    column->addWidget(both, 1);
    connect_parts();
    connect_store();
}

ExplorePage::~ExplorePage() { // plots and table look at members until they are gone
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
}

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
    ignore_wheel_without_focus(*scroll);
    return scroll;
}

QWidget* ExplorePage::make_plots() {
    auto* plots = named_splitter(Qt::Horizontal, "explore_plots");
    auto* scatter = new PlotFrame(*scatter_, tr("Drag: select (Shift: more). Wheel: zoom. Click a point: pin."),
                                  QStringLiteral("explore_export_scatter"));
    connect(scatter, &PlotFrame::export_clicked, this, [this] {
        save_as(ask_picture_path(this, QStringLiteral("scatter.svg")),
                [this](const QString& path) { save_plot(*scatter_, path); });
    });
    auto* parallel = new PlotFrame(*parallel_, tr("Drag along an axis: filter. Double click: undo it."),
                                   QStringLiteral("explore_export_parallel"), parallel_axes_);
    connect(parallel, &PlotFrame::export_clicked, this, [this] {
        save_as(ask_picture_path(this, QStringLiteral("parallel.svg")),
                [this](const QString& path) { save_widget(*parallel_, path); });
    });
    plots->addWidget(scatter);
    plots->addWidget(parallel);
    plots->setStretchFactor(0, 3);
    plots->setStretchFactor(1, 2);
    plots->setSizes({550, 450});
    return plots;
}

void ExplorePage::connect_parts() {
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
    connect(table_, &PointTablePanel::row_activated, this, &ExplorePage::toggle_pin);
    connect(table_, &PointTablePanel::export_clicked, this, [this] {
        save_as(ask_table_path(this, QStringLiteral("points.csv")),
                [this](const QString& path) { save_table(table_->model(), path); });
    });
}

void ExplorePage::connect_store() {
    connect(&store_, &StoreFollower::loaded, this, &ExplorePage::take);
    connect(&pins_, &StoredPins::noticed, this, &ExplorePage::noticed);
    connect(&store_, &StoreFollower::failed, this, [this](const QString& path, const QString& message) {
        show_summary();
        pins_.read_rest();
        Q_EMIT failed(message);
        if (path != example_) open_example();
    });
    connect(&store_, &StoreFollower::waiting, this, [this](const QString& path) {
        show_summary();
        Q_EMIT noticed(
            tr("%1 is locked by another program, an exploration perhaps; it is read as soon as it can be.").arg(path));
        if (path != example_) open_example();
    });
    connect(&store_, &StoreFollower::vanished, this, [this](const QString& path) {
        Q_EMIT failed(tr("%1 is no longer there; what was read of it stays on screen.").arg(path));
    });
}

bool ExplorePage::can_open(const QString& path, const QByteArray& head) const {
    return head.startsWith("SQLite format 3") || path.endsWith(QLatin1String(".sqlite"), Qt::CaseInsensitive);
}

void ExplorePage::open(const QString& path) {
    summary_->setText(tr("Reading %1 ...").arg(path));
    store_.open(path);
}

void ExplorePage::show_example(const QString& path) {
    example_ = path;
    open_example();
}

/// Where there is nothing to look at: no store yet, or only one that cannot be read, at least not now.
void ExplorePage::open_example() {
    if (!example_.isEmpty() && path().isEmpty() && !store_.busy()) store_.open_meanwhile(example_);
}

bool ExplorePage::is_shown(const PointSet& points) const {
    return points.path() == path() &&
           points.contents().header.space_hash == view_.points().contents().header.space_hash &&
           points.columns() == view_.points().columns();
}

void ExplorePage::take(std::shared_ptr<const PointSet> points) {
    axes_->set_points(*points);
    if (is_shown(*points))
        continue_store(std::move(points));
    else
        begin_store(std::move(points));
    show_summary();
    mark_pins();
}

/// Another state of the store that is shown.
void ExplorePage::continue_store(std::shared_ptr<const PointSet> points) {
    const QJsonArray parallel = parallel_axes_->state();
    view_.set_points(std::move(points), true);
    parallel_axes_->restore(parallel);
    apply_columns();
}

void ExplorePage::begin_store(std::shared_ptr<const PointSet> points) {
    if (!path().isEmpty()) looks_.keep(look());
    const QJsonObject before = looks_.of(points->path());
    wanted_.clear();
    space_.reset();
    axes_->choose_first(*points, before.value(QStringLiteral("axes")).toObject());
    view_.set_points(std::move(points), false);
    restore_look(before);
    apply_columns();
    scatter_->fit();
    table_->fit_columns();
    pins_.take(view_.points());
    pins_.read_rest();
}

void ExplorePage::restore_look(const QJsonObject& look) {
    if (look.isEmpty()) return;
    view_.filters().reset(filter_from_json(look.value(QStringLiteral("filter")).toObject()));
    parallel_axes_->restore(look.value(QStringLiteral("parallel")).toArray());
    table_->restore(look.value(QStringLiteral("table")).toObject());
    std::vector<int> selected;
    for (const QJsonValue& id : look.value(QStringLiteral("selected")).toArray())
        if (const auto row = view_.points().row_of(id.toInteger(-1))) selected.push_back(*row);
    view_.select(selected);
}

QJsonObject ExplorePage::look() const {
    QJsonArray selected;
    if (view_.selected_count() <= most_kept_selected)
        for (const int row : view_.selection()) selected.append(static_cast<qint64>(view_.points().id(row)));
    return {{QStringLiteral("store"), path()},          {QStringLiteral("selected"), selected},
            {QStringLiteral("axes"), axes_->state()},   {QStringLiteral("parallel"), parallel_axes_->state()},
            {QStringLiteral("table"), table_->state()}, {QStringLiteral("filter"), to_json(view_.filters().filter())}};
}

void ExplorePage::apply_columns() {
    const PlotColumns columns = axes_->columns();
    if (view_.points().columns() == 0) return;
    scatter_->set_columns(columns);
    parallel_->set_color(columns.color, columns.log_color);
}

void ExplorePage::show_summary() { summary_->setText(store_summary(view_.points(), store_.waiting_for(), example_)); }

std::optional<int> ExplorePage::row_of(const Design& design) const {
    const bool here = design.stored && design.stored->store == path() &&
                      design.stored->space_hash == view_.points().contents().header.space_hash;
    return here ? view_.points().row_of(design.stored->id) : std::nullopt;
}

void ExplorePage::toggle_pin(int row) {
    const auto& designs = designs_.designs();
    for (std::size_t i = 0; i < designs.size(); ++i)
        if (row_of(designs[i]) == row) return designs_.remove(static_cast<int>(i));
    pin(view_.points().id(row));
}

void ExplorePage::pin(std::int64_t id) {
    guarded([&] {
        if (!space_)
            space_ = std::make_unique<explorer::DesignSpace>(
                explorer::parse_space(view_.points().contents().header.files, to_std(path())));
        if (!designs_.add(stored_design(*space_, path(), id)))
            Q_EMIT noticed(tr("%1 designs are pinned already; unpin one first").arg(DesignList::most));
    });
}

void ExplorePage::mark_pins() {
    std::vector<int> rows;
    for (const Design& design : designs_.designs()) rows.push_back(row_of(design).value_or(-1));
    scatter_->set_pins(rows);
}

QJsonObject ExplorePage::state() const {
    const bool shown = !path().isEmpty();
    const QString& locked = store_.waiting_for(); // that is the one that somebody wants to see
    StoreLooks looks = looks_;
    if (shown) looks.keep(look());
    return {{QStringLiteral("store"), !locked.isEmpty() ? locked
                                      : shown           ? path()
                                                        : wanted_},
            {QStringLiteral("pins"), pins_.state()},
            {QStringLiteral("looks"), looks.state()}};
}

void ExplorePage::restore(const QJsonObject& state) {
    wanted_ = state.value(QStringLiteral("store")).toString();
    looks_ = StoreLooks(state.value(QStringLiteral("looks")).toArray());
    pins_.restore(state.value(QStringLiteral("pins")).toArray());
    if (wanted_.isEmpty()) return pins_.read_rest();
    if (QFileInfo::exists(wanted_)) return open(wanted_);
    Q_EMIT failed(tr("%1, which was open when the last session ended, is no longer there.").arg(wanted_));
    pins_.read_rest();
}

} // namespace fracbit::gui
