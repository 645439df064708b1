#include "gui/whatif/pinned_panel.hpp"

#include "gui/support/table_view.hpp"
#include "gui/whatif/elided_header.hpp"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>

namespace fracbit::gui {

PinnedPanel::PinnedPanel(DesignList& designs, const PinnedFigures& pinned, QWidget* parent)
    : QWidget(parent), designs_(designs), model_(pinned), list_(new QWidget(this)), rows_(new QGridLayout(list_)),
      view_(make_table_view(this)), hint_(new QLabel(this)) {
    view_->setObjectName(QStringLiteral("whatif_comparison"));
    view_->setAccessibleName(tr("Pinned designs side by side"));
    view_->setHorizontalHeader(new ElidedHeader(view_));
    view_->setModel(&model_);
    view_->horizontalHeader()->setMaximumSectionSize(fontMetrics().averageCharWidth() * 24);
    rows_->setContentsMargins(0, 0, 6, 0);
    rows_->setVerticalSpacing(2);
    hint_->setWordWrap(true);
    hint_->setAlignment(Qt::AlignTop);
    hint_->setText(
        tr("Nothing is pinned. \"Pin\" keeps the design that the controls show, to be compared with others."));
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(list_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(fontMetrics().averageCharWidth() * 64);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 4, 4, 4);
    row->addWidget(hint_, 1);
    row->addWidget(scroll, 0);
    row->addWidget(view_, 1);
    connect(&designs_, &DesignList::changed, this, &PinnedPanel::fill);
    connect(&model_, &QAbstractItemModel::modelReset, this, [this] { view_->resizeColumnsToContents(); });
    fill();
}

void PinnedPanel::fill() {
    while (QLayoutItem* item = rows_->takeAt(0)) {
        if (item->widget() != nullptr) item->widget()->deleteLater();
        delete item;
    }
    const bool none = designs_.designs().empty();
    hint_->setVisible(none);
    view_->setVisible(!none);
    list_->parentWidget()->parentWidget()->setVisible(!none);
    for (int number = 0; number < static_cast<int>(designs_.designs().size()); ++number) add_design(number);
    rows_->setRowStretch(DesignList::most + 1, 1);
    view_->resizeColumnsToContents();
}

void PinnedPanel::add_design(int number) {
    const QString name = designs_.designs()[static_cast<std::size_t>(number)].name;
    auto* label =
        new QLabel(fontMetrics().elidedText(name, Qt::ElideMiddle, fontMetrics().averageCharWidth() * 32), list_);
    label->setToolTip(name);
    label->setObjectName(QStringLiteral("whatif_pinned_%1").arg(number + 1));
    rows_->addWidget(label, number, 0);
    int column = 1;
    const auto add = [&](const QString& text, const char* kind, const QString& tip, auto action) {
        auto* button = new QPushButton(text, list_);
        button->setObjectName(QStringLiteral("whatif_%1_%2").arg(QLatin1String(kind)).arg(number + 1));
        button->setToolTip(tip);
        button->setFixedWidth(fontMetrics().horizontalAdvance(text) + fontMetrics().averageCharWidth() * 3);
        button->setAccessibleName(QStringLiteral("%1: %2").arg(text, name));
        connect(button, &QPushButton::clicked, this, [this, number, action] {
            if (number < static_cast<int>(designs_.designs().size())) action(number);
        });
        rows_->addWidget(button, number, column++);
    };
    const auto design = [this](int of) { return designs_.designs()[static_cast<std::size_t>(of)]; };
    add(tr("Open"), "open", tr("Puts the values of this design on the controls"),
        [this, design](int of) { Q_EMIT open_requested(design(of)); });
    add(tr("Simulate"), "simulate", tr("Runs this design on the cycle-by-cycle simulator"),
        [this, design](int of) { Q_EMIT simulate_requested(design(of)); });
    add(tr("Remove"), "remove", tr("Takes this design out of the comparison"), [this](int of) { designs_.remove(of); });
}

} // namespace fracbit::gui
