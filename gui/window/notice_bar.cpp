#include "gui/window/notice_bar.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace fracbit::gui {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), label_(new QLabel(this)) {
    setObjectName(QStringLiteral("notice"));
    setFrameShape(QFrame::StyledPanel);
    setStyleSheet(QStringLiteral("#notice { background: #fff1d6; border: 1px solid #e69f00; border-radius: 4px; }"
                                 "#notice QLabel { color: #20222a; }"));
    label_->setObjectName(QStringLiteral("notice_text"));
    label_->setWordWrap(true);
    label_->setMinimumWidth(1); // a long path is no reason for a wide window
    label_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    label_->setTextFormat(Qt::PlainText);
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* close = new QPushButton(tr("Dismiss"), this);
    close->setObjectName(QStringLiteral("notice_dismiss"));
    connect(close, &QPushButton::clicked, this, [this] {
        messages_.clear();
        hide();
    });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(label_, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    hide();
}

void NoticeBar::show_message(const QString& message) {
    constexpr qsizetype most = 3;
    messages_.removeAll(message);
    messages_.prepend(message);
    QString text = QStringList(messages_.mid(0, most)).join(QLatin1Char('\n'));
    if (messages_.size() > most) text += tr("\nand %1 earlier").arg(messages_.size() - most);
    label_->setToolTip(messages_.join(QLatin1Char('\n')));
    label_->setText(text.replace(QLatin1Char('/'), QStringLiteral("/\u200b"))); // paths may be broken there
    show();
}

QString NoticeBar::text() const { return label_->text().remove(QChar(0x200b)); }

} // namespace fracbit::gui
