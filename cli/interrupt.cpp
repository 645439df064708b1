#include "cli/interrupt.hpp"

#include "models/core/error.hpp"

#include <csignal>

namespace fracbit::cli {
namespace {

volatile std::sig_atomic_t flag = 0;

extern "C" void on_signal(int signal) {
    // Some senders (timeout, shells that signal the group too) deliver one request twice; so only a third one ends the
    // process at once.
    constexpr std::sig_atomic_t patience = 2;
    flag = flag + 1;
    if (flag >= patience) std::signal(signal, SIG_DFL);
}

} // namespace

void catch_signals() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        // A background job of a shell, or nohup, has them ignored on purpose.
        if (std::signal(signal, on_signal) == SIG_IGN) std::signal(signal, SIG_IGN);
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file size limit is a full disk: the write says so
}

bool interrupted() { return flag != 0; }

void stop_if_interrupted() {
    if (interrupted()) throw Error("interrupted");
}

} // namespace fracbit::cli
