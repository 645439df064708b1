#include "gui/explore/condition_edit.hpp"

#include "gui/explore/typed_name.hpp"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>

namespace fracbit::gui {

ConditionEdit::ConditionEdit(QWidget* parent) : QLineEdit(parent), completer_(new QCompleter(&offered_, this)) {
    completer_->setWidget(this); // as the line's own completer it would complete the whole text
    completer_->popup()->setObjectName(QStringLiteral("explore_condition_names"));
    connect(completer_, qOverload<const QString&>(&QCompleter::activated), this, &ConditionEdit::take);
}

void ConditionEdit::offer() {
    const auto name = typed_name(text(), cursorPosition());
    const QStringList fitting = name ? fitting_names(name->before_cursor, names_) : QStringList();
    if (fitting.isEmpty() || fitting == QStringList(name->before_cursor)) return completer_->popup()->hide();
    offered_.setStringList(fitting);
    completer_->setCompletionPrefix({}); // all of them, and none is chosen yet
    completer_->complete();
}

void ConditionEdit::take(const QString& name) {
    const auto typed = typed_name(text(), cursorPosition());
    if (!typed) return;
    setSelection(static_cast<int>(typed->begin), static_cast<int>(typed->end - typed->begin));
    insert(name);
}

void ConditionEdit::keyPressEvent(QKeyEvent* event) {
    QAbstractItemView& popup = *completer_->popup();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool chosen = popup.isVisible() && popup.currentIndex().isValid();
    if (chosen && enter) return event->ignore(); // the completer takes it
    const QString before = text();
    QLineEdit::keyPressEvent(event);
    if (text() != before && !enter) return offer();
    static const QList<int> modifiers{Qt::Key_Shift, Qt::Key_Control, Qt::Key_Alt, Qt::Key_AltGr, Qt::Key_Meta};
    if (!modifiers.contains(event->key())) popup.hide(); // a sign may need two keys
}

/// Where the text has nothing to undo, Ctrl+Z is the filter's.
bool ConditionEdit::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& keys = static_cast<const QKeyEvent&>(*event);
        if ((keys.matches(QKeySequence::Undo) && !isUndoAvailable()) ||
            (keys.matches(QKeySequence::Redo) && !isRedoAvailable())) {
            event->ignore();
            return true;
        }
    }
    return QLineEdit::event(event);
}

} // namespace fracbit::gui
