// The gates that a search may make next, each with a score that rises and falls as rows come nearer.
#pragma once

#include "models/circuits/netlist_builder.hpp"
#include "models/circuits/sum_tables.hpp"

#include <algorithm>
#include <vector>

namespace fracbit::models {

struct CandidateGate {
    std::uint64_t sum = 0;
    Signal a = constant_zero, b = constant_zero; ///< the pair that stands lowest
    int level = 0;
    int score = 0;
};

class CandidateGates {
public:
    explicit CandidateGates(const NetlistBuilder& builder) : builder_(builder) {}

    void raise(Signal a, Signal b, int worth) {
        const std::uint64_t sum = builder_.sum(a) ^ builder_.sum(b);
        const int level = 1 + std::max(builder_.level(a), builder_.level(b));
        std::size_t& place = place_[sum];
        if (place == 0) {
            gates_.push_back({sum, a, b, level, 0});
            place = gates_.size();
        }
        CandidateGate& gate = gates_[place - 1];
        gate.score += worth;
        if (level < gate.level) gate = {sum, a, b, level, gate.score};
    }

    /// It was raised before.
    void lower(std::uint64_t sum, int worth) { gates_[*place_.find(sum) - 1].score -= worth; }

    /// Those with the highest score above 0 that `allowed` lets pass, in the order in which they were first raised.
    template <typename Allowed>
    void best(std::vector<CandidateGate>& found, const Allowed& allowed) {
        found.clear();
        drop_worthless();
        int score = 1;
        for (const CandidateGate& gate : gates_) {
            if (gate.score < score || !allowed(gate)) continue;
            if (gate.score > score) found.clear();
            score = gate.score;
            found.push_back(gate);
        }
    }

    void clear() {
        gates_.clear();
        place_.clear();
    }

private:
    void drop_worthless() {
        const auto worthless = [](const CandidateGate& gate) { return gate.score == 0; };
        if (2 * std::count_if(gates_.begin(), gates_.end(), worthless) <=
            static_cast<std::ptrdiff_t>(gates_.size()) + 64)
            return;
        std::erase_if(gates_, worthless);
        place_.clear();
        for (std::size_t i = 0; i < gates_.size(); ++i) place_[gates_[i].sum] = i + 1;
    }

    const NetlistBuilder& builder_;
    std::vector<CandidateGate> gates_;
    SumMap<std::size_t> place_; ///< in gates_, from 1
};

} // namespace fracbit::models
