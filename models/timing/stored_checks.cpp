#include "models/timing/stored_checks.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>
#include <string>

namespace fracbit::models::timing {
namespace {

constexpr int widest_gap = 24, widest_count = 32, highest_rank = 64;

class Checker {
public:
    explicit Checker(const LayerWork& work) : work_(work), groups_(work.groups.size()) {}

    void between(const char* what, std::int64_t found, std::int64_t least, std::int64_t most) const {
        if (found < least || found > most)
            refuse(fmt::format("{} is {}; {} to {} are allowed", what, found, least, most));
    }
    void same(const std::string& what, std::int64_t found, std::int64_t expected) const {
        if (found != expected)
            refuse(fmt::format("{}: found {}, must be {}; encode the weights again", what, found, expected));
    }
    /// First bits of `count` runs, and the end.
    void runs(const char* what, const std::vector<std::int64_t>& first, std::size_t count, std::int64_t bits) const {
        same(fmt::format("runs of {}", what), static_cast<std::int64_t>(first.size()) - 1,
             static_cast<std::int64_t>(count));
        same(fmt::format("first bit of {}", what), first.front(), 0);
        same(fmt::format("last bit of {}", what), first.back(), bits);
        for (std::size_t i = 0; i < count; ++i)
            if (first[i] > first[i + 1])
                refuse(fmt::format("runs of {}: run {} begins after run {}; encode the weights again", what, i, i + 1));
    }
    [[nodiscard]] std::int64_t weights(std::size_t group) const {
        return work_.groups[group].channels.count * work_.reduction;
    }

    void plane(const StoredPlane& plane) const {
        const StoredPlane& first = work_.stored->planes.front();
        if (!plane.network) refuse("a plane of pruned weights comes without an XOR network; give every plane one");
        between("the number of registers", plane.registers, 0, plane.network->n_in() - 1);
        same("inputs of the XOR network left over beside whole seeds", plane.network->n_in() % (plane.registers + 1),
             0);
        same("n_out of a plane", plane.network->n_out(), first.network->n_out());
        same("registers of a plane", plane.registers, first.registers);
        same("seed bits of a plane", plane.seed_bits(), first.seed_bits());
        same("patch format of a plane", static_cast<int>(plane.patches.format), static_cast<int>(first.patches.format));
        const PatchStream& patches = plane.patches;
        if (patches.format == PatchFormat::none) return;
        if (patches.format == PatchFormat::counted)
            between("the number of slices in a block of patch counts", patches.block_slices, 1, std::int64_t{1} << 30);
        else
            between("the width of patch gaps", patches.gap_bits, 1, widest_gap);
        std::vector<std::int64_t> counts, locations;
        for (const PatchStream::Run& run : patches.runs) {
            counts.push_back(run.counts);
            locations.push_back(run.locations);
        }
        if (counts.empty()) refuse("its patches come without runs; encode the weights again");
        runs("patch counts", counts, groups_, patches.counts.size());
        runs("patch locations", locations, groups_, patches.locations.size());
    }

    void mask() const {
        const StoredMask& mask = work_.stored->mask;
        if (mask.runs.empty()) refuse("its mask comes without runs; encode the weights again");
        runs("mask bits", mask.runs, groups_, mask.bits.size());
        if (mask.format == MaskFormat::relative_index)
            return between("the width of mask gaps", mask.gap_bits, 1, widest_gap);
        std::vector<bool> begins(groups_);
        if (mask.format == MaskFormat::low_rank) {
            between("the rank of the mask", mask.rank, 1, highest_rank);
            between("the width of mask tiles", mask.tile_columns, 1, std::int64_t{1} << 40);
            between("the height of mask tiles", mask.tile_rows, 1, std::int64_t{1} << 40);
            const std::int64_t shared = ceil_div(work_.reduction * mask.rank, 8),
                               memory = work_.architecture->weights.mask_memory_bytes;
            if (shared > memory)
                refuse(fmt::format("the mask memory must hold the factor that a band shares: set "
                                   "weights.mask_memory_bytes >= {}, found {}",
                                   shared, memory));
            begins = band_begins(work_);
        }
        for (std::size_t g = 0; g < groups_; ++g) {
            std::int64_t bits = weights(g);
            if (mask.format == MaskFormat::low_rank)
                bits = mask.rank * (work_.groups[g].channels.count * ceil_div(work_.reduction, mask.tile_columns) +
                                    (begins[g] ? work_.reduction : 0));
            same(fmt::format("mask bits of row group {}", g), mask.runs[g + 1] - mask.runs[g], bits);
        }
    }

    void csr() const {
        const StoredCsr& csr = work_.stored->csr;
        between("the width of CSR indices", csr.gap_bits, 1, widest_gap);
        between("the width of CSR entry counts", csr.count_bits, 1, widest_count);
        if (csr.entry_runs.empty() || csr.count_runs.empty())
            refuse("its CSR streams come without runs; encode the weights again");
        runs("CSR entries", csr.entry_runs, groups_ * static_cast<std::size_t>(csr.decoders), csr.entries.size());
        runs("CSR entry counts", csr.count_runs, groups_, csr.counts.size());
        const std::int64_t segments = work_.stored->order == StorageOrder::tiled ? work_.tiles : 1;
        for (std::size_t g = 0; g < groups_; ++g)
            same(fmt::format("bits of entry counts of row group {}", g), csr.count_runs[g + 1] - csr.count_runs[g],
                 segments * work_.groups[g].channels.count * csr.count_bits);
    }

private:
    [[noreturn]] void refuse(const std::string& what) const {
        throw ConfigError(fmt::format("layer '{}': {}", work_.layer->name, what));
    }
    const LayerWork& work_;
    std::size_t groups_;
};

} // namespace

void check_sparse_streams(const LayerWork& work) {
    const Checker checker(work);
    for (const StoredPlane& plane : work.stored->planes) checker.plane(plane);
    checker.mask();
}

void check_csr_streams(const LayerWork& work) { Checker(work).csr(); }

std::vector<bool> band_begins(const LayerWork& work) {
    std::vector<bool> begins;
    const std::int64_t per_convolution_group = work.layer->out_channels / work.layer->groups;
    std::int64_t rows = 0;
    for (const RowGroup& group : work.groups) {
        const bool first = group.channels.first % per_convolution_group == 0;
        begins.push_back(first || rows >= work.stored->mask.tile_rows);
        rows = (begins.back() ? 0 : rows) + group.channels.count;
    }
    return begins;
}

} // namespace fracbit::models::timing
