// The numbers of a manufacturing process that areas, delays and energies are made of. docs/cost.md says how; the keys
// of the file are listed in examples/technologies/README.md.
#pragma once

#include "models/cost/quality.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fracbit::models {

/// The gates that everything is counted in.
enum class CellId { inv, nand2, and2, or2, xor2, xnor2, mux2, half_adder, full_adder, flop };
inline constexpr int cell_count = 10;
const char* to_string(CellId cell);

struct CellFigures {
    Figure area_um2;
    Figure input_ff;     ///< capacitance of an input (flop: of D)
    Figure intrinsic_ps; ///< delay to the slowest output = intrinsic_ps + ps_per_ff * load (flop: from the clock)
    Figure ps_per_ff;
    Figure energy_fj; ///< inside the cell, for each toggle of an output; the load comes on top
    Figure leakage_nw;
    friend bool operator==(const CellFigures&, const CellFigures&) = default;
};

/// From carry in to carry out of a full adder.
struct CarryFigures {
    Figure intrinsic_ps, ps_per_ff;
    friend bool operator==(const CarryFigures&, const CarryFigures&) = default;
};

struct FlopFigures {
    Figure setup_ps;
    Figure clock_fj; ///< a clock cycle in which the output stays as it is
    friend bool operator==(const FlopFigures&, const FlopFigures&) = default;
};

/// A macro of b bits: area = b * cell_um2 * (1 + overhead) + edge_um2 * sqrt(b); access time, leakage and the energy of
/// each bit of an access are a constant plus a term with sqrt(b), the length of its edges.
struct SramFigures {
    Figure cell_um2, overhead, edge_um2;
    Figure access_ps, access_ps_per_edge;
    Figure access_fj, access_fj_per_edge;
    Figure leakage_nw, leakage_nw_per_edge; ///< of a bit; of a macro
    Figure two_port_factor;                 ///< area and leakage with a second port
    Figure least_words, least_bits;         ///< smaller memories are flip-flops
    Figure most_bits;                       ///< larger ones are several macros
    friend bool operator==(const SramFigures&, const SramFigures&) = default;
};

struct WiringFigures {
    Figure ff_per_fanout;     ///< of a net, for each input that it drives
    Figure max_fanout;        ///< inputs that a gate drives; more get a tree of buffers
    Figure utilization;       ///< cell area / placed area
    Figure clock_tree_factor; ///< energy of the clock with its tree / that of the flip-flops' clock pins
    Figure skew_ps;           ///< skew and jitter of the clock
    friend bool operator==(const WiringFigures&, const WiringFigures&) = default;
};

struct ActivityFigures {
    Figure toggles;  ///< of a signal in an operation
    Figure glitches; ///< toggles of adder trees and multipliers / those of their settled values
    friend bool operator==(const ActivityFigures&, const ActivityFigures&) = default;
};

struct Technology {
    std::string name = "unnamed";
    std::string process;
    Figure node_nm, supply_v;
    std::array<CellFigures, cell_count> cells;
    CarryFigures carry;
    FlopFigures flop;
    SramFigures sram;
    Figure memory_pj_per_bit; ///< of memory and interface, for each bit of a burst
    WiringFigures wiring;
    ActivityFigures activity;

    std::map<std::string, std::string> citations; ///< table [sources]
    std::map<std::string, std::string> sources;   ///< "xor2.area_um2": where the number comes from, "KEY: ..."

    [[nodiscard]] const CellFigures& cell(CellId id) const { return cells[static_cast<std::size_t>(id)]; }
    friend bool operator==(const Technology&, const Technology&) = default;
};

inline constexpr std::int64_t technology_format_version = 1;

/// Reads a TOML file. All problems of form (unknown keys with the nearest known one, missing keys, a number without a
/// source or a quality, wrong types) are reported in one FormatError, all values that are not allowed in one
/// ConfigError. A file that names a shipped one as its `base` scales it by the factors of [scaling]; what it gives
/// itself stands as given. Throws MissingFileError.
Technology read_technology(const std::string& path);
/// The same from text; `name` stands for the file in messages.
Technology parse_technology(const std::string& text, const std::string& name);

/// Names of the technologies that are part of the library, the default first.
const std::vector<std::string>& shipped_technologies();
/// The shipped one of this name, read once; from any thread. Throws ConfigError with the nearest name.
const Technology& shipped_technology(const std::string& name);
const Technology& default_technology();

} // namespace fracbit::models
