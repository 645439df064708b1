#include "models/masks/relative_index_mask.hpp"

#include "models/core/error.hpp"
#include "models/masks/mask_encoder.hpp"
#include "models/masks/mask_runs.hpp"
#include "models/masks/stored_order.hpp"

#include <array>
#include <bit>
#include <fmt/format.h>
#include <tbb/parallel_for.h>

namespace fracbit::models {
namespace {

/// Visits the pruned weights in front of each kept one.
template <class Visit>
void for_each_gap(const BitVector& bits, const Visit& visit) {
    std::int64_t next = 0; // first element not yet passed
    const auto words = bits.words();
    for (std::size_t w = 0; w < words.size(); ++w)
        for (std::uint64_t word = words[w]; word != 0; word &= word - 1) {
            const std::int64_t kept = static_cast<std::int64_t>(w) * 64 + std::countr_zero(word);
            visit(kept - next);
            next = kept + 1;
        }
}

constexpr std::int64_t filler(int gap_bits) { return (std::int64_t{1} << gap_bits) - 1; }

/// Entries of one row group at every width.
using Entries = std::array<std::int64_t, max_index_bits + 1>;

Entries count_entries(const BitVector& bits) {
    Entries entries{};
    for_each_gap(bits, [&](std::int64_t gap) {
        // A wide enough field takes one entry; only the narrower ones divide.
        int width = 1;
        for (; width <= max_index_bits && gap >= filler(width); ++width)
            entries[static_cast<std::size_t>(width)] += gap / filler(width) + 1;
        for (; width <= max_index_bits; ++width) ++entries[static_cast<std::size_t>(width)];
    });
    return entries;
}

int narrowest_of_best(const std::vector<Entries>& entries) {
    int best = 1;
    std::int64_t best_bits = 0;
    for (int width = 1; width <= max_index_bits; ++width) {
        std::int64_t bits = 0;
        for (const auto& group : entries) bits += group[static_cast<std::size_t>(width)] * width;
        if (width == 1 || bits < best_bits) {
            best = width;
            best_bits = bits;
        }
    }
    return best;
}

BitVector write_gaps(const BitVector& bits, int width, std::int64_t entries) {
    BitVector stream(entries * width);
    std::int64_t at = 0;
    const auto write = [&](std::int64_t value) {
        stream.deposit(at, width, static_cast<std::uint64_t>(value));
        at += width;
    };
    for_each_gap(bits, [&](std::int64_t gap) {
        for (; gap >= filler(width); gap -= filler(width)) write(filler(width));
        write(gap);
    });
    return stream;
}

BitVector read_gaps(const Layer& layer, const StoredMask& mask, std::size_t group, std::int64_t elements) {
    const MaskRun run = run_of(mask, group);
    if (run.size() % mask.gap_bits != 0)
        throw ConfigError(fmt::format("layer '{}', mask: row group {} has {} bits; entries are {} bits each, {} are "
                                      "left over",
                                      layer.name, group, run.size(), mask.gap_bits, run.size() % mask.gap_bits));
    BitVector bits(elements);
    std::int64_t next = 0;
    for (std::int64_t at = run.first; at < run.end; at += mask.gap_bits) {
        const auto value = static_cast<std::int64_t>(mask.bits.extract(at, mask.gap_bits));
        const bool keeps = value != filler(mask.gap_bits);
        next += value;
        if (next + (keeps ? 1 : 0) > elements)
            throw ConfigError(fmt::format("layer '{}', mask: an entry of row group {} passes its {} weights; the mask "
                                          "is damaged or of another layer",
                                          layer.name, group, elements));
        if (keeps) bits.set(next++, true);
    }
    return bits;
}

} // namespace

StoredMask encode_relative_index(const Layer& layer, const StorageMap& map, const BitVector& mask, int gap_bits) {
    if (gap_bits < 0 || gap_bits > max_index_bits)
        throw ConfigError(fmt::format("layer '{}', mask: gaps of {} bits; allowed: 1 to {}, or 0 for the best width",
                                      layer.name, gap_bits, max_index_bits));
    const auto groups = cut_into_row_groups(layer, map, mask);
    std::vector<Entries> entries(groups.size());
    tbb::parallel_for(std::size_t{0}, groups.size(), [&](std::size_t g) { entries[g] = count_entries(groups[g]); });
    StoredMask stored;
    stored.format = MaskFormat::relative_index;
    stored.gap_bits = gap_bits != 0 ? gap_bits : narrowest_of_best(entries);
    std::vector<BitVector> streams(groups.size());
    tbb::parallel_for(std::size_t{0}, groups.size(), [&](std::size_t g) {
        streams[g] = write_gaps(groups[g], stored.gap_bits, entries[g][static_cast<std::size_t>(stored.gap_bits)]);
    });
    append_runs(stored, streams);
    return stored;
}

BitVector decode_relative_index(const Layer& layer, const StorageMap& map, const StoredMask& mask) {
    if (mask.gap_bits < 1 || mask.gap_bits > max_index_bits)
        throw ConfigError(fmt::format("layer '{}', mask: gaps of {} bits; allowed: 1 to {}", layer.name, mask.gap_bits,
                                      max_index_bits));
    const auto& row_groups = map.row_groups();
    std::vector<BitVector> groups(row_groups.size());
    for (std::size_t g = 0; g < groups.size(); ++g) groups[g] = read_gaps(layer, mask, g, map.elements(row_groups[g]));
    return join_row_groups(map, groups);
}

} // namespace fracbit::models
