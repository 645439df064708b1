// Coordinate ascent over a band's factors, with the slices' shares in view.
#pragma once

#include "models/pruning/pruned_layer.hpp"
#include "models/pruning/slice_grid.hpp"

namespace fracbit::models {

/// Rows and columns of tiles settle one after the other on the union that raises most
///     sum over kept weights (magnitude - price) - penalty * sum over slices (kept - share)^2.
/// Bands share neither factors nor slices: each may have a thread of its own.
class BandRefiner {
public:
    BandRefiner(PrunedLayer& pruned, const SliceGrid& grid, std::size_t band);

    /// Settles each row and column of the band once.
    void sweep(double price);
    [[nodiscard]] std::int64_t kept() const;
    /// The sum above.
    [[nodiscard]] double objective(double price) const;

private:
    /// A row or a column of the tile: every `stride`-th weight from `first` on.
    struct Line {
        std::size_t first, stride;
        std::span<const std::uint64_t> words; ///< of the factor that is fixed
    };

    void load_tile(std::int64_t tile);
    void store_tile(std::int64_t tile);
    void revive_tile(std::int64_t tile, double price);
    std::uint64_t settle(const Line& line, std::uint64_t word, double price);
    [[nodiscard]] double excess_cost(std::int32_t slice, std::int64_t more) const;

    PrunedLayer& pruned_;
    const SliceGrid& grid_;
    std::size_t band_index_;
    const MaskBand& band_;
    double penalty_;
    std::vector<std::int64_t> first_slice_; ///< of each row group of the band
    std::vector<std::int64_t> slice_kept_;
    std::vector<double> slice_share_;
    // the tile at hand
    std::int64_t rows_ = 0, columns_ = 0;
    std::vector<float> magnitudes_;
    std::vector<std::int32_t> slices_;
    std::vector<std::uint64_t> u_, v_;
};

} // namespace fracbit::models
