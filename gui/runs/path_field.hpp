// The name of a file, typed or chosen in a dialog.
#pragma once

#include <QLineEdit>

#include <functional>

namespace fracbit::gui {

class PathField : public QWidget {
    Q_OBJECT

public:
    /// `name`: of the line, and with "_browse" of the button. `ask` gets what the line says, and returns what was
    /// chosen; empty: nothing.
    PathField(const QString& name, const QString& tip, std::function<QString(const QString&)> ask,
              QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit& line() const { return *line_; }
    [[nodiscard]] QString text() const { return line_->text(); }
    void set_text(const QString& path) { line_->setText(path); }

private:
    QLineEdit* line_;
};

} // namespace fracbit::gui
