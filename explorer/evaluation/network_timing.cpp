#include "explorer/evaluation/network_timing.hpp"

#include "explorer/evaluation/encoding_keys.hpp"
#include "models/core/error.hpp"
#include "models/results/operand_fetches.hpp"
#include "models/timing/shape_workload.hpp"
#include "models/timing/timing_model.hpp"

#include <algorithm>
#include <bit>

namespace fracbit::explorer {
namespace {

using namespace models;

/// Cycles of a vector of this format (docs/machine.md, "Order of work").
int vector_cycles(const ArrayConfig& array, WeightFormat format) {
    const bool serial = array.mode == ArrayMode::xnor && format != WeightFormat::dense8 && !is_shift(format);
    return serial ? array.activation_bits : 1;
}

int array_stages(const ArrayConfig& array) {
    const int levels = std::bit_width(static_cast<unsigned>(array.columns - 1));
    return array.stages ? *array.stages : std::max(1, static_cast<int>(ceil_div(levels, array.levels_per_stage)));
}

void add_memory(TimingKey& key, const MemoryConfig& memory) {
    key.add(memory.bytes_per_cycle.numerator);
    key.add(memory.bytes_per_cycle.denominator);
    key.add(memory.latency.count());
    key.add(memory.burst_bytes);
    key.add(memory.outstanding);
}

/// A decoded-weight buffer that holds the largest layer is as good as larger ones.
std::int64_t enough_buffer_bytes(const EnoughSizes& enough, const SyntheticSpec& spec) {
    const std::int64_t held = spec.format == WeightFormat::dense8 ? 8
                              : is_shift(spec.format)             ? spec.q
                              : is_pruned(spec.format)            ? 2
                                                                  : 1;
    return std::max(ceil_div(enough.weights * planes_of(spec) * held, 8), enough.attention_weights);
}

void add_weight_path(TimingKey& key, const NetworkFacts& network, const Architecture& architecture,
                     const SyntheticSpec& spec, int decoder_stages) {
    const WeightPathConfig& weights = architecture.weights;
    const WeightFormat format = spec.format;
    key.add(weights.reader_bytes);
    key.add(weights.fifo_depth);
    key.add(weights.fill_width);
    key.add(std::min(weights.buffer_bytes, enough_buffer_bytes(network.enough, spec)));
    if (is_encoded(format)) {
        key.add(std::int64_t{weights.lanes});
        key.add(std::int64_t{decoder_stages});
    }
    if (format == WeightFormat::sparse) {
        key.add(std::int64_t{weights.patch_ports});
        key.add(weights.patch_fifo_depth);
        key.add(weights.patch_bytes);
        key.add(weights.mask_lanes);
        key.add(std::int64_t{weights.mask_entries});
        key.add(weights.mask_bytes);
        key.add(weights.mask_memory_bytes);
    }
    if (format == WeightFormat::csr) {
        key.add(std::int64_t{architecture.csr.decoders});
        key.add(architecture.csr.reader_bytes);
        key.add(architecture.csr.counts_bytes);
    }
}

void add_array(TimingKey& key, const NetworkFacts& network, const Architecture& architecture,
               const SyntheticSpec& spec) {
    const ArrayConfig& array = architecture.array;
    key.add(std::int64_t{array.rows});
    key.add(std::int64_t{array.columns});
    key.add(std::int64_t{vector_cycles(array, spec.format)});
    const EnoughSizes& enough = network.enough;
    const std::int64_t enough_sums = enough.positions * planes_of(spec) * array.accumulator_banks;
    const bool may_spill = architecture.order == LoopOrder::spill && array.accumulator_depth < enough_sums;
    key.add(std::min(array.accumulator_depth, enough_sums));
    key.add(std::int64_t{array.accumulator_banks});
    key.add(std::int64_t{may_spill});
    key.add(may_spill ? array.spill_bytes : 0);
    key.add(std::int64_t{array.tile_banks});
    key.add(std::int64_t{array_stages(array)});
    key.add(std::min(architecture.activations.buffer_bytes, enough.activation_bytes));
    key.add(architecture.output.fifo_depth);
    key.add(architecture.output.writer_bytes);
    key.add(std::min<std::int64_t>(architecture.vector_unit.lanes, enough.vector_lanes));
    key.add(std::int64_t{architecture.keep_on_chip && network.flows});
}

} // namespace

TimingKey timing_key(int number, const NetworkFacts& network, const Architecture& architecture,
                     const SyntheticSpec& spec, int decoder_stages) {
    TimingKey key;
    key.add(std::int64_t{number});
    add_encoding(key, spec);
    add_memory(key, architecture.memory);
    add_weight_path(key, network, architecture, spec, decoder_stages);
    add_array(key, network, architecture, spec);
    return key;
}

double product_cycles(const Layer& layer, const LayerResult& counts, const ArrayConfig& array,
                      const SyntheticSpec& spec) {
    const bool attention = layer.kind == LayerKind::attention;
    const WeightFormat format = attention ? WeightFormat::dense8 : spec.format;
    return static_cast<double>(counts.macs) * (attention ? 1 : planes_of(spec)) * vector_cycles(array, format);
}

SimulationResult run_of(const Network& network, int number, const Architecture& architecture, const SyntheticSpec& spec,
                        const XorPlanes& planes, DrawnLayers& drawn) {
    if (is_pruned(spec.format)) return time_network(architecture, DrawnWorkload(network, number, spec, drawn));
    Architecture piped = architecture; // the planes' deepest decides, not the first
    piped.weights.decoder_stages = decoder_pipeline(architecture, planes.levels).stages;
    return time_network(piped, *plain_workload(network, spec, planes.first));
}

NetworkTiming sum_of(const SimulationResult& result, const Network& network, const Architecture& architecture,
                     const SyntheticSpec& spec) {
    NetworkTiming sum;
    sum.activity = activity_of(result, architecture.array.rows, architecture.array.columns);
    sum.cycles = static_cast<double>(result.total_cycles.count());
    for (std::size_t i = 0; i < result.layers.size(); ++i) {
        sum.macs += static_cast<double>(result.layers[i].macs);
        sum.product_cycles += product_cycles(network.layers[i], result.layers[i], architecture.array, spec);
    }
    sum.memory_busy = sum.activity.busy[static_cast<std::size_t>(BlockId::memory)];
    for (int s = 0; s < stream_count; ++s) {
        const double bytes = sum.activity.bus_bytes[static_cast<std::size_t>(s)];
        sum.bus_bytes += bytes;
        if (holds_weights(static_cast<StreamId>(s))) sum.weight_bytes += bytes;
    }
    return sum;
}

NetworkTiming timing_of(const Network& network, int number, const Architecture& architecture, const SyntheticSpec& spec,
                        const XorPlanes& planes, DrawnLayers& drawn) {
    NetworkTiming refused;
    try {
        return sum_of(run_of(network, number, architecture, spec, planes, drawn), network, architecture, spec);
    } catch (const ConfigError& error) {
        refused.refusal = error.what();
    } catch (const SimulationError& error) {
        refused.refusal = error.what();
    }
    return refused;
}

std::unique_ptr<Workload> plain_workload(const Network& network, const SyntheticSpec& spec,
                                         std::shared_ptr<const XorNetwork> xor_network) {
    WeightShape shape;
    shape.format = spec.format;
    shape.q = spec.q;
    shape.network = std::move(xor_network);
    shape.order = spec.order;
    shape.group_rows = spec.group_rows;
    shape.tile_columns = spec.tile_columns;
    return std::make_unique<ShapeWorkload>(network, shape);
}

} // namespace fracbit::explorer
