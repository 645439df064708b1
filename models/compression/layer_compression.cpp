#include "models/compression/layer_compression.hpp"

#include "models/binary_codes/channel_codes.hpp"
#include "models/compression/magnitude_threshold.hpp"
#include "models/compression/stream_assembly.hpp"
#include "models/core/error.hpp"
#include "models/inference/storage_order.hpp"
#include "models/masks/mask_encoder.hpp"
#include "models/masks/stored_order.hpp"
#include "models/pruning/low_rank_pruning.hpp"
#include "models/pruning/low_rank_shape.hpp"
#include "models/pruning/magnitude_pruning.hpp"
#include "models/pruning/zero_pattern.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <tbb/parallel_for.h>

namespace fracbit::models {
namespace {

/// Output channels that are worked off together: whole row groups, and whole tiles of a low-rank mask.
struct Part {
    Layer layer; ///< of these rows alone
    std::int64_t first_row = 0;
};

struct PrunedPart {
    BitVector kept; ///< C order
    StoredMask mask;
};

/// The bits of each row group in storage order, one after the other.
BitVector in_storage_order(const Layer& layer, const StorageMap& map, const BitVector& c_order) {
    BitVector stored(c_order.size());
    std::int64_t first = 0;
    for (const BitVector& group : cut_into_row_groups(layer, map, c_order)) {
        stored.copy(first, group, 0, group.size());
        first += group.size();
    }
    return stored;
}

/// At which the largest weights are those that are not 0.
double sparsity_of(const WeightSource& source) {
    constexpr std::int64_t part_rows = 256;
    std::vector<float> buffer;
    std::int64_t zeros = 0;
    for (std::int64_t row = 0; row < source.rows(); row += part_rows) {
        const auto weights = source.read(row, std::min(part_rows, source.rows() - row), buffer);
        zeros += std::count(weights.begin(), weights.end(), 0.0F);
    }
    return static_cast<double>(zeros) / static_cast<double>(source.rows() * source.columns());
}

class Compressor {
public:
    Compressor(const Layer& layer, const WeightSource& source, const CompressionOptions& options,
               const CompressionProgress& progress)
        : layer_(layer), source_(source), options_(options), progress_(progress) {
        result_.weights.order = options.order;
        result_.weights.group_rows = options.group_rows;
        result_.weights.tile_columns = options.tile_columns;
        result_.weights.alpha.resize(static_cast<std::size_t>(options.q));
        if (is_low_rank()) shape_ = low_rank_shape(options.mask_budget, options.group_rows);
    }

    CompressedLayer run() {
        const auto begin = std::chrono::steady_clock::now();
        const auto parts = cut_parts();
        if (!is_low_rank()) {
            const auto read = [&](std::int64_t rows) {
                show(0.2 * static_cast<double>(rows), 2 * layer_.out_channels);
            };
            threshold_ = find_threshold(source_, options_.sparsity, parts.front().layer.out_channels, read);
        }
        for (const Part& part : parts) {
            compress(part);
            const double before = is_low_rank() ? 0 : 0.2;
            show((1 - before) * static_cast<double>(part.first_row + part.layer.out_channels), layer_.out_channels,
                 before);
        }
        finish();
        result_.report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return std::move(result_);
    }

private:
    [[nodiscard]] bool is_low_rank() const { return options_.mask == MaskFormat::low_rank; }

    void show(double rows, std::int64_t of, double before = 0) const {
        if (progress_) progress_(before + rows / static_cast<double>(of));
    }

    [[nodiscard]] std::vector<Part> cut_parts() const {
        const bool grouped = layer_.kind == LayerKind::conv && layer_.groups > 1;
        const std::int64_t unit = is_low_rank() ? shape_.tile_rows : options_.group_rows;
        const std::int64_t rows =
            std::max<std::int64_t>(1, options_.part_weights / std::max<std::int64_t>(1, layer_.reduction()) / unit) *
            unit;
        if (grouped || rows >= layer_.out_channels) return {{layer_, 0}};
        std::vector<Part> parts;
        for (std::int64_t row = 0; row < layer_.out_channels; row += rows) {
            Part part{{}, row};
            part.layer.name = layer_.name;
            part.layer.kind = LayerKind::linear;
            part.layer.input = {layer_.reduction(), 1, 1};
            part.layer.out_channels = std::min(rows, layer_.out_channels - row);
            parts.push_back(std::move(part));
        }
        return parts;
    }

    void compress(const Part& part) {
        const auto weights = source_.read(part.first_row, part.layer.out_channels, buffer_);
        const StorageMap map(part.layer, options_.order, options_.group_rows, options_.tile_columns);
        PrunedPart pruned = prune(part.layer, map, weights);
        add_magnitudes(part.layer, weights, pruned.kept);
        append_mask(result_.weights.mask, pruned.mask);
        result_.report.kept += pruned.kept.count_ones();

        const BinaryWeights codes =
            quantize_channels(weights, pruned.kept, part.layer.out_channels, {options_.q, options_.max_rounds});
        std::vector<std::int64_t> lengths;
        for (const auto& group : map.row_groups()) lengths.push_back(map.elements(group));
        const BitVector care = in_storage_order(part.layer, map, pruned.kept);
        for (std::size_t i = 0; i < codes.planes.size(); ++i) {
            result_.weights.alpha[i].insert(result_.weights.alpha[i].end(), codes.alpha[i].begin(),
                                            codes.alpha[i].end());
            const BitVector stored = in_storage_order(part.layer, map, codes.planes[i]);
            if (codes_.size() <= i) begin_plane(stored, care, lengths);
            planes_[i].append(encode_with(codes_[i], stored, care, lengths, options_), lengths);
        }
    }

    /// The slice that low-rank pruning evens out.
    [[nodiscard]] std::int64_t balanced() const {
        if (options_.n_out > 0 && options_.registers == 0) return options_.n_out;
        return balanced_slice(options_.columns(), options_.sparsity);
    }

    PrunedPart prune(const Layer& layer, const StorageMap& map, std::span<const float> weights) {
        if (!is_low_rank()) {
            PrunedPart pruned{apply_threshold(weights, threshold_), {}};
            const StoredMask& before = result_.weights.mask;
            pruned.mask =
                options_.mask == MaskFormat::bitmap
                    ? encode_bitmap(layer, map, pruned.kept)
                    : encode_relative_index(layer, map, pruned.kept, before.bits.size() > 0 ? before.gap_bits : 0);
            return pruned;
        }
        if (options_.keep_zeros) {
            const LowRankFactors zeros = factors_of_zeros(layer, map, weights, shape_);
            return {multiply(layer, map, zeros), encode_low_rank(layer, map, zeros)};
        }
        LowRankOptions options;
        options.sparsity = options_.sparsity;
        options.rank = shape_.rank;
        options.tile_rows = shape_.tile_rows;
        options.tile_columns = shape_.tile_columns;
        options.slice = balanced();
        options.seed = options_.seed;
        options.cancelled = options_.cancelled;
        const LowRankFactors factors = prune_low_rank(layer, map, weights, options);
        return {multiply(layer, map, factors), encode_low_rank(layer, map, factors)};
    }

    void begin_plane(const BitVector& codes, const BitVector& care, const std::vector<std::int64_t>& lengths) {
        CompressionOptions how = options_;
        // Slices that pruning has evened out cost fewest patches, by far: an n_out beside theirs is not worth a trial.
        if (is_low_rank() && options_.registers == 0) how.n_out = static_cast<int>(balanced());
        // The machine's lanes and streams take the slices of all planes alike; and planes share the mask, so what is
        // cheap for the first is so for all.
        if (!codes_.empty()) {
            how.n_out = codes_.front().network->n_out();
            how.block_slices = codes_.front().block_slices;
        }
        codes_.push_back(choose_code(codes, care, lengths, how, static_cast<int>(codes_.size())));
        planes_.emplace_back(codes_.back().network, options_.registers, patch_format(options_), options_.block_slices);
    }

    /// Row by row, so that sums do not depend on threads or parts.
    void add_magnitudes(const Layer& layer, std::span<const float> weights, const BitVector& kept) {
        const std::int64_t columns = layer.reduction();
        std::vector<double> row_all(static_cast<std::size_t>(layer.out_channels)), row_kept(row_all.size());
        tbb::parallel_for(std::int64_t{0}, layer.out_channels, [&](std::int64_t row) {
            double all = 0, some = 0;
            for (std::int64_t w = row * columns; w < (row + 1) * columns; ++w) {
                const double magnitude = std::abs(double{weights[static_cast<std::size_t>(w)]});
                all += magnitude;
                if (kept.get(w)) some += magnitude;
            }
            row_all[static_cast<std::size_t>(row)] = all;
            row_kept[static_cast<std::size_t>(row)] = some;
        });
        for (const double all : row_all) result_.report.magnitude += all;
        for (const double some : row_kept) kept_magnitude_ += some;
    }

    void finish() {
        CompressionReport& report = result_.report;
        report.weights = layer_.weights();
        report.kept_magnitude = report.magnitude > 0 ? kept_magnitude_ / report.magnitude : 1;
        for (auto& plane : planes_) result_.weights.planes.push_back(std::move(plane).finish());
        for (std::size_t i = 0; i < codes_.size(); ++i) {
            const StoredPlane& plane = result_.weights.planes[i];
            const auto histogram = patch_histogram(layer_, result_.weights, plane);
            PlaneReport described{plane.seed_bits(),        plane.registers,
                                  plane.network->n_out(),   plane.patches.block_slices,
                                  plane.patches.gap_bits,   0,
                                  count_patches(histogram), std::move(codes_[i].trials)};
            for (const std::int64_t slices : histogram) described.slices += slices;
            report.patches += described.patches;
            report.planes.push_back(std::move(described));
        }
        report.bits = stored_size(result_.weights);
    }

    const Layer& layer_;
    const WeightSource& source_;
    const CompressionOptions& options_;
    const CompressionProgress& progress_;
    LowRankShape shape_;           ///< low_rank
    MagnitudeThreshold threshold_; ///< otherwise
    double kept_magnitude_ = 0;
    std::vector<PlaneCode> codes_;
    std::vector<PlaneAssembly> planes_;
    std::vector<float> buffer_;
    CompressedLayer result_;
};

} // namespace

CompressedLayer compress_layer(const Layer& layer, const WeightSource& source, const CompressionOptions& options,
                               const CompressionProgress& progress) {
    validate(options);
    if (layer.kind != LayerKind::conv && layer.kind != LayerKind::linear)
        throw ConfigError(
            fmt::format("layer '{}': a {} layer has no weights to encode", layer.name, to_string(layer.kind)));
    if (source.rows() != layer.out_channels || source.columns() != layer.reduction())
        throw ConfigError(fmt::format("layer '{}': found {} x {} weights, expected {} x {}", layer.name, source.rows(),
                                      source.columns(), layer.out_channels, layer.reduction()));
    CompressionOptions own = options;
    if (own.keep_zeros) own.sparsity = sparsity_of(source);
    return Compressor(layer, source, own, progress).run();
}

} // namespace fracbit::models
