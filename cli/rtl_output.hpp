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

/// The path of the model's layer with the beginning of its stored streams; `layer` may be empty if only one layer has
/// XOR-encoded weights. Throws ConfigError (several layers, no such layer) and what export_weight_path throws.
models::RtlBundle layer_rtl(const models::Architecture& architecture, const models::Model& model,
                            const std::string& layer, std::uint64_t seed);

} // namespace fracbit::cli
