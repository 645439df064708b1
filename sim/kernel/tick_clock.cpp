#include "sim/kernel/tick_clock.hpp"

#include <utility>

namespace fracbit::sim {

TickClock::TickClock(const sc_core::sc_module_name& name, bool skip_idle, std::function<bool(Cycles)> before_tick)
    : sc_module(name), skip_idle_(skip_idle), before_tick_(std::move(before_tick)), cycle_(1, sc_core::SC_NS) {
    SC_METHOD(wake);
    sensitive << wake_;
    dont_initialize();
}

void TickClock::schedule(Cycles at) {
    next_ = at;
    wake_.notify(at == now_ + Cycles(1) ? cycle_ : cycle_ * static_cast<double>((at - now_).count()));
}

void TickClock::wake() {
    now_ = next_;
    next_ = never_;
    stuck_ = !asked_;
    asked_ = false;
    try {
        if (stuck_ || !before_tick_(now_)) return;
    } catch (...) {
        fail(std::current_exception());
        return;
    }
    tick_.notify();
    if (!skip_idle_) schedule(now_ + Cycles(1));
}

void TickClock::fail(std::exception_ptr error) {
    if (!error_) error_ = std::move(error);
    sc_core::sc_stop();
}

void TickClock::run() {
    next_ = Cycles(0);
    wake_.notify(sc_core::SC_ZERO_TIME);
    sc_core::sc_start();
    if (error_) std::rethrow_exception(error_);
    if (next_ == never_ && !asked_) stuck_ = true;
}

} // namespace fracbit::sim
