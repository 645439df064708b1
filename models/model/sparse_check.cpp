#include "models/model/sparse_check.hpp"

#include "models/core/error.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/encoding/plane_layout.hpp"
#include "models/inference/storage_order.hpp"
#include "models/masks/mask_decoder.hpp"
#include "models/masks/mask_runs.hpp"

#include <fmt/format.h>

namespace fracbit::models {
namespace {

class SparseChecker {
public:
    SparseChecker(const Layer& layer, const SparseWeights& weights)
        : layer_(layer), weights_(weights), map_(layer, weights.order, weights.group_rows, weights.tile_columns) {
        for (const auto& group : map_.row_groups()) lengths_.push_back(map_.elements(group));
    }

    std::vector<SparseProblem> run() {
        for (std::size_t i = 0; i < weights_.planes.size(); ++i)
            check_plane(fmt::format("planes/{}", i), weights_.planes[i]);
        // Seeds that fit vouch for the layer's size: nothing is allocated for weights that cannot be there.
        const bool seeds_fit = problems_.empty();
        attempt("mask", [&] {
            check_runs(layer_, map_, weights_.mask);
            check_mask(seeds_fit);
        });
        return std::move(problems_);
    }

private:
    template <class Call>
    void attempt(const std::string& part, const Call& call) {
        try {
            call();
        } catch (const Error& error) {
            problems_.push_back({part, error.what()});
        }
    }

    void add(const std::string& part, std::string message) { problems_.push_back({part, std::move(message)}); }

    /// Bitmaps and factors of the right size are right: they are not decoded, since that takes more memory than they
    /// do.
    void check_mask(bool seeds_fit) {
        const StoredMask& mask = weights_.mask;
        if (mask.format == MaskFormat::relative_index) {
            if (seeds_fit) decode_mask(layer_, map_, mask);
            return;
        }
        std::vector<std::int64_t> sizes = lengths_;
        if (mask.format == MaskFormat::low_rank) sizes = factor_sizes();
        for (std::size_t g = 0; g < sizes.size(); ++g) check_run_size(layer_, mask, g, sizes[g]);
    }

    /// Bits of each row group's part of a low-rank mask: V in front of each band, then the group's rows of U.
    [[nodiscard]] std::vector<std::int64_t> factor_sizes() const {
        const StoredMask& mask = weights_.mask;
        if (mask.rank < 1 || mask.rank > LowRankFactors::max_rank)
            throw ConfigError(fmt::format("found rank {}, allowed is 1 to {}", mask.rank, LowRankFactors::max_rank));
        if (mask.tile_columns < 1)
            throw ConfigError(fmt::format("found tiles of {} columns, allowed are 1 or more", mask.tile_columns));
        std::vector<std::int64_t> sizes;
        for (const auto& group : map_.row_groups())
            sizes.push_back(group.rows * tiles_of_row(map_, mask.tile_columns) * mask.rank);
        for (const auto& band : cut_bands(layer_, map_, mask.tile_rows))
            sizes[band.first_group] += map_.reduction() * mask.rank;
        return sizes;
    }

    void check_plane(const std::string& part, const StoredPlane& plane) {
        if (plane.network == nullptr) return add(part, "has no XOR network");
        if (plane.registers < 0 || plane.network->n_in() % (plane.registers + 1) != 0)
            return add(part, fmt::format("n_in = {} cannot be shared evenly by a seed and {} registers",
                                         plane.network->n_in(), plane.registers));
        const PlaneLayout layout(lengths_, plane.network->n_out(), plane.registers);
        if (const std::int64_t expected = layout.seeds() * plane.seed_bits(); plane.bits.size() != expected)
            add(part + "/seeds", fmt::format("found {} bits, expected {}", plane.bits.size(), expected));
        check_patches(part + "/patches", plane);
    }

    void check_patches(const std::string& part, const StoredPlane& plane) {
        const PatchStream& patches = plane.patches;
        if (patches.format == PatchFormat::none) {
            if (patches.counts.size() + patches.locations.size() > 0 || !patches.runs.empty())
                add(part, "found bits or runs of patches, the format says that there are none");
            return;
        }
        if (patches.runs.size() != lengths_.size() + 1)
            return add(part,
                       fmt::format("found {} run offsets, expected {}", patches.runs.size(), lengths_.size() + 1));
        if (!runs_ascend(part, "counts", patches, &PatchStream::Run::counts, patches.counts.size())) return;
        if (!runs_ascend(part, "locations", patches, &PatchStream::Run::locations, patches.locations.size())) return;
        attempt(part, [&] {
            for (std::size_t run = 0; run < lengths_.size(); ++run)
                read_patches(patches, static_cast<std::int64_t>(run), lengths_[run], plane.network->n_out());
        });
    }

    /// Whether the runs of one stream ascend from 0 to its end.
    bool runs_ascend(const std::string& part, const char* stream, const PatchStream& patches,
                     std::int64_t PatchStream::Run::*first, std::int64_t size) {
        std::int64_t before = 0;
        for (std::size_t run = 0; run < patches.runs.size(); ++run) {
            const std::int64_t at = patches.runs[run].*first;
            const bool fits = run == 0 ? at == 0 : at >= before && at <= size;
            if (fits && (run + 1 < patches.runs.size() || at == size)) {
                before = at;
                continue;
            }
            add(part, fmt::format("run {} starts at bit {} of the {}; runs must ascend from 0 to their end at {}", run,
                                  at, stream, size));
            return false;
        }
        return true;
    }

    const Layer& layer_;
    const SparseWeights& weights_;
    StorageMap map_;
    std::vector<std::int64_t> lengths_;
    std::vector<SparseProblem> problems_;
};

} // namespace

std::vector<SparseProblem> sparse_problems(const Layer& layer, const SparseWeights& weights) {
    if (weights.order != StorageOrder::k_major && weights.order != StorageOrder::tiled)
        return {
            {"order", fmt::format("found {}, sparse weights are stored k-major or tiled", to_string(weights.order))}};
    if (weights.group_rows < 1)
        return {{"order", fmt::format("group_rows is {}, allowed is 1 or more", weights.group_rows)}};
    if (weights.order == StorageOrder::tiled && weights.tile_columns < 1)
        return {{"order", fmt::format("tile_columns is {}, allowed is 1 or more", weights.tile_columns)}};
    return SparseChecker(layer, weights).run();
}

} // namespace fracbit::models
