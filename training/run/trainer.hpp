// A training run from first weights, or a checkpoint, to a model file. Nothing of libtorch is in this header.
#pragma once

#include "models/data/image_source.hpp"
#include "training/recipe/recipe.hpp"
#include "training/run/epoch_record.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace fracbit::training {

struct TrainingProgress {
    int epoch = 1, epochs = 1;
    std::int64_t image = 0, images = 0; ///< of the epoch
    double loss = 0, accuracy = 0;      ///< of the epoch so far
    double images_per_second = 0, seconds_left = 0;
};

struct TrainingOptions {
    std::string folder;         ///< is made if it does not exist
    std::string device = "cpu"; ///< "cpu", "cuda", "cuda:1"
    int threads = 0;            ///< 0: one for each core
    bool resume = false;        ///< go on from the folder's checkpoint, if it has one
    std::function<void(const TrainingProgress&)> progress;
    std::function<void(const EpochRecord&)> epoch_done;
    std::function<bool()> cancelled; ///< asked before each batch
};

struct TrainingResult {
    History history;
    bool cancelled = false; ///< then there is no model; the checkpoint is that of the last whole epoch
    int resumed_epochs = 0, threads = 1, threads_before = 1;
    std::string model_path;
    double test_accuracy = 0;
    std::int64_t test_images = 0;
    /// Of the functional path (models/inference) on the model file, read back: equal predictions, and how many are
    /// right.
    std::int64_t functional_equal = 0, functional_correct = 0;
};

/// Same recipe, images and threads: same bytes of checkpoint, CSV log and model on the CPU, resumed or not.
/// Throws ConfigError: images that do not fit the network, labels that have no class, folders of another number of
/// classes, a folder that holds a run already (without `resume`) or that another process trains in, a device that this
/// libtorch does not have; what read_checkpoint throws; IoError; Error if the loss is no longer a finite number. The
/// last good checkpoint stays.
TrainingResult train(const Recipe& recipe, const models::ImageSource& train_images,
                     const models::ImageSource& test_images, const TrainingOptions& options);
/// The same for images that are held in memory.
TrainingResult train(const Recipe& recipe, const models::ImageSet& train_images, const models::ImageSet& test_images,
                     const TrainingOptions& options);

} // namespace fracbit::training
