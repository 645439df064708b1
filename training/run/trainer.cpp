#include "training/run/trainer.hpp"

#include "models/core/cancelled.hpp"
#include "models/files/atomic_file.hpp"
#include "models/files/folder_lock.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/float_inference.hpp"
#include "training/data/batch_source.hpp"
#include "training/network/model_runner.hpp"
#include "training/network/trainable_network.hpp"
#include "training/run/checkpoint.hpp"
#include "training/run/optimizer.hpp"
#include "training/run/run_files.hpp"
#include "training/run/threads.hpp"

#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

namespace fracbit::training {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

at::Device device_of(const std::string& name) {
    try {
        const at::Device device(name);
        if (device.is_cpu() || (device.is_cuda() && at::hasCUDA())) return device;
    } catch (const c10::Error&) {
        throw ConfigError(fmt::format("--device {}: use cpu, cuda or cuda:N", name));
    }
    throw ConfigError(fmt::format("--device {}: this libtorch has no such device; use --device cpu", name));
}

void check_images(const Recipe& recipe, const models::ImageSource& images, const char* split) {
    const models::Layer& first = recipe.network.layers.front();
    const models::TensorShape shape = images.shape();
    if (images.size() == 0) throw ConfigError(fmt::format("the {} split holds no images", split));
    if (first.input != shape)
        throw ConfigError(fmt::format("network '{}' reads {} x {} x {} values, the {} images are {} x {} x {}",
                                      recipe.network.name, first.input.channels, first.input.height, first.input.width,
                                      split, shape.channels, shape.height, shape.width));
    const std::int64_t classes = recipe.network.layers.back().out_channels;
    if (images.classes().value_or(classes) != classes)
        throw ConfigError(fmt::format("the {} split has {} classes, network '{}' tells {} apart", split,
                                      *images.classes(), recipe.network.name, classes));
    for (std::size_t i = 0; i < images.labels().size(); ++i)
        if (images.labels()[i] >= classes)
            throw ConfigError(
                fmt::format("label {} of the {} split is {}, network '{}' tells {} classes apart, 0 to {}", i, split,
                            images.labels()[i], recipe.network.name, classes, classes - 1));
}

class Trainer {
public:
    Trainer(const Recipe& recipe, const models::ImageSource& train_images, const models::ImageSource& test_images,
            const TrainingOptions& options)
        : recipe_(recipe), train_images_(train_images), test_images_(test_images),
          options_(options), files_{options.folder}, device_(device_of(options.device)),
          threads_(use_threads(options.threads)),
          network_({recipe.network, recipe.weights, recipe.batch_norm, recipe.seed, recipe.pruning, recipe.activations},
                   device_),
          optimizer_(recipe.optimizer, network_.parameters()) {
        facts_.recipe = recipe.lines();
        facts_.data = train_images.fingerprint();
        facts_.threads = threads_;
        for (const Parameter& parameter : network_.parameters()) inputs_.push_back(parameter.value);
    }

    TrainingResult run() {
        TrainingResult result;
        result.threads = result.threads_before = threads_;
        try {
            prepare_folder(result);
            while (static_cast<int>(facts_.history.size()) < recipe_.schedule.epochs) run_epoch();
            write_model(result);
        } catch (const Cancelled&) {
            result.cancelled = true;
        }
        result.history = facts_.history;
        return result;
    }

private:
    [[nodiscard]] CheckpointTensors tensors() const {
        return {&network_.parameters(), &network_.statistics(), &optimizer_.state()};
    }

    void prepare_folder(TrainingResult& result) {
        std::error_code problem;
        std::filesystem::create_directories(options_.folder, problem);
        if (problem) throw IoError(fmt::format("cannot make the folder '{}': {}", options_.folder, problem.message()));
        lock_.emplace(options_.folder);
        if (std::filesystem::exists(files_.checkpoint(), problem)) resume(result);
        for (const std::string& path : files_.paths()) models::require_writable(path);
    }

    void resume(TrainingResult& result) {
        if (!options_.resume)
            throw ConfigError(fmt::format("'{}' holds the checkpoint of a run already; go on with --resume, or give "
                                          "another folder with --out",
                                          options_.folder));
        facts_ = read_checkpoint(files_.checkpoint(), facts_, tensors());
        optimizer_.set_steps(facts_.steps);
        result.threads_before = facts_.threads;
        result.resumed_epochs = static_cast<int>(facts_.history.size());
        facts_.threads = threads_;
    }

    void stop_if_cancelled() const { stop_if(options_.cancelled); }

    void run_epoch() {
        const auto begin = Clock::now();
        EpochRecord record;
        record.epoch = static_cast<int>(facts_.history.size()) + 1;
        train_epoch(record);
        check_finite(record.epoch);
        record.test_accuracy =
            evaluate(network_.model(), test_images_, device_, {0, threads_, [this] { stop_if_cancelled(); }})
                .accuracy();
        record.seconds = seconds_since(begin);
        facts_.history.push_back(record);
        facts_.steps = optimizer_.steps();
        write_checkpoint(files_.checkpoint(), facts_, tensors());
        write_logs(files_, recipe_, facts_.history, threads_, options_.device);
        if (options_.epoch_done) options_.epoch_done(record);
    }

    void train_epoch(EpochRecord& record) {
        const auto begin = Clock::now();
        BatchSource source(train_images_, recipe_.batch_size, recipe_.augmentation, recipe_.seed, record.epoch - 1,
                           threads_);
        const std::int64_t batches = source.batches();
        const auto epochs_over = [&](int epoch, std::int64_t batch) {
            return epoch - 1 + static_cast<double>(batch) / static_cast<double>(batches);
        };
        // A run that resumes knows what the last batch was from its number alone.
        bool was_smooth = record.epoch > 1 && is_smooth(epochs_over(record.epoch - 1, batches - 1));
        double loss = 0;
        std::int64_t right = 0, seen = 0;
        for (std::int64_t batch = 0; batch < batches; ++batch) {
            stop_if_cancelled();
            const double part = 1 / static_cast<double>(batches);
            const double epochs = epochs_over(record.epoch, batch);
            if (const auto share = due_share(recipe_.pruning, epochs, part)) network_.prune(*share);
            const Rates rates = rates_at(recipe_.schedule, epochs);
            const bool smooth = is_smooth(epochs);
            if (was_smooth && !smooth) optimizer_.restart(); // gradients are of another size from now on
            was_smooth = smooth;
            const Step step = train_batch(source.next(device_), rates);
            if (!std::isfinite(step.loss))
                fail(fmt::format("epoch {}, batch {}: the loss is {}", record.epoch, batch + 1, step.loss), rates);
            loss += step.loss;
            right += step.right;
            seen += step.images;
            record.learning_rate = rates.learning_rate;
            record.s_tanh = rates.s_tanh;
            show(record.epoch, seen, batches * step.images, loss / static_cast<double>(batch + 1),
                 static_cast<double>(right) / static_cast<double>(seen), seconds_since(begin));
        }
        record.loss = loss / static_cast<double>(batches);
        record.train_accuracy = static_cast<double>(right) / static_cast<double>(seen);
    }

    [[nodiscard]] bool is_smooth(double epochs) const {
        return recipe_.has_smooth_staircases() && rates_at(recipe_.schedule, epochs).steepness != hard;
    }

    struct Step {
        double loss = 0;
        std::int64_t right = 0, images = 0;
    };

    Step train_batch(const Batch& batch, const Rates& rates) {
        const at::Tensor logits =
            network_.forward(batch.images, {recipe_.estimator, rates.s_tanh, rates.steepness, rates.hardness});
        const at::Tensor loss = at::cross_entropy_loss(logits, batch.labels);
        optimizer_.step(torch::autograd::grad({loss}, inputs_), rates.learning_rate);
        return {loss.item<double>(), logits.argmax(1).eq(batch.labels).sum().item<std::int64_t>(),
                batch.images.size(0)};
    }

    /// The last step of an epoch has no loss after it: what it did must not replace a good checkpoint.
    void check_finite(int epoch) const {
        for (const auto* group : {&network_.parameters(), &network_.statistics()})
            for (const Parameter& parameter : *group)
                if (!at::isfinite(parameter.value.detach()).all().item<bool>())
                    fail(fmt::format("epoch {}: '{}' holds numbers that are not finite", epoch, parameter.name),
                         rates_at(recipe_.schedule, epoch));
    }

    [[noreturn]] void fail(const std::string& what, const Rates& rates) const {
        throw Error(fmt::format("{}, training cannot go on; lower training.learning_rate (here {:.6g}) or lengthen "
                                "training.warmup_epochs. {}",
                                what, rates.learning_rate,
                                facts_.history.empty() ? "There is no checkpoint yet"
                                                       : fmt::format("The checkpoint '{}' is good: epoch {}",
                                                                     files_.checkpoint(), facts_.history.size())));
    }

    void show(int epoch, std::int64_t image, std::int64_t images, double loss, double accuracy, double seconds) const {
        if (!options_.progress) return;
        TrainingProgress at{epoch, recipe_.schedule.epochs, image, images, loss, accuracy, 0, 0};
        at.images_per_second = seconds > 0 ? static_cast<double>(image) / seconds : 0;
        const auto left =
            static_cast<double>(images - image) + static_cast<double>(images) * static_cast<double>(at.epochs - epoch);
        if (at.images_per_second > 0) at.seconds_left = left / at.images_per_second;
        options_.progress(at);
    }

    void write_model(TrainingResult& result) {
        constexpr std::int64_t golden_images = 1000;
        models::Model model = network_.model();
        model.dataset = recipe_.dataset;
        const Evaluation evaluation =
            evaluate(model, test_images_, device_, {golden_images, threads_, [this] { stop_if_cancelled(); }});
        model.test_accuracy = evaluation.accuracy();
        model.golden.logits = evaluation.first_logits;
        model.golden.predictions = evaluation.predictions;
        models::write_model(model, files_.model());
        result.model_path = files_.model();
        result.test_accuracy = evaluation.accuracy();
        result.test_images = test_images_.size();
        compare_with_functional_path(evaluation, result);
    }

    /// What the file says, computed by code that shares nothing with libtorch.
    void compare_with_functional_path(const Evaluation& evaluation, TrainingResult& result) const {
        const models::FloatInference inference(models::read_model(files_.model()));
        constexpr std::int64_t block_images = 1000;
        const std::int64_t classes = inference.output_elements();
        for (std::int64_t first = 0; first < test_images_.size(); first += block_images) {
            stop_if_cancelled();
            const std::int64_t count = std::min(block_images, test_images_.size() - first);
            const std::vector<float> logits =
                inference.run_images(models::read_images(test_images_, first, count, {threads_, std::nullopt}));
            for (std::int64_t i = 0; i < count; ++i) {
                const auto row = logits.begin() + i * classes;
                const auto best = static_cast<std::uint16_t>(std::max_element(row, row + classes) - row);
                const auto image = static_cast<std::size_t>(first + i);
                result.functional_equal += best == evaluation.predictions[image] ? 1 : 0;
                result.functional_correct += best == test_images_.labels()[image] ? 1 : 0;
            }
        }
    }

    const Recipe& recipe_;
    const models::ImageSource& train_images_;
    const models::ImageSource& test_images_;
    const TrainingOptions& options_;
    RunFolder files_;
    at::Device device_;
    int threads_;
    TrainableNetwork network_;
    Optimizer optimizer_;
    torch::autograd::variable_list inputs_;
    CheckpointFacts facts_;
    std::optional<models::FolderLock> lock_;
};

} // namespace

TrainingResult train(const Recipe& recipe, const models::ImageSource& train_images,
                     const models::ImageSource& test_images, const TrainingOptions& options) {
    check_images(recipe, train_images, "train");
    check_images(recipe, test_images, "test");
    try {
        return Trainer(recipe, train_images, test_images, options).run();
    } catch (const c10::Error& error) {
        throw Error(std::string("libtorch: ") + error.what_without_backtrace());
    }
}

TrainingResult train(const Recipe& recipe, const models::ImageSet& train_images, const models::ImageSet& test_images,
                     const TrainingOptions& options) {
    return train(recipe, models::ImageSetSource(train_images), models::ImageSetSource(test_images), options);
}

} // namespace fracbit::training
