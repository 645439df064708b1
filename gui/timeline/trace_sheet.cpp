#include "gui/timeline/trace_sheet.hpp"

#include "gui/support/plot_style.hpp"
#include "gui/support/text.hpp"
#include "gui/support/wheel_guard.hpp"
#include "gui/timeline/cursor_readout.hpp"
#include "gui/timeline/overview_bar.hpp"
#include "gui/timeline/state_text.hpp"
#include "gui/timeline/timeline_view.hpp"
#include "gui/timeline/trace_tools.hpp"
#include "models/core/error.hpp"

#include <QBoxLayout>
#include <QFileInfo>
#include <QLabel>
#include <QScopedValueRollback>
#include <QSplitter>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

const auto begin_key = QStringLiteral("begin_cycle");
const auto end_key = QStringLiteral("end_cycle");
const auto cursor_key_name = QStringLiteral("cursor_cycle");

} // namespace

TraceSheet::TraceSheet(TraceLoader& loader, QWidget* parent)
    : QWidget(parent), loader_(loader), tools_(new TraceTools(this)) {
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(QStringLiteral("timeline_across"));
    splitter->addWidget(make_lanes());
    readout_ = new CursorReadout(this);
    splitter->addWidget(readout_);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    splitter->setSizes({fontMetrics().averageCharWidth() * 116, fontMetrics().averageCharWidth() * 80});
    splitter->setChildrenCollapsible(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(tools_);
    column->addWidget(splitter, 1);
    ignore_wheel_without_focus(*this);
    connect_tools();
    connect_lanes();
    connect_loader();
}

QWidget* TraceSheet::make_lanes() {
    auto* lanes = new QWidget(this);
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
    return lanes;
}

void TraceSheet::connect_tools() {
    connect(tools_, &TraceTools::open_clicked, this, &TraceSheet::open_asked);
    connect(tools_, &TraceTools::run_chosen, view_, &TimelineView::fit);
    connect(tools_, &TraceTools::layer_chosen, this, &TraceSheet::show_layer);
    connect(tools_, &TraceTools::closer_clicked, view_, &TimelineView::zoom_in);
    connect(tools_, &TraceTools::farther_clicked, view_, &TimelineView::zoom_out);
    connect(tools_, &TraceTools::lane_chosen, view_, &TimelineView::select_lane);
    connect(tools_, &TraceTools::previous_clicked, this, [this] { find_stall(false); });
    connect(tools_, &TraceTools::next_clicked, this, [this] { find_stall(true); });
    connect(tools_, &TraceTools::export_clicked, this, &TraceSheet::export_picture);
}

void TraceSheet::connect_lanes() {
    connect(view_, &TimelineView::range_changed, this, [this] {
        range_changed();
        request_window();
    });
    connect(view_, &TimelineView::cursor_changed, this, &TraceSheet::cursor_changed);
    connect(view_, &TimelineView::lane_selected, this, [this] {
        loader_.forget_stall(); // it would be one of another lane
        tools_->show_lane(view_->selected_lane());
    });
    connect(overview_, &OverviewBar::cycle_wanted, this, [this](double cycle) {
        ViewRange range = view_->range();
        range.move_to(cycle - range.span() / 2);
        view_->set_range(range);
    });
}

/// Answers about a trace that is no longer open come too late, and so do rows of cycles that were on screen before.
void TraceSheet::connect_loader() {
    connect(&loader_, &TraceLoader::read_failed, this, [this](const TraceLoader::Index& index, const QString& message) {
        if (index == index_) Q_EMIT failed(message);
    });
    connect(&loader_, &TraceLoader::window_loaded, this,
            [this](const TraceLoader::Index& index, const TraceLoader::Window& window) {
                if (index != index_ || (view_->is_exact() && !view_->is_covered_by(*window))) return;
                view_->set_window(window);
                range_changed();
            });
    connect(&loader_, &TraceLoader::looked_up, this,
            [this](const TraceLoader::Index& index, const TraceLoader::Window& window) {
                if (index == index_ && view_->cursor() == window->begin) readout_->show_cycle(*window, window->begin);
            });
    connect(&loader_, &TraceLoader::stall_found, this,
            [this](const TraceLoader::Index& index, const std::optional<traces::EventRow>& row, bool forward) {
                if (index == index_) show_stall(row, forward);
            });
}

void TraceSheet::set_trace(const TraceLoader::Index& index, const QJsonObject& place) {
    index_ = index;
    tools_->set_trace(*index_);
    readout_->set_trace(index_);
    overview_->set_trace(index_);
    view_->set_trace(index_);
    if (place.contains(begin_key)) {
        ViewRange range(index_->end());
        range.show(place[begin_key].toDouble(), place[end_key].toDouble());
        view_->set_range(range);
    }
    if (place.contains(cursor_key_name))
        view_->set_cursor(static_cast<std::int64_t>(place[cursor_key_name].toDouble()));
}

QJsonObject TraceSheet::place() const {
    QJsonObject place;
    if (!view_->range().is_whole()) {
        place[begin_key] = view_->range().begin();
        place[end_key] = view_->range().end();
    }
    if (view_->cursor()) place[cursor_key_name] = static_cast<double>(*view_->cursor());
    return place;
}

void TraceSheet::focus_lanes() { view_->setFocus(); }

ViewRange TraceSheet::range_of_layer(int number) const {
    const traces::LayerSpan& span = index_->layer_spans()[static_cast<std::size_t>(number)];
    ViewRange range(index_->end());
    range.show(static_cast<double>(span.begin), static_cast<double>(span.end));
    return range;
}

void TraceSheet::show_layer(int number) { view_->set_range(range_of_layer(number)); }

/// A layer that was chosen keeps its name while its cycles are on screen, though another may have the same.
void TraceSheet::name_range() {
    if (index_ == nullptr) return;
    const ViewRange& range = view_->range();
    const int named = tools_->shown_layer();
    if (named >= 0 && range_of_layer(named) == range) return;
    if (range.is_whole()) return tools_->show_run();
    for (int span = 0; span < static_cast<int>(index_->layer_spans().size()); ++span)
        if (range_of_layer(span) == range) return tools_->show_layer(span);
    tools_->show_part();
}

void TraceSheet::range_changed() {
    const ViewRange& range = view_->range();
    overview_->set_range(range);
    name_range();
    range_label_->setText(tr("%1 cycles on screen, %2")
                              .arg(grouped_text(static_cast<std::int64_t>(std::llround(range.span()))),
                                   view_->is_exact() ? tr("each stretch as it was") : tr("shares per column")));
}

void TraceSheet::request_window() {
    if (index_ == nullptr || view_->is_exact()) return;
    // A screen to either side, so that moving needs no reading; less where that is too much.
    const ViewRange& range = view_->range();
    for (const double margin : {1.0, 0.0}) {
        const auto begin = static_cast<std::int64_t>(std::max(0.0, std::floor(range.begin() - margin * range.span())));
        const auto end =
            std::min(index_->end(), static_cast<std::int64_t>(std::ceil(range.end() + margin * range.span())));
        if (index_->bytes_to_read(begin, end) > TraceLoader::most_window_bytes) continue;
        return loader_.load_window(index_, begin, end);
    }
}

void TraceSheet::cursor_changed() {
    if (!showing_stall_) loader_.forget_stall(); // it would take the cursor away from where it was set
    const auto cursor = view_->cursor();
    overview_->set_cursor(cursor);
    if (!cursor) return readout_->show_none();
    const TraceLoader::Window& window = view_->window_rows();
    if (window != nullptr && window->begin <= *cursor && window->end > *cursor)
        readout_->show_cycle(*window, *cursor);
    else
        loader_.look_up(index_, *cursor);
}

void TraceSheet::find_stall(bool forward) {
    if (index_ == nullptr) return;
    const ViewRange& range = view_->range();
    // Without a cursor: from the edge of what is on screen.
    const auto from = view_->cursor().value_or(
        static_cast<std::int64_t>(forward ? std::ceil(range.begin()) - 1 : std::floor(range.end())));
    loader_.find_stall(index_, from, view_->selected_lane(), forward);
}

void TraceSheet::show_stall(const std::optional<traces::EventRow>& row, bool forward) {
    if (!row) {
        const auto lane = view_->selected_lane();
        const QString who = lane ? QString::fromUtf8(to_string(*lane)) : tr("any block");
        Q_EMIT noticed(forward ? tr("No later stall of %1.").arg(who) : tr("No earlier stall of %1.").arg(who));
        return;
    }
    const QScopedValueRollback<bool> showing(showing_stall_, true);
    ViewRange range = view_->range();
    range.reveal(static_cast<double>(row->begin));
    view_->set_range(range);
    view_->set_cursor(row->begin);
    Q_EMIT noticed(tr("%1: %2 from cycle %3 to %4")
                       .arg(QString::fromUtf8(to_string(row->lane)), state_text(row->state()), grouped_text(row->begin),
                            grouped_text(row->end)));
}

void TraceSheet::export_picture() {
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

} // namespace fracbit::gui
