#include "gui/timeline/cursor_readout.hpp"

#include "gui/support/table_export.hpp"
#include "gui/support/table_view.hpp"
#include "gui/support/text.hpp"
#include "gui/timeline/cursor_model.hpp"
#include "gui/timeline/cycle_axis.hpp"
#include "gui/timeline/lane_columns.hpp"
#include "gui/timeline/state_text.hpp"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>

#include <algorithm>

namespace fracbit::gui {

CursorReadout::CursorReadout(QWidget* parent)
    : QWidget(parent), model_(new CursorModel(this)), cycle_label_(new QLabel(this)) {
    cycle_label_->setObjectName(QStringLiteral("timeline_cycle"));
    table_ = make_table_view(this);
    table_->setObjectName(QStringLiteral("timeline_readout"));
    table_->setAccessibleName(tr("Blocks in the cycle under the cursor"));
    table_->setToolTip(tr("What each block does in the cycle under the cursor; From and To are cycles"));
    table_->setModel(model_);
    add_export_menu(*table_, QStringLiteral("cycle.csv"));
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->horizontalHeader()->setStretchLastSection(true);
    burst_label_ = new QLabel(this);
    burst_label_->setObjectName(QStringLiteral("timeline_burst"));
    for (QLabel* label : {cycle_label_, burst_label_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(cycle_label_);
    column->addWidget(table_, 1);
    column->addWidget(burst_label_);
}

void CursorReadout::set_trace(const TraceLoader::Index& index) {
    index_ = index;
    const QFontMetrics metrics(table_->font());
    const int pad = metrics.averageCharWidth() * 2;
    int names = 0;
    for (const traces::LaneId lane : shown_lanes(*index_))
        names = std::max(names, metrics.horizontalAdvance(QString::fromUtf8(to_string(lane))));
    const int cycles = metrics.horizontalAdvance(grouped_text(index_->end())) + pad;
    table_->setColumnWidth(CursorModel::lane_column, names + pad);
    table_->setColumnWidth(CursorModel::state_column,
                           metrics.horizontalAdvance(state_text(traces::BlockState::stall_in)) + pad);
    table_->setColumnWidth(CursorModel::from_column, std::max(cycles, metrics.horizontalAdvance(tr("From")) + 2 * pad));
    table_->setColumnWidth(CursorModel::to_column, std::max(cycles, metrics.horizontalAdvance(tr("From")) + 2 * pad));
}

void CursorReadout::show_cycle(const traces::EventWindow& window, std::int64_t cycle) {
    QString text = tr("Cycle %1").arg(grouped_text(cycle));
    const double clock = index_->clock_mhz();
    if (clock > 0) text += tr(", at %1").arg(time_text(cycle, clock, time_unit(static_cast<double>(cycle), clock)));
    cycle_label_->setText(text);
    model_->show(index_, window, cycle);
    burst_label_->setText(model_->bursts());
}

void CursorReadout::show_none() {
    model_->clear();
    cycle_label_->setText(tr("Click into the lanes, or press N for the next stall, to see what each block does."));
    burst_label_->clear();
}

} // namespace fracbit::gui
