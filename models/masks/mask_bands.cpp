#include "models/masks/mask_bands.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {

std::vector<MaskBand> cut_bands(const Layer& layer, const StorageMap& map, std::int64_t tile_rows) {
    if (tile_rows < 1)
        throw ConfigError(
            fmt::format("layer '{}': mask tiles of {} rows; tiles need at least 1 row", layer.name, tile_rows));
    const std::int64_t convolution_rows =
        layer.out_channels / (layer.kind == LayerKind::conv ? layer.groups : std::int64_t{1});
    const auto& groups = map.row_groups();
    std::vector<MaskBand> bands;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const std::int64_t row = groups[g].first_row;
        if (bands.empty() || row % convolution_rows == 0 || bands.back().rows == tile_rows)
            bands.push_back({row, 0, g, 0});
        MaskBand& band = bands.back();
        band.rows += groups[g].rows;
        ++band.groups;
        const std::int64_t most = std::min(tile_rows, convolution_rows - band.first_row % convolution_rows);
        if (band.rows > most)
            throw ConfigError(fmt::format("layer '{}': mask tiles of {} rows end inside a row group of {} rows; tiles "
                                          "need whole row groups",
                                          layer.name, tile_rows, groups[g].rows));
    }
    return bands;
}

} // namespace fracbit::models
