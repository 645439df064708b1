#include "models/pruning/density_trim.hpp"

#include <cstdlib>

namespace fracbit::models {
namespace {

/// One bit of a factor: component `bit` of a row in a tile, or of a column of a band.
struct Flip {
    bool is_column;
    std::size_t band;
    std::int64_t tile, line; ///< line: row or column of the layer
    int bit;
    double magnitude_per_weight = 0;
};

struct Change {
    std::int64_t weights = 0; ///< more kept; negative: fewer
    double magnitude = 0;
};

Change change_of(PrunedLayer& pruned, const Flip& flip) {
    const MaskBand& band = pruned.bands[flip.band];
    const std::uint64_t bit = std::uint64_t{1} << flip.bit;
    const std::uint64_t before = flip.is_column ? pruned.v(flip.band, flip.line) : pruned.u(flip.line, flip.tile);
    Change change;
    const auto add = [&](std::int64_t row, std::int64_t column, std::uint64_t other) {
        const int more = static_cast<int>(((before ^ bit) & other) != 0) - static_cast<int>((before & other) != 0);
        change.weights += more;
        change.magnitude += more * static_cast<double>(pruned.magnitude(row, column));
    };
    if (flip.is_column) {
        for (std::int64_t row = band.first_row; row < band.first_row + band.rows; ++row)
            add(row, flip.line, pruned.u(row, flip.tile));
    } else {
        const std::int64_t first = pruned.first_column(flip.tile);
        for (std::int64_t c = first; c < first + pruned.columns(flip.tile); ++c)
            add(flip.line, c, pruned.v(flip.band, c));
    }
    return change;
}

/// Flips that keep more (or fewer) weights, the best first.
std::vector<Flip> list_flips(PrunedLayer& pruned, bool more) {
    std::vector<Flip> flips;
    const auto consider = [&](Flip flip) {
        for (flip.bit = 0; flip.bit < pruned.options.rank; ++flip.bit) {
            const Change change = change_of(pruned, flip);
            if (more ? change.weights <= 0 : change.weights >= 0) continue;
            flip.magnitude_per_weight = change.magnitude / static_cast<double>(change.weights);
            flips.push_back(flip);
        }
    };
    for (std::size_t b = 0; b < pruned.bands.size(); ++b)
        for (std::int64_t tile = 0; tile < pruned.tiles(); ++tile) {
            const MaskBand& band = pruned.bands[b];
            for (std::int64_t r = band.first_row; r < band.first_row + band.rows; ++r) consider({false, b, tile, r, 0});
            for (std::int64_t c = 0; c < pruned.columns(tile); ++c)
                consider({true, b, tile, pruned.first_column(tile) + c, 0});
        }
    std::ranges::stable_sort(flips, [&](const Flip& a, const Flip& b) {
        return more ? a.magnitude_per_weight > b.magnitude_per_weight : a.magnitude_per_weight < b.magnitude_per_weight;
    });
    return flips;
}

} // namespace

std::int64_t trim_density(PrunedLayer& pruned, std::int64_t kept, std::int64_t wanted) {
    constexpr int most_rounds = 4; // flips change what others are worth
    for (int round = 0; round < most_rounds && kept != wanted; ++round) {
        const std::int64_t at_start = kept;
        for (const Flip& flip : list_flips(pruned, kept < wanted)) {
            const Change change = change_of(pruned, flip);
            if (std::abs(kept + change.weights - wanted) >= std::abs(kept - wanted)) continue;
            auto& word = flip.is_column ? pruned.v(flip.band, flip.line) : pruned.u(flip.line, flip.tile);
            word ^= std::uint64_t{1} << flip.bit;
            kept += change.weights;
            if (kept == wanted) break;
        }
        if (kept == at_start) break;
    }
    return kept;
}

} // namespace fracbit::models
