// Export of a weight path: SystemVerilog that Verilator, Icarus Verilog and Yosys read, and a testbench with vectors.
// docs/rtl.md says what is in it, and how ports and cycles are to be understood.
#pragma once

#include "models/rtl/bundle.hpp"
#include "models/rtl/test_vectors.hpp"
#include "models/rtl/weight_path_spec.hpp"

namespace fracbit::models {

/// rtl/: the design, a module a file, names after `spec.layer`. Throws ConfigError where `validate` does. The netlists
/// are checked against their matrices (Error if one differs).
RtlBundle export_weight_path(const WeightPathSpec& spec);
/// The same and, in tb/, a self-checking testbench that feeds the vectors.
RtlBundle export_weight_path(const WeightPathSpec& spec, const TestVectors& vectors);

/// Weights that a testbench's vectors hold, about: some thousand cycles.
inline constexpr std::int64_t vector_weights = 4096;

/// The weight path of one plane of a network that no model uses, with random code words. Throws ConfigError where
/// `validate` does.
RtlBundle export_network(const Architecture& architecture, const std::string& name,
                         const std::shared_ptr<const XorNetwork>& network, const SynthesisOptions& circuits);

} // namespace fracbit::models
