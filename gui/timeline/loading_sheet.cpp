#include "gui/timeline/loading_sheet.hpp"

#include "gui/support/named_button.hpp"

#include <QBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace fracbit::gui {

LoadingSheet::LoadingSheet(QWidget* parent)
    : QWidget(parent), label_(new QLabel(this)), progress_(new QProgressBar(this)) {
    label_->setObjectName(QStringLiteral("timeline_loading"));
    label_->setAlignment(Qt::AlignCenter);
    label_->setWordWrap(true);
    progress_->setObjectName(QStringLiteral("timeline_progress"));
    progress_->setRange(0, 100);
    progress_->setToolTip(tr("How much of the file has been read, in percent"));
    QPushButton* cancel =
        named_button(tr("&Cancel"), "timeline_cancel", tr("Stop reading; what was open before stays"), this);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(progress_);
    row->addWidget(cancel);
    row->addStretch();
    auto* column = new QVBoxLayout(this);
    column->addStretch();
    column->addWidget(label_);
    column->addLayout(row);
    column->addStretch();
    connect(cancel, &QPushButton::clicked, this, &LoadingSheet::cancelled);
}

void LoadingSheet::begin(const QString& path) {
    label_->setText(tr("Reading %1 ...").arg(path));
    progress_->setValue(0);
}

void LoadingSheet::show_progress(double share) { progress_->setValue(static_cast<int>(share * 100)); }

} // namespace fracbit::gui
