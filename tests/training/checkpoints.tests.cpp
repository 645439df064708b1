// Runs that stop and go on.
#include "models/core/error.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/training/small_run.hpp"
#include "training/run/checkpoint.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

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
               Contains("the file is damaged, truncated or was changed by another program; delete it to train again, "
                        "or put an earlier copy in its place"));
    std::ofstream(path, std::ios::binary) << before.substr(0, 30);
    CHECK_THAT(message_of<FormatError>([&] { train_small(small_recipe(), options); }),
               Contains("delete it to train again"));
    std::ofstream(path, std::ios::binary) << '?' << before.substr(1);
    CHECK_THAT(message_of<FormatError>([&] { train_small(small_recipe(), options); }),
               StartsWith(path + ": this is no training checkpoint, or the seal in its first 512 bytes is damaged; "
                                 "delete it to train again"));
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

TEST_CASE("results that could not be written stop a run before it begins") {
    for (const std::string name : {"checkpoint.h5", "model.h5", "log.csv", "log.json", "curve.svg", "measured.csv"}) {
        CAPTURE(name);
        const TemporaryFolder folder;
        std::filesystem::create_directories(folder.file("run/" + name));
        TrainingOptions options = options_of(folder.file("run"));
        int epochs = 0;
        options.resume = true;
        options.epoch_done = [&](const EpochRecord&) { ++epochs; };
        CHECK_THAT(message_of<Error>([&] { train_small(small_recipe(), options); }),
                   StartsWith("cannot open '" + folder.file("run/" + name) + "': "));
        CHECK(epochs == 0);
    }
}

TEST_CASE("two runs do not train in one folder at once") {
    const TemporaryFolder folder;
    std::string refusal;
    TrainingOptions options = options_of(folder.file("run"));
    options.epoch_done = [&](const EpochRecord& epoch) {
        if (epoch.epoch > 1) return;
        TrainingOptions second = options_of(folder.file("run"));
        second.resume = true;
        refusal = message_of<ConfigError>([&] { train_small(small_recipe(), second); });
    };
    train_small(small_recipe(), options);
    CHECK(refusal ==
          "another run is writing to '" + folder.file("run") + "'; wait until it ends, or give another folder");
    options.resume = true;
    CHECK(train_small(small_recipe(), options).resumed_epochs == small_recipe().schedule.epochs);
}
