#include "sim/kernel/tick_clock.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

namespace fracbit::sim {

TickClock::TickClock(const sc_core::sc_module_name& name, Visits visits, std::function<bool(Cycles)> before_tick)
    : sc_module(name), visits_(visits), before_tick_(std::move(before_tick)), cycle_(1, sc_core::SC_NS) {
    SC_METHOD(wake);
    sensitive << wake_;
    dont_initialize();
}

std::size_t TickClock::add_client() {
    ticks_.push_back(std::make_unique<sc_core::sc_event>());
    return ticks_.size() - 1;
}

void TickClock::request_later(std::size_t client, Cycles at) {
    later_.push_back({at, client});
    std::push_heap(later_.begin(), later_.end(), std::greater<>());
}

std::uint64_t TickClock::take_due() {
    std::uint64_t due = std::exchange(soon_, 0);
    for (; !later_.empty() && later_.front().at <= now_; later_.pop_back()) {
        due |= bit(later_.front().client);
        std::pop_heap(later_.begin(), later_.end(), std::greater<>());
    }
    return due;
}

void TickClock::wake() {
    now_ = next_;
    try {
        if (!before_tick_(now_)) return;
    } catch (...) {
        fail(std::current_exception());
        return;
    }
    std::uint64_t due = take_due();
    if (!visits_.skip_idle) due = bit(ticks_.size()) - 1;
    running_ = std::popcount(due);
    notify(due);
}

void TickClock::notify(std::uint64_t due) {
    while (due != 0) {
        const int client = visits_.reversed ? std::bit_width(due) - 1 : std::countr_zero(due);
        due &= ~bit(static_cast<std::size_t>(client));
        ticks_[static_cast<std::size_t>(client)]->notify();
    }
}

void TickClock::schedule_next() {
    const Cycles soon = now_ + Cycles(1);
    if (soon_ == 0 && later_.empty()) return; // nothing can ever happen again
    next_ = soon_ != 0 || !visits_.skip_idle ? soon : later_.front().at;
    wake_.notify(next_ == soon ? cycle_ : cycle_ * static_cast<double>((next_ - now_).count()));
}

void TickClock::fail(std::exception_ptr error) {
    if (error_) return; // the first has stopped the run; others of its cycle follow from it
    error_ = std::move(error);
    sc_core::sc_stop();
}

void TickClock::run() {
    wake_.notify(sc_core::SC_ZERO_TIME);
    sc_core::sc_start();
    if (error_) std::rethrow_exception(error_);
}

} // namespace fracbit::sim
