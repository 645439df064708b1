#include "gui/explore/plot_frame.hpp"

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace fracbit::gui {

PlotFrame::PlotFrame(QWidget& plot, const QString& hint, const QString& name, QWidget* button) {
    auto* text = new QLabel(hint);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    auto* save = new QToolButton;
    save->setObjectName(name);
    save->setText(tr("Export..."));
    save->setToolTip(tr("Writes this plot as SVG, PDF or PNG"));
    connect(save, &QToolButton::clicked, this, &PlotFrame::export_clicked);
    auto* row = new QHBoxLayout;
    row->addWidget(text, 1);
    if (button != nullptr) row->addWidget(button);
    row->addWidget(save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(&plot, 1);
}

} // namespace fracbit::gui
