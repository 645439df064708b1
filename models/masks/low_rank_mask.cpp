#include "models/core/error.hpp"
#include "models/masks/mask_decoder.hpp"
#include "models/masks/mask_encoder.hpp"
#include "models/masks/mask_runs.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// Visits the words of a band's factors in the order of the stream, as visit(word of U or V).
template <class Factors, class Visit>
void for_each_word(const StorageMap& map, const MaskBand& band, std::size_t band_index, Factors& factors,
                   const Visit& visit) {
    const std::int64_t columns = map.reduction();
    const std::int64_t tiles = tiles_of_row(map, factors.tile_columns);
    auto* v = factors.v.data() + static_cast<std::int64_t>(band_index) * columns;
    for (std::int64_t c = 0; c < columns; ++c) visit(v[c]); // [tile][column] is [column]
    for (std::size_t g = band.first_group; g < band.first_group + band.groups; ++g) {
        const RowGroup& group = map.row_groups()[g];
        for (std::int64_t tile = 0; tile < tiles; ++tile)
            for (std::int64_t row = group.first_row; row < group.first_row + group.rows; ++row)
                visit(factors.u[static_cast<std::size_t>(row * tiles + tile)]);
    }
}

/// Bits of each row group's run.
std::vector<std::int64_t> run_sizes(const StorageMap& map, const std::vector<MaskBand>& bands,
                                    const LowRankFactors& factors) {
    const std::int64_t tiles = tiles_of_row(map, factors.tile_columns);
    std::vector<std::int64_t> sizes;
    for (const auto& group : map.row_groups()) sizes.push_back(group.rows * tiles * factors.rank);
    for (const auto& band : bands) sizes[band.first_group] += map.reduction() * factors.rank;
    return sizes;
}

} // namespace

StoredMask encode_low_rank(const Layer& layer, const StorageMap& map, const LowRankFactors& factors) {
    const LowRankFactors sizes = empty_factors(layer, map, factors.tile_rows, factors.tile_columns, factors.rank);
    if (factors.u.size() != sizes.u.size() || factors.v.size() != sizes.v.size())
        throw ConfigError(fmt::format("layer '{}': factors of {} and {} words; its tiles need {} and {}", layer.name,
                                      factors.u.size(), factors.v.size(), sizes.u.size(), sizes.v.size()));
    const std::uint64_t unused = factors.rank == LowRankFactors::max_rank ? 0 : ~std::uint64_t{0} << factors.rank;
    const auto is_too_wide = [&](std::uint64_t word) { return (word & unused) != 0; };
    if (std::ranges::any_of(factors.u, is_too_wide) || std::ranges::any_of(factors.v, is_too_wide))
        throw ConfigError(fmt::format("layer '{}': a factor has bits beyond its rank {}; they would be lost",
                                      layer.name, factors.rank));
    const auto bands = cut_bands(layer, map, factors.tile_rows);
    StoredMask stored;
    stored.format = MaskFormat::low_rank;
    stored.tile_rows = factors.tile_rows;
    stored.tile_columns = factors.tile_columns;
    stored.rank = factors.rank;
    stored.runs.assign(1, 0);
    for (const std::int64_t size : run_sizes(map, bands, factors)) stored.runs.push_back(stored.runs.back() + size);
    stored.bits = BitVector(stored.runs.back());
    std::int64_t at = 0;
    for (std::size_t b = 0; b < bands.size(); ++b)
        for_each_word(map, bands[b], b, factors, [&](std::uint64_t word) {
            stored.bits.deposit(at, factors.rank, word);
            at += factors.rank;
        });
    return stored;
}

LowRankFactors decode_factors(const Layer& layer, const StorageMap& map, const StoredMask& mask) {
    if (mask.format != MaskFormat::low_rank)
        throw ConfigError(fmt::format("layer '{}', mask: a {} mask has no factors; only low-rank masks do", layer.name,
                                      to_string(mask.format)));
    check_runs(layer, map, mask);
    LowRankFactors factors = empty_factors(layer, map, mask.tile_rows, mask.tile_columns, mask.rank);
    const auto bands = cut_bands(layer, map, mask.tile_rows);
    const auto sizes = run_sizes(map, bands, factors);
    for (std::size_t g = 0; g < sizes.size(); ++g) check_run_size(layer, mask, g, sizes[g]);
    std::int64_t at = 0;
    for (std::size_t b = 0; b < bands.size(); ++b)
        for_each_word(map, bands[b], b, factors, [&](std::uint64_t& word) {
            word = mask.bits.extract(at, mask.rank);
            at += mask.rank;
        });
    return factors;
}

} // namespace fracbit::models
