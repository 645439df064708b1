// Which weights training sets to zero, and when. Nothing of libtorch is in this header.
#pragma once

#include <cstdint>
#include <optional>

namespace fracbit::training {

enum class PruningKind {
    none,
    magnitude, ///< the smallest weights of a layer go
    low_rank   ///< the mask is a Boolean product of thin matrices (models/pruning/low_rank_pruning.hpp)
};

/// How far a layer goes is its WeightSpec::sparsity.
struct PruningSettings {
    PruningKind kind = PruningKind::none;
    double start_epoch = 0;    ///< epochs that are over before the first mask
    double ramp_epochs = 0;    ///< until the last mask; 0: one mask, in one step
    int updates_per_epoch = 1; ///< new masks during the ramp
    // low_rank, as `fracbit encode` has them
    double mask_budget = 0.14;
    std::int64_t group_rows = 32;
    int n_in = 20;
    std::uint64_t seed = 1;
    friend bool operator==(const PruningSettings&, const PruningSettings&) = default;
};

/// Share of the final sparsity once `epochs` are over: 1 - (1 - t)^3, t going from 0 to 1 over the ramp (Zhu and Gupta,
/// arXiv 1710.01878, equation 1 from a sparsity of 0).
double pruned_share(const PruningSettings& settings, double epochs);

/// The share of the mask that is due between two batches, `step` epochs apart, the later of which begins once `epochs`
/// are over; nothing if the old mask stays. It depends on these numbers alone, so a run that resumes sees what it
/// would have seen.
std::optional<double> due_share(const PruningSettings& settings, double epochs, double step);

} // namespace fracbit::training
