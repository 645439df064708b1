#include "gui/explore/pins_box.hpp"

#include "gui/support/named_button.hpp"

#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace fracbit::gui {

PinsBox::PinsBox(DesignList& designs, QWidget* parent)
    : QGroupBox(tr("Pinned designs"), parent), designs_(designs), list_(new QListWidget) {
    list_->setAccessibleName(tr("Pinned designs"));
    list_->setObjectName(QStringLiteral("explore_pins"));
    list_->setToolTip(tr("Click a point in the plot to pin it, once more to take the pin away"));
    list_->setMinimumHeight(3 * fontMetrics().height());
    auto* row = new QHBoxLayout;
    const auto button = [this, row](const QString& text, const char* name, const QString& tip) {
        QPushButton* made = named_button(text, name, tip, this);
        row->addWidget(made);
        return made;
    };
    compare_ = button(tr("Com&pare"), "explore_compare", tr("Pinned designs side by side, with differences"));
    simulate_ = button(tr("Simu&late"), "explore_simulate",
                       tr("Runs the chosen design through the SystemC machine, with a trace"));
    unpin_ = button(tr("&Unpin"), "explore_unpin", tr("Takes the chosen design from the list"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(list_, 1);
    column->addLayout(row);
    connect(compare_, &QPushButton::clicked, this, &PinsBox::compare_requested);
    connect(unpin_, &QPushButton::clicked, this, [this] { designs_.remove(chosen()); });
    connect(simulate_, &QPushButton::clicked, this, [this] {
        if (const auto at = static_cast<std::size_t>(chosen()); at < designs_.designs().size()) {
            const Design design = designs_.designs()[at]; // the list may change meanwhile
            Q_EMIT simulate_requested(design);
        }
    });
    connect(&designs, &DesignList::changed, this, &PinsBox::show_designs);
    show_designs();
}

int PinsBox::chosen() const { return std::max(0, list_->currentRow()); }

void PinsBox::show_designs() {
    const int before = chosen();
    list_->clear();
    int number = 0;
    for (const Design& design : designs_.designs())
        list_->addItem(QStringLiteral("%1  %2").arg(++number).arg(design.name));
    list_->setCurrentRow(std::min(before, list_->count() - 1));
    for (QPushButton* button : {compare_, simulate_, unpin_}) button->setEnabled(number > 0);
}

} // namespace fracbit::gui
