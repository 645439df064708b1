#include "gui/runs/path_field.hpp"

#include <QHBoxLayout>
#include <QPushButton>

#include <utility>

namespace fracbit::gui {

PathField::PathField(const QString& name, const QString& tip, std::function<QString(const QString&)> ask,
                     QWidget* parent)
    : QWidget(parent), line_(new QLineEdit) {
    const int character = fontMetrics().averageCharWidth();
    line_->setObjectName(name);
    line_->setToolTip(tip);
    line_->setAcceptDrops(false); // a file that is dropped goes to the window
    line_->setMinimumWidth(character * 24);
    auto* browse = new QPushButton(tr("..."));
    browse->setObjectName(name + QStringLiteral("_browse"));
    browse->setToolTip(tr("Choose a file"));
    browse->setAccessibleName(tr("Choose a file: %1").arg(tip));
    browse->setMaximumWidth(character * 6);
    connect(browse, &QPushButton::clicked, this, [this, ask = std::move(ask)] {
        if (const QString path = ask(text()); !path.isEmpty()) set_text(path);
    });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(line_, 1);
    row->addWidget(browse);
}

} // namespace fracbit::gui
