#include "models/pruning/band_refiner.hpp"

#include <array>

namespace fracbit::models {
namespace {

constexpr int most_words = 1 << LowRankOptions::max_rank;

/// In place, what each word's subsets sum to.
template <class Value>
void sum_subsets(std::array<Value, most_words>& values, std::size_t words) {
    for (std::size_t bit = 1; bit < words; bit *= 2)
        for (std::size_t s = 0; s < words; ++s)
            if ((s & bit) != 0) values[s] += values[s ^ bit];
}

} // namespace

BandRefiner::BandRefiner(PrunedLayer& pruned, const SliceGrid& grid, std::size_t band)
    : pruned_(pruned), grid_(grid), band_index_(band), band_(pruned.bands[band]) {
    // Shares of a slice vary by about their square root when chosen at random.
    const double share = pruned.density() * static_cast<double>(pruned.options.slice);
    penalty_ = pruned.options.balance / std::sqrt(std::max(1.0, share));
    for (std::size_t g = band_.first_group; g < band_.first_group + band_.groups; ++g) {
        const RowGroup& group = pruned.map.row_groups()[g];
        first_slice_.push_back(static_cast<std::int64_t>(slice_share_.size()));
        for (std::int64_t s = 0; s < grid.slices(group); ++s)
            slice_share_.push_back(pruned.density() * static_cast<double>(grid.weights(group, s)));
    }
    slice_kept_.resize(slice_share_.size());
    for (std::int64_t tile = 0; tile < pruned.tiles(); ++tile) {
        load_tile(tile);
        for (std::size_t i = 0; i < slices_.size(); ++i)
            if ((u_[i / v_.size()] & v_[i % v_.size()]) != 0) ++slice_kept_[static_cast<std::size_t>(slices_[i])];
    }
}

void BandRefiner::load_tile(std::int64_t tile) {
    const std::int64_t first_column = pruned_.first_column(tile);
    rows_ = band_.rows;
    columns_ = pruned_.columns(tile);
    magnitudes_.clear();
    slices_.clear();
    u_.clear();
    v_.clear();
    for (std::size_t g = 0; g < band_.groups; ++g) {
        const RowGroup& group = pruned_.map.row_groups()[band_.first_group + g];
        for (std::int64_t row = 0; row < group.rows; ++row) {
            const auto slices = grid_.row(group, row);
            u_.push_back(pruned_.u(group.first_row + row, tile));
            for (std::int64_t c = first_column; c < first_column + columns_; ++c) {
                magnitudes_.push_back(pruned_.magnitude(group.first_row + row, c));
                slices_.push_back(static_cast<std::int32_t>(first_slice_[g]) + slices[static_cast<std::size_t>(c)]);
            }
        }
    }
    for (std::int64_t c = 0; c < columns_; ++c) v_.push_back(pruned_.v(band_index_, first_column + c));
}

void BandRefiner::store_tile(std::int64_t tile) {
    for (std::int64_t r = 0; r < rows_; ++r) pruned_.u(band_.first_row + r, tile) = u_[static_cast<std::size_t>(r)];
    for (std::int64_t c = 0; c < columns_; ++c)
        pruned_.v(band_index_, pruned_.first_column(tile) + c) = v_[static_cast<std::size_t>(c)];
}

double BandRefiner::excess_cost(std::int32_t slice, std::int64_t more) const {
    const auto s = static_cast<std::size_t>(slice);
    const double excess = static_cast<double>(slice_kept_[s] + more) - slice_share_[s];
    return penalty_ * excess * excess;
}

/// No single row or column can bring back a tile that keeps nothing, so its V is chosen anew, at prices that tell how
/// full the slices are. That alone keeps nothing; the rows decide next.
void BandRefiner::revive_tile(std::int64_t tile, double price) {
    TileGains gains{rows_, columns_, magnitudes_};
    for (std::size_t i = 0; i < gains.values.size(); ++i)
        gains.values[i] -= static_cast<float>(price + excess_cost(slices_[i], 1) - excess_cost(slices_[i], 0));
    Random random = pruned_.random(band_index_, tile);
    std::ranges::fill(u_, 0);
    v_ = search_tile(gains, pruned_.options.rank, tile_starts, random).v;
}

std::uint64_t BandRefiner::settle(const Line& line, std::uint64_t word, double price) {
    const std::size_t words = std::size_t{1} << pruned_.options.rank;
    const std::size_t all = words - 1;
    std::array<double, most_words> value{}; // of keeping each union
    std::array<double, most_words> sum{};
    std::array<std::int64_t, most_words> count{};
    // Storage places ascend along a line, so the weights of a slice follow each other.
    for (std::size_t i = 0, at = line.first; i < line.words.size();) {
        const std::int32_t slice = slices_[at];
        std::fill_n(sum.begin(), words, 0.0);
        std::fill_n(count.begin(), words, 0);
        for (; i < line.words.size() && slices_[at] == slice; ++i, at += line.stride) {
            sum[line.words[i]] += magnitudes_[at] - price;
            ++count[line.words[i]];
        }
        sum_subsets(sum, words);
        sum_subsets(count, words);
        std::int64_t& kept = slice_kept_[static_cast<std::size_t>(slice)];
        kept -= count[all] - count[all ^ word]; // without this line
        const double before = excess_cost(slice, 0);
        for (std::size_t s = 1; s < words; ++s)
            value[s] += sum[all] - sum[all ^ s] - excess_cost(slice, count[all] - count[all ^ s]) + before;
    }
    for (std::size_t s = 0; s < words; ++s)
        if (value[s] > value[word]) word = s;
    for (std::size_t i = 0, at = line.first; i < line.words.size(); ++i, at += line.stride)
        if ((line.words[i] & word) != 0) ++slice_kept_[static_cast<std::size_t>(slices_[at])];
    return word;
}

void BandRefiner::sweep(double price) {
    for (std::int64_t tile = 0; tile < pruned_.tiles(); ++tile) {
        load_tile(tile);
        std::uint64_t used = 0;
        for (const auto word : u_) used |= word;
        std::uint64_t kept = 0;
        for (const auto word : v_) kept |= word & used;
        if (kept == 0) revive_tile(tile, price);
        for (std::size_t r = 0; r < u_.size(); ++r) u_[r] = settle({r * v_.size(), 1, v_}, u_[r], price);
        for (std::size_t c = 0; c < v_.size(); ++c) v_[c] = settle({c, v_.size(), u_}, v_[c], price);
        store_tile(tile);
    }
}

std::int64_t BandRefiner::kept() const {
    std::int64_t kept = 0;
    for (const auto count : slice_kept_) kept += count;
    return kept;
}

double BandRefiner::objective(double price) const {
    double sum = 0;
    for (std::size_t s = 0; s < slice_kept_.size(); ++s) sum -= excess_cost(static_cast<std::int32_t>(s), 0);
    for (std::int64_t row = band_.first_row; row < band_.first_row + band_.rows; ++row)
        for (std::int64_t c = 0; c < pruned_.map.reduction(); ++c)
            if ((pruned_.u(row, c / pruned_.options.tile_columns) & pruned_.v(band_index_, c)) != 0)
                sum += pruned_.magnitude(row, c) - price;
    return sum;
}

} // namespace fracbit::models
