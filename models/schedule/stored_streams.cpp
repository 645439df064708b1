#include "models/schedule/stored_streams.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>
#include <string>

namespace fracbit::models {
namespace {

constexpr int widest_gap = 24, widest_count = 32, highest_rank = 64;

class StreamCheck {
public:
    StreamCheck(const Layer& layer, const QuantizedLayer& weights, const WorkOrder& order)
        : layer_(layer), weights_(weights), order_(order), groups_(order.groups.size()) {}

    void sparse() const {
        for (std::size_t p = 0; p < weights_.planes.size(); ++p) plane(p);
        mask();
    }

    void csr() const {
        const StoredCsr& csr = weights_.csr;
        in_range("the width of CSR indices", csr.gap_bits, 1, widest_gap);
        in_range("the width of CSR entry counts", csr.count_bits, 1, widest_count);
        runs("CSR entries", csr.entry_runs, groups_ * static_cast<std::size_t>(csr.decoders), csr.entries.size());
        runs("CSR entry counts", csr.count_runs, groups_, csr.counts.size());
        const std::int64_t segments = weights_.order == StorageOrder::tiled ? order_.tiles() : 1;
        for (std::size_t g = 0; g < groups_; ++g)
            exactly("entry counts", g, csr.count_runs[g + 1] - csr.count_runs[g], segments * rows(g) * csr.count_bits);
    }

private:
    [[noreturn]] void refuse(const std::string& what) const {
        throw ConfigError(fmt::format("layer '{}': {}", layer_.name, what));
    }

    [[nodiscard]] std::int64_t rows(std::size_t group) const { return order_.groups[group].channels.channels; }

    void in_range(const char* what, std::int64_t found, std::int64_t least, std::int64_t most) const {
        if (found < least || found > most)
            refuse(fmt::format("{} is {}, allowed is {} to {}", what, found, least, most));
    }

    void exactly(const char* what, std::size_t group, std::int64_t found, std::int64_t needed) const {
        if (found != needed)
            refuse(fmt::format("row group {} has {} bits of {}, must be {}", group, found, what, needed));
    }

    void runs(const char* what, const std::vector<std::int64_t>& first_bits, std::size_t needed,
              std::int64_t bits) const {
        if (first_bits.size() != needed + 1)
            refuse(fmt::format("the {} are stored in {} runs, must be {}", what,
                               static_cast<std::int64_t>(first_bits.size()) - 1, needed));
        bool ascending = first_bits.front() == 0 && first_bits.back() == bits;
        for (std::size_t i = 0; i < needed; ++i) ascending = ascending && first_bits[i] <= first_bits[i + 1];
        if (!ascending)
            refuse(fmt::format("the runs of the {} lie between bits {} and {}, must ascend from 0 to {}", what,
                               first_bits.front(), first_bits.back(), bits));
    }

    void plane(std::size_t index) const {
        const StoredPlane& plane = weights_.planes[index];
        const StoredPlane& first = weights_.planes.front();
        if (plane.network == nullptr) refuse(fmt::format("plane {} of pruned weights has no XOR network", index));
        in_range("the number of registers", plane.registers, 0, plane.network->n_in() - 1);
        if (plane.network->n_in() % (plane.registers + 1) != 0)
            refuse(fmt::format("n_in = {} is not a whole number of seeds for {} registers", plane.network->n_in(),
                               plane.registers));
        if (plane.seed_bits() != first.seed_bits() || plane.network->n_out() != first.network->n_out() ||
            plane.registers != first.registers || plane.patches.format != first.patches.format)
            refuse(fmt::format("plane {} has other slices, registers or patches than plane 0; the decoder's lanes and "
                               "streams need them equal",
                               index));
        std::int64_t slices = 0;
        for (std::size_t g = 0; g < groups_; ++g)
            slices += plane.registers + ceil_div(rows(g) * order_.reduction, plane.network->n_out());
        if (plane.bits.size() != slices * plane.seed_bits())
            refuse(fmt::format("plane {} has {} bits of seeds, must be {}", index, plane.bits.size(),
                               slices * plane.seed_bits()));
        patches(plane.patches);
    }

    void patches(const PatchStream& patches) const {
        if (patches.format == PatchFormat::none) return;
        if (patches.format == PatchFormat::counted)
            in_range("the number of slices in a block of patch counts", patches.block_slices, 1, std::int64_t{1} << 30);
        else
            in_range("the width of patch gaps", patches.gap_bits, 1, widest_gap);
        std::vector<std::int64_t> counts, locations;
        for (const PatchStream::Run& run : patches.runs) {
            counts.push_back(run.counts);
            locations.push_back(run.locations);
        }
        runs("patch counts", counts, groups_, patches.counts.size());
        runs("patch locations", locations, groups_, patches.locations.size());
    }

    void mask() const {
        const StoredMask& mask = weights_.mask;
        runs("mask bits", mask.runs, groups_, mask.bits.size());
        if (mask.format == MaskFormat::relative_index)
            return in_range("the width of mask gaps", mask.gap_bits, 1, widest_gap);
        if (mask.format == MaskFormat::low_rank) {
            in_range("the rank of the mask", mask.rank, 1, highest_rank);
            in_range("the width of mask tiles", mask.tile_columns, 1, std::int64_t{1} << 40);
            in_range("the height of mask tiles", mask.tile_rows, 1, std::int64_t{1} << 40);
        }
        for (std::size_t g = 0; g < groups_; ++g) {
            std::int64_t bits = rows(g) * order_.reduction;
            if (mask.format == MaskFormat::low_rank) {
                const bool first_of_band =
                    band_begin(weights_, order_, static_cast<std::int64_t>(g)) == static_cast<std::int64_t>(g);
                bits =
                    (rows(g) * ceil_div(order_.reduction, mask.tile_columns) + (first_of_band ? order_.reduction : 0)) *
                    mask.rank;
            }
            exactly("mask", g, mask.runs[g + 1] - mask.runs[g], bits);
        }
    }

    const Layer& layer_;
    const QuantizedLayer& weights_;
    const WorkOrder& order_;
    std::size_t groups_;
};

} // namespace

void check_stored_streams(const Layer& layer, const QuantizedLayer& weights, const WorkOrder& order) {
    const StreamCheck check(layer, weights, order);
    if (weights.format == WeightFormat::sparse) check.sparse();
    if (weights.format == WeightFormat::csr) check.csr();
}

std::int64_t band_begin(const QuantizedLayer& weights, const WorkOrder& order, std::int64_t group) {
    const auto at = [&](std::int64_t g) -> const OutputGroup& { return order.groups[static_cast<std::size_t>(g)]; };
    std::int64_t begin = group, rows = 0;
    while (begin > 0 && at(begin - 1).convolution_group == at(group).convolution_group) --begin;
    for (std::int64_t g = begin; g <= group; rows += at(g++).channels.channels) {
        if (rows < weights.mask.tile_rows) continue;
        begin = g;
        rows = 0;
    }
    return begin;
}

} // namespace fracbit::models
