#include "models/encoding/rate_search.hpp"

#include "models/core/error.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/encoding/patch_costs.hpp"
#include "models/encoding/plane_layout.hpp"
#include "models/encoding/plane_sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace fracbit::models {
namespace {

/// Steps of n_out, coarse to fine. Near the best n_out the cost hardly changes.
constexpr std::array<double, 4> steps{1.25, 1.1, 1.05, 1.02};

class RateSearch {
public:
    RateSearch(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths,
               const RateQuery& query)
        : codes_(codes), care_(care), run_lengths_(run_lengths), query_(query) {}

    RateChoice run() {
        const double density =
            static_cast<double>(care_.count_ones()) / static_cast<double>(std::max<std::int64_t>(1, care_.size()));
        const double start = density > 0 ? query_.n_in / density : max_n_out;
        try_n_out(start);
        for (const double step : steps) climb(step);
        const auto& best = choice_.trials[choice_.best];
        choice_.spec = spec_of(best.n_out);
        choice_.options.format = query_.format;
        choice_.options.search = query_.search;
        choice_.options.cancelled = query_.cancelled;
        if (query_.format == PatchFormat::counted) choice_.options.block_slices = best.parameter;
        if (query_.format == PatchFormat::gaps) choice_.options.gap_bits = best.parameter;
        return std::move(choice_);
    }

private:
    [[nodiscard]] XorSpec spec_of(int n_out) const { return {query_.n_in, n_out, query_.taps, query_.seed}; }
    [[nodiscard]] int best_n_out() const { return choice_.trials[choice_.best].n_out; }

    /// To the cheaper side as long as it gets cheaper.
    void climb(double step) {
        if (try_n_out(best_n_out() * step))
            while (try_n_out(best_n_out() * step)) {
            }
        else
            while (try_n_out(best_n_out() / step)) {
            }
    }

    /// True if it is the best so far. What was tried is not tried again.
    bool try_n_out(double wanted) {
        const int n_out =
            std::clamp(static_cast<int>(std::lround(std::min(wanted, 2.0 * max_n_out))), query_.n_in, max_n_out);
        for (const auto& trial : choice_.trials)
            if (trial.n_out == n_out) return false;
        choice_.trials.push_back(measure(n_out));
        const auto& trials = choice_.trials;
        if (trials.back().bits.total() >= trials[choice_.best].bits.total()) return trials.size() == 1;
        choice_.best = trials.size() - 1;
        return true;
    }

    [[nodiscard]] RateTrial measure(int n_out) const {
        const PlaneLayout layout(run_lengths_, n_out, 0);
        const PlaneSample sample(codes_, care_, layout, query_.sample_weights);
        EncodeOptions options;
        options.format = query_.format;
        options.search = query_.search;
        options.cancelled = query_.cancelled;
        const auto network = std::make_shared<const XorNetwork>(spec_of(n_out));
        const StoredPlane plane = encode_plane(sample.codes, sample.care, sample.run_lengths, network, options);
        PatchCosts costs(query_.format, n_out);
        for (std::size_t run = 0; run < sample.run_lengths.size(); ++run)
            costs.add(read_patches(plane.patches, static_cast<std::int64_t>(run), sample.run_lengths[run], n_out),
                      sample.run_lengths[run]);
        const auto best = costs.best();
        const auto sampled_seeds = static_cast<double>(std::max<std::int64_t>(1, plane.bits.size()));
        const std::int64_t seeds = layout.slices() * query_.n_in;
        const auto of_plane = [&](std::int64_t bits) {
            return std::llround(static_cast<double>(bits) * static_cast<double>(seeds) / sampled_seeds);
        };
        return {n_out,
                best.parameter,
                {seeds, of_plane(best.counts), of_plane(best.locations), offset_bits(query_.format, layout.runs())}};
    }

    const BitVector& codes_;
    const BitVector& care_;
    std::span<const std::int64_t> run_lengths_;
    const RateQuery& query_;
    RateChoice choice_;
};

} // namespace

RateChoice choose_rate(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths,
                       const RateQuery& query) {
    if (query.sample_weights < 1)
        throw ConfigError(
            fmt::format("rate search: found a sample of {} weights; at least 1 is needed", query.sample_weights));
    validate(XorSpec{query.n_in, max_n_out, query.taps, query.seed});
    check_plane(codes, care, run_lengths);
    return RateSearch(codes, care, run_lengths, query).run();
}

EncodedPlane encode_at_best_rate(const BitVector& codes, const BitVector& care,
                                 std::span<const std::int64_t> run_lengths, const RateQuery& query) {
    EncodedPlane result;
    result.choice = choose_rate(codes, care, run_lengths, query);
    const auto network = std::make_shared<const XorNetwork>(result.choice.spec);
    result.plane = encode_plane(codes, care, run_lengths, network, result.choice.options);
    result.plane.patches = repacked(result.plane.patches, run_lengths, result.choice.spec.n_out);
    return result;
}

} // namespace fracbit::models
