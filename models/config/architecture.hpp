// The machine's parameters, resolved and checked. docs/machine.md says what each means to the cycle.
#pragma once

#include "models/config/rational.hpp"
#include "models/core/units.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::models {

/// How the array multiplies.
enum class ArrayMode {
    add_sub, ///< 8-bit activations times binary codes: one vector a cycle
    xnor,    ///< bit-serial activation planes, XNOR and popcount: `activation_bits` cycles a vector
    dense,   ///< 8-bit activations times signed 8-bit weights: one vector a cycle
    shift    ///< 8-bit activations times signed powers of two: shifted, added or subtracted, one vector a cycle
};

inline constexpr int least_shifter_bits = 2; ///< a weight's, in a cell that can shift: a sign and one place

/// Which loop is inside (docs/machine.md, "Order of work").
enum class LoopOrder {
    positions, ///< a chunk of positions stays in the accumulators until all its tiles have passed
    spill      ///< each tile passes all positions; sums that do not fit go to memory and come back
};

struct MemoryConfig {
    Rational bytes_per_cycle{64, 5};
    Cycles latency{100};
    std::int64_t burst_bytes = 64;          ///< power of two, 4..4096
    std::int64_t outstanding = 16;          ///< bursts in flight
    std::optional<Rational> bandwidth_gb_s; ///< if given, `bytes_per_cycle` follows from it and the clock
    std::optional<Rational> latency_ns;     ///< if given, `latency` follows from it and the clock, rounded up
    friend bool operator==(const MemoryConfig&, const MemoryConfig&) = default;
};

/// From the weight stream to the array's tile registers.
struct WeightPathConfig {
    int lanes = 4;                     ///< slices decoded a cycle
    std::int64_t reader_bytes = 2048;  ///< stream buffer of the weight reader
    std::int64_t fifo_depth = 8;       ///< words between reader and decoder, and decoder and weight buffer
    int levels_per_stage = 4;          ///< XOR2 levels that fit one pipeline stage
    std::optional<int> decoder_stages; ///< overrides the depth that follows from the networks
    std::int64_t fill_width = 1024;    ///< bits a cycle into the weight buffer and into a tile register; bypass word
    std::int64_t buffer_bytes = 65536; ///< decoded-weight buffer
    int patch_ports = 1;               ///< patches that a lane applies in a cycle
    std::int64_t patch_fifo_depth = 8; ///< slices that a lane holds
    std::int64_t patch_bytes = 512;    ///< stream buffers of counts and of locations, each
    std::int64_t mask_lanes = 512;     ///< mask bits a cycle
    int mask_entries = 64;             ///< entries of a relative-index mask a cycle
    std::int64_t mask_bytes = 2048;    ///< stream buffer of the mask decoder
    std::int64_t mask_memory_bytes = 65536; ///< memory for the factor of a low-rank mask that a band shares
    friend bool operator==(const WeightPathConfig&, const WeightPathConfig&) = default;
};

/// Parallel decoders of the CSR baseline.
struct CsrConfig {
    int decoders = 32;                ///< one entry a cycle each
    std::int64_t reader_bytes = 128;  ///< stream buffer of each decoder
    std::int64_t counts_bytes = 4096; ///< buffer for the entry counts of the rows
    friend bool operator==(const CsrConfig&, const CsrConfig&) = default;
};

struct ArrayConfig {
    int rows = 32;
    int columns = 64;
    ArrayMode mode = ArrayMode::add_sub;
    int activation_bits = 8;               ///< planes of an activation in xnor mode, 1..8
    std::int64_t accumulator_depth = 2048; ///< positions x planes x banks, each `rows` 32-bit sums
    int accumulator_banks = 2;             ///< 1 or 2
    std::int64_t spill_bytes = 4096; ///< order = spill: buffer of sums on their way from memory, and of those to it
    int tile_banks = 2;              ///< weight tile registers, 1 or 2
    int levels_per_stage = 4;        ///< adder levels that fit one pipeline stage
    std::optional<int> stages;       ///< overrides the depth that follows from `columns`
    friend bool operator==(const ArrayConfig&, const ArrayConfig&) = default;
};

struct ActivationConfig {
    std::int64_t buffer_bytes = 262144; ///< activation buffer
    friend bool operator==(const ActivationConfig&, const ActivationConfig&) = default;
};

struct OutputConfig {
    std::int64_t fifo_depth = 8;      ///< output vectors between scaler (or vector unit) and writer
    std::int64_t writer_bytes = 1024; ///< bytes the writer holds until they are a burst
    friend bool operator==(const OutputConfig&, const OutputConfig&) = default;
};

struct VectorUnitConfig {
    int lanes = 16; ///< elements a cycle
    friend bool operator==(const VectorUnitConfig&, const VectorUnitConfig&) = default;
};

struct Architecture {
    std::string name = "unnamed";
    double clock_mhz = 800;
    MemoryConfig memory;
    WeightPathConfig weights;
    CsrConfig csr;
    ArrayConfig array;
    ActivationConfig activations;
    OutputConfig output;
    VectorUnitConfig vector_unit;
    LoopOrder order = LoopOrder::positions;
    bool keep_on_chip = false; ///< outputs that fit stay in the activation buffer
    friend bool operator==(const Architecture&, const Architecture&) = default;
};

/// The layout of the file that is read and written; a newer one is refused.
constexpr std::int64_t architecture_format_version = 1;

/// Reads a TOML file (keys, units, ranges: `architecture_keys()`). All unknown keys and wrong types are reported in one
/// FormatError (line, column, nearest known key), with the values that are not allowed; without them, those values in
/// one ConfigError (line and column of each). `bandwidth_gb_s` and `latency_ns` are resolved with the clock. Throws
/// MissingFileError.
Architecture read_architecture(const std::string& path);
/// The same from text; `name` stands for the file in messages.
Architecture parse_architecture(const std::string& text, const std::string& name);

/// Changes keys given as "table.key=value" (`--set memory.bytes_per_cycle=3.2`), later ones over earlier ones, and
/// checks the result like a file. Throws ConfigError listing everything that is wrong.
Architecture with_overrides(Architecture architecture, const std::vector<std::string>& settings);

/// Throws ConfigError listing every value that is not allowed, alone or beside the others.
void validate(const Architecture& architecture);

/// A TOML file with every key; reading it gives the same architecture.
std::string to_toml(const Architecture& architecture);

const char* to_string(ArrayMode mode);
const char* to_string(LoopOrder order);

} // namespace fracbit::models
