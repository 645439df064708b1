// The weight path that --verilog writes.
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/model.hpp"
#include "models/rtl/bundle.hpp"
#include "models/xor/xor_network.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace fracbit::cli {

/// Weights that vectors hold, about: some thousand cycles of a testbench.
inline constexpr std::int64_t vector_weights = 4096;

/// A path of one plane and random code words.
models::RtlBundle network_rtl(const models::Architecture& architecture, const std::string& name,
                              const std::shared_ptr<const models::XorNetwork>& network, std::uint64_t seed);

/// The path of the model's layer with the beginning of its stored streams; `layer` may be empty if only one layer has
/// XOR-encoded weights. Throws ConfigError (several layers, no such layer) and what export_weight_path throws.
models::RtlBundle layer_rtl(const models::Architecture& architecture, const models::Model& model,
                            const std::string& layer, std::uint64_t seed);

} // namespace fracbit::cli
