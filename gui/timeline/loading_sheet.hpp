// What the page shows while it reads a trace: its name, how far it is, and the way out.
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;

namespace fracbit::gui {

class LoadingSheet : public QWidget {
    Q_OBJECT

public:
    explicit LoadingSheet(QWidget* parent = nullptr);
    void begin(const QString& path);
    void show_progress(double share); ///< 0 .. 1

Q_SIGNALS:
    void cancelled();

private:
    QLabel* label_;
    QProgressBar* progress_;
};

} // namespace fracbit::gui
