// A page of help, which scrolls where the screen is lower than it.
#pragma once

#include <QDialog>

namespace fracbit::gui {

class HelpDialog : public QDialog {
    Q_OBJECT

public:
    /// `text`: rich.
    HelpDialog(const QString& title, const QString& text, QWidget* parent);
};

} // namespace fracbit::gui
