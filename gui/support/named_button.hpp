// A button as pages have them.
#pragma once

#include <QString>

class QPushButton;
class QWidget;

namespace fracbit::gui {

/// `name`: its object name, by which scripts and tests find it; `tip`: what it does, for those who point at it.
QPushButton* named_button(const QString& text, const char* name, const QString& tip, QWidget* parent);

} // namespace fracbit::gui
