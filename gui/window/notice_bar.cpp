#include "gui/window/notice_bar.hpp"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTextDocument>
#include <QTextEdit>

#include <cmath>

namespace fracbit::gui {

NoticeBar::NoticeBar(QWidget* parent) : QFrame(parent), text_(new QTextEdit(this)) {
    setObjectName(QStringLiteral("notice"));
    setFrameShape(QFrame::StyledPanel);
    setStyleSheet(QStringLiteral("#notice { background: #fff1d6; border: 1px solid #e69f00; border-radius: 4px; }"
                                 "#notice QTextEdit { color: #20222a; background: transparent; }"));
    text_->setObjectName(QStringLiteral("notice_text"));
    text_->setAccessibleName(tr("Messages"));
    text_->setReadOnly(true);
    text_->setFrameShape(QFrame::NoFrame);
    text_->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere); // long paths
    text_->setTabChangesFocus(true);
    text_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    text_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    text_->document()->setDocumentMargin(0);
    auto* close = new QPushButton(tr("Dismiss"), this);
    close->setObjectName(QStringLiteral("notice_dismiss"));
    connect(close, &QPushButton::clicked, this, [this] {
        messages_.clear();
        hide();
    });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(text_, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    hide();
}

void NoticeBar::show_message(const QString& message) {
    constexpr qsizetype most = 3;
    messages_.removeAll(message);
    messages_.prepend(message);
    QString text = QStringList(messages_.mid(0, most)).join(QLatin1Char('\n'));
    if (messages_.size() > most) text += tr("\nand %1 earlier").arg(messages_.size() - most);
    text_->setToolTip(messages_.join(QLatin1Char('\n')));
    text_->setPlainText(text);
    show();
    fit_height();
}

QString NoticeBar::text() const { return text_->toPlainText(); }

void NoticeBar::fit_height() {
    text_->document()->setTextWidth(text_->viewport()->width());
    text_->setFixedHeight(static_cast<int>(std::ceil(text_->document()->size().height())));
}

void NoticeBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    fit_height();
}

} // namespace fracbit::gui
