#include "models/compression/plane_code.hpp"

#include "models/encoding/plane_bits.hpp"
#include "models/encoding/plane_sample.hpp"
#include "models/encoding/rate_search.hpp"
#include "models/sequential/sequential_encoder.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {
namespace {

SequentialOptions sequential(const CompressionOptions& options, int n_out) {
    return {options.n_in, options.registers, n_out, options.beam};
}

XorSpec network_of(const CompressionOptions& options, int n_out, int plane) {
    return {options.columns(), n_out, options.taps, options.seed + static_cast<std::uint64_t>(plane)};
}

/// Climbs over n_out in ever smaller steps, each n_out encoded once.
class SequentialClimb {
public:
    SequentialClimb(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths,
                    const CompressionOptions& options, int plane)
        : options_(options), plane_(plane),
          sample_(codes, care, PlaneLayout(run_lengths, options.columns(), options.registers), options.sample_weights) {
    }

    PlaneCode run(double density) {
        constexpr double margin = 1.02; // stored bits per care bit that a register code needs, about
        const double start = options_.n_in / std::max(density * margin, 1e-9);
        best_ = clamped(std::llround(std::min(start, double{max_n_out})));
        cost(best_);
        for (int step = std::max(1, best_ / 16); step > 0; step /= 2)
            while (climb(step)) {
            }
        return {std::make_shared<const XorNetwork>(network_of(options_, best_, plane_)), 0, std::move(trials_)};
    }

private:
    [[nodiscard]] int clamped(std::int64_t n_out) const {
        return static_cast<int>(std::clamp<std::int64_t>(n_out, options_.columns(), max_n_out));
    }

    bool climb(int step) {
        const int before = best_;
        for (const int n_out : {clamped(before + step), clamped(before - step)})
            if (cost(n_out) < cost(best_)) best_ = n_out;
        return best_ != before;
    }

    double cost(int n_out) {
        for (const auto& trial : trials_)
            if (trial.n_out == n_out) return trial.bits_per_weight;
        const auto network = std::make_shared<const XorNetwork>(network_of(options_, n_out, plane_));
        const StoredPlane encoded = encode_sequential(sample_.codes, sample_.care, sample_.run_lengths, network,
                                                      sequential(options_, n_out), options_.cancelled);
        trials_.push_back({n_out, stored_bits(encoded).per_weight(sample_.codes.size())});
        return trials_.back().bits_per_weight;
    }

    const CompressionOptions& options_;
    int plane_;
    PlaneSample sample_;
    std::vector<CodeTrial> trials_;
    int best_ = 0;
};

} // namespace

PatchFormat patch_format(const CompressionOptions& options) {
    return options.registers > 0 ? PatchFormat::gaps : options.patches;
}

PlaneCode choose_code(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths,
                      const CompressionOptions& options, int plane) {
    if (options.n_out > 0)
        return {
            std::make_shared<const XorNetwork>(network_of(options, options.n_out, plane)), options.block_slices, {}};
    if (options.registers > 0) {
        const double density =
            static_cast<double>(care.count_ones()) / static_cast<double>(std::max<std::int64_t>(care.size(), 1));
        return SequentialClimb(codes, care, run_lengths, options, plane).run(density);
    }
    RateQuery query;
    query.n_in = options.n_in;
    query.taps = options.taps;
    query.seed = options.seed + static_cast<std::uint64_t>(plane);
    query.format = options.patches;
    query.cancelled = options.cancelled;
    query.sample_weights = options.sample_weights;
    const RateChoice choice = choose_rate(codes, care, run_lengths, query);
    PlaneCode code{std::make_shared<const XorNetwork>(choice.spec), options.block_slices, {}};
    if (code.block_slices == 0) code.block_slices = choice.options.block_slices;
    for (const auto& trial : choice.trials) code.trials.push_back({trial.n_out, trial.bits.per_weight(codes.size())});
    return code;
}

StoredPlane encode_with(const PlaneCode& code, const BitVector& codes, const BitVector& care,
                        std::span<const std::int64_t> run_lengths, const CompressionOptions& options) {
    if (options.registers > 0)
        return encode_sequential(codes, care, run_lengths, code.network, sequential(options, code.network->n_out()),
                                 options.cancelled);
    EncodeOptions how;
    how.format = options.patches;
    how.cancelled = options.cancelled;
    if (code.block_slices > 0) how.block_slices = code.block_slices;
    return encode_plane(codes, care, run_lengths, code.network, how);
}

} // namespace fracbit::models
