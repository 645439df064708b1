// The line in which a condition is typed. It offers the names of columns that what is being typed may become.
#pragma once

#include <QLineEdit>
#include <QStringList>
#include <QStringListModel>

class QCompleter;

namespace fracbit::gui {

class ConditionEdit : public QLineEdit {
    Q_OBJECT

public:
    explicit ConditionEdit(QWidget* parent = nullptr);

    /// Those that a condition may use.
    void set_names(const QStringList& names) { names_ = names; }

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void offer();
    void take(const QString& name);
    QStringList names_;
    QStringListModel offered_;
    QCompleter* completer_;
};

} // namespace fracbit::gui
