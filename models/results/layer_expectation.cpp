#include "models/results/layer_expectation.hpp"

#include <algorithm>
#include <vector>

namespace fracbit::models {
namespace {

struct Group {
    std::int64_t first, rows, convolution_group;
};

class Expecter {
public:
    Expecter(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights, const TensorLayout& input,
             const PlanFacts& facts)
        : architecture_(architecture), layer_(layer), weights_(weights), input_(input), facts_(facts),
          window_(window_of(layer, input.shape())), positions_(layer.positions()), chunks_(ceil_div(positions_, facts.chunk)) {}

    LayerExpectation run() {
        find_groups();
        at(StreamId::outputs) = Bytes(facts_.output_on_chip ? 0 : positions_ * layer_.output().channels);
        if (layer_.residual || layer_.kind == LayerKind::add) at(StreamId::residual) = Bytes(positions_ * layer_.output().channels);
        if (!facts_.input_on_chip) at(StreamId::activations) = Bytes(activation_bytes());
        if (runs_on_array(layer_.kind))
            expect_array();
        else
            expect_vector_unit();
        find_least_cycles();
        return result_;
    }

private:
    Bytes& at(StreamId stream) { return result_.bytes[static_cast<std::size_t>(stream)]; }

    void find_groups() {
        const std::int64_t rows = architecture_.array.rows;
        if (!runs_on_array(layer_.kind)) {
            const bool whole = layer_.kind == LayerKind::softmax || layer_.kind == LayerKind::layer_norm || layer_.kind == LayerKind::rms_norm;
            if (whole) groups_.push_back({0, input_.shape().channels, 0});
            else
                for (const ChannelBlock& block : input_.blocks()) groups_.push_back({block.first, block.channels, 0});
            return;
        }
        const std::int64_t each = layer_.out_channels / layer_.groups;
        for (std::int64_t g = 0; g < layer_.groups; ++g)
            for (std::int64_t r = 0; r < each; r += rows) groups_.push_back({g * each + r, std::min(rows, each - r), g});
    }

    /// Bytes of one stored row of all blocks that hold channels of [first, end).
    [[nodiscard]] std::int64_t row_bytes(std::int64_t first, std::int64_t end) const {
        std::int64_t bytes = 0;
        for (const ChannelBlock& block : input_.blocks())
            if (block.first < end && first < block.end()) bytes += block.channels * input_.shape().width;
        return bytes;
    }

    [[nodiscard]] std::int64_t activation_bytes() const {
        if (facts_.input_resident) {
            // Each row is loaded once, up to the last row that anybody needs.
            const std::int64_t rows = window_.rows_of(positions_ - 1, positions_).end;
            const std::int64_t furthest = std::max(rows, furthest_row());
            return furthest * row_bytes(0, input_.shape().channels);
        }
        std::int64_t bytes = 0;
        for (const Group& group : groups_) {
            std::int64_t first = group.first, end = group.first + group.rows;
            if (runs_on_array(layer_.kind)) {
                const std::int64_t each = input_.shape().channels / (layer_.kind == LayerKind::conv ? layer_.groups : 1);
                first = group.convolution_group * each;
                end = first + each;
            }
            for (std::int64_t p = 0; p < positions_; p += facts_.chunk) {
                const RowRange rows = window_.rows_of(p, std::min(p + facts_.chunk, positions_));
                bytes += (rows.end - rows.first) * row_bytes(first, end);
            }
        }
        return bytes;
    }

    /// Padding below may leave the last position with fewer rows than one before it.
    [[nodiscard]] std::int64_t furthest_row() const {
        std::int64_t furthest = 0;
        for (std::int64_t p = 0; p < positions_; p += window_.out_width) furthest = std::max(furthest, window_.rows_of(p, p + 1).end);
        return furthest;
    }

    void expect_array() {
        const std::int64_t reduction = layer_.weights() / layer_.out_channels;
        const std::int64_t q = weights_.q();
        const std::int64_t readings = facts_.weights_resident ? 1 : chunks_;
        const std::int64_t tiles = ceil_div(reduction, architecture_.array.columns);
        const bool attention = layer_.kind == LayerKind::attention;
        const WeightFormat format = attention ? WeightFormat::dense8 : weights_.format;
        const std::int64_t weight_bits = attention ? 8 : weights_.weight_bits();
        const bool encoded = is_encoded(format);
        std::int64_t slices = 0, bits_read = 0;
        if (format == WeightFormat::sparse)
            slices = expect_sparse(q, reduction, readings);
        else if (format == WeightFormat::csr)
            expect_csr(readings);
        else
            slices = expect_slices(q, reduction, weight_bits, encoded, readings, at(attention ? StreamId::kv_cache : StreamId::weights));
        for (const Group& group : groups_) bits_read += group.rows * reduction * weight_bits;
        const auto groups = static_cast<std::int64_t>(groups_.size());
        result_.decoded_bits = Bits(bits_read * q * readings);
        result_.decoded_slices = encoded ? slices : 0;
        result_.tiles = groups * chunks_ * q * tiles;
        result_.vectors = groups * positions_ * q * tiles;
        const bool serial = architecture_.array.mode == ArrayMode::xnor && weight_bits == 1 && !is_shift(format);
        result_.array_busy = Cycles(result_.vectors * (serial ? architecture_.array.activation_bits : 1));
        result_.scaler_busy = Cycles(groups * positions_ * q);
        result_.products = positions_ * layer_.out_channels * reduction * q;
        at(StreamId::scales) = Bytes(layer_.out_channels * (4 * q + 8));
        if (facts_.spill_resident > 0) {
            // Every pass but the last writes the sums of the positions that do not stay, every pass but the first reads as many.
            const Bytes spilled(4 * layer_.out_channels * (positions_ - facts_.spill_resident) * (q * tiles - 1));
            at(StreamId::psum_read) = at(StreamId::psum_write) = spilled;
        }
    }

    /// Slices of encrypted weights, or weights of the plain formats, and their bytes.
    std::int64_t expect_slices(std::int64_t q, std::int64_t reduction, std::int64_t weight_bits, bool encoded, std::int64_t readings,
                               Bytes& bytes) {
        const std::int64_t n_in = encoded ? weights_.planes.front().network->n_in() : weight_bits;
        const std::int64_t n_out = encoded ? weights_.planes.front().network->n_out() : weight_bits;
        const bool row_major = weights_.order == StorageOrder::row_major;
        std::int64_t slices = 0;
        if (row_major && q == 1 && readings == 1) {
            slices = ceil_div(layer_.out_channels * reduction * weight_bits, n_out);
            bytes = Bytes(ceil_div(slices * n_in, 8));
            return slices;
        }
        for (const Group& group : groups_) {
            const std::int64_t begin = row_major ? group.first * reduction * weight_bits : 0;
            const std::int64_t end = begin + group.rows * reduction * weight_bits;
            const std::int64_t first_slice = begin / n_out, end_slice = ceil_div(end, n_out);
            slices += q * readings * (end_slice - first_slice);
            bytes += Bytes(q * readings * (ceil_div(end_slice * n_in, 8) - first_slice * n_in / 8));
        }
        return slices;
    }

    /// Bytes that reading bits [ends[i], ends[i + 1]) of a stream touches, `readings` times; once and for all if that is once.
    static Bytes bytes_of(const std::vector<std::int64_t>& ends, std::int64_t readings) {
        if (readings == 1) return Bytes(ceil_div(ends.back(), 8));
        std::int64_t bytes = 0;
        for (std::size_t i = 0; i + 1 < ends.size(); ++i)
            if (ends[i + 1] > ends[i]) bytes += readings * (ceil_div(ends[i + 1], 8) - ends[i] / 8);
        return Bytes(bytes);
    }

    /// Streams of pruned weights lie bit after bit, [row group][plane].
    std::int64_t expect_sparse(std::int64_t q, std::int64_t reduction, std::int64_t readings) {
        const StoredPlane& plane = weights_.planes.front();
        std::vector<std::int64_t> seeds{0}, counts{0}, locations{0};
        std::int64_t slices = 0, offsets = 0, mask = 0;
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            const std::int64_t own = plane.registers + ceil_div(groups_[g].rows * reduction, plane.network->n_out());
            slices += q * readings * own;
            seeds.push_back(seeds.back() + q * own * plane.seed_bits());
            counts.push_back(counts.back());
            locations.push_back(locations.back());
            for (const StoredPlane& p : weights_.planes) {
                if (p.patches.runs.empty()) continue;
                counts.back() += p.patches.runs[g + 1].counts - p.patches.runs[g].counts;
                locations.back() += p.patches.runs[g + 1].locations - p.patches.runs[g].locations;
            }
            const std::int64_t first = weights_.mask.runs[g], end = weights_.mask.runs[g + 1];
            if (end > first) mask += q * readings * (ceil_div(end, 8) - first / 8);
        }
        at(StreamId::weights) = bytes_of(seeds, readings);
        at(StreamId::patch_counts) = bytes_of(counts, readings);
        at(StreamId::patch_locations) = bytes_of(locations, readings);
        at(StreamId::mask) = q * readings == 1 ? Bytes(ceil_div(weights_.mask.runs.back(), 8)) : Bytes(mask);
        const auto groups = static_cast<std::int64_t>(groups_.size());
        if (plane.patches.format == PatchFormat::counted) offsets += 2 * q * groups;
        if (plane.patches.format == PatchFormat::gaps) offsets += q * groups;
        if (weights_.mask.format == MaskFormat::relative_index) offsets += groups;
        at(StreamId::offsets) = Bytes(4 * offsets);
        return slices;
    }

    /// A stream of entries for each decoder, and one of counts.
    void expect_csr(std::int64_t readings) {
        const StoredCsr& csr = weights_.csr;
        const auto decoders = static_cast<std::size_t>(csr.decoders);
        for (std::size_t d = 0; d < decoders; ++d) {
            std::vector<std::int64_t> ends{0};
            for (std::size_t g = 0; g < groups_.size(); ++g)
                ends.push_back(ends.back() + csr.entry_runs[g * decoders + d + 1] - csr.entry_runs[g * decoders + d]);
            at(StreamId::csr_entries) += bytes_of(ends, readings);
        }
        at(StreamId::csr_counts) = bytes_of(csr.count_runs, readings);
        result_.csr_entries = readings * csr.entries.size() / csr.entry_bits();
        result_.csr_unbalanced = readings * unbalanced_slots(csr);
    }

    /// In every unit all decoders take as long as the one with the most entries, at least a cycle.
    [[nodiscard]] std::int64_t unbalanced_slots(const StoredCsr& csr) const {
        const std::int64_t reduction = layer_.weights() / layer_.out_channels;
        const std::int64_t tiles = weights_.order == StorageOrder::tiled ? ceil_div(reduction, architecture_.array.columns) : 1;
        std::int64_t lost = 0, at = 0;
        for (const Group& group : groups_)
            for (std::int64_t tile = 0; tile < tiles; ++tile) {
                std::vector<std::int64_t> shares(static_cast<std::size_t>(csr.decoders));
                for (std::int64_t row = 0; row < group.rows; ++row, at += csr.count_bits)
                    shares[static_cast<std::size_t>(row % csr.decoders)] += static_cast<std::int64_t>(csr.counts.extract(at, csr.count_bits));
                const std::int64_t longest = std::max<std::int64_t>(1, *std::max_element(shares.begin(), shares.end()));
                for (const std::int64_t share : shares) lost += longest - share;
            }
        return lost;
    }

    void expect_vector_unit() {
        std::int64_t cycles = 0;
        for (const Group& group : groups_) {
            const std::int64_t pieces = ceil_div(group.rows, architecture_.vector_unit.lanes);
            if (layer_.kind == LayerKind::softmax)
                cycles += 3 * pieces; // two scans, then the outputs
            else if (layer_.kind == LayerKind::layer_norm || layer_.kind == LayerKind::rms_norm)
                cycles += 2 * pieces;
            else
                cycles += pieces * window_.taps();
        }
        result_.vector_unit_busy = Cycles(positions_ * cycles);
    }

    void find_least_cycles() {
        std::int64_t total = 0;
        for (const Bytes bytes : result_.bytes) total += bytes.count();
        const Rational rate = architecture_.memory.bytes_per_cycle;
        result_.least_cycles = std::max(Cycles(ceil_div(total * rate.denominator, rate.numerator)), result_.array_busy);
    }

    const Architecture& architecture_;
    const Layer& layer_;
    const QuantizedLayer& weights_;
    const TensorLayout& input_;
    const PlanFacts& facts_;
    Window window_;
    std::int64_t positions_, chunks_;
    std::vector<Group> groups_;
    LayerExpectation result_;
};

} // namespace

LayerExpectation expect_layer(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights,
                              const TensorLayout& input, const PlanFacts& facts) {
    return Expecter(architecture, layer, weights, input, facts).run();
}

} // namespace fracbit::models
