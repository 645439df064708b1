// Runs pruned layers in several formats through the same machine and compares cycles, bandwidth and bits per weight.
#pragma once

#include "examples/sparse_study/formats.hpp"
#include "models/config/architecture.hpp"
#include "models/results/simulation_result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace fracbit::study {

/// One run: all layers in one format at one sparsity.
struct Point {
    Format format{};
    double sparsity = 0;
    int decoders = 0;             ///< csr.decoders of the machine
    double bytes_per_cycle = 0;   ///< of the memory channel
    std::int64_t weights = 0;
    std::int64_t cycles = 0;
    std::int64_t weight_bytes = 0; ///< seeds, codes or entries, patches, masks, offsets, counts and scales
    std::int64_t weight_cycles = 0; ///< from the begin of the first such burst to the end of the last
    double kept_magnitude = 1;    ///< of the layers' sum |w|
    models::CsrCounts csr{};
    [[nodiscard]] double bits_per_weight() const { return 8.0 * static_cast<double>(weight_bytes) / static_cast<double>(weights); }
    /// Share of the channel's bandwidth that carried weights while any were on their way.
    [[nodiscard]] double bandwidth() const {
        return static_cast<double>(weight_bytes) / (static_cast<double>(weight_cycles) * bytes_per_cycle);
    }
};

/// The end of a network: a max-pool (3 x 3, stride 2) of `channels` square maps, fully connected layers with normally
/// distributed weights (seed: the layer's index), softmax.
struct Layers {
    std::int64_t channels = 0, size = 0;
    std::vector<std::int64_t> outputs;
};
inline const Layers alexnet{256, 13, {4096, 4096, 1000}}; ///< pool5 to fc8: 9216 inputs
inline const Layers small{64, 9, {256, 256, 100}};        ///< 1024 inputs

/// Throws what simulate does.
Point run(const models::Architecture& architecture, const Layers& layers, Format format, double sparsity);

/// All formats at each sparsity; `report` sees each point as it is done.
std::vector<Point> sweep_sparsity(const models::Architecture& architecture, const Layers& layers, const std::vector<double>& sparsities,
                                  const std::function<void(const Point&)>& report);
/// Both CSR formats over decoders and bandwidths.
std::vector<Point> sweep_csr(models::Architecture architecture, const Layers& layers, double sparsity, const std::vector<int>& decoders,
                             const std::vector<int>& bytes_per_cycle, const std::function<void(const Point&)>& report);

/// A table in CSV, columns and units in its first lines.
std::string to_csv(const std::vector<Point>& points);
/// Cycles, bandwidth and bits per weight over sparsity, one line a format.
std::string to_svg(const std::vector<Point>& points);

} // namespace fracbit::study
