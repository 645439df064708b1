// What synthesize found, and how it says so.
#pragma once

#include "cli/synthesis_input.hpp"
#include "models/config/architecture.hpp"
#include "models/cost/decoder_design.hpp"
#include "models/cost/machine_cost.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace fracbit::cli {

struct SynthesizedCircuit {
    SynthesisInput input;
    models::DecoderDesign design;
    int rank = 0;       ///< of the network over GF(2)
    double seconds = 0; ///< of synthesis, pipelining and counting
};

struct SynthesisResult {
    std::vector<SynthesizedCircuit> circuits;
    const models::Technology* technology = nullptr;
    double clock_mhz = 0;
    std::optional<models::MachineCost> machine; ///< if an architecture was given
    std::optional<nlohmann::ordered_json> rtl;  ///< if it was written
    std::string wrote;                          ///< lines about files, for people
};

/// Keys: docs/cli.md.
nlohmann::ordered_json to_json(const SynthesisResult& result);
std::string to_text(const SynthesisResult& result, int width);

} // namespace fracbit::cli
