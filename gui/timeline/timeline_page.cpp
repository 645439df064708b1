#include "gui/timeline/timeline_page.hpp"

#include "gui/support/plot_style.hpp"
#include "gui/support/shipped_files.hpp"
#include "gui/support/text.hpp"
#include "gui/timeline/cursor_model.hpp"
#include "gui/timeline/cycle_axis.hpp"
#include "gui/timeline/overview_bar.hpp"
#include "gui/timeline/timeline_view.hpp"
#include "models/core/error.hpp"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QShowEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

enum Sheet { empty_sheet, loading_sheet, trace_sheet };

const auto sample_name = QStringLiteral("traces/samples/sample.events.csv");
const auto file_key = QStringLiteral("file");
const auto begin_key = QStringLiteral("begin_cycle");
const auto end_key = QStringLiteral("end_cycle");
const auto cursor_key_name = QStringLiteral("cursor_cycle");

} // namespace

TimelinePage::TimelinePage(QWidget* parent)
    : Page(parent), stack_(new QStackedWidget(this)), cursor_model_(new CursorModel(this)),
      loader_(new TraceLoader(this)) {
    setObjectName(QStringLiteral("timeline"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 6);
    column->addWidget(stack_);
    stack_->addWidget(make_empty());
    stack_->addWidget(make_loading());
    stack_->addWidget(make_trace());
    connect_parts();
}

TimelinePage::~TimelinePage() = default;

QString TimelinePage::title() const { return tr("Timeline"); }

QString TimelinePage::purpose() const {
    return tr(
        "Look at a run cycle by cycle: which block works, waits or is blocked, and what is on the memory channel");
}

QPushButton* TimelinePage::make_button(const QString& text, const char* name, const QString& tip) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(tip);
    return button;
}

QWidget* TimelinePage::make_empty() {
    auto* sheet = new QWidget(this);
    auto* column = new QVBoxLayout(sheet);
    auto* text =
        new QLabel(tr("Open an event trace, which `fracbit simulate --trace events=FILE` writes, or look at the "
                      "sample first."),
                   sheet);
    text->setObjectName(QStringLiteral("timeline_hint"));
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    QPushButton* open =
        make_button(tr("&Open a trace..."), "timeline_open_first", tr("Choose a file *.events.csv (Ctrl+O)"));
    QPushButton* sample = make_button(tr("Open the &sample"), "timeline_sample",
                                      tr("Two layers in 60 cycles, a trace that comes with the program"));
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(open);
    row->addWidget(sample);
    row->addStretch();
    column->addStretch();
    column->addWidget(text);
    column->addLayout(row);
    column->addStretch();
    connect(open, &QPushButton::clicked, this, &TimelinePage::ask_and_open);
    connect(sample, &QPushButton::clicked, this, [this] {
        const QString path = shipped_file(sample_name);
        if (path.isEmpty())
            Q_EMIT failed(
                tr("The sample %1 is neither beside the program nor in its source folder; install fracbit anew.")
                    .arg(sample_name));
        else
            Q_EMIT open_requested(path);
    });
    return sheet;
}

QWidget* TimelinePage::make_loading() {
    auto* sheet = new QWidget(this);
    auto* column = new QVBoxLayout(sheet);
    loading_label_ = new QLabel(sheet);
    loading_label_->setObjectName(QStringLiteral("timeline_loading"));
    loading_label_->setAlignment(Qt::AlignCenter);
    loading_label_->setWordWrap(true);
    progress_ = new QProgressBar(sheet);
    progress_->setObjectName(QStringLiteral("timeline_progress"));
    progress_->setRange(0, 100);
    progress_->setToolTip(tr("How much of the file has been read, in percent"));
    QPushButton* cancel = make_button(tr("&Cancel"), "timeline_cancel", tr("Stop reading; what was open before stays"));
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(progress_);
    row->addWidget(cancel);
    row->addStretch();
    column->addStretch();
    column->addWidget(loading_label_);
    column->addLayout(row);
    column->addStretch();
    connect(cancel, &QPushButton::clicked, this, [this] {
        loader_->cancel_open();
        opening_ended();
    });
    return sheet;
}

QWidget* TimelinePage::make_tools() {
    auto* tools = new QWidget(this);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    QPushButton* open = make_button(tr("&Open..."), "timeline_open", tr("Open another event trace (Ctrl+O)"));
    layer_combo_ = new QComboBox(tools);
    layer_combo_->setObjectName(QStringLiteral("timeline_layer"));
    layer_combo_->setToolTip(tr("Show the whole run, or the cycles of one layer"));
    layer_combo_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* layer_label = new QLabel(tr("Sho&w"), tools);
    layer_label->setBuddy(layer_combo_);
    QPushButton* closer = make_button(tr("&+"), "timeline_zoom_in", tr("Half as many cycles (key +, or the wheel)"));
    QPushButton* farther = make_button(tr("&−"), "timeline_zoom_out", tr("Twice as many cycles (key −, or the wheel)"));
    for (QPushButton* button : {closer, farther}) button->setMaximumWidth(button->fontMetrics().averageCharWidth() * 6);
    lane_combo_ = new QComboBox(tools);
    lane_combo_->setObjectName(QStringLiteral("timeline_stall_lane"));
    lane_combo_->setToolTip(
        tr("Whose stalls the next two buttons look for (a click on a lane's name, or keys Up and Down)"));
    lane_combo_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* lane_label = new QLabel(tr("S&talls of"), tools);
    lane_label->setBuddy(lane_combo_);
    QPushButton* previous = make_button(tr("&Previous"), "timeline_previous_stall",
                                        tr("Put the cursor on the last stall that begins before it (Shift+N)"));
    QPushButton* next = make_button(tr("&Next"), "timeline_next_stall",
                                    tr("Put the cursor on the first stall that begins after it (N)"));
    QPushButton* picture = make_button(tr("&Export..."), "timeline_export", tr("Write the lanes as SVG, PDF or PNG"));
    row->addWidget(open);
    row->addSpacing(fontMetrics().height());
    row->addWidget(layer_label);
    row->addWidget(layer_combo_);
    row->addWidget(closer);
    row->addWidget(farther);
    row->addSpacing(fontMetrics().height());
    row->addWidget(lane_label);
    row->addWidget(lane_combo_);
    row->addWidget(previous);
    row->addWidget(next);
    row->addStretch();
    row->addWidget(picture);
    connect(open, &QPushButton::clicked, this, &TimelinePage::ask_and_open);
    connect(layer_combo_, &QComboBox::activated, this, &TimelinePage::show_layer);
    connect(closer, &QPushButton::clicked, this, [this] { view_->zoom_in(); });
    connect(farther, &QPushButton::clicked, this, [this] { view_->zoom_out(); });
    connect(previous, &QPushButton::clicked, this, &TimelinePage::previous_stall);
    connect(next, &QPushButton::clicked, this, &TimelinePage::next_stall);
    connect(picture, &QPushButton::clicked, this, &TimelinePage::export_picture);
    return tools;
}

QWidget* TimelinePage::make_readout() {
    auto* panel = new QWidget(this);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(0, 0, 0, 0);
    cycle_label_ = new QLabel(panel);
    cycle_label_->setObjectName(QStringLiteral("timeline_cycle"));
    cycle_label_->setWordWrap(true);
    cycle_label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    table_ = new QTableView(panel);
    table_->setObjectName(QStringLiteral("timeline_readout"));
    table_->setToolTip(tr("What each block does in the cycle under the cursor; From and To are cycles"));
    table_->setModel(cursor_model_);
    table_->verticalHeader()->hide();
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + fontMetrics().height() / 3);
    burst_label_ = new QLabel(panel);
    burst_label_->setObjectName(QStringLiteral("timeline_burst"));
    burst_label_->setWordWrap(true);
    burst_label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(cycle_label_);
    column->addWidget(table_, 1);
    column->addWidget(burst_label_);
    return panel;
}

QWidget* TimelinePage::make_trace() {
    auto* sheet = new QWidget(this);
    auto* column = new QVBoxLayout(sheet);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(make_tools());
    auto* lanes = new QWidget(sheet);
    auto* lane_column = new QVBoxLayout(lanes);
    lane_column->setContentsMargins(0, 0, 0, 0);
    view_ = new TimelineView(lanes);
    view_->setObjectName(QStringLiteral("timeline_lanes"));
    view_->setToolTip(tr("Wheel: closer or farther. Drag: move. Click: cursor, or on a name: choose the lane."));
    view_->setToolTipDuration(3000);
    view_->setAccessibleName(tr("Lanes of the trace"));
    overview_ = new OverviewBar(lanes);
    overview_->setObjectName(QStringLiteral("timeline_overview"));
    overview_->setToolTip(tr("The whole run, all blocks on average; click or drag to move the window"));
    range_label_ = new QLabel(lanes);
    range_label_->setObjectName(QStringLiteral("timeline_range"));
    lane_column->addWidget(view_, 1);
    lane_column->addWidget(overview_);
    lane_column->addWidget(range_label_);
    auto* splitter = new QSplitter(Qt::Horizontal, sheet);
    splitter->addWidget(lanes);
    splitter->addWidget(make_readout());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    splitter->setSizes({fontMetrics().averageCharWidth() * 120, fontMetrics().averageCharWidth() * 76});
    splitter->setChildrenCollapsible(false);
    column->addWidget(splitter, 1);
    return sheet;
}

void TimelinePage::connect_parts() {
    connect(loader_, &TraceLoader::progressed, this,
            [this](double share) { progress_->setValue(static_cast<int>(share * 100)); });
    connect(loader_, &TraceLoader::opened, this, &TimelinePage::take_trace);
    connect(loader_, &TraceLoader::open_failed, this, [this](const QString& message) {
        opening_ended();
        Q_EMIT failed(message);
    });
    connect(loader_, &TraceLoader::read_failed, this, &Page::failed);
    connect(loader_, &TraceLoader::window_loaded, this,
            [this](const TraceLoader::Index& index, const TraceLoader::Window& window) {
                if (index != index_) return;
                view_->set_window(window);
                range_changed();
            });
    connect(loader_, &TraceLoader::looked_up, this,
            [this](const TraceLoader::Index& index, const TraceLoader::Window& window) {
                if (index == index_ && view_->cursor() == window->begin) show_cycle(*window);
            });
    connect(loader_, &TraceLoader::stall_found, this,
            [this](const TraceLoader::Index& index, const std::optional<traces::EventRow>& row, bool forward) {
                if (index == index_) show_stall(row, forward);
            });
    connect(view_, &TimelineView::range_changed, this, [this] {
        range_changed();
        request_window();
    });
    connect(view_, &TimelineView::cursor_changed, this, &TimelinePage::cursor_changed);
    connect(view_, &TimelineView::lane_selected, this, &TimelinePage::lane_selected);
    connect(overview_, &OverviewBar::cycle_wanted, this, [this](double cycle) {
        ViewRange range = view_->range();
        range.move_to(cycle - range.span() / 2);
        view_->set_range(range);
    });
    connect(lane_combo_, &QComboBox::activated, this, [this](int entry) {
        view_->select_lane(entry > 0 ? std::optional(shown_lanes(*index_)[static_cast<std::size_t>(entry - 1)])
                                     : std::nullopt);
    });
    const auto shortcut = [this](const QKeySequence& keys, bool forward) {
        auto* action = new QAction(this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, forward] { find_stall(forward); });
        addAction(action);
    };
    shortcut(QKeySequence(Qt::Key_N), true);
    shortcut(QKeySequence(Qt::SHIFT | Qt::Key_N), false);
}

bool TimelinePage::can_open(const QString& path, const QByteArray& head) const {
    if (head.startsWith("# fracbit ") && head.contains(" trace")) return true;
    for (const char* ending : {".events.csv", ".vcd", ".perfetto.json", ".trace", ".stl"})
        if (path.endsWith(QLatin1String(ending))) return true;
    return false;
}

void TimelinePage::ask_and_open() {
    const QString folder = index_ == nullptr ? QString() : QFileInfo(to_qt(index_->path())).absolutePath();
    const QString path = QFileDialog::getOpenFileName(this, tr("Open an event trace"), folder,
                                                      tr("Event traces (*.events.csv);;All files (*)"));
    if (!path.isEmpty()) Q_EMIT open_requested(path);
}

void TimelinePage::open(const QString& path) {
    pending_ = false;
    wanted_ = {};
    opening_ = path;
    loading_label_->setText(tr("Reading %1 ...").arg(path));
    progress_->setValue(0);
    stack_->setCurrentIndex(loading_sheet);
    loader_->open(path);
}

void TimelinePage::opening_ended() {
    opening_.clear();
    wanted_ = {};
    stack_->setCurrentIndex(index_ == nullptr ? empty_sheet : trace_sheet);
}

void TimelinePage::take_trace(const TraceLoader::Index& index) {
    const QJsonObject wanted = wanted_;
    index_ = index;
    opening_ended();
    fill_combos();
    size_columns();
    overview_->set_trace(index_);
    view_->set_trace(index_);
    if (wanted.contains(begin_key)) {
        ViewRange range(index_->end());
        range.show(wanted[begin_key].toDouble(), wanted[end_key].toDouble());
        view_->set_range(range);
    }
    if (wanted.contains(cursor_key_name))
        view_->set_cursor(static_cast<std::int64_t>(wanted[cursor_key_name].toDouble()));
    view_->setFocus();
    Q_EMIT noticed(tr("%1: %2 rows, %3 cycles")
                       .arg(QFileInfo(to_qt(index_->path())).fileName(), grouped_text(index_->rows()),
                            grouped_text(index_->end())));
}

void TimelinePage::fill_combos() {
    layer_combo_->clear();
    layer_combo_->addItem(tr("the whole run"));
    for (const traces::LayerSpan& span : index_->layer_spans())
        layer_combo_->addItem(to_qt(index_->layers()[static_cast<std::size_t>(span.layer)]));
    lane_combo_->clear();
    lane_combo_->addItem(tr("any block"));
    for (const traces::LaneId lane : shown_lanes(*index_)) lane_combo_->addItem(QString::fromUtf8(to_string(lane)));
}

/// By the widest that can come, so that columns do not jump with the cursor.
void TimelinePage::size_columns() {
    const QFontMetrics metrics(table_->font());
    const int pad = metrics.averageCharWidth() * 2;
    int names = 0;
    for (const traces::LaneId lane : shown_lanes(*index_))
        names = std::max(names, metrics.horizontalAdvance(QString::fromUtf8(to_string(lane))));
    const int cycles = metrics.horizontalAdvance(grouped_text(index_->end())) + pad;
    table_->setColumnWidth(CursorModel::lane_column, names + pad);
    table_->setColumnWidth(CursorModel::state_column, metrics.horizontalAdvance(QStringLiteral("activations")) + pad);
    table_->setColumnWidth(CursorModel::from_column, std::max(cycles, metrics.horizontalAdvance(tr("From")) + 2 * pad));
    table_->setColumnWidth(CursorModel::to_column, std::max(cycles, metrics.horizontalAdvance(tr("From")) + 2 * pad));
}

void TimelinePage::show_layer(int entry) {
    if (entry <= 0) return view_->fit();
    const traces::LayerSpan& span = index_->layer_spans()[static_cast<std::size_t>(entry - 1)];
    ViewRange range(index_->end());
    range.show(static_cast<double>(span.begin), static_cast<double>(span.end));
    view_->set_range(range);
}

void TimelinePage::lane_selected() {
    int entry = 0;
    if (const auto selected = view_->selected_lane()) {
        const auto lanes = shown_lanes(*index_);
        entry = static_cast<int>(std::find(lanes.begin(), lanes.end(), *selected) - lanes.begin()) + 1;
    }
    lane_combo_->setCurrentIndex(entry);
}

void TimelinePage::range_changed() {
    const ViewRange& range = view_->range();
    overview_->set_range(range);
    range_label_->setText(tr("%1 cycles on screen, %2")
                              .arg(grouped_text(static_cast<std::int64_t>(std::llround(range.span()))),
                                   view_->is_exact() ? tr("each stretch as it was") : tr("shares per column")));
}

void TimelinePage::request_window() {
    if (index_ == nullptr || view_->is_exact()) return;
    // A screen to either side, so that moving needs no reading; less where that is too much.
    const ViewRange& range = view_->range();
    for (const double margin : {1.0, 0.0}) {
        const auto begin = static_cast<std::int64_t>(std::max(0.0, std::floor(range.begin() - margin * range.span())));
        const auto end =
            std::min(index_->end(), static_cast<std::int64_t>(std::ceil(range.end() + margin * range.span())));
        if (index_->bytes_to_read(begin, end) > TraceLoader::most_window_bytes) continue;
        return loader_->load_window(index_, begin, end);
    }
}

void TimelinePage::cursor_changed() {
    const auto cursor = view_->cursor();
    overview_->set_cursor(cursor);
    if (!cursor) {
        cursor_model_->clear();
        cycle_label_->setText(tr("Click into the lanes, or press N for the next stall, to see what each block does."));
        burst_label_->clear();
        return;
    }
    const TraceLoader::Window& window = view_->window_rows();
    if (window != nullptr && window->begin <= *cursor && window->end > *cursor)
        show_cycle(*window);
    else
        loader_->look_up(index_, *cursor);
}

void TimelinePage::show_cycle(const traces::EventWindow& window) {
    const std::int64_t cycle = *view_->cursor();
    QString text = tr("Cycle %1").arg(grouped_text(cycle));
    const double clock = index_->clock_mhz();
    if (clock > 0) text += tr(", at %1").arg(time_text(cycle, clock, time_unit(static_cast<double>(cycle), clock)));
    cycle_label_->setText(text);
    cursor_model_->show(index_, window, cycle);
    burst_label_->setText(cursor_model_->bursts());
}

void TimelinePage::find_stall(bool forward) {
    if (index_ == nullptr || stack_->currentIndex() != trace_sheet) return;
    const ViewRange& range = view_->range();
    // Without a cursor: from the edge of what is on screen.
    const auto from = view_->cursor().value_or(
        static_cast<std::int64_t>(forward ? std::ceil(range.begin()) - 1 : std::floor(range.end())));
    loader_->find_stall(index_, from, view_->selected_lane(), forward);
}

void TimelinePage::show_stall(const std::optional<traces::EventRow>& row, bool forward) {
    if (!row) {
        const auto lane = view_->selected_lane();
        const QString who = lane ? QString::fromUtf8(to_string(*lane)) : tr("any block");
        Q_EMIT noticed(forward ? tr("No later stall of %1.").arg(who) : tr("No earlier stall of %1.").arg(who));
        return;
    }
    ViewRange range = view_->range();
    range.reveal(static_cast<double>(row->begin));
    view_->set_range(range);
    view_->set_cursor(row->begin);
    Q_EMIT noticed(tr("%1: %2 from cycle %3 to %4")
                       .arg(QString::fromUtf8(to_string(row->lane)), to_qt(traces::to_string(row->state())),
                            grouped_text(row->begin), grouped_text(row->end)));
}

void TimelinePage::export_picture() {
    const QString name = QFileInfo(to_qt(index_->path())).completeBaseName() + QStringLiteral(".svg");
    const QString path = ask_picture_path(this, name);
    if (path.isEmpty()) return;
    try {
        save_widget(*view_, path);
        Q_EMIT noticed(tr("Wrote %1").arg(path));
    } catch (const Error& error) {
        Q_EMIT failed(to_qt(error.what()));
    }
}

QJsonObject TimelinePage::state() const {
    if (pending_ || (index_ == nullptr && !wanted_.isEmpty())) return wanted_;
    if (index_ == nullptr) return {};
    QJsonObject state{{file_key, to_qt(index_->path())}};
    if (!view_->range().is_whole()) {
        state[begin_key] = view_->range().begin();
        state[end_key] = view_->range().end();
    }
    if (view_->cursor()) state[cursor_key_name] = static_cast<double>(*view_->cursor());
    return state;
}

void TimelinePage::restore(const QJsonObject& state) {
    const QString path = state[file_key].toString();
    if (path.isEmpty() || !QFileInfo(path).isReadable()) return;
    wanted_ = state;
    pending_ = true;
    if (isVisible()) showEvent(nullptr);
}

void TimelinePage::showEvent(QShowEvent* event) {
    if (event != nullptr) Page::showEvent(event);
    if (!pending_) return;
    const QJsonObject wanted = wanted_;
    open(wanted[file_key].toString());
    wanted_ = wanted;
}

} // namespace fracbit::gui
