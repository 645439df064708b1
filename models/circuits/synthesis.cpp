#include "models/circuits/synthesis.hpp"

#include "models/circuits/block_sums.hpp"
#include "models/circuits/netlist_builder.hpp"
#include "models/circuits/pair_sharing.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <set>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// Least depth of a tree over `weight` inputs.
int levels_of(int weight) { return weight < 2 ? 0 : std::bit_width(static_cast<unsigned>(weight - 1)); }

void check_depth(const XorNetwork& network, const SynthesisOptions& options) {
    if (!options.max_depth) return;
    int heaviest = 0;
    for (int i = 1; i < network.n_out(); ++i)
        if (std::popcount(network.row(i)) > std::popcount(network.row(heaviest))) heaviest = i;
    const int weight = std::popcount(network.row(heaviest));
    if (levels_of(weight) > *options.max_depth)
        throw ConfigError(fmt::format(
            "row {} has {} ones and needs at least {} levels of two-input gates; the depth limit is {}: allow {} or "
            "more",
            heaviest, weight, levels_of(weight), *options.max_depth, levels_of(weight)));
}

bool is_better(const XorNetlist& one, const XorNetlist& other) {
    return one.xor2() != other.xor2() ? one.xor2() < other.xor2() : depth(one) < depth(other);
}

/// Work of one method, in look-ups of sums: some 5 ns each.
constexpr std::int64_t most_work = 800'000'000;
/// A method that has used this much is not tried again with other random numbers,
constexpr std::int64_t enough_work = 30'000'000;
/// nor more often than this.
constexpr int most_trials = 12;
constexpr int most_repairs = 60;
/// Wider blocks need longer sums than are looked for.
constexpr int widest_block = 36;

class Trials {
public:
    Trials(const XorNetwork& network, const SynthesisOptions& options)
        : network_(network), options_(options), random_(options.seed) {
        // Equal rows once, and none without a gate.
        std::set<std::uint64_t> seen;
        for (const std::uint64_t row : network.rows())
            if (std::popcount(row) > 1 && seen.insert(row).second) rows_.push_back(row);
    }

    std::optional<XorNetlist> run(SynthesisMethod method) {
        switch (method) {
        case SynthesisMethod::trees:
            trees();
            break;
        case SynthesisMethod::paar:
            paar(nullptr);
            break;
        case SynthesisMethod::paar_random:
            paar_at_random();
            break;
        case SynthesisMethod::boyar_peralta:
            boyar_peralta();
            break;
        case SynthesisMethod::four_russians:
            four_russians();
            break;
        }
        return best_;
    }

private:
    void keep(const NetlistBuilder& builder) {
        XorNetlist found = builder.netlist(network_.rows());
        if (!best_ || is_better(found, *best_)) best_ = std::move(found);
    }

    [[nodiscard]] std::vector<SignalRow> rows_of_inputs() const {
        std::vector<SignalRow> rows;
        for (std::uint64_t row : rows_) {
            rows.emplace_back();
            for (; row != 0; row &= row - 1) rows.back().push_back(std::countr_zero(row));
        }
        return rows;
    }

    void trees() {
        NetlistBuilder builder(network_.n_in());
        for (const SignalRow& row : rows_of_inputs()) builder.balanced(row);
        keep(builder);
    }

    void paar(Random* random) {
        NetlistBuilder builder(network_.n_in());
        share_pairs(builder, rows_of_inputs(), {options_.max_depth, random, options_.cancelled});
        keep(builder);
    }

    void paar_at_random() {
        const int trials = rows_.size() * static_cast<std::size_t>(network_.n_in()) > 8192 ? 4 : most_trials;
        for (int i = 0; i < trials; ++i) paar(&random_);
    }

    NearestSumsOptions search_options(int trial) {
        // Dense matrices want rows that are near to be finished first, sparse ones less so.
        static constexpr int values[][2] = {{4, 1}, {16, 1}, {3, 2}};
        const auto& [two, three] = values[trial % 3];
        return {options_.max_depth, trial == 0 ? nullptr : &random_, two, three, options_.cancelled};
    }

    bool search_from(NetlistBuilder& builder, int trial, std::int64_t& budget) {
        std::vector<Signal> start(static_cast<std::size_t>(builder.signals()));
        std::iota(start.begin(), start.end(), 0);
        if (!sum_nearest_first(builder, start, rows_, search_options(trial), budget)) return false;
        keep(builder);
        return true;
    }

    void boyar_peralta() {
        const bool all_near = std::all_of(rows_.begin(), rows_.end(), [](auto row) { return std::popcount(row) <= 4; });
        if (network_.n_in() > widest_block && !all_near) return;
        std::int64_t budget = most_work;
        for (int trial = 0; trial < most_trials && most_work - budget < enough_work; ++trial) {
            NetlistBuilder builder(network_.n_in());
            if (!search_from(builder, trial, budget)) return;
        }
        // The first gates of the best circuit so far are kept, the others searched for again.
        for (int trial = 1; trial <= most_repairs && most_work - budget < 2 * enough_work && best_; ++trial) {
            NetlistBuilder builder(network_.n_in());
            for (auto kept = random_.below(best_->gates().size() + 1); kept > 0; --kept) {
                const XorGate& gate = best_->gates()[static_cast<std::size_t>(builder.signals() - network_.n_in())];
                builder.gate(gate.a, gate.b);
            }
            search_from(builder, trial, budget);
        }
    }

    /// From narrow to wide blocks: each step costs more work and mostly saves gates.
    void four_russians() {
        std::int64_t budget = most_work;
        for (int blocks = (network_.n_in() + 7) / 8; blocks > 1; --blocks) {
            if ((network_.n_in() + blocks - 1) / blocks > widest_block) return;
            const std::int64_t before = budget;
            for (int trial = 0; trial < 3 && before - budget < enough_work / 4; ++trial) {
                NetlistBuilder builder(network_.n_in());
                if (!sum_by_blocks(builder, rows_, blocks, search_options(trial), budget)) break;
                keep(builder);
            }
        }
    }

    const XorNetwork& network_;
    SynthesisOptions options_;
    Random random_;
    std::vector<std::uint64_t> rows_;
    std::optional<XorNetlist> best_;
};

} // namespace

const char* to_string(SynthesisMethod method) {
    switch (method) {
    case SynthesisMethod::trees:
        return "trees";
    case SynthesisMethod::paar:
        return "paar";
    case SynthesisMethod::paar_random:
        return "paar_random";
    case SynthesisMethod::boyar_peralta:
        return "boyar_peralta";
    case SynthesisMethod::four_russians:
        return "four_russians";
    }
    return "unknown";
}

std::optional<XorNetlist> synthesize_by(SynthesisMethod method, const XorNetwork& network,
                                        const SynthesisOptions& options) {
    check_depth(network, options);
    return Trials(network, options).run(method);
}

Synthesis synthesize(const XorNetwork& network, const SynthesisOptions& options) {
    Synthesis best{*synthesize_by(SynthesisMethod::trees, network, options), SynthesisMethod::trees};
    for (int m = 1; m < synthesis_methods; ++m) {
        const auto method = static_cast<SynthesisMethod>(m);
        std::optional<XorNetlist> found = synthesize_by(method, network, options);
        if (found && is_better(*found, best.netlist)) best = {std::move(*found), method};
    }
    return best;
}

} // namespace fracbit::models
