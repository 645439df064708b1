#include "models/core/error.hpp"
#include "models/files/hdf5_reader.hpp"
#include "models/files/model_file.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/training/small_run.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

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

TEST_CASE("an epoch is recorded with the rates at its end and the accuracy over the images that it showed") {
    const TemporaryFolder folder;
    Recipe recipe = small_recipe();
    recipe.schedule.decay = Decay::cosine;
    recipe.batch_size = 30; // 6 batches of the 200 images: 180
    const History history = train_small(recipe, options_of(folder.file("run"))).history;
    REQUIRE(history.size() == 3);
    const double pi = std::acos(-1);
    for (int epoch = 0; epoch < 3; ++epoch) {
        const EpochRecord& record = history[static_cast<std::size_t>(epoch)];
        CHECK(record.learning_rate == Approx(0.002 * (1 + std::cos(pi * (epoch + 5 / 6.0) / 3)) / 2));
        CHECK(180 * record.train_accuracy == Approx(std::round(180 * record.train_accuracy)).margin(1e-6));
    }
}

TEST_CASE("the time that is left counts the images of this epoch and of those to come") {
    const TemporaryFolder folder;
    std::vector<double> images_left;
    TrainingOptions options = options_of(folder.file("run"));
    options.progress = [&](const TrainingProgress& at) {
        images_left.push_back(at.seconds_left * at.images_per_second);
    };
    train_small(small_recipe(), options);
    REQUIRE(images_left.size() == 30);
    CHECK(images_left[0] == Approx(180 + 2 * 200));
    CHECK(images_left[13] == Approx(120 + 200));
}

TEST_CASE("the model names its data set and brings logits, all that there are up to a thousand") {
    const TemporaryFolder folder;
    Recipe recipe = small_recipe();
    recipe.schedule.epochs = 1;
    const models::Model model = models::read_model(train_small(recipe, options_of(folder.file("run"))).model_path);
    CHECK(model.dataset == "mnist");
    CHECK(model.golden.logits.size() == 100);
    // More than the functional path takes at a time; the second thousand begins with another class.
    recipe.schedule.epochs = 12;
    recipe.schedule.learning_rate = 0.003;
    const TrainingResult many = train(recipe, train_images(), patterns(1030, 3, 2), options_of(folder.file("many")));
    CHECK(many.test_accuracy > 0.5);
    CHECK(many.functional_equal == 1030);
    CHECK(static_cast<double>(many.functional_correct) / 1030 == many.test_accuracy);
    CHECK(models::read_model(many.model_path).golden.logits.size() == 1000);
}

TEST_CASE("a run stops between the batches of a test, too") {
    const TemporaryFolder folder;
    TrainingOptions options = options_of(folder.file("run"));
    options.cancelled = after(10); // after the 10 batches of the first epoch
    const TrainingResult result = train_small(small_recipe(), options);
    CHECK(result.cancelled);
    CHECK(result.history.empty());
    CHECK_FALSE(std::filesystem::exists(folder.file("run/checkpoint.h5")));
}

TEST_CASE("a run that goes on with other threads says so, and its checkpoint knows them") {
    const TemporaryFolder folder;
    TrainingOptions options = options_of(folder.file("run"));
    options.cancelled = after(12);
    train_small(small_recipe(), options);
    options.cancelled = {};
    options.resume = true;
    options.threads = 2;
    const TrainingResult result = train_small(small_recipe(), options);
    CHECK(result.threads_before == 1);
    CHECK(result.threads == 2);
    CHECK(models::Hdf5Reader(folder.file("run/checkpoint.h5")).integer("/", "threads") == 2);
}
