// A message that stays above the pages until somebody has put it away: nothing has to be clicked to go on working.
#pragma once

#include <QFrame>

class QTextEdit;

namespace fracbit::gui {

class NoticeBar : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);
    /// A further message joins those that are shown, the newest first; beyond three they are counted, and in the
    /// tooltip.
    void show_message(const QString& message);
    [[nodiscard]] QString text() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit_height();
    QTextEdit* text_;
    QStringList messages_;
};

} // namespace fracbit::gui
