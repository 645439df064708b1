// The result of looking into one file: a text for people and JSON for programs.
#pragma once

#include "models/xor/xor_network.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>

namespace fracbit::cli {

struct Inspection {
    std::string text;
    std::shared_ptr<const nlohmann::ordered_json> json;
};

/// All throw what reading the file throws.
Inspection inspect_model(const std::string& path, int width);
Inspection inspect_network(const std::string& path, int width);
Inspection inspect_architecture(const std::string& path);
Inspection inspect_trace(const std::string& path, int width);
Inspection inspect_xor(const models::XorNetwork& network, const std::string& name);

} // namespace fracbit::cli
