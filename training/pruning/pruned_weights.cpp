#include "training/pruning/pruned_weights.hpp"

#include "models/inference/model_weights.hpp"
#include "models/inference/storage_order.hpp"
#include "models/model/model_check.hpp"
#include "models/pruning/low_rank_pruning.hpp"
#include "models/pruning/low_rank_shape.hpp"
#include "models/pruning/magnitude_pruning.hpp"

#include <utility>

namespace fracbit::training {

models::BitVector choose_mask(const models::Layer& layer, const std::vector<float>& magnitudes,
                              const PruningSettings& settings, double sparsity) {
    if (settings.kind != PruningKind::low_rank) return models::prune_magnitude(magnitudes, sparsity);
    constexpr std::int64_t tile_columns = 64; // of the array: k-major storage has no use for it
    const models::StorageMap map(layer, models::StorageOrder::k_major, settings.group_rows, tile_columns);
    const models::LowRankShape shape = models::low_rank_shape(settings.mask_budget, settings.group_rows);
    models::LowRankOptions options;
    options.sparsity = sparsity;
    options.rank = shape.rank;
    options.tile_rows = shape.tile_rows;
    options.tile_columns = shape.tile_columns;
    options.slice = models::balanced_slice(settings.n_in, sparsity);
    options.seed = settings.seed;
    return models::multiply(layer, map, models::prune_low_rank(layer, map, magnitudes, options));
}

PrunedWeights::PrunedWeights(const models::Layer& layer, std::unique_ptr<LayerWeights> weights,
                             const PruningSettings& settings, double sparsity, at::Device device)
    : layer_(layer), weights_(std::move(weights)), settings_(settings), sparsity_(sparsity),
      mask_(at::ones(models::weight_shape(layer)).to(device)) {}

void PrunedWeights::prune(double share) {
    const models::BitVector kept = choose_mask(layer_, numbers_of(magnitudes()), settings_, share * sparsity_);
    at::Tensor mask = at::zeros(mask_.sizes());
    for (std::int64_t i = 0; i < kept.size(); ++i) mask.data_ptr<float>()[i] = kept.get(i) ? 1.0F : 0.0F;
    mask_.copy_(mask);
}

at::Tensor PrunedWeights::value(const Surrogate& surrogate) const { return weights_->value(surrogate) * mask_; }

std::vector<Parameter> PrunedWeights::parameters(const std::string& prefix) const {
    return weights_->parameters(prefix);
}

models::Weights PrunedWeights::stored(const std::vector<float>& scale) const {
    models::FloatWeights weights{models::real_weights(layer_, {weights_->stored(scale), {}})};
    const std::vector<float> mask = numbers_of(mask_);
    for (std::size_t i = 0; i < mask.size(); ++i)
        if (mask[i] == 0) weights.values[i] = 0;
    return weights;
}

} // namespace fracbit::training
