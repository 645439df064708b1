// A plot with a sentence about its use above it, and buttons, of which the last one exports it.
#pragma once

#include <QWidget>

namespace fracbit::gui {

class PlotFrame : public QWidget {
    Q_OBJECT

public:
    /// `name`: of the button Export. `button`: before it; none if null.
    PlotFrame(QWidget& plot, const QString& hint, const QString& name, QWidget* button = nullptr);

Q_SIGNALS:
    void export_clicked();
};

} // namespace fracbit::gui
