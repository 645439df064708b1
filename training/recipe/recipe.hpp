// All that decides what a training run gives, but its data: read from a TOML file (docs/training.md).
#pragma once

#include "models/data/named_dataset.hpp"
#include "models/network/network.hpp"
#include "training/layers/estimator.hpp"
#include "training/layers/weight_spec.hpp"
#include "training/pruning/pruning_settings.hpp"
#include "training/quantizers/activation_spec.hpp"
#include "training/run/optimizer_settings.hpp"
#include "training/run/schedule.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::training {

enum class Augmentation {
    none,
    crop_flip,        ///< 4 pixels of zeros around, a random cut-out of the old size, mirrored or not (He et al., 2016)
    resized_crop_flip ///< image folders: a random part, brought to the network's size (models/data/resampling.hpp)
};

/// Names in a row of an accuracy table; empty: the network's own, the data set's own.
struct RowNames {
    std::string network, dataset;
};

struct Recipe {
    std::string name;
    models::Network network;
    std::string shapes;                      ///< path of the network's file
    std::vector<WeightSpec> weights;         ///< one a layer
    std::vector<ActivationSpec> activations; ///< one a layer; only layers with ReLU have any
    bool batch_norm = false;

    std::string dataset; ///< mnist, cifar10, image_folder
    Augmentation augmentation = Augmentation::none;
    std::int64_t train_images = 0, test_images = 0; ///< the first ones; 0: all

    Estimator estimator = Estimator::flexor;
    PruningSettings pruning;
    ScheduleSettings schedule;
    OptimizerSettings optimizer;
    std::int64_t batch_size = 100;
    std::uint64_t seed = 1;
    RowNames row_names;

    /// The images that train, or test, as the recipe says.
    [[nodiscard]] models::DatasetRequest images(const std::string& folder, models::Split split) const;
    /// Stored bits a weight over all layers with encrypted or binary codes or grids; if there are none, 32, or 8 where
    /// all weights have 8.
    [[nodiscard]] double bits_per_weight() const;
    /// Whether anything is on a smooth staircase, for a part of the training.
    [[nodiscard]] bool has_smooth_staircases() const;
    /// One line for each setting and each layer, in a fixed order: two recipes with equal lines train alike.
    [[nodiscard]] std::vector<std::string> lines() const;
};

/// A line as earlier versions wrote it (estimator.kind as a number) as `lines` writes it today; others as they are.
std::string current_line(const std::string& line);

/// `overrides`: "training.epochs=3" replaces what the file says. The path of the network's shapes is relative to the
/// recipe's folder. Throws MissingFileError, FormatError (file, line, column; all problems at once; unknown keys with
/// the nearest known one), ConfigError for overrides and for what fits no network.
Recipe read_recipe(const std::string& path, const std::vector<std::string>& overrides = {});
/// The same from text; `path` stands for the file.
Recipe parse_recipe(const std::string& text, const std::string& path, const std::vector<std::string>& overrides = {});

} // namespace fracbit::training
