#include "training/run/trainer.hpp"

#include "models/core/error.hpp"
#include "models/files/hdf5_reader.hpp"
#include "models/files/model_file.hpp"
#include "models/files/text_file.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/training/small_training.hpp"
#include "training/run/checkpoint.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const models::ImageSet& train_images() {
    static const models::ImageSet set = patterns(200, 4, 1);
    return set;
}
const models::ImageSet& test_images() {
    static const models::ImageSet set = patterns(100, 4, 2);
    return set;
}

TrainingOptions options_of(const std::string& folder) {
    TrainingOptions options;
    options.folder = folder;
    options.threads = 1;
    return options;
}

TrainingResult train_small(const Recipe& recipe, const TrainingOptions& options) {
    return train(recipe, train_images(), test_images(), options);
}

/// Asks to stop at the `call`-th question.
std::function<bool()> after(int call) {
    return [left = call]() mutable { return --left < 0; };
}

std::string bytes(const std::string& path) { return models::read_text_file(path); }

} // namespace

TEST_CASE("a small network learns, and its file gives the trainer's own accuracy on the functional path") {
    struct Case {
        WeightKind kind;
        int q;
        bool batch_norm;
    };
    for (const Case& each : {Case{WeightKind::encrypted, 1, false},
                             {WeightKind::encrypted, 2, true},
                             {WeightKind::binary, 1, true},
                             {WeightKind::real, 1, false}}) {
        CAPTURE(static_cast<int>(each.kind), each.q, each.batch_norm);
        const TemporaryFolder folder;
        Recipe recipe = small_recipe();
        recipe.schedule.epochs = 12;
        recipe.schedule.learning_rate = 0.003;
        recipe.batch_norm = each.batch_norm;
        for (WeightSpec& spec : recipe.weights) {
            spec.kind = each.kind;
            spec.q = each.q;
        }
        const TrainingResult result = train_small(recipe, options_of(folder.file("run")));
        CHECK(result.history.size() == 12);
        CHECK(result.test_accuracy > 0.5);
        CHECK(result.history.back().loss < result.history.front().loss);
        CHECK(result.test_accuracy == result.history.back().test_accuracy);
        CHECK(result.functional_equal == 100);
        CHECK(static_cast<double>(result.functional_correct) / 100 == result.test_accuracy);
        CHECK(models::read_model(result.model_path).test_accuracy == result.test_accuracy);
        CHECK(models::read_model(result.model_path).golden.predictions.size() == 100);
    }
}

TEST_CASE("layers of different kinds and rates train together") {
    const TemporaryFolder folder;
    Recipe recipe = small_recipe();
    recipe.weights[0].kind = WeightKind::real;
    recipe.weights[2].gates = {6, 12, 0, 3};
    recipe.weights[3].kind = WeightKind::binary;
    const TrainingResult result = train_small(recipe, options_of(folder.file("run")));
    const models::Model model = models::read_model(result.model_path);
    CHECK(std::holds_alternative<models::FloatWeights>(model.layers[0].weights));
    CHECK(std::get<models::EncryptedWeights>(model.layers[2].weights).planes[0].network->n_in() == 6);
    CHECK(std::holds_alternative<models::BinaryWeights>(model.layers[3].weights));
    CHECK(result.functional_equal == 100);
}

TEST_CASE("a run that was interrupted and goes on gives the bytes of a run in one piece") {
    for (const bool batch_norm : {false, true}) {
        const TemporaryFolder folder;
        Recipe recipe = small_recipe();
        recipe.batch_norm = batch_norm;
        recipe.optimizer.kind = batch_norm ? OptimizerKind::sgd : OptimizerKind::adam;
        const TrainingResult whole = train_small(recipe, options_of(folder.file("whole")));
        TrainingOptions options = options_of(folder.file("parts"));
        options.resume = true;         // nothing there yet: begins
        options.cancelled = after(17); // 10 batches and a test an epoch: inside the second one
        const TrainingResult first = train_small(recipe, options);
        CHECK(first.cancelled);
        CHECK(first.history.size() == 1);
        CHECK_FALSE(std::filesystem::exists(folder.file("parts/model.h5")));
        options.cancelled = after(12);
        CHECK(train_small(recipe, options).history.size() == 2);
        options.cancelled = {};
        const TrainingResult last = train_small(recipe, options);
        CHECK(last.resumed_epochs == 2);
        CHECK_FALSE(last.cancelled);
        CHECK(last.test_accuracy == whole.test_accuracy);
        for (const std::string name : {"/model.h5", "/checkpoint.h5", "/log.csv", "/curve.svg"}) {
            CAPTURE(name);
            CHECK(bytes(folder.file("parts" + name)) == bytes(folder.file("whole" + name)));
        }
    }
}

TEST_CASE("training on grids goes on to the same bytes, while it is smooth, when it is hard and where it becomes so") {
    // 10 batches an epoch: hard from inside the second epoch, from its beginning, or from the third's.
    for (const auto& [share, hardening] : {std::pair(0.5, Hardening::jump),
                                           {1.0 / 3, Hardening::jump},
                                           {2.0 / 3, Hardening::jump},
                                           {0.8, Hardening::ramp}}) {
        CAPTURE(share, static_cast<int>(hardening));
        const TemporaryFolder folder;
        Recipe recipe = grid_recipe(WeightKind::aqe, ActivationKind::aqe, 2);
        recipe.activations.front().learnt = true;
        recipe.schedule.steepness = {1, 8, share, hardening};
        train_small(recipe, options_of(folder.file("whole")));
        TrainingOptions options = options_of(folder.file("parts"));
        options.resume = true;
        for (const int calls : {17, 12}) {
            options.cancelled = after(calls);
            CHECK(train_small(recipe, options).cancelled);
        }
        options.cancelled = {};
        CHECK(train_small(recipe, options).resumed_epochs == 2);
        for (const std::string name : {"/model.h5", "/checkpoint.h5", "/log.csv"}) {
            CAPTURE(name);
            CHECK(bytes(folder.file("parts" + name)) == bytes(folder.file("whole" + name)));
        }
    }
}

TEST_CASE("the optimizer starts afresh where smooth staircases jump to hard, and nowhere else") {
    struct Case {
        WeightKind weights;
        ActivationKind activations;
        double share;
        int steps; // since then; 10 batches in each of 3 epochs
        Hardening hardening = Hardening::jump;
    };
    for (const Case& each : {Case{WeightKind::aqe, ActivationKind::aqe, 0.5, 15},
                             {WeightKind::aqe, ActivationKind::real, 1.0 / 3, 20},
                             {WeightKind::straight_through, ActivationKind::aqe, 0.5, 15},
                             {WeightKind::aqe, ActivationKind::aqe, 0, 30},
                             {WeightKind::aqe, ActivationKind::aqe, 1, 30},
                             {WeightKind::aqe, ActivationKind::aqe, 0.5, 30, Hardening::ramp},
                             {WeightKind::straight_through, ActivationKind::straight_through, 0.5, 30}}) {
        CAPTURE(static_cast<int>(each.weights), static_cast<int>(each.activations), each.share);
        const TemporaryFolder folder;
        Recipe recipe = grid_recipe(each.weights, each.activations, 1);
        recipe.schedule.steepness.share = each.share;
        recipe.schedule.steepness.hardening = each.hardening;
        train_small(recipe, options_of(folder.file("run")));
        CHECK(models::Hdf5Reader(folder.file("run/checkpoint.h5")).integer("/", "steps") == each.steps);
    }
}

TEST_CASE("the checkpoint of another steepness is refused") {
    const TemporaryFolder folder;
    const Recipe recipe = grid_recipe(WeightKind::aqe, ActivationKind::aqe, 2);
    TrainingOptions options = options_of(folder.file("run"));
    train_small(recipe, options);
    options.resume = true;
    Recipe other = recipe;
    other.schedule.steepness.last = 9;
    CHECK_THAT(message_of<ConfigError>([&] { train_small(other, options); }),
               Contains("it was made with 'estimator.steepness = 1 to 8 over 0.5, then a restart', the recipe says "
                        "'estimator.steepness = 1 to 9 over 0.5, then a restart'"));
    other.schedule.steepness = {1, 8, 0.5, Hardening::ramp};
    CHECK_THAT(message_of<ConfigError>([&] { train_small(other, options); }),
               Contains("the recipe says 'estimator.steepness = 1 to 8 over 0.5, with a ramp of hardness'"));
}

TEST_CASE("another seed gives another model") {
    const TemporaryFolder folder;
    Recipe recipe = small_recipe();
    train_small(recipe, options_of(folder.file("a")));
    recipe.seed = 2;
    train_small(recipe, options_of(folder.file("b")));
    CHECK(bytes(folder.file("a/model.h5")) != bytes(folder.file("b/model.h5")));
}

TEST_CASE("logs say what each epoch gave") {
    const TemporaryFolder folder;
    int epochs = 0;
    TrainingProgress last;
    TrainingOptions options = options_of(folder.file("run"));
    options.progress = [&](const TrainingProgress& at) { last = at; };
    options.epoch_done = [&](const EpochRecord& epoch) { CHECK(epoch.epoch == ++epochs); };
    const TrainingResult result = train_small(small_recipe(), options);
    CHECK(epochs == 3);
    CHECK(last.epoch == 3);
    CHECK(last.image == 200);
    CHECK(last.images == 200);
    CHECK(last.seconds_left == 0);
    CHECK(last.images_per_second > 0);
    CHECK(last.loss == result.history.back().loss);
    const auto json = nlohmann::json::parse(bytes(folder.file("run/log.json")));
    CHECK(json["epochs"].size() == 3);
    CHECK(json["epochs"][2]["test_accuracy"] == result.test_accuracy);
    CHECK(json["epochs"][2]["seconds"] > 0);
    CHECK_THAT(bytes(folder.file("run/log.csv")),
               StartsWith("# format_version = 1\nepoch,learning_rate,s_tanh,loss,train_accuracy,test_accuracy\n"
                          "1,0.002,100,"));
    CHECK_THAT(bytes(folder.file("run/curve.svg")), StartsWith("<svg"));
}

TEST_CASE("a folder that holds a run is not overwritten unasked") {
    const TemporaryFolder folder;
    train_small(small_recipe(), options_of(folder.file("run")));
    CHECK(message_of<ConfigError>([&] { train_small(small_recipe(), options_of(folder.file("run"))); }) ==
          "'" + folder.file("run") +
              "' holds the checkpoint of a run already; go on with --resume, or give another folder with --out");
}

TEST_CASE("a checkpoint of another recipe, other images or a damaged one is refused and stays as it is") {
    const TemporaryFolder folder;
    TrainingOptions options = options_of(folder.file("run"));
    options.cancelled = after(12);
    train_small(small_recipe(), options);
    options.cancelled = {};
    options.resume = true;
    const std::string path = folder.file("run/checkpoint.h5"), before = bytes(path);

    Recipe other = small_recipe();
    other.schedule.learning_rate = 0.25;
    CHECK(
        message_of<ConfigError>([&] { train_small(other, options); }) ==
        "'" + path +
            "' is the checkpoint of another recipe: it was made with 'training.learning_rate = 0.002', the recipe says "
            "'training.learning_rate = 0.25'; use the same recipe and --set, or another output folder");
    other = small_recipe();
    other.weights[2].gates.n_in = 7;
    CHECK_THAT(message_of<ConfigError>([&] { train_small(other, options); }), Contains("taps 2, matrix seed 5"));
    const models::ImageSet other_images = patterns(200, 4, 8);
    CHECK_THAT(message_of<ConfigError>([&] { train(small_recipe(), other_images, test_images(), options); }),
               StartsWith("'" + path + "' was trained on other images: 200 images, hash "));
    CHECK(bytes(path) == before);

    std::string damaged = before;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
    std::ofstream(path, std::ios::binary) << damaged;
    CHECK_THAT(message_of<FormatError>([&] { train_small(small_recipe(), options); }),
               Contains("the file is damaged, truncated or was changed by another program"));
    std::filesystem::copy_file(std::string(FRACBIT_SOURCE_DIR) + "/examples/models/lenet5_float.h5", path,
                               std::filesystem::copy_options::overwrite_existing);
    CHECK_THAT(message_of<FormatError>([&] { train_small(small_recipe(), options); }),
               Contains("this is no training checkpoint"));
}

TEST_CASE("a checkpoint of an earlier version, with the estimator as a number, goes on") {
    const TemporaryFolder folder;
    const std::string path = folder.file("checkpoint.h5");
    const std::vector<Parameter> none;
    CheckpointFacts now;
    now.recipe = small_recipe().lines();
    CheckpointFacts old = now;
    std::replace(old.recipe.begin(), old.recipe.end(), std::string("estimator.kind = flexor"),
                 std::string("estimator.kind = 0"));
    REQUIRE(old.recipe != now.recipe);
    old.steps = 30;
    old.history = {EpochRecord{}};
    write_checkpoint(path, old, {&none, &none, &none});
    const CheckpointFacts resumed = read_checkpoint(path, now, {&none, &none, &none});
    CHECK(resumed.steps == 30);
    CHECK(resumed.recipe == now.recipe);
    old.recipe = now.recipe;
    std::replace(old.recipe.begin(), old.recipe.end(), std::string("estimator.kind = flexor"),
                 std::string("estimator.kind = 1"));
    write_checkpoint(path, old, {&none, &none, &none});
    CHECK_THAT(message_of<ConfigError>([&] {
                   (void)read_checkpoint(path, now, {&none, &none, &none});
               }),
               Contains("it was made with 'estimator.kind = 1', the recipe says 'estimator.kind = flexor'"));
}

TEST_CASE("a full disk stops the run and leaves the last good checkpoint, which goes on") {
    const TemporaryFolder folder;
    TrainingOptions options = options_of(folder.file("run"));
    std::string good;
    std::optional<FileSizeLimit> full;
    options.epoch_done = [&](const EpochRecord& epoch) {
        if (epoch.epoch != 2) return;
        good = bytes(folder.file("run/checkpoint.h5"));
        full.emplace(1000);
    };
    CHECK_THAT(message_of<IoError>([&] { train_small(small_recipe(), options); }), Contains("nothing was left behind"));
    full.reset();
    CHECK(bytes(folder.file("run/checkpoint.h5")) == good);
    options.resume = true;
    options.epoch_done = {};
    CHECK(train_small(small_recipe(), options).resumed_epochs == 2);
}

TEST_CASE("a loss that is no number stops the run and says what to do") {
    const TemporaryFolder folder;
    Recipe recipe = small_recipe();
    for (WeightSpec& spec : recipe.weights) spec.kind = WeightKind::real;
    recipe.optimizer.kind = OptimizerKind::sgd;
    recipe.schedule.learning_rate = 1e38;
    recipe.schedule.epochs = 40;
    const std::string message = message_of<Error>([&] { train_small(recipe, options_of(folder.file("run"))); });
    CHECK_THAT(message, StartsWith("epoch 1, batch "));
    CHECK_THAT(message, Contains("training cannot go on; lower training.learning_rate (here 1e+38) or lengthen "
                                 "training.warmup_epochs. There is no checkpoint yet"));
    CHECK_FALSE(std::filesystem::exists(folder.file("run/checkpoint.h5")));
}

TEST_CASE("parameters that are no longer finite never reach a checkpoint") {
    const TemporaryFolder folder;
    Recipe recipe = small_recipe();
    recipe.weights[3].deviation = 0; // where the slope is S_tanh
    recipe.optimizer.kind = OptimizerKind::sgd;
    // One step an epoch: its loss is that of the parameters before it. The learning rate is 0 in the first epoch, and
    // absurd in the second.
    recipe.batch_size = 200;
    recipe.schedule = {3, 1e30, Decay::step, {}, 0.5, 1, 1e30, 1e30, 1};
    const std::string message = message_of<Error>([&] { train_small(recipe, options_of(folder.file("run"))); });
    CHECK_THAT(message, StartsWith("epoch 2: 'fc2.plane0.x' holds numbers that are not finite, training"));
    CHECK_THAT(message, Contains("The checkpoint '" + folder.file("run/checkpoint.h5") + "' is good: epoch 1"));
    TrainingOptions options = options_of(folder.file("run"));
    options.resume = true;
    CHECK(message_of<Error>([&] { train_small(recipe, options); }) == message);
}

TEST_CASE("images, labels and devices that do not fit are refused before anything is written") {
    const TemporaryFolder folder;
    const Recipe recipe = small_recipe();
    const TrainingOptions options = options_of(folder.file("run"));
    models::ImageSet set = train_images();
    set.labels[7] = 4;
    CHECK(message_of<ConfigError>([&] { train(recipe, set, test_images(), options); }) ==
          "label 7 of the train split is 4, network 'small' tells 4 classes apart, 0 to 3");
    set.shape = {1, 4, 16};
    CHECK(message_of<ConfigError>([&] { train(recipe, train_images(), set, options); }) ==
          "network 'small' reads 1 x 8 x 8 values, the test images are 1 x 4 x 16");
    CHECK(message_of<ConfigError>([&] { train(recipe, {}, test_images(), options); }) ==
          "the train split holds no images");
    TrainingOptions elsewhere = options;
    elsewhere.device = "gpu";
    CHECK(message_of<ConfigError>([&] { train_small(recipe, elsewhere); }) == "--device gpu: use cpu, cuda or cuda:N");
    elsewhere.device = "cuda:63";
    CHECK_THAT(message_of<ConfigError>([&] { train_small(recipe, elsewhere); }), StartsWith("--device cuda:63: "));
    CHECK_FALSE(std::filesystem::exists(folder.file("run")));
}
