#include "gui/support/named_button.hpp"

#include <QPushButton>

namespace fracbit::gui {

QPushButton* named_button(const QString& text, const char* name, const QString& tip, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(tip);
    return button;
}

} // namespace fracbit::gui
