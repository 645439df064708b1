#include "training/run/measured_row.hpp"

#include "explorer/accuracy/accuracy_table.hpp"
#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/training/small_training.hpp"
#include "training/run/run_files.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;
using Catch::Matchers::Contains;

namespace {

Recipe named_recipe() {
    Recipe recipe = two_layer_recipe();
    recipe.name = "sweep, part \"one\"";
    recipe.network.name = "small";
    recipe.dataset = "mnist";
    return recipe;
}

Recipe float_recipe() {
    Recipe recipe = named_recipe();
    for (WeightSpec& spec : recipe.weights) spec.kind = WeightKind::real;
    return recipe;
}

EpochRecord epoch(double test_accuracy) {
    EpochRecord record;
    record.epoch = 1;
    record.test_accuracy = test_accuracy;
    return record;
}

explorer::AccuracyTable table_of(const std::string& csv) {
    explorer::AccuracyTable table;
    table.add_csv(csv, "measured.csv");
    return table;
}

} // namespace

TEST_CASE("a measured row is found in the accuracy table by the network's rate") {
    const Recipe recipe = named_recipe();
    const auto table = table_of(measured_row_csv(recipe, 97.25, 99.1, "fracbit train a, b \"c\""));
    explorer::AccuracyQuery query;
    query.network = "small";
    query.dataset = "mnist";
    query.n_in = recipe.weights[0].gates.n_in;
    query.n_out = recipe.weights[0].gates.n_out;
    const auto found = table.find(query);
    REQUIRE(found);
    CHECK(found->percent == 97.25);
    CHECK(found->full_precision_percent == 99.1);
    CHECK(found->kind == explorer::AccuracyKind::measured);
    CHECK_THAT(found->source, Contains("sweep, part \"one\""));
    CHECK(table.rows()[0].command == "fracbit train a, b \"c\"");
    CHECK(table.rows()[0].seed == std::to_string(recipe.seed));
    CHECK(table.rows()[0].epochs == std::to_string(recipe.schedule.epochs));
}

TEST_CASE("a layer in float or of 8 bits does not hinder a row, rates that differ make it one with a rate") {
    Recipe recipe = named_recipe();
    recipe.weights[1].kind = WeightKind::real;
    CHECK(table_of(measured_row_csv(recipe, 97, 99, "c")).rows()[0].n_in == recipe.weights[0].gates.n_in);
    recipe.weights[1].kind = WeightKind::dense8;
    CHECK(table_of(measured_row_csv(recipe, 97, 99, "c")).rows()[0].n_in == recipe.weights[0].gates.n_in);
    recipe = named_recipe();
    recipe.weights[1].gates.n_in = 5;
    const auto row = table_of(measured_row_csv(recipe, 97, 99, "c")).rows()[0];
    CHECK(row.n_in == 0);
    CHECK(row.rate == Approx(recipe.bits_per_weight()).epsilon(1e-3));
}

TEST_CASE("plain binary codes have a row with one stored bit a weight") {
    Recipe recipe = named_recipe();
    for (WeightSpec& spec : recipe.weights) spec.kind = WeightKind::binary;
    const auto row = table_of(measured_row_csv(recipe, 97, 99, "c")).rows()[0];
    CHECK(row.n_in == 1);
    CHECK(row.n_out == 1);
}

TEST_CASE("recipes without a place in an accuracy table are refused before they are trained") {
    CHECK_THAT(message_of<ConfigError>([] { check_has_row(float_recipe()); }),
               Contains("all its weights are float") && Contains("leave --full-precision out"));
    Recipe recipe = named_recipe();
    recipe.weights[1].gates.n_out = 24;
    CHECK_THAT(message_of<ConfigError>([&] { check_has_row(recipe); }),
               Contains("layer '" + recipe.network.layers[1].name + "' keeps its weights in another way"));
    for (WeightSpec& spec : recipe.weights) spec.kind = WeightKind::dense8;
    CHECK(
        message_of<ConfigError>([&] { check_has_row(recipe); }) ==
        "recipe 'sweep, part \"one\"' has no row in an accuracy table: all its weights have 8 bits, and a row is about "
        "binary codes; leave --full-precision out");
}

TEST_CASE("full precision is a percentage or the log of a float run of the same network and data") {
    const TemporaryFolder folder;
    const Recipe recipe = named_recipe();
    CHECK(full_precision_of("99.24", recipe) == 99.24);
    for (const char* wrong : {"0", "-3", "100.5", "nan"})
        CHECK_THAT(message_of<ConfigError>([&] { (void)full_precision_of(wrong, recipe); }),
                   Contains("above 0 and up to 100"));
    CHECK_THROWS_AS(full_precision_of(folder.file("none.json"), recipe), MissingFileError);

    const std::string path = folder.file("log.json");
    const auto put_log = [&](const Recipe& logged, const History& history) {
        std::ofstream(path) << log_json(logged, history, 1, "cpu");
    };
    put_log(float_recipe(), {epoch(0.5), epoch(0.9875)});
    CHECK(full_precision_of(path, recipe) == Approx(98.75));
    put_log(float_recipe(), {});
    CHECK_THAT(message_of<ConfigError>([&] { (void)full_precision_of(path, recipe); }), Contains("no epoch has ended"));
    put_log(recipe, {epoch(0.9)});
    CHECK_THAT(message_of<ConfigError>([&] { (void)full_precision_of(path, recipe); }), Contains("bits a weight"));
    Recipe other = float_recipe();
    other.dataset = "cifar10";
    put_log(other, {epoch(0.9)});
    CHECK_THAT(message_of<ConfigError>([&] { (void)full_precision_of(path, recipe); }),
               Contains("data.dataset is 'cifar10', of this run 'mnist'"));
    std::ofstream(path) << "{\"epochs\": 3";
    CHECK_THAT(message_of<FormatError>([&] { (void)full_precision_of(path, recipe); }),
               Contains("no log.json of a training run"));
}
