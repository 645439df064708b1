// What Qt says while it starts. Without a screen it says so at length and aborts.
#pragma once

#include <QtGlobal>

namespace fracbit::gui {

/// As long as it lives, messages are held back, to be printed at its end; where no window can be shown, one line says
/// why and what to do, and the program ends with status 1. One at a time.
class StartMessages {
public:
    StartMessages();
    ~StartMessages();
    StartMessages(const StartMessages&) = delete;
    StartMessages& operator=(const StartMessages&) = delete;

private:
    QtMessageHandler before_;
};

} // namespace fracbit::gui
