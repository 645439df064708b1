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
        const bool plain = layer_.kind == LayerKind::attention || weights_.format != WeightFormat::flexor;
        const std::int64_t weight_bits = weights_.format == WeightFormat::dense8 || layer_.kind == LayerKind::attention ? 8 : 1;
        const std::int64_t n_in = plain ? weight_bits : weights_.planes.front().network->n_in();
        const std::int64_t n_out = plain ? weight_bits : weights_.planes.front().network->n_out();
        const std::int64_t readings = facts_.weights_resident ? 1 : chunks_;
        const std::int64_t tiles = ceil_div(reduction, architecture_.array.columns);

        std::int64_t bits_read = 0, slices = 0;
        Bytes& bytes = at(layer_.kind == LayerKind::attention ? StreamId::kv_cache : StreamId::weights);
        const bool row_major = weights_.order == StorageOrder::row_major;
        if (row_major && q == 1 && readings == 1) {
            slices = ceil_div(layer_.out_channels * reduction * weight_bits, n_out);
            bytes = Bytes(ceil_div(slices * n_in, 8));
        } else {
            for (const Group& group : groups_) {
                const std::int64_t begin = row_major ? group.first * reduction * weight_bits : 0;
                const std::int64_t end = begin + group.rows * reduction * weight_bits;
                const std::int64_t first_slice = begin / n_out, end_slice = ceil_div(end, n_out);
                slices += q * readings * (end_slice - first_slice);
                bytes += Bytes(q * readings * (ceil_div(end_slice * n_in, 8) - first_slice * n_in / 8));
            }
        }
        for (const Group& group : groups_) bits_read += group.rows * reduction * weight_bits;
        const auto groups = static_cast<std::int64_t>(groups_.size());
        result_.decoded_bits = Bits(bits_read * q * readings);
        result_.decoded_slices = plain ? 0 : slices;
        result_.tiles = groups * chunks_ * q * tiles;
        result_.vectors = groups * positions_ * q * tiles;
        const bool serial = architecture_.array.mode == ArrayMode::xnor && weight_bits == 1;
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
