#include "gui/window/quit_signals.hpp"

#include <QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace fracbit::gui {
namespace {

constexpr std::array caught{SIGTERM, SIGINT, SIGHUP};
volatile std::sig_atomic_t write_end = -1;

void tell(int signal) {
    const auto number = static_cast<unsigned char>(signal);
    const int end = write_end;
    if (end >= 0) (void)!::write(end, &number, 1);
}

void handle_all(void (*handler)(int)) {
    for (const int signal : caught) {
        struct sigaction action = {};
        action.sa_handler = handler;
        action.sa_flags = SA_RESTART;
        ::sigaction(signal, &action, nullptr);
    }
}

} // namespace

QuitSignals::QuitSignals(QObject* parent) : QObject(parent) {
    if (::pipe2(pipe_.data(), O_CLOEXEC | O_NONBLOCK) != 0) return; // then signals end the program as ever
    notifier_ = new QSocketNotifier(pipe_[0], QSocketNotifier::Read, this);
    connect(notifier_, &QSocketNotifier::activated, this, [this] {
        unsigned char signal = 0;
        if (::read(pipe_[0], &signal, 1) == 1) Q_EMIT arrived(signal);
    });
    write_end = pipe_[1];
    handle_all(tell);
}

QuitSignals::~QuitSignals() {
    if (notifier_ == nullptr) return;
    handle_all(SIG_DFL);
    write_end = -1;
    delete notifier_;
    for (const int end : pipe_) ::close(end);
}

} // namespace fracbit::gui
