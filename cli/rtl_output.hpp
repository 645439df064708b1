// The weight path that --verilog writes.
#pragma once

#include "models/circuits/synthesis.hpp"
#include "models/config/architecture.hpp"
#include "models/model/model.hpp"
#include "models/rtl/bundle.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace fracbit::cli {

/// The path of the model's layer with the beginning of its stored streams, or that of one plane alone (-1: of all);
/// `layer` may be empty if only one layer has XOR-encoded weights. The plane must exist. Throws ConfigError (several
/// layers, no such layer) and what export_weight_path throws.
models::RtlBundle layer_rtl(const models::Architecture& architecture, const models::Model& model,
                            const std::string& layer, int plane, const models::SynthesisOptions& circuits);

/// What was written where, and the circuits in it, which the decoder's pipeline limits in depth: for people, for
/// programs.
std::string rtl_text(const models::RtlBundle& bundle, const std::string& folder);
nlohmann::ordered_json rtl_json(const models::RtlBundle& bundle, const std::string& folder);

} // namespace fracbit::cli
