#include "models/encoding/plane_sample.hpp"

#include <algorithm>

namespace fracbit::models {
namespace {

/// Some tens of slices; much smaller pieces would leave out the ends of longer slices.
constexpr std::int64_t piece_elements = 1 << 14;

struct Piece {
    std::int64_t first, length;
};

/// Pieces from element `from` on, at least piece_elements in all if the plane has as many left.
void add_pieces(const PlaneLayout& layout, std::int64_t from, std::vector<Piece>& pieces) {
    const auto& first = layout.first_element;
    auto run = static_cast<std::size_t>(std::upper_bound(first.begin(), first.end(), from) - first.begin() - 1);
    for (std::int64_t taken = 0; taken < piece_elements && run + 1 < first.size(); ++run) {
        const std::int64_t length = first[run + 1] - first[run];
        Piece piece{first[run], length};
        if (length > piece_elements) { // the ends of runs hardly matter
            const std::int64_t begin = std::max(from, first[run]);
            const std::int64_t slices = std::min(piece_elements, first[run + 1] - begin) / layout.n_out;
            piece = {begin, slices * layout.n_out};
        }
        const bool again = !pieces.empty() && piece.first < pieces.back().first + pieces.back().length;
        if (piece.length == 0 || again) continue;
        pieces.push_back(piece);
        taken += piece.length;
        if (length > piece_elements) break;
    }
}

} // namespace

PlaneSample::PlaneSample(const BitVector& all_codes, const BitVector& all_care, const PlaneLayout& layout,
                         std::int64_t sample_weights) {
    if (layout.elements() <= sample_weights) {
        codes = all_codes;
        care = all_care;
        for (std::size_t run = 1; run < layout.first_element.size(); ++run)
            run_lengths.push_back(layout.first_element[run] - layout.first_element[run - 1]);
        return;
    }
    std::vector<Piece> pieces;
    const std::int64_t places = std::max<std::int64_t>(1, sample_weights / piece_elements);
    for (std::int64_t i = 0; i < places; ++i)
        add_pieces(layout,
                   static_cast<std::int64_t>(static_cast<double>(layout.elements()) * static_cast<double>(i) /
                                             static_cast<double>(places)),
                   pieces);
    std::int64_t size = 0;
    for (const auto& piece : pieces) size += piece.length;
    codes = BitVector(size);
    care = BitVector(size);
    std::int64_t at = 0;
    for (const auto& piece : pieces) {
        codes.copy(at, all_codes, piece.first, piece.length);
        care.copy(at, all_care, piece.first, piece.length);
        run_lengths.push_back(piece.length);
        at += piece.length;
    }
}

} // namespace fracbit::models
