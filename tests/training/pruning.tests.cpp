#include "training/pruning/pruned_weights.hpp"

#include "models/core/error.hpp"
#include "models/files/model_file.hpp"
#include "models/files/text_file.hpp"
#include "models/inference/storage_order.hpp"
#include "models/pruning/low_rank_pruning.hpp"
#include "models/pruning/low_rank_shape.hpp"
#include "models/pruning/magnitude_pruning.hpp"
#include "models/pruning/zero_pattern.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/training/small_training.hpp"
#include "training/network/trainable_network.hpp"
#include "training/run/trainer.hpp"

#include <torch/csrc/autograd/autograd.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;

namespace {

PruningSettings ramp(double start, double epochs, int updates) {
    PruningSettings settings;
    settings.kind = PruningKind::magnitude;
    settings.start_epoch = start;
    settings.ramp_epochs = epochs;
    settings.updates_per_epoch = updates;
    return settings;
}

/// What is due in a run of `epochs` epochs of `batches` batches, by the number of the batch.
std::vector<std::pair<int, double>> due(const PruningSettings& settings, int epochs, int batches) {
    std::vector<std::pair<int, double>> all;
    for (int batch = 0; batch < epochs * batches; ++batch) {
        const double at = batch / batches + static_cast<double>(batch % batches) / batches;
        if (const auto share = due_share(settings, at, 1.0 / batches)) all.emplace_back(batch, *share);
    }
    return all;
}

models::Layer one_linear(std::int64_t out, std::int64_t in) {
    models::Layer layer;
    layer.name = "fc";
    layer.kind = models::LayerKind::linear;
    layer.input = {in, 1, 1};
    layer.out_channels = out;
    return layer;
}

Recipe pruning_recipe(WeightKind kind, PruningKind how) {
    Recipe recipe = small_recipe();
    recipe.schedule.epochs = 24; // kernels of processors differ: all seeds tried are well above chance by then
    recipe.schedule.learning_rate = 0.003;
    recipe.batch_norm = kind == WeightKind::binary; // so small a network of codes dies without, from most seeds
    for (WeightSpec& spec : recipe.weights) {
        spec.kind = kind;
        spec.sparsity = 0.75;
    }
    recipe.weights.front().sparsity = 0;
    recipe.pruning = ramp(1, 2, 2);
    recipe.pruning.kind = how;
    return recipe;
}

const std::vector<float>& floats_of(const models::Model& model, std::size_t layer) {
    return std::get<models::FloatWeights>(model.layers[layer].weights).values;
}

TrainingOptions in_folder(const std::string& folder) {
    TrainingOptions options;
    options.folder = folder;
    options.threads = 1;
    return options;
}

} // namespace

TEST_CASE("sparsity rises as Zhu and Gupta's cubic does") {
    const PruningSettings settings = ramp(2, 4, 1);
    CHECK(pruned_share(settings, 1.9) == 0);
    CHECK(pruned_share(settings, 2) == 0);
    CHECK(pruned_share(settings, 3) == Approx(1 - 0.75 * 0.75 * 0.75));
    CHECK(pruned_share(settings, 4) == Approx(1 - 0.125));
    CHECK(pruned_share(settings, 6) == 1);
    CHECK(pruned_share(settings, 60) == 1);
    CHECK(pruned_share(ramp(2, 0, 1), 1.999) == 0);
    CHECK(pruned_share(ramp(2, 0, 1), 2) == 1);
}

TEST_CASE("masks come at their times and the last one is final, whatever the number of batches") {
    using Due = std::vector<std::pair<int, double>>;
    CHECK(due(ramp(1, 0, 1), 3, 10) == Due{{10, 1.0}});
    CHECK(due(ramp(0, 0, 1), 3, 10) == Due{{0, 1.0}});
    CHECK(due(ramp(1, 2, 1), 5, 10) == Due{{20, 0.875}, {30, 1.0}});
    for (const int batches : {1, 3, 7, 10, 100}) {
        const auto masks = due(ramp(1, 1.5, 4), 5, batches);
        CAPTURE(batches);
        CHECK(masks.back().second == 1);
        CHECK(masks.size() <= 6);
        for (std::size_t i = 1; i < masks.size(); ++i) CHECK(masks[i].second > masks[i - 1].second);
    }
    CHECK(due(ramp(1, 1.5, 4), 5, 100).size() == 6);
    PruningSettings none = ramp(0, 0, 1);
    none.kind = PruningKind::none;
    CHECK(due(none, 2, 10).empty());
}

TEST_CASE("pruned weights are zero in forward and have no gradient, the others are as before") {
    const models::Layer layer = one_linear(6, 10);
    GatesPool pool(at::kCPU);
    for (const WeightKind kind : {WeightKind::real, WeightKind::binary}) {
        Random random(3);
        WeightSpec spec;
        spec.kind = kind;
        PrunedWeights weights(layer, make_layer_weights(layer, spec, pool, random), ramp(0, 0, 1), 0.8, at::kCPU);
        const at::Tensor before = weights.value({}).detach().clone();
        weights.prune(0.5);
        CHECK(weights.mask().sum().item<float>() == 36);
        weights.prune(1);
        CHECK(weights.mask().sum().item<float>() == 12);
        const auto largest = models::prune_magnitude(numbers_of(weights.magnitudes()), 0.8);
        const at::Tensor value = weights.value({}), x = weights.parameters("fc").front().value;
        const at::Tensor gradient = torch::autograd::grad({value.sum()}, {x})[0].view({-1});
        const auto now = numbers_of(value), old = numbers_of(before), slope = numbers_of(gradient);
        for (std::int64_t i = 0; i < 60; ++i) {
            const auto at = static_cast<std::size_t>(i);
            REQUIRE(now[at] == (largest.get(i) ? old[at] : 0.0F));
            REQUIRE((slope[at] != 0) == largest.get(i));
        }
        const auto stored = std::get<models::FloatWeights>(weights.stored(std::vector<float>(6, 2.0F))).values;
        for (std::size_t i = 0; i < 60; ++i) REQUIRE(stored[i] == 2 * now[i]);
    }
}

TEST_CASE("a low-rank mask is a product of the tiles that the encoder will use") {
    const models::Layer layer = one_linear(64, 100);
    Random random(4);
    std::vector<float> magnitudes(6400);
    for (float& each : magnitudes) each = static_cast<float>(random.uniform()) + 0.01F;
    PruningSettings settings = ramp(0, 0, 1);
    settings.kind = PruningKind::low_rank;
    const models::BitVector kept = choose_mask(layer, magnitudes, settings, 0.9);
    CHECK(std::abs(kept.count_ones() - 640) <= 32);
    for (std::int64_t i = 0; i < 6400; ++i)
        if (!kept.get(i)) magnitudes[static_cast<std::size_t>(i)] = 0;
    const models::StorageMap map(layer, models::StorageOrder::k_major, 32, 64);
    CHECK(multiply(layer, map, models::factors_of_zeros(layer, map, magnitudes, models::low_rank_shape(0.14, 32))) ==
          kept);
    // It is that of the models' own search, for slices that the encoder balances, from the recipe's seed.
    Random again(4);
    for (float& each : magnitudes) each = static_cast<float>(again.uniform()) + 0.01F;
    for (const std::uint64_t seed : {1U, 5U}) {
        settings.seed = seed;
        settings.n_in = 12;
        models::LowRankOptions options;
        options.sparsity = 0.9;
        options.rank = models::low_rank_shape(0.14, 32).rank;
        options.tile_rows = models::low_rank_shape(0.14, 32).tile_rows;
        options.tile_columns = models::low_rank_shape(0.14, 32).tile_columns;
        options.slice = models::balanced_slice(12, 0.9);
        options.seed = seed;
        CHECK(choose_mask(layer, magnitudes, settings, 0.9) ==
              multiply(layer, map, prune_low_rank(layer, map, magnitudes, options)));
    }
}

TEST_CASE("a pruned network trains on, and its file holds zeros as many as the recipe says") {
    for (const WeightKind kind : {WeightKind::real, WeightKind::binary})
        for (const PruningKind how : {PruningKind::magnitude, PruningKind::low_rank}) {
            CAPTURE(static_cast<int>(kind), static_cast<int>(how));
            const TemporaryFolder folder;
            const Recipe recipe = pruning_recipe(kind, how);
            const TrainingResult result =
                train(recipe, patterns(200, 4, 1), patterns(100, 4, 2), in_folder(folder.file("run")));
            CHECK(result.functional_equal == 100);
            CHECK(result.test_accuracy > 0.5);
            const models::Model model = models::read_model(result.model_path);
            const bool codes = kind == WeightKind::binary;
            CHECK(std::holds_alternative<models::BinaryWeights>(model.layers[0].weights) == codes);
            for (const std::size_t layer : {2U, 3U}) {
                const auto& weights = floats_of(model, layer);
                const auto zeros = std::count(weights.begin(), weights.end(), 0.0F);
                const double share = static_cast<double>(zeros) / static_cast<double>(weights.size());
                CHECK(share == Approx(0.75).margin(how == PruningKind::magnitude ? 0.001 : 0.06));
                if (codes) // one magnitude a channel
                    for (std::size_t row = 0; row < 4; ++row) {
                        std::set<float> sizes;
                        const std::size_t columns = weights.size() / (layer == 2 ? 20 : 4);
                        for (std::size_t i = row * columns; i < (row + 1) * columns; ++i)
                            if (weights[i] != 0) sizes.insert(std::abs(weights[i]));
                        CHECK(sizes.size() <= 1);
                    }
            }
        }
}

TEST_CASE("a pruned run that was interrupted during the ramp goes on to the same bytes, masks included") {
    for (const PruningKind how : {PruningKind::magnitude, PruningKind::low_rank}) {
        const TemporaryFolder folder;
        const Recipe recipe = pruning_recipe(WeightKind::binary, how);
        const auto run = [&](const std::string& name, int questions) {
            TrainingOptions options = in_folder(folder.file(name));
            options.resume = true;
            options.cancelled = [left = questions]() mutable { return --left < 0; };
            return train(recipe, patterns(200, 4, 1), patterns(100, 4, 2), options);
        };
        CHECK_FALSE(run("whole", 1000).cancelled);
        for (const std::size_t epochs : {2U, 4U}) { // within the ramp, and after it
            CHECK(run("parts", 28).history.size() == epochs);
        }
        CHECK(run("parts", 1000).resumed_epochs == 4);
        for (const std::string name : {"/model.h5", "/checkpoint.h5", "/log.csv"}) {
            CAPTURE(name);
            CHECK(models::read_text_file(folder.file("parts" + name)) ==
                  models::read_text_file(folder.file("whole" + name)));
        }
        // A recipe that prunes otherwise does not take this checkpoint.
        Recipe other = recipe;
        other.pruning.ramp_epochs = 1;
        TrainingOptions options = in_folder(folder.file("parts"));
        options.resume = true;
        CHECK_THAT(message_of<ConfigError>([&] { train(other, patterns(200, 4, 1), patterns(100, 4, 2), options); }),
                   Catch::Contains("it was made with 'pruning.ramp_epochs = 2', the recipe says "
                                   "'pruning.ramp_epochs = 1'"));
    }
}
