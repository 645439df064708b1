#include "gui/timeline/state_text.hpp"

#include <QObject>

namespace fracbit::gui {

QString state_text(traces::BlockState state) {
    switch (state) {
    case traces::BlockState::busy:
        return QObject::tr("busy");
    case traces::BlockState::stall_in:
        return QObject::tr("waits for input");
    case traces::BlockState::stall_out:
        return QObject::tr("waits for room");
    case traces::BlockState::idle:
        return QObject::tr("idle");
    }
    return {};
}

} // namespace fracbit::gui
