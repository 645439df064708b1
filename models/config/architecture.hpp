// The machine's parameters, resolved and checked. docs/machine.md says what each means to the cycle.
#pragma once

#include "models/config/rational.hpp"
#include "models/core/units.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace fracbit::models {

/// How the array multiplies.
enum class ArrayMode {
    add_sub, ///< 8-bit activations times binary codes: one vector a cycle
    xnor,    ///< bit-serial activation planes, XNOR and popcount: `activation_bits` cycles a vector
    dense    ///< 8-bit activations times signed 8-bit weights: one vector a cycle
};

/// Which loop is inside (docs/machine.md, "Order of work").
enum class LoopOrder {
    positions, ///< a chunk of positions stays in the accumulators until all its tiles have passed
    spill      ///< each tile passes all positions; sums that do not fit go to memory and come back
};

struct MemoryConfig {
    Rational bytes_per_cycle{64, 5};
    Cycles latency{100};
    std::int64_t burst_bytes = 64;  ///< power of two, 4..4096
    std::int64_t outstanding = 16;  ///< bursts in flight
};

/// From the weight stream to the array's tile registers.
struct WeightPathConfig {
    int lanes = 4;                          ///< slices decoded a cycle
    std::int64_t reader_bytes = 2048;       ///< stream buffer of the weight reader
    std::int64_t fifo_depth = 8;            ///< words between reader and decoder, and decoder and weight buffer
    int levels_per_stage = 4;               ///< XOR2 levels that fit one pipeline stage
    std::optional<int> decoder_stages;      ///< overrides the depth that follows from the networks
    std::int64_t fill_width = 1024;         ///< bits a cycle into the weight buffer and into a tile register; bypass word
    std::int64_t buffer_bytes = 65536;      ///< decoded-weight buffer
};

struct ArrayConfig {
    int rows = 32;
    int columns = 64;
    ArrayMode mode = ArrayMode::add_sub;
    int activation_bits = 8;                ///< planes of an activation in xnor mode, 1..8
    std::int64_t accumulator_depth = 2048;  ///< positions x planes x banks, each `rows` 32-bit sums
    int accumulator_banks = 2;              ///< 1 or 2
    int tile_banks = 2;                     ///< weight tile registers, 1 or 2
    int levels_per_stage = 4;               ///< adder levels that fit one pipeline stage
    std::optional<int> stages;              ///< overrides the depth that follows from `columns`
};

struct ActivationConfig {
    std::int64_t buffer_bytes = 262144;     ///< activation buffer
};

struct OutputConfig {
    std::int64_t fifo_depth = 8;            ///< output vectors between scaler (or vector unit) and writer
    std::int64_t writer_bytes = 1024;       ///< bytes the writer holds until they are a burst
};

struct VectorUnitConfig {
    int lanes = 16;                         ///< elements a cycle
};

struct Architecture {
    std::string name = "unnamed";
    double clock_mhz = 800;
    MemoryConfig memory;
    WeightPathConfig weights;
    ArrayConfig array;
    ActivationConfig activations;
    OutputConfig output;
    VectorUnitConfig vector_unit;
    LoopOrder order = LoopOrder::positions;
    bool keep_on_chip = false;              ///< outputs that fit stay in the activation buffer
};

/// Reads a TOML file: unknown keys, wrong types and every failed check are reported at once (FormatError with the line
/// and the nearest known key; ConfigError for values). `bandwidth_gb_s` and `latency_ns` are resolved with the clock.
Architecture read_architecture(const std::string& path);
/// The same from text; `name` stands for the file in messages.
Architecture parse_architecture(const std::string& text, const std::string& name);

/// Throws ConfigError listing every value outside its range.
void validate(const Architecture& architecture);

const char* to_string(ArrayMode mode);
const char* to_string(LoopOrder order);

} // namespace fracbit::models
