#include "gui/support/splitter_state.hpp"

#include <QSplitter>

namespace fracbit::gui {

QSplitter* named_splitter(Qt::Orientation orientation, const char* name) {
    auto* splitter = new QSplitter(orientation);
    splitter->setObjectName(QLatin1String(name));
    return splitter;
}

QJsonObject splitter_state(const QWidget& widget) {
    QJsonObject state;
    for (const QSplitter* splitter : widget.findChildren<QSplitter*>())
        if (!splitter->objectName().isEmpty())
            state[splitter->objectName()] = QString::fromLatin1(splitter->saveState().toBase64());
    return state;
}

void restore_splitters(const QWidget& widget, const QJsonObject& state) {
    for (QSplitter* splitter : widget.findChildren<QSplitter*>())
        if (state.contains(splitter->objectName()))
            splitter->restoreState(QByteArray::fromBase64(state[splitter->objectName()].toString().toLatin1()));
}

} // namespace fracbit::gui
