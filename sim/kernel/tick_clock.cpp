#include "sim/kernel/tick_clock.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace fracbit::sim {

TickClock::TickClock(const sc_core::sc_module_name& name, bool skip_idle, std::function<bool(Cycles)> before_tick)
    : sc_module(name), skip_idle_(skip_idle), before_tick_(std::move(before_tick)), cycle_(1, sc_core::SC_NS) {
    SC_METHOD(wake);
    sensitive << wake_;
    dont_initialize();
}

std::size_t TickClock::add_client() {
    clients_.push_back(std::make_unique<Client>());
    return clients_.size() - 1;
}

void TickClock::request(std::size_t client, Cycles at) {
    if (at == now_ + Cycles(1)) {
        clients_[client]->soon = true;
    } else {
        auto& later = clients_[client]->later;
        later.push_back(at.count());
        std::push_heap(later.begin(), later.end(), std::greater<>());
    }
    if (at < next_ && at > now_) schedule(at);
}

void TickClock::schedule(Cycles at) {
    next_ = at;
    wake_.notify(at == now_ + Cycles(1) ? cycle_ : cycle_ * static_cast<double>((at - now_).count()));
}

bool TickClock::take_due(Client& client) {
    bool due = std::exchange(client.soon, false);
    auto& later = client.later;
    for (; !later.empty() && later.front() <= now_.count(); due = true) {
        std::pop_heap(later.begin(), later.end(), std::greater<>());
        later.pop_back();
    }
    return due;
}

void TickClock::wake() {
    now_ = next_;
    next_ = never_;
    try {
        if (!before_tick_(now_)) return;
    } catch (...) {
        fail(std::current_exception());
        return;
    }
    bool anybody = false;
    for (const auto& client : clients_) {
        const bool due = take_due(*client);
        anybody = anybody || due || !client->later.empty();
        if (due || !skip_idle_) client->tick.notify();
        if (!client->later.empty() && Cycles(client->later.front()) < next_) schedule(Cycles(client->later.front()));
    }
    stuck_ = !anybody;
    if (!skip_idle_ && !stuck_ && now_ + Cycles(1) < next_) schedule(now_ + Cycles(1));
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
}

} // namespace fracbit::sim
