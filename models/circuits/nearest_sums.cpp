#include "models/circuits/nearest_sums.hpp"

#include "models/circuits/candidate_gates.hpp"
#include "models/circuits/netlist_builder.hpp"
#include "models/circuits/sum_tables.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace fracbit::models {
namespace {

constexpr int far = 4; ///< gates: more than are looked for
constexpr std::size_t most_ways = 32;
constexpr std::size_t most_equals = 64; ///< candidates of the highest score that are looked at closer

/// Signals that sum to a target.
using Way = std::vector<Signal>;

struct Target {
    std::uint64_t sum = 0;
    int gates = far;                    ///< distance: 1 .. 3, or far
    std::vector<Way> ways;              ///< of gates + 1 signals each
    std::vector<std::uint64_t> offered; ///< sums of candidate gates that bring it nearer
    Way long_way;                       ///< while far
};

class NearestSums {
public:
    NearestSums(NetlistBuilder& builder, const std::vector<Signal>& start, const std::vector<std::uint64_t>& targets,
                const NearestSumsOptions& options, std::int64_t& budget)
        : builder_(builder), options_(options), candidates_(builder), budget_(budget) {
        if (options.max_depth && *options.max_depth < 62) limit_ = std::int64_t{1} << *options.max_depth;
        std::vector<std::uint64_t> made;
        for (const Signal signal : start) {
            made.push_back(builder.sum(signal));
            if (signal < builder.n_in()) input_of_[static_cast<std::size_t>(std::countr_zero(made.back()))] = signal;
        }
        std::sort(made.begin(), made.end());
        for (const std::uint64_t sum : targets)
            if (sum != 0 && !std::binary_search(made.begin(), made.end(), sum))
                targets_.push_back({sum, far, {}, {}, inputs_of(sum)});
        for (const Signal signal : start) add(signal);
    }

    bool run() {
        while (!targets_.empty() && budget_ > 0) {
            stop_if(options_.cancelled);
            if (!make_nearest()) make_best_candidate();
        }
        return targets_.empty();
    }

private:
    Way inputs_of(std::uint64_t sum) const {
        Way way;
        for (; sum != 0; sum &= sum - 1) way.push_back(input_of_[static_cast<std::size_t>(std::countr_zero(sum))]);
        return way;
    }

    int level_of_gate(Signal a, Signal b) const { return 1 + std::max(builder_.level(a), builder_.level(b)); }
    std::int64_t depth_share(int level) const { return level < 62 ? std::int64_t{1} << level : limit_ + 1; }

    /// Whether one tree over the signals can keep the depth limit: the sum of 2^level is at most 2^limit.
    bool fits(const Way& way) const {
        if (limit_ == 0) return true;
        std::int64_t sum = 0;
        for (const Signal s : way) {
            sum += depth_share(builder_.level(s));
            if (sum > limit_) return false;
        }
        return true;
    }

    bool fits_with_gate(const Way& way, std::size_t i, std::size_t j) const {
        if (limit_ == 0) return true;
        std::int64_t sum = depth_share(level_of_gate(way[i], way[j]));
        for (std::size_t k = 0; k < way.size() && sum <= limit_; ++k)
            if (k != i && k != j) sum += depth_share(builder_.level(way[k]));
        return sum <= limit_;
    }

    int worth(const Target& target) const { return target.gates == 2 ? options_.two_gates : options_.three_gates; }

    void withdraw(Target& target) {
        for (const std::uint64_t sum : target.offered) candidates_.lower(sum, worth(target));
        target.offered.clear();
        target.ways.clear();
    }

    /// A target that is one gate away becomes a signal.
    bool make_nearest() {
        const auto target =
            std::find_if(targets_.begin(), targets_.end(), [](const Target& t) { return t.gates == 1; });
        if (target == targets_.end()) return false;
        const Way* lowest = &target->ways.front();
        for (const Way& way : target->ways)
            if (level_of_gate(way[0], way[1]) < level_of_gate((*lowest)[0], (*lowest)[1])) lowest = &way;
        const Signal made = builder_.gate((*lowest)[0], (*lowest)[1]);
        targets_.erase(target);
        add(made);
        return true;
    }

    void add(Signal made) {
        const std::uint64_t sum = builder_.sum(made);
        for (Target& target : targets_) bring_nearer(target, made);
        budget_ -= static_cast<std::int64_t>(sums_.size() + targets_.size());
        if (place_.find(sum) == nullptr) {
            for (const std::uint64_t other : sums_) pairs_.insert(other ^ sum);
            place_[sum] = sums_.size();
            sums_.push_back(sum);
        }
        signal_of_[sum] = made;
    }

    void bring_nearer(Target& target, Signal made) {
        const std::uint64_t rest = target.sum ^ builder_.sum(made);
        if (const Signal* other = signal_of_.find(rest)) note(target, 1, {made, *other});
        if (target.gates < 2) return;
        if (wants(target, 2) && pairs_.contains(rest))
            for_pairs(rest, 0, [&](Signal x, Signal y) {
                note(target, 2, {made, x, y});
                return wants(target, 2);
            });
        if (target.gates < 3 || !wants(target, 3)) return;
        budget_ -= static_cast<std::int64_t>(sums_.size());
        for (std::size_t x = 0; x < sums_.size() && wants(target, 3); ++x)
            if (pairs_.contains(rest ^ sums_[x]))
                for_pairs(rest ^ sums_[x], x + 1, [&](Signal y, Signal z) {
                    note(target, 3, {made, *signal_of_.find(sums_[x]), y, z});
                    return wants(target, 3);
                });
        if (target.gates == far) shorten(target, made);
    }

    static bool wants(const Target& target, int gates) {
        return target.gates > gates || target.ways.size() < most_ways;
    }

    /// Calls `use` with the pairs of signals, from place `first` on, that sum to `sum`, until it says no.
    template <typename Use>
    void for_pairs(std::uint64_t sum, std::size_t first, const Use& use) {
        budget_ -= static_cast<std::int64_t>(sums_.size() - first);
        for (std::size_t x = first; x < sums_.size(); ++x) {
            const std::uint64_t other = sum ^ sums_[x];
            if (other <= sums_[x]) continue; // each pair once
            const std::size_t* place = place_.find(other);
            if (place != nullptr && *place >= first && !use(*signal_of_.find(sums_[x]), *signal_of_.find(other)))
                return;
        }
    }

    void note(Target& target, int gates, Way way) {
        if (gates > target.gates || !fits(way)) return;
        if (gates < target.gates) {
            withdraw(target);
            target.gates = gates;
        }
        if (gates > 1) offer_pairs(target, way);
        target.ways.push_back(std::move(way));
    }

    void offer_pairs(Target& target, const Way& way) {
        for (std::size_t i = 0; i < way.size(); ++i)
            for (std::size_t j = i + 1; j < way.size(); ++j) {
                if (!fits_with_gate(way, i, j)) continue;
                const std::uint64_t sum = builder_.sum(way[i]) ^ builder_.sum(way[j]);
                const bool known = std::find(target.offered.begin(), target.offered.end(), sum) != target.offered.end();
                if (!known) target.offered.push_back(sum);
                candidates_.raise(way[i], way[j], known ? 0 : worth(target));
            }
    }

    /// A far target's way becomes the new signal, perhaps one more, and inputs, where that is shorter.
    void shorten(Target& target, Signal made) {
        Way& way = target.long_way;
        if (made >= builder_.n_in()) {
            const XorGate& gate = builder_.made_of(made);
            Way shorter{made};
            std::copy_if(way.begin(), way.end(), std::back_inserter(shorter),
                         [&](Signal s) { return s != gate.a && s != gate.b; });
            if (shorter.size() < way.size() && fits(shorter)) way = std::move(shorter);
        }
        const std::uint64_t rest = target.sum ^ builder_.sum(made);
        const auto try_way = [&](std::uint64_t left, const Way& signals) {
            if (static_cast<std::size_t>(std::popcount(left)) + signals.size() >= way.size()) return;
            Way shorter = inputs_of(left);
            shorter.insert(shorter.end(), signals.begin(), signals.end());
            if (fits(shorter)) way = std::move(shorter);
        };
        try_way(rest, {made});
        for (const std::uint64_t other : sums_)
            if (static_cast<std::size_t>(std::popcount(rest ^ other)) + 2 < way.size())
                try_way(rest ^ other, {made, *signal_of_.find(other)});
        budget_ -= static_cast<std::int64_t>(sums_.size());
    }

    void make_best_candidate() {
        const auto is_new = [&](const CandidateGate& gate) {
            const Signal* there = signal_of_.find(gate.sum);
            return there == nullptr || builder_.level(*there) > gate.level;
        };
        candidates_.best(equals_, is_new);
        if (equals_.empty()) { // only far targets
            if (fold_long_ways()) return;
            offer_of_far();
            candidates_.best(equals_, is_new);
            candidates_.clear();
        }
        const CandidateGate& gate = equals_[best_of_equals()];
        add(builder_.gate(gate.a, gate.b));
    }

    /// Two signals of a far target's way whose sum exists become that; whether a target is no longer far by it.
    bool fold_long_ways() {
        bool any_near = false;
        for (Target& target : targets_) {
            while (fold(target.long_way)) {
            }
            if (target.long_way.size() > far) continue;
            note(target, static_cast<int>(target.long_way.size()) - 1, target.long_way);
            any_near = true;
        }
        return any_near;
    }

    bool fold(Way& way) {
        budget_ -= static_cast<std::int64_t>(way.size() * way.size() / 2);
        for (std::size_t i = 0; i < way.size(); ++i)
            for (std::size_t j = i + 1; j < way.size(); ++j) {
                const Signal* sum = signal_of_.find(builder_.sum(way[i]) ^ builder_.sum(way[j]));
                if (sum == nullptr || builder_.level(*sum) > level_of_gate(way[i], way[j]) ||
                    !fits_with_gate(way, i, j))
                    continue;
                way[i] = *sum;
                way.erase(way.begin() + static_cast<std::ptrdiff_t>(j));
                return true;
            }
        return false;
    }

    /// The pairs of the shortest ways; those of ways longer by one or two count less.
    void offer_of_far() {
        candidates_.clear();
        std::size_t shortest = 64;
        for (const Target& target : targets_) shortest = std::min(shortest, target.long_way.size());
        for (const Target& target : targets_) {
            const Way& way = target.long_way;
            if (way.size() > shortest + 2) continue;
            for (std::size_t i = 0; i < way.size(); ++i)
                for (std::size_t j = i + 1; j < way.size(); ++j)
                    if (fits_with_gate(way, i, j))
                        candidates_.raise(way[i], way[j], 16 >> (2 * (way.size() - shortest)));
        }
    }

    /// Of candidates with equal scores, a random choice of them if there are many: that which gives most targets a new
    /// way.
    std::size_t best_of_equals() {
        if (options_.random != nullptr)
            for (std::size_t i = 0; i < std::min(equals_.size(), most_equals); ++i)
                std::swap(equals_[i], equals_[i + options_.random->below(equals_.size() - i)]);
        if (equals_.size() > most_equals) equals_.resize(most_equals);
        std::size_t best = 0;
        int most = -1;
        for (std::size_t i = 0; i < equals_.size(); ++i) {
            int ways = 0;
            for (const Target& target : targets_)
                if (pairs_.contains(target.sum ^ equals_[i].sum)) ways += target.gates > 2 ? 4 : 1;
            budget_ -= static_cast<std::int64_t>(targets_.size());
            if (ways <= most) continue;
            most = ways;
            best = i;
        }
        return best;
    }

    NetlistBuilder& builder_;
    NearestSumsOptions options_;
    std::int64_t limit_ = 0; ///< 2^max_depth, or 0
    std::array<Signal, 64> input_of_{};
    std::vector<Target> targets_;     ///< those that are still to be made
    std::vector<std::uint64_t> sums_; ///< of all signals, each once
    SumMap<std::size_t> place_;       ///< in sums_
    SumMap<Signal> signal_of_;        ///< the lowest of each sum
    SumSet pairs_;                    ///< sums of two signals
    CandidateGates candidates_;
    std::vector<CandidateGate> equals_;
    std::int64_t& budget_;
};

} // namespace

bool sum_nearest_first(NetlistBuilder& builder, const std::vector<Signal>& start,
                       const std::vector<std::uint64_t>& targets, const NearestSumsOptions& options,
                       std::int64_t& budget) {
    return NearestSums(builder, start, targets, options, budget).run();
}

} // namespace fracbit::models
