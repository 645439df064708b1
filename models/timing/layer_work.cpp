#include "models/timing/layer_work.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace fracbit::models::timing {
namespace {

class Planner {
public:
    explicit Planner(LayerWork& work) : work_(work), architecture_(*work.architecture), layer_(*work.layer) {}

    void plan() {
        work_.positions = layer_.positions();
        work_.buffer_space = architecture_.activations.buffer_bytes -
                             (work_.tensors.input_on_chip ? work_.tensors.input.bytes() : 0) -
                             (work_.tensors.output_on_chip ? work_.tensors.output.bytes() : 0);
        const std::int64_t sums = work_.planes * architecture_.array.accumulator_banks;
        accumulated_ = architecture_.array.accumulator_depth / sums;
        if (accumulated_ == 0)
            refuse(fmt::format("not one position fits the accumulators: set array.accumulator_depth >= {}, found {}",
                               sums, architecture_.array.accumulator_depth));
        if (!choose_spill()) choose_chunk();
        work_.chunks = ceil_div(work_.positions, work_.chunk);
        const std::int64_t vector = work_.on_array
                                        ? work_.most_rows()
                                        : std::min<std::int64_t>(architecture_.vector_unit.lanes, work_.most_rows());
        const std::int64_t written = architecture_.memory.burst_bytes + vector;
        if (architecture_.output.writer_bytes < written)
            refuse(
                fmt::format("the output writer must hold a burst and a vector: set output.writer_bytes >= {}, found {}",
                            written, architecture_.output.writer_bytes));
    }

private:
    [[noreturn]] void refuse(const std::string& what) const {
        throw ConfigError(fmt::format("layer '{}': {}", layer_.name, what));
    }

    [[nodiscard]] std::int64_t residuals(std::int64_t positions) const {
        return work_.tensors.residual ? 2 * positions * work_.most_rows() : 0; // of two steps
    }
    [[nodiscard]] std::int64_t whole_input() const {
        return work_.tensors.input_on_chip ? 0 : work_.tensors.input.bytes();
    }

    bool choose_spill() {
        if (architecture_.order != LoopOrder::spill || !work_.on_array || work_.passes() == 1) return false;
        if (accumulated_ >= work_.positions || whole_input() + residuals(work_.positions) > work_.buffer_space)
            return false;
        const std::int64_t two_positions = 8 * work_.most_rows() * work_.planes;
        if (architecture_.array.spill_bytes < two_positions)
            refuse(fmt::format(
                "the spill buffers must hold the sums of two positions: set array.spill_bytes >= {}, found {}",
                two_positions, architecture_.array.spill_bytes));
        work_.spills = true;
        work_.resident = accumulated_;
        work_.spill_block = std::min(accumulated_, architecture_.array.spill_bytes / two_positions);
        work_.chunk = work_.positions;
        work_.whole_input = true;
        return true;
    }

    void choose_chunk() {
        std::int64_t needed = 0;
        for (work_.chunk = std::min(work_.positions, accumulated_); work_.chunk > 0; work_.chunk /= 2) {
            const std::int64_t residual = residuals(work_.chunk);
            work_.whole_input = work_.tensors.input_on_chip || whole_input() + residual <= work_.buffer_space;
            needed = residual;
            if (!work_.whole_input) needed += (work_.on_array ? 1 : 2) * widest_window();
            if (work_.whole_input ? residual <= work_.buffer_space : needed <= work_.buffer_space) return;
        }
        refuse(fmt::format("not one position fits the activation buffer: set activations.buffer_bytes >= {}, found {}",
                           needed + architecture_.activations.buffer_bytes - work_.buffer_space,
                           architecture_.activations.buffer_bytes));
    }

    [[nodiscard]] std::int64_t widest_window() const {
        std::int64_t most_rows = 0, widest = 0;
        for (std::int64_t first = 0; first < work_.positions; first += work_.chunk) {
            const Rows rows = work_.window.rows(first, std::min(first + work_.chunk, work_.positions));
            most_rows = std::max(most_rows, rows.end - rows.first);
        }
        const Tensor& input = work_.tensors.input;
        ChannelSpan last{-1, 0};
        for (const RowGroup& group : work_.groups) {
            if (group.input == last) continue;
            last = group.input;
            std::int64_t row = 0;
            for (std::size_t b = input.block_with(group.input.first);
                 b < input.blocks.size() && input.blocks[b].first < group.input.end(); ++b)
                row += input.row_bytes(b);
            widest = std::max(widest, row);
        }
        return most_rows * widest;
    }

    LayerWork& work_;
    const Architecture& architecture_;
    const Layer& layer_;
    std::int64_t accumulated_ = 0;
};

/// Row groups are alike as long as they are of one size and what they read and write lies at even distances.
std::int64_t last_like_group(const LayerWork& work) {
    if (work.layer->groups > 1) return 0;
    std::int64_t last = 0;
    while (last + 1 < static_cast<std::int64_t>(work.groups.size()) && work.rows(last + 1) == work.rows(0)) ++last;
    for (const Tensor* tensor : {work.tensors.residual ? &*work.tensors.residual : nullptr, &work.tensors.output}) {
        if (!tensor || tensor->blocks.size() == 1) continue;
        for (std::int64_t g = 0; g <= last; ++g) {
            const auto index = static_cast<std::size_t>(g);
            if (index >= tensor->blocks.size() || tensor->blocks[index] != work.groups[index].channels) return 0;
        }
    }
    return last;
}

bool takes_whole_vectors(LayerKind kind) {
    return kind == LayerKind::softmax || kind == LayerKind::layer_norm || kind == LayerKind::rms_norm;
}

} // namespace

std::vector<RowGroup> row_groups_of(const Layer& layer, const Tensor& input, std::int64_t rows) {
    std::vector<RowGroup> groups;
    const std::int64_t channels = input.shape.channels;
    if (runs_on_array(layer.kind)) {
        const std::int64_t each = layer.out_channels / layer.groups,
                           read = channels / (layer.kind == LayerKind::conv ? layer.groups : 1);
        const std::vector<ChannelSpan> spans = spans_of(layer.out_channels, layer.groups, rows);
        groups.reserve(spans.size());
        for (const ChannelSpan& span : spans)
            groups.push_back({span, layer.kind == LayerKind::conv ? ChannelSpan{span.first / each * read, read}
                                                                  : ChannelSpan{0, read}});
    } else if (takes_whole_vectors(layer.kind)) {
        groups.push_back({{0, channels}, {0, channels}});
    } else {
        groups.reserve(input.blocks.size());
        for (const ChannelSpan& block : input.blocks) groups.push_back({block, block});
    }
    return groups;
}

LayerWork plan_work(const Architecture& architecture, const Layer& layer, const QuantizedLayer& stored,
                    LayerTensors tensors) {
    LayerWork work;
    work.architecture = &architecture;
    work.layer = &layer;
    work.stored = &stored;
    work.tensors = std::move(tensors);
    work.window = InputWindow(layer, work.tensors.input.shape);
    work.groups = row_groups_of(layer, work.tensors.input, architecture.array.rows);
    for (const RowGroup& group : work.groups) work.most_rows_ = std::max(work.most_rows_, group.channels.count);
    work.on_array = runs_on_array(layer.kind);
    if (work.on_array) {
        const bool dense = stored.format == WeightFormat::dense8;
        const bool pruned = stored.format == WeightFormat::sparse || stored.format == WeightFormat::csr;
        work.planes = stored.q();
        work.reduction = layer.reduction();
        work.columns = std::min<std::int64_t>(architecture.array.columns, work.reduction);
        work.tiles = ceil_div(work.reduction, work.columns);
        const bool shifts = is_shift(stored.format);
        work.held_bits = dense ? 8 : shifts ? stored.shift_bits : pruned ? 2 : 1;
        work.vector_cycles =
            architecture.array.mode == ArrayMode::xnor && !dense && !shifts ? architecture.array.activation_bits : 1;
        work.scale_bytes = 4 * work.planes + 8;
        work.tile_units = stored.order != StorageOrder::row_major || work.tiles == 1;
        const std::int64_t group_bits = work.planes * work.most_rows() * work.reduction * work.held_bits;
        work.weights_stay = group_bits <= 8 * architecture.weights.buffer_bytes;
    }
    Planner(work).plan();
    work.last_like_group_ = last_like_group(work);
    return work;
}

} // namespace fracbit::models::timing
