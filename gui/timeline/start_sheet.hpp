// What the page shows before the first trace: how to get one, and the way to the sample.
#pragma once

#include <QWidget>

namespace fracbit::gui {

class StartSheet : public QWidget {
    Q_OBJECT

public:
    explicit StartSheet(QWidget* parent = nullptr);

Q_SIGNALS:
    void open_asked(); ///< a file that is still to be chosen
    void sample_wanted(const QString& path);
    void failed(const QString& message); ///< the sample is not there

private:
    void look_for_sample();
};

} // namespace fracbit::gui
