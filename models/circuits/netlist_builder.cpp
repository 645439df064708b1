#include "models/circuits/netlist_builder.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace fracbit::models {

NetlistBuilder::NetlistBuilder(int n_in) : n_in_(n_in) {
    for (Signal j = 0; j < n_in; ++j) {
        by_sum_.emplace(std::uint64_t{1} << j, j);
        sums_.push_back(std::uint64_t{1} << j);
        levels_.push_back(0);
    }
}

Signal NetlistBuilder::gate(Signal a, Signal b) {
    if (a == constant_zero) return b;
    if (b == constant_zero) return a;
    const std::uint64_t total = sum(a) ^ sum(b);
    if (total == 0) return constant_zero;
    const int own_level = 1 + std::max(level(a), level(b));
    const auto [place, is_new] = by_sum_.try_emplace(total, signals());
    if (!is_new) {
        if (level(place->second) <= own_level) return place->second;
        place->second = signals();
    }
    gates_.push_back({std::min(a, b), std::max(a, b)});
    sums_.push_back(total);
    levels_.push_back(own_level);
    return signals() - 1;
}

Signal NetlistBuilder::balanced(const std::vector<Signal>& signals) {
    using Entry = std::pair<int, Signal>; // lowest level first
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    for (const Signal s : signals)
        if (s != constant_zero) open.emplace(level(s), s);
    if (open.empty()) return constant_zero;
    while (open.size() > 1) {
        const Signal a = open.top().second;
        open.pop();
        const Signal b = open.top().second;
        open.pop();
        const Signal both = gate(a, b);
        if (both != constant_zero) open.emplace(level(both), both);
        if (open.empty()) return constant_zero;
    }
    return open.top().second;
}

Signal NetlistBuilder::signal_of(std::uint64_t sum) const { return sum == 0 ? constant_zero : by_sum_.at(sum); }

XorNetlist NetlistBuilder::netlist(const std::vector<std::uint64_t>& rows) const {
    std::vector<bool> needed(sums_.size(), false);
    for (const std::uint64_t row : rows)
        if (row != 0) needed[static_cast<std::size_t>(signal_of(row))] = true;
    for (Signal s = signals() - 1; s >= n_in_; --s) {
        if (!needed[static_cast<std::size_t>(s)]) continue;
        needed[static_cast<std::size_t>(made_of(s).a)] = true;
        needed[static_cast<std::size_t>(made_of(s).b)] = true;
    }
    std::vector<Signal> renamed(sums_.size());
    for (Signal j = 0; j < n_in_; ++j) renamed[static_cast<std::size_t>(j)] = j;
    std::vector<XorGate> kept;
    for (Signal s = n_in_; s < signals(); ++s) {
        if (!needed[static_cast<std::size_t>(s)]) continue;
        const XorGate& gate = made_of(s);
        renamed[static_cast<std::size_t>(s)] = n_in_ + static_cast<int>(kept.size());
        kept.push_back({renamed[static_cast<std::size_t>(gate.a)], renamed[static_cast<std::size_t>(gate.b)]});
    }
    std::vector<Signal> outputs;
    outputs.reserve(rows.size());
    for (const std::uint64_t row : rows)
        outputs.push_back(row == 0 ? constant_zero : renamed[static_cast<std::size_t>(signal_of(row))]);
    return XorNetlist(n_in_, std::move(kept), std::move(outputs));
}

int least_depth(std::vector<int> levels) {
    if (levels.empty()) return 0;
    std::priority_queue<int, std::vector<int>, std::greater<>> open(std::greater<>{}, std::move(levels));
    while (open.size() > 1) {
        open.pop();
        const int later = open.top();
        open.pop();
        open.push(later + 1);
    }
    return open.top();
}

} // namespace fracbit::models
