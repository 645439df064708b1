#include "gui/window/start_messages.hpp"

#include <QString>
#include <QStringList>

#include <cstdio>
#include <cstdlib>

namespace fracbit::gui {
namespace {

QStringList& held_messages() {
    static QStringList messages;
    return messages;
}

void hold(QtMsgType type, const QMessageLogContext&, const QString& message) {
    QStringList& held = held_messages();
    held << message;
    if (type != QtFatalMsg) return;
    std::fprintf(
        stderr,
        "fracbit-gui: error: no window can be shown (%s); set DISPLAY or WAYLAND_DISPLAY to a screen, as ssh -X "
        "does, or QT_QPA_PLATFORM=offscreen to start without one\n",
        qPrintable(held.front().trimmed()));
    std::fflush(stderr);
    std::_Exit(1); // Qt would abort
}

} // namespace

StartMessages::StartMessages() : before_(qInstallMessageHandler(&hold)) {}

StartMessages::~StartMessages() {
    qInstallMessageHandler(before_);
    for (const QString& message : held_messages()) std::fprintf(stderr, "%s\n", qPrintable(message));
    held_messages().clear();
}

} // namespace fracbit::gui
