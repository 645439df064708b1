#include "models/config/architecture_keys.hpp"

#include "models/config/field_key.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr double one_gib = 1 << 30;

KeyRule integer(const char* table, const char* name, double minimum, double maximum, const char* unit,
                const char* meaning) {
    return key_rule(KeyType::integer, table, name, unit, meaning, minimum, maximum);
}
KeyRule number(const char* table, const char* name, double minimum, double maximum, const char* unit,
               const char* meaning) {
    return key_rule(KeyType::number, table, name, unit, meaning, minimum, maximum);
}

/// Two ways to say one thing: setting either forgets the value of the one in GB/s or ns.
template <class Optional>
void join(ArchitectureKey& in_cycles, ArchitectureKey& in_units, Optional MemoryConfig::*given) {
    in_cycles.alternative = in_units.rule.path();
    in_units.alternative = in_cycles.rule.path();
    in_cycles.set = [set = in_cycles.set, given](Architecture& architecture, const KeyValue& value) {
        set(architecture, value);
        (architecture.memory.*given).reset();
    };
}

void add_top_level(std::vector<ArchitectureKey>& keys) {
    ArchitectureKey version;
    version.rule = integer("", "format_version", 1, 1, "", "layout of this file; must be given");
    version.get = [](const Architecture&) { return KeyValue(architecture_format_version); };
    version.set = [](Architecture&, const KeyValue&) {};
    keys.push_back(std::move(version));
    keys.push_back(field_key(
        key_rule(KeyType::text, "", "name", "", "what reports call the architecture"),
        [](auto& a) -> auto& { return a.name; }));
    keys.push_back(choice_key<LoopOrder>(
        key_rule(KeyType::choice, "", "order", "",
                 "which loop is inside: the positions of a "
                 "chunk, or all of them with sums spilled to memory"),
        {LoopOrder::positions, LoopOrder::spill}, [](auto& a) -> auto& { return a.order; }));
    keys.push_back(field_key(
        key_rule(KeyType::boolean, "", "keep_on_chip", "", "outputs that fit stay in the activation buffer"),
        [](auto& a) -> auto& { return a.keep_on_chip; }));
    keys.push_back(field_key(
        number("clock", "mhz", 1, 10'000, "MHz", "clock of every block"),
        [](auto& a) -> auto& { return a.clock_mhz; }));
}

void add_memory(std::vector<ArchitectureKey>& keys) {
    KeyRule bytes_per_cycle = number("memory", "bytes_per_cycle", 0.001, 16'384, "bytes/cycle",
                                     "bandwidth of the channel; also as a fraction, \"100/3\"");
    bytes_per_cycle.fraction = true;
    auto per_cycle = field_key(
        bytes_per_cycle, [](auto& a) -> auto& { return a.memory.bytes_per_cycle; });
    auto gb_s = field_key(
        number("memory", "bandwidth_gb_s", 0.001, 100'000, "GB/s", "the same, 10^9 bytes a second; follows the clock"),
        [](auto& a) -> auto& { return a.memory.bandwidth_gb_s; });
    auto cycles = field_key(
        integer("memory", "latency_cycles", 0, 1'000'000, "cycles", "from issue to the first data"),
        [](auto& a) -> auto& { return a.memory.latency; });
    auto ns = field_key(
        number("memory", "latency_ns", 0, 1'000'000, "ns", "the same; follows the clock, rounded up"),
        [](auto& a) -> auto& { return a.memory.latency_ns; });
    join(per_cycle, gb_s, &MemoryConfig::bandwidth_gb_s);
    join(cycles, ns, &MemoryConfig::latency_ns);
    KeyRule burst = integer("memory", "burst_bytes", 4, 4096, "bytes", "size of every transfer");
    burst.power_of_two = true;
    keys.insert(keys.end(), {per_cycle, gb_s, cycles, ns});
    keys.push_back(field_key(
        burst, [](auto& a) -> auto& { return a.memory.burst_bytes; }));
    keys.push_back(field_key(
        integer("memory", "outstanding", 1, 1024, "bursts", "bursts in flight at a time"),
        [](auto& a) -> auto& { return a.memory.outstanding; }));
}

void add_weights(std::vector<ArchitectureKey>& keys) {
    keys.push_back(field_key(
        integer("weights", "lanes", 1, 64, "slices/cycle", "XOR decoder lanes"),
        [](auto& a) -> auto& { return a.weights.lanes; }));
    keys.push_back(field_key(
        integer("weights", "reader_bytes", 4, one_gib, "bytes",
                "stream buffer of the weight reader; at "
                "least one burst"),
        [](auto& a) -> auto& { return a.weights.reader_bytes; }));
    keys.push_back(field_key(
        integer("weights", "fifo_depth", 1, 65'536, "words", "FIFOs around the decoder"),
        [](auto& a) -> auto& { return a.weights.fifo_depth; }));
    keys.push_back(field_key(
        integer("weights", "levels_per_stage", 1, 64, "levels",
                "XOR levels in a pipeline stage of the "
                "decoder"),
        [](auto& a) -> auto& { return a.weights.levels_per_stage; }));
    keys.push_back(field_key(
        integer("weights", "decoder_stages", 1, 64, "stages", "decoder depth; else from its networks"),
        [](auto& a) -> auto& { return a.weights.decoder_stages; }));
    keys.push_back(field_key(
        integer("weights", "fill_width", 1, 65'536, "bits/cycle",
                "into the decoded-weight buffer and "
                "into a tile register"),
        [](auto& a) -> auto& { return a.weights.fill_width; }));
    keys.push_back(field_key(
        integer("weights", "buffer_bytes", 1, one_gib, "bytes", "decoded-weight buffer; at least one tile"),
        [](auto& a) -> auto& { return a.weights.buffer_bytes; }));
}

void add_sparse_weights(std::vector<ArchitectureKey>& keys) {
    keys.push_back(field_key(
        integer("weights", "patch_ports", 1, 64, "patches/cycle", "patches that a lane applies"),
        [](auto& a) -> auto& { return a.weights.patch_ports; }));
    keys.push_back(field_key(
        integer("weights", "patch_fifo_depth", 1, 65'536, "slices", "slices that a lane of the patch unit holds"),
        [](auto& a) -> auto& { return a.weights.patch_fifo_depth; }));
    keys.push_back(field_key(
        integer("weights", "patch_bytes", 4, one_gib, "bytes", "stream buffers of patch counts and of locations, each"),
        [](auto& a) -> auto& { return a.weights.patch_bytes; }));
    keys.push_back(field_key(
        integer("weights", "mask_lanes", 1, 65'536, "bits/cycle", "mask bits decoded"),
        [](auto& a) -> auto& { return a.weights.mask_lanes; }));
    keys.push_back(field_key(
        integer("weights", "mask_entries", 1, 65'536, "entries/cycle", "entries of a relative-index mask decoded"),
        [](auto& a) -> auto& { return a.weights.mask_entries; }));
    keys.push_back(field_key(
        integer("weights", "mask_bytes", 4, one_gib, "bytes", "stream buffer of the mask decoder"),
        [](auto& a) -> auto& { return a.weights.mask_bytes; }));
    keys.push_back(field_key(
        integer("weights", "mask_memory_bytes", 1, one_gib, "bytes", "holds what a band of a low-rank mask shares"),
        [](auto& a) -> auto& { return a.weights.mask_memory_bytes; }));
    keys.push_back(field_key(
        integer("csr", "decoders", 1, 4096, "decoders", "CSR baseline: parallel decoders, one entry a cycle each"),
        [](auto& a) -> auto& { return a.csr.decoders; }));
    keys.push_back(field_key(
        integer("csr", "reader_bytes", 8, one_gib, "bytes",
                "stream buffer of each CSR decoder; at least one entry and one burst"),
        [](auto& a) -> auto& { return a.csr.reader_bytes; }));
    keys.push_back(field_key(
        integer("csr", "counts_bytes", 4, one_gib, "bytes", "buffer for the rows' entry counts"),
        [](auto& a) -> auto& { return a.csr.counts_bytes; }));
}

void add_array(std::vector<ArchitectureKey>& keys) {
    keys.push_back(field_key(
        integer("array", "rows", 1, 4096, "channels", "output channels of a tile"),
        [](auto& a) -> auto& { return a.array.rows; }));
    keys.push_back(field_key(
        integer("array", "columns", 1, 4096, "weights", "reduction length of a tile"),
        [](auto& a) -> auto& { return a.array.columns; }));
    keys.push_back(choice_key<ArrayMode>(
        key_rule(KeyType::choice, "array", "mode", "", "how the array multiplies binary codes; cells at the least"),
        {ArrayMode::add_sub, ArrayMode::xnor, ArrayMode::dense, ArrayMode::shift},
        [](auto& a) -> auto& { return a.array.mode; }));
    keys.push_back(field_key(
        integer("array", "activation_bits", 1, 8, "bits", "planes of an activation in xnor mode"),
        [](auto& a) -> auto& { return a.array.activation_bits; }));
    keys.push_back(field_key(
        integer("array", "accumulator_depth", 1, 16'777'216, "sums",
                "positions x planes x banks, for "
                "each row"),
        [](auto& a) -> auto& { return a.array.accumulator_depth; }));
    keys.push_back(field_key(
        integer("array", "accumulator_banks", 1, 2, "banks", "2: draining overlaps with the next chunk"),
        [](auto& a) -> auto& { return a.array.accumulator_banks; }));
    keys.push_back(field_key(
        integer("array", "spill_bytes", 8, 16'777'216, "bytes", "order = spill: sums from memory, and as many to it"),
        [](auto& a) -> auto& { return a.array.spill_bytes; }));
    keys.push_back(field_key(
        integer("array", "tile_banks", 1, 2, "banks", "2: the next tile loads while one is in use"),
        [](auto& a) -> auto& { return a.array.tile_banks; }));
    keys.push_back(field_key(
        integer("array", "levels_per_stage", 1, 64, "levels", "adder levels in a pipeline stage"),
        [](auto& a) -> auto& { return a.array.levels_per_stage; }));
    keys.push_back(field_key(
        integer("array", "stages", 1, 64, "stages", "array depth; else from `columns`"),
        [](auto& a) -> auto& { return a.array.stages; }));
}

void add_rest(std::vector<ArchitectureKey>& keys) {
    keys.push_back(field_key(
        integer("activations", "buffer_bytes", 1, one_gib, "bytes",
                "activation buffer; at least one "
                "vector of `columns` bytes"),
        [](auto& a) -> auto& { return a.activations.buffer_bytes; }));
    keys.push_back(field_key(
        integer("output", "fifo_depth", 1, 65'536, "vectors", "between scaler and output writer"),
        [](auto& a) -> auto& { return a.output.fifo_depth; }));
    keys.push_back(field_key(
        integer("output", "writer_bytes", 4, one_gib, "bytes",
                "held until they are a burst; at least "
                "one burst"),
        [](auto& a) -> auto& { return a.output.writer_bytes; }));
    keys.push_back(field_key(
        integer("vector_unit", "lanes", 1, 4096, "elements/cycle", "width of the vector unit"),
        [](auto& a) -> auto& { return a.vector_unit.lanes; }));
}

} // namespace

const std::vector<ArchitectureKey>& architecture_keys() {
    static const std::vector<ArchitectureKey> keys = [] {
        std::vector<ArchitectureKey> list;
        add_top_level(list);
        add_memory(list);
        add_weights(list);
        add_sparse_weights(list);
        add_array(list);
        add_rest(list);
        return list;
    }();
    return keys;
}

const ArchitectureKey* find_architecture_key(const std::string& path) {
    const auto& keys = architecture_keys();
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.rule.path() == path; });
    return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> architecture_key_paths() {
    std::vector<std::string> paths;
    for (const ArchitectureKey& key : architecture_keys()) paths.push_back(key.rule.path());
    return paths;
}

std::string describe_architecture_keys() {
    const Architecture defaults;
    std::string text = fmt::format("{:26} {:14} {:12} {:36} {}\n", "key", "unit", "default", "allowed", "meaning");
    for (const ArchitectureKey& key : architecture_keys()) {
        const auto value = key.get(defaults);
        text +=
            fmt::format("{:26} {:14} {:12} {:36} {}\n", key.rule.path(), key.rule.unit.empty() ? "-" : key.rule.unit,
                        value ? toml_text(*value) : "not set", key.rule.allowed(), key.rule.meaning);
    }
    return text;
}

} // namespace fracbit::models
