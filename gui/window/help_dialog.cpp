#include "gui/window/help_dialog.hpp"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <cmath>

namespace fracbit::gui {

HelpDialog::HelpDialog(const QString& title, const QString& text, QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("help"));
    setWindowTitle(title);
    auto* page = new QTextBrowser(this);
    page->setObjectName(QStringLiteral("help_text"));
    page->setAccessibleName(title);
    page->setOpenExternalLinks(true);
    page->setHtml(text);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("help_close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(page, 1);
    column->addWidget(buttons);
    // All of the text, as far as the screen goes: beside the text are margins and a scroll bar, below it the button.
    const int character = fontMetrics().averageCharWidth(), line = fontMetrics().height();
    page->document()->setTextWidth(character * 80);
    const QSize whole(character * 86 + page->verticalScrollBar()->sizeHint().width(),
                      static_cast<int>(std::ceil(page->document()->size().height())) + 6 * line);
    resize(whole.boundedTo(screen()->availableSize() - QSize(2 * line, 2 * line)));
}

} // namespace fracbit::gui
