#include "models/csr/csr_codec.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <limits>

namespace fracbit::models {
namespace {

/// A row of a row group, or the part of it that lies in a tile.
struct Segment {
    std::int64_t row = 0;                    ///< output channel
    std::int64_t first = 0, columns = 0;
};

/// Segments of the row groups in the order of the counts: [row group][tile][row].
class Segments {
public:
    Segments(const Layer& layer, StorageOrder order, std::int64_t group_rows, std::int64_t tile_columns)
        : reduction_(layer.reduction()), tile_columns_(order == StorageOrder::tiled ? tile_columns : reduction_) {
        if (order == StorageOrder::k_major)
            throw ConfigError(fmt::format("layer '{}': CSR weights are stored row by row; choose row-major or tiled storage, found k-major", layer.name));
        // The map cuts row groups in the tiled order only.
        groups_ = StorageMap(layer, StorageOrder::tiled, group_rows, tile_columns_).row_groups();
    }
    [[nodiscard]] const std::vector<RowGroup>& groups() const { return groups_; }

    /// Calls `visit(segment, row of the group)`.
    template <class Visit>
    void each(const RowGroup& group, Visit visit) const {
        for (std::int64_t first = 0; first < reduction_; first += tile_columns_)
            for (std::int64_t row = 0; row < group.rows; ++row)
                visit(Segment{group.first_row + row, first, std::min(tile_columns_, reduction_ - first)}, row);
    }

private:
    std::int64_t reduction_, tile_columns_;
    std::vector<RowGroup> groups_;
};

/// Calls `visit(weights passed before, is a kept weight)` for each entry of a segment; returns how many there are.
template <class Visit>
std::int64_t each_entry(const BitVector& kept, std::int64_t begin, std::int64_t columns, int gap_bits, Visit visit) {
    const std::int64_t filler = (std::int64_t{1} << gap_bits) - 1;
    std::int64_t entries = 0, passed = 0;
    for (std::int64_t k = 0; k < columns; ++k) {
        if (!kept.get(begin + k)) continue;
        for (; k - passed >= filler; passed += filler, ++entries) visit(passed, false, filler);
        visit(passed, true, k - passed);
        passed = k + 1;
        ++entries;
    }
    return entries;
}

constexpr auto nothing = [](std::int64_t, bool, std::int64_t) {};

int best_gap_bits(const Segments& segments, const BitVector& kept, std::int64_t reduction) {
    // Distances of all kept weights, by their widths, would do; a histogram of distances is exact.
    std::vector<std::int64_t> histogram;
    for (const RowGroup& group : segments.groups())
        segments.each(group, [&](const Segment& segment, std::int64_t) {
            each_entry(kept, segment.row * reduction + segment.first, segment.columns, max_csr_gap_bits,
                       [&](std::int64_t, bool, std::int64_t gap) {
                           if (gap >= static_cast<std::int64_t>(histogram.size())) histogram.resize(static_cast<std::size_t>(gap) + 1);
                           ++histogram[static_cast<std::size_t>(gap)];
                       });
        });
    int best = 1;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (int width = 1; width <= max_csr_gap_bits; ++width) {
        const std::int64_t filler = (std::int64_t{1} << width) - 1;
        std::int64_t bits = 0;
        for (std::size_t gap = 0; gap < histogram.size(); ++gap)
            bits += histogram[gap] * (static_cast<std::int64_t>(gap) / filler + 1) * (width + 1);
        if (bits >= least) continue;
        least = bits;
        best = width;
    }
    return best;
}

void append(BitVector& stream, std::uint64_t value, int width) {
    const std::int64_t at = stream.size();
    stream.resize(at + width);
    stream.deposit(at, width, value);
}

void check_arguments(const Layer& layer, const BitVector& codes, const BitVector& kept, int decoders, int gap_bits) {
    if (codes.size() != layer.weights() || kept.size() != layer.weights())
        throw ConfigError(fmt::format("layer '{}': found {} codes and {} mask bits, must be {} of each", layer.name, codes.size(), kept.size(), layer.weights()));
    if (decoders < 1) throw ConfigError(fmt::format("layer '{}': {} CSR decoders, must be at least 1", layer.name, decoders));
    if (gap_bits < 0 || gap_bits > max_csr_gap_bits)
        throw ConfigError(fmt::format("layer '{}': CSR indices of {} bits, allowed are 1 to {}, or 0 for the best", layer.name, gap_bits, max_csr_gap_bits));
}

/// Whether the runs are as many as they should be and ascend from the stream's first bit to its end.
bool cuts(const std::vector<std::int64_t>& runs, std::size_t count, const BitVector& stream) {
    return runs.size() == count + 1 && runs.front() == 0 && runs.back() == stream.size() && std::is_sorted(runs.begin(), runs.end());
}

} // namespace

StoredCsr encode_csr(const Layer& layer, StorageOrder order, std::int64_t group_rows, std::int64_t tile_columns, const BitVector& codes,
                     const BitVector& kept, int decoders, int gap_bits) {
    check_arguments(layer, codes, kept, decoders, gap_bits);
    const Segments segments(layer, order, group_rows, tile_columns);
    const std::int64_t reduction = layer.reduction();
    StoredCsr csr;
    csr.decoders = decoders;
    csr.gap_bits = gap_bits > 0 ? gap_bits : best_gap_bits(segments, kept, reduction);
    const std::uint64_t filler = (std::uint64_t{1} << csr.gap_bits) - 1;

    // How long each segment is decides the width of the counts.
    std::vector<std::int64_t> lengths;
    for (const RowGroup& group : segments.groups())
        segments.each(group, [&](const Segment& segment, std::int64_t) {
            lengths.push_back(each_entry(kept, segment.row * reduction + segment.first, segment.columns, csr.gap_bits, nothing));
        });
    csr.count_bits = std::max(1, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(*std::max_element(lengths.begin(), lengths.end())))));
    for (const std::int64_t length : lengths) append(csr.counts, static_cast<std::uint64_t>(length), csr.count_bits);

    std::int64_t counted = 0;
    for (const RowGroup& group : segments.groups()) {
        csr.count_runs.push_back(counted);
        std::vector<BitVector> streams(static_cast<std::size_t>(decoders));
        segments.each(group, [&](const Segment& segment, std::int64_t row) {
            counted += csr.count_bits;
            BitVector& stream = streams[static_cast<std::size_t>(row % decoders)];
            const std::int64_t begin = segment.row * reduction + segment.first;
            each_entry(kept, begin, segment.columns, csr.gap_bits, [&](std::int64_t passed, bool is_kept, std::int64_t gap) {
                const bool plus = is_kept && codes.get(begin + passed + gap);
                append(stream, (is_kept ? static_cast<std::uint64_t>(gap) : filler) | std::uint64_t{plus} << csr.gap_bits, csr.entry_bits());
            });
        });
        for (const BitVector& stream : streams) {
            const std::int64_t at = csr.entries.size();
            csr.entry_runs.push_back(at);
            csr.entries.resize(at + stream.size());
            csr.entries.copy(at, stream, 0, stream.size());
        }
    }
    csr.count_runs.push_back(counted);
    csr.entry_runs.push_back(csr.entries.size());
    return csr;
}

DecodedCsr decode_csr(const Layer& layer, StorageOrder order, std::int64_t group_rows, std::int64_t tile_columns, const StoredCsr& csr) {
    const auto refuse = [&](const std::string& what) { throw ConfigError(fmt::format("layer '{}', CSR weights: {}", layer.name, what)); };
    const BitVector none(layer.weights());
    check_arguments(layer, none, none, csr.decoders, csr.gap_bits);
    if (csr.gap_bits == 0) refuse(fmt::format("indices of 0 bits, allowed are 1 to {}", max_csr_gap_bits));
    if (csr.count_bits < 1 || csr.count_bits > 32) refuse(fmt::format("counts of {} bits, allowed are 1 to 32", csr.count_bits));
    const Segments segments(layer, order, group_rows, tile_columns);
    const auto decoders = static_cast<std::size_t>(csr.decoders), groups = segments.groups().size();
    if (!cuts(csr.entry_runs, groups * decoders, csr.entries) || !cuts(csr.count_runs, groups, csr.counts))
        refuse("its runs do not fit its row groups and decoders");
    const std::int64_t filler = (std::int64_t{1} << csr.gap_bits) - 1, reduction = layer.reduction();
    DecodedCsr decoded{none, none};
    for (std::size_t g = 0; g < groups; ++g) {
        std::int64_t count_at = csr.count_runs[g];
        std::vector<std::int64_t> at(csr.entry_runs.begin() + static_cast<std::ptrdiff_t>(g * decoders),
                                     csr.entry_runs.begin() + static_cast<std::ptrdiff_t>((g + 1) * decoders));
        segments.each(segments.groups()[g], [&](const Segment& segment, std::int64_t row) {
            if (count_at + csr.count_bits > csr.count_runs[g + 1]) refuse(fmt::format("the counts of row group {} end early", g));
            const auto d = static_cast<std::size_t>(row) % decoders;
            const auto count = static_cast<std::int64_t>(csr.counts.extract(count_at, csr.count_bits));
            count_at += csr.count_bits;
            if (at[d] + count * csr.entry_bits() > csr.entry_runs[g * decoders + d + 1])
                refuse(fmt::format("the entries of decoder {} in row group {} end early", d, g));
            std::int64_t passed = 0;
            for (std::int64_t i = 0; i < count; ++i, at[d] += csr.entry_bits()) {
                const std::uint64_t entry = csr.entries.extract(at[d], csr.entry_bits());
                const auto gap = static_cast<std::int64_t>(entry) & filler;
                passed += gap == filler ? filler : gap + 1;
                if (passed > segment.columns) refuse(fmt::format("an entry of row {} passes its end", segment.row));
                if (gap == filler) continue;
                const std::int64_t place = segment.row * reduction + segment.first + passed - 1;
                decoded.kept.set(place, true);
                if ((entry >> csr.gap_bits & 1U) != 0) decoded.codes.set(place, true);
            }
        });
        if (count_at != csr.count_runs[g + 1]) refuse(fmt::format("row group {} has counts left", g));
        for (std::size_t d = 0; d < decoders; ++d)
            if (at[d] != csr.entry_runs[g * decoders + d + 1]) refuse(fmt::format("decoder {} has entries left in row group {}", d, g));
    }
    return decoded;
}

} // namespace fracbit::models
