#include "gui/whatif/control_panel.hpp"

#include "gui/support/named_button.hpp"
#include "gui/support/scrolled.hpp"
#include "gui/whatif/control_column.hpp"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace fracbit::gui {

ControlPanel::ControlPanel(PresentDesign& design, const NetworkBook& book, QWidget* parent) : QWidget(parent) {
    auto* open =
        named_button(tr("&Open..."), "whatif_open",
                     tr("Takes the machine from an architecture file (.toml), or the network from a CSV file"), this);
    auto* save =
        named_button(tr("&Save machine..."), "whatif_save",
                     tr("Writes the machine as an architecture file (.toml) for fracbit simulate --arch"), this);
    reset_ = named_button(
        tr("&Reset"), "whatif_reset",
        tr("Puts all parameters back to those of the design that was opened last, or of the program's start"), this);
    controls_ = new ControlColumn(design, book, this);
    auto* area = scrolled(controls_, this);
    area->setObjectName(QStringLiteral("whatif_control_area"));
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumWidth(controls_->minimumSizeHint().width() + 24);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(open);
    buttons->addWidget(save);
    buttons->addWidget(reset_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(buttons);
    column->addWidget(area, 1);
    connect(open, &QPushButton::clicked, this, &ControlPanel::open_clicked);
    connect(save, &QPushButton::clicked, this, &ControlPanel::save_clicked);
    connect(reset_, &QPushButton::clicked, this, &ControlPanel::reset_clicked);
}

void ControlPanel::allow_reset(bool allowed) { reset_->setEnabled(allowed); }

} // namespace fracbit::gui
