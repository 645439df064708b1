#include "gui/timeline/trace_tools.hpp"

#include "gui/support/named_button.hpp"
#include "gui/support/text.hpp"
#include "gui/timeline/lane_columns.hpp"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace fracbit::gui {

TraceTools::TraceTools(QWidget* parent) : QWidget(parent) {
    QPushButton* open = named_button(tr("&Open..."), "timeline_open", tr("Open another event trace (Ctrl+O)"), this);
    layer_combo_ = new QComboBox(this);
    layer_combo_->setObjectName(QStringLiteral("timeline_layer"));
    layer_combo_->setToolTip(tr("Show the whole run, or the cycles of one layer"));
    layer_combo_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    layer_combo_->setPlaceholderText(tr("other cycles"));
    auto* layer_label = new QLabel(tr("Sho&w"), this);
    layer_label->setBuddy(layer_combo_);
    QPushButton* closer =
        named_button(tr("&+"), "timeline_zoom_in", tr("Half as many cycles (key +, or the wheel)"), this);
    QPushButton* farther =
        named_button(tr("&−"), "timeline_zoom_out", tr("Twice as many cycles (key −, or the wheel)"), this);
    for (QPushButton* button : {closer, farther}) button->setMaximumWidth(button->fontMetrics().averageCharWidth() * 6);
    lane_combo_ = new QComboBox(this);
    lane_combo_->setObjectName(QStringLiteral("timeline_stall_lane"));
    lane_combo_->setToolTip(
        tr("Whose stalls the next two buttons look for (a click on a lane's name, or keys Up and Down)"));
    lane_combo_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* lane_label = new QLabel(tr("S&talls of"), this);
    lane_label->setBuddy(lane_combo_);
    QPushButton* previous = named_button(tr("&Previous"), "timeline_previous_stall",
                                         tr("Put the cursor on the last stall that begins before it (Shift+N)"), this);
    QPushButton* next = named_button(tr("&Next"), "timeline_next_stall",
                                     tr("Put the cursor on the first stall that begins after it (N)"), this);
    QPushButton* picture =
        named_button(tr("&Export..."), "timeline_export", tr("Write the lanes as SVG, PDF or PNG"), this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
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
    connect(open, &QPushButton::clicked, this, &TraceTools::open_clicked);
    connect(layer_combo_, &QComboBox::activated, this, &TraceTools::layer_activated);
    connect(closer, &QPushButton::clicked, this, &TraceTools::closer_clicked);
    connect(farther, &QPushButton::clicked, this, &TraceTools::farther_clicked);
    connect(lane_combo_, &QComboBox::activated, this, &TraceTools::lane_activated);
    connect(previous, &QPushButton::clicked, this, &TraceTools::previous_clicked);
    connect(next, &QPushButton::clicked, this, &TraceTools::next_clicked);
    connect(picture, &QPushButton::clicked, this, &TraceTools::export_clicked);
}

void TraceTools::set_trace(const traces::EventIndex& index) {
    layer_combo_->clear();
    layer_combo_->addItem(tr("the whole run"));
    for (const traces::LayerSpan& span : index.layer_spans())
        layer_combo_->addItem(to_qt(index.layers()[static_cast<std::size_t>(span.layer)]));
    lanes_ = shown_lanes(index);
    lane_combo_->clear();
    lane_combo_->addItem(tr("any block"));
    for (const traces::LaneId lane : lanes_) lane_combo_->addItem(QString::fromUtf8(to_string(lane)));
}

void TraceTools::show_lane(std::optional<traces::LaneId> lane) {
    const auto found = std::find(lanes_.begin(), lanes_.end(), lane);
    lane_combo_->setCurrentIndex(lane ? static_cast<int>(found - lanes_.begin()) + 1 : 0);
}

void TraceTools::show_run() { layer_combo_->setCurrentIndex(0); }

void TraceTools::show_layer(int span) { layer_combo_->setCurrentIndex(span + 1); }

void TraceTools::show_part() { layer_combo_->setCurrentIndex(-1); }

int TraceTools::shown_layer() const { return layer_combo_->currentIndex() - 1; }

void TraceTools::layer_activated(int entry) {
    if (entry > 0)
        Q_EMIT layer_chosen(entry - 1);
    else
        Q_EMIT run_chosen();
}

void TraceTools::lane_activated(int entry) {
    Q_EMIT lane_chosen(entry > 0 ? std::optional(lanes_[static_cast<std::size_t>(entry - 1)]) : std::nullopt);
}

} // namespace fracbit::gui
