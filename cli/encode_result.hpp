// What encode did, and how it says so.
#pragma once

#include "models/compression/model_compression.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace fracbit::cli {

struct EncodeResult {
    std::string input;    ///< what was encoded, for people
    std::string settings; ///< how, for people
    std::vector<models::CompressedModel::LayerEntry> layers;
    std::int64_t peak_memory_bytes = 0; ///< of the whole process
    std::string wrote;                  ///< lines about files, for people
};

/// Keys: docs/cli.md.
nlohmann::ordered_json to_json(const EncodeResult& result);
std::string to_text(const EncodeResult& result, int width);

/// {seeds, counts, locations, mask, scales, offsets}
nlohmann::ordered_json to_json(const models::StoredSize& bits);

} // namespace fracbit::cli
