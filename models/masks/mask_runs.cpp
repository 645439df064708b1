#include "models/masks/mask_runs.hpp"

#include "models/core/error.hpp"
#include "models/masks/mask_encoder.hpp"
#include "models/model/stored_plane.hpp"

#include <fmt/format.h>

namespace fracbit::models {

MaskRun run_of(const StoredMask& mask, std::size_t group) { return {mask.runs[group], mask.runs[group + 1]}; }

void check_runs(const Layer& layer, const StorageMap& map, const StoredMask& mask) {
    const std::size_t groups = map.row_groups().size();
    if (mask.runs.size() != groups + 1)
        throw ConfigError(fmt::format("layer '{}', mask: {} run offsets; its {} row groups need {}", layer.name,
                                      mask.runs.size(), groups, groups + 1));
    bool ascending = mask.runs.front() == 0 && mask.runs.back() == mask.bits.size();
    for (std::size_t g = 0; g < groups; ++g) ascending = ascending && mask.runs[g] <= mask.runs[g + 1];
    if (!ascending)
        throw ConfigError(fmt::format("layer '{}', mask: run offsets from {} to {}; they must ascend from 0 to {}, the "
                                      "bits of the stream",
                                      layer.name, mask.runs.front(), mask.runs.back(), mask.bits.size()));
}

void check_run_size(const Layer& layer, const StoredMask& mask, std::size_t group, std::int64_t bits) {
    const std::int64_t found = run_of(mask, group).size();
    if (found != bits)
        throw ConfigError(fmt::format("layer '{}', mask: row group {} has {} bits; a {} mask needs exactly {}",
                                      layer.name, group, found, to_string(mask.format), bits));
}

void append_runs(StoredMask& mask, const std::vector<BitVector>& streams) {
    std::int64_t size = 0;
    mask.runs.assign(1, 0);
    for (const auto& stream : streams) mask.runs.push_back(size += stream.size());
    mask.bits = BitVector(size);
    for (std::size_t g = 0; g < streams.size(); ++g) mask.bits.copy(mask.runs[g], streams[g], 0, streams[g].size());
}

std::int64_t mask_bits(const StoredMask& mask) {
    const bool variable = mask.format == MaskFormat::relative_index && !mask.runs.empty();
    return mask.bits.size() +
           (variable ? patch_offset_bits * (static_cast<std::int64_t>(mask.runs.size()) - 1) : std::int64_t{0});
}

} // namespace fracbit::models
