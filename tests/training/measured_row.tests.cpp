#include "training/run/measured_row.hpp"

#include "explorer/accuracy/accuracy_table.hpp"
#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/training/small_training.hpp"
#include "training/run/run_files.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fstream>
#include <sstream>

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

TEST_CASE("a row has the names that the recipe gives, commas and quotes included") {
    Recipe recipe = named_recipe();
    recipe.row_names = {"small, \"by aqe\"", "look-alike"};
    const auto row = table_of(measured_row_csv(recipe, 97, 99, "c")).rows()[0];
    CHECK(row.network == "small, \"by aqe\"");
    CHECK(row.dataset == "look-alike");
    CHECK(row.value.percent == 97);
}

TEST_CASE("pruned binary codes have a row with the share of pruned weights, which a space finds by it") {
    Recipe recipe = named_recipe();
    for (WeightSpec& spec : recipe.weights) spec.kind = WeightKind::binary, spec.sparsity = 0.9;
    const auto table = table_of(measured_row_csv(recipe, 97, 99, "c"));
    explorer::AccuracyQuery query{"small", "mnist"};
    CHECK_FALSE(table.find(query));
    query.sparsity = 0.9;
    REQUIRE(table.find(query));
    CHECK(table.find(query)->kind == explorer::AccuracyKind::measured);

    // 64 * 48 weights and 48 * 6, of which the last layer's count only where they are codes.
    recipe.weights[1].sparsity = 0.5;
    CHECK(table_of(measured_row_csv(recipe, 97, 99, "c")).rows()[0].sparsity ==
          Approx((0.9 * 64 * 48 + 0.5 * 48 * 6) / (64 * 48 + 48 * 6)).epsilon(1e-5));
    recipe.weights[1].kind = WeightKind::real;
    CHECK(table_of(measured_row_csv(recipe, 97, 99, "c")).rows()[0].sparsity == 0.9);
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

TEST_CASE("networks on uniform grids have a row with a plane a bit, and with the bits of their activations") {
    for (const WeightKind kind : {WeightKind::aqe, WeightKind::straight_through})
        for (const int bits : {1, 2}) {
            const Recipe recipe = grid_recipe(kind, ActivationKind::aqe, bits);
            const auto row = table_of(measured_row_csv(recipe, 59, 70, "c")).rows()[0];
            CHECK(row.q == bits);
            CHECK(row.n_in == 1);
            CHECK(row.n_out == 1);
            CHECK(row.taps == 0);
            CHECK(row.activation_bits == bits);
        }
    const Recipe other = grid_recipe(WeightKind::binary, ActivationKind::straight_through, 3);
    CHECK(table_of(measured_row_csv(other, 59, 70, "c")).rows()[0].activation_bits == 3);
    const Recipe weights = grid_recipe(WeightKind::aqe, ActivationKind::real, 2);
    CHECK(table_of(measured_row_csv(weights, 59, 70, "c")).rows()[0].activation_bits == 8);
}

TEST_CASE("the shipped recipes of one bit have rows of one plane and one activation bit") {
    for (const char* const method : {"aqe", "bnn"}) {
        const Recipe recipe =
            read_recipe(fmt::format("{}/examples/recipes/convnet_{}_1b.toml", FRACBIT_SOURCE_DIR, method));
        const auto table = table_of(measured_row_csv(recipe, 59, 70, "c"));
        explorer::AccuracyQuery query{fmt::format("convnet_small_{}", method), "cifar10"};
        CHECK_FALSE(table.find(query));
        query.activation_bits = 1;
        REQUIRE(table.find(query));
        CHECK(table.find(query)->percent == 59);
    }
}

TEST_CASE("each shipped row is what its command writes") {
    std::istringstream shipped(explorer::shipped_accuracy_tables().back().second);
    std::string line, header;
    int rows = 0;
    while (std::getline(shipped, line)) {
        if (line.empty() || line.front() == '#') continue;
        if (header.empty()) {
            header = line + "\n";
            continue;
        }
        const explorer::AccuracyRow row = table_of(header + line + "\n").rows().at(0);
        CAPTURE(row.command);
        std::istringstream words(row.command);
        std::string word, recipe_path, full_precision;
        std::vector<std::string> overrides;
        words >> word >> word >> recipe_path;
        while (words >> word) {
            if (word == "--set") words >> overrides.emplace_back();
            if (word == "--full-precision") words >> full_precision;
        }
        const Recipe recipe = read_recipe(std::string(FRACBIT_SOURCE_DIR) + "/" + recipe_path, overrides);
        const double full = full_precision_of(full_precision, recipe);
        const explorer::AccuracyRow written =
            table_of(measured_row_csv(recipe, row.value.percent, full, row.command)).rows().at(0);
        CHECK(written.network == row.network);
        CHECK(written.dataset == row.dataset);
        CHECK(written.q == row.q);
        CHECK(written.n_in == row.n_in);
        CHECK(written.n_out == row.n_out);
        CHECK(written.taps == row.taps);
        CHECK(written.sparsity == row.sparsity);
        CHECK(written.activation_bits == row.activation_bits);
        CHECK(written.value == row.value);
        CHECK(written.seed == row.seed);
        CHECK(written.epochs == row.epochs);
        ++rows;
    }
    CHECK(rows > 0);
}

TEST_CASE("activations of different bits, codes that read others and powers of two have no row") {
    const auto refusal = [](const Recipe& recipe) { return message_of<ConfigError>([&] { check_has_row(recipe); }); };
    const std::string start = "recipe 'grids' has no row in an accuracy table: ", rest = "; leave --full-precision out";
    Recipe recipe = grid_recipe(WeightKind::aqe, ActivationKind::aqe, 1);
    recipe.activations[1].bits = 2;
    const std::string others =
        "activations of layer 'conv2' have other bits than those of layer 'conv1', and a row has "
        "one number of them";
    CHECK(refusal(recipe) == start + others + rest);
    recipe.activations[1].kind = ActivationKind::real;
    CHECK(refusal(recipe) == start + others + rest);

    recipe = grid_recipe(WeightKind::binary, ActivationKind::aqe, 1);
    recipe.weights[0].kind = WeightKind::binary;
    CHECK(refusal(recipe) ==
          start +
              "layer 'conv1' has binary codes, but reads values that are on no grid of 1 bit, as all "
              "activations are; give it kind = \"dense8\" for a row" +
              rest);
    recipe = grid_recipe(WeightKind::aqe, ActivationKind::aqe, 3, GridKind::shift);
    CHECK(refusal(recipe) ==
          start + "weights of layer 'conv2' are powers of two, and a row is about binary codes" + rest);
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
    // Earlier versions wrote the estimator as a number.
    std::string old = log_json(float_recipe(), {epoch(0.9875)}, 1, "cpu");
    const std::string named = "estimator.kind = flexor";
    REQUIRE(old.find(named) != std::string::npos);
    std::ofstream(path) << old.replace(old.find(named), named.size(), "estimator.kind = 0");
    CHECK(full_precision_of(path, recipe) == Approx(98.75));
    put_log(float_recipe(), {});
    CHECK_THAT(message_of<ConfigError>([&] { (void)full_precision_of(path, recipe); }), Contains("no epoch has ended"));
    put_log(recipe, {epoch(0.9)});
    CHECK_THAT(message_of<ConfigError>([&] { (void)full_precision_of(path, recipe); }), Contains("bits a weight"));
    Recipe few = float_recipe();
    few.activations.assign(few.network.layers.size(), {ActivationKind::aqe, 2, false, 2});
    put_log(few, {epoch(0.9)});
    CHECK_THAT(
        message_of<ConfigError>([&] { (void)full_precision_of(path, recipe); }),
        Contains("log.json: activations of this run are on a grid; full precision is a run with activations.kind "
                 "= \"float\" in all layers"));
    Recipe pruned = float_recipe();
    pruned.weights[1].sparsity = 0.5;
    put_log(pruned, {epoch(0.9)});
    CHECK_THAT(
        message_of<ConfigError>([&] { (void)full_precision_of(path, recipe); }),
        Contains("log.json: weights of this run are pruned; full precision is a run with weights.sparsity = 0 in "
                 "all layers"));
    Recipe other = float_recipe();
    other.dataset = "cifar10";
    put_log(other, {epoch(0.9)});
    CHECK_THAT(message_of<ConfigError>([&] { (void)full_precision_of(path, recipe); }),
               Contains("data.dataset is 'cifar10', of this run 'mnist'"));
    std::ofstream(path) << "{\"epochs\": 3";
    CHECK_THAT(message_of<FormatError>([&] { (void)full_precision_of(path, recipe); }),
               Contains("no log.json of a training run"));
}

TEST_CASE("the full precision of another network is not this one's, and 100 % can be reached") {
    const TemporaryFolder folder;
    const Recipe recipe = named_recipe();
    CHECK(full_precision_of("100", recipe) == 100);
    Recipe other = float_recipe();
    other.network.name = "large";
    const std::string path = folder.file("log.json");
    std::ofstream(path) << log_json(other, {epoch(0.9)}, 1, "cpu");
    CHECK(message_of<ConfigError>([&] { (void)full_precision_of(path, recipe); }) ==
          path + ": network is 'large', of this run 'small': give the log.json of the same network and data set");
}

TEST_CASE("codes of other gates or of another kind keep their weights in another way") {
    Recipe recipe = named_recipe();
    recipe.weights[1].gates.taps = 3;
    CHECK_THAT(message_of<ConfigError>([&] { check_has_row(recipe); }), Contains("keeps its weights in another way"));
    recipe = grid_recipe(WeightKind::aqe, ActivationKind::aqe, 1);
    recipe.weights[1].kind = WeightKind::binary; // one plane of plain codes as well, but trained otherwise
    CHECK_THAT(message_of<ConfigError>([&] { check_has_row(recipe); }), Contains("keeps its weights in another way"));
}

TEST_CASE("a max pool with a ReLU puts values on the grid, whatever it reads") {
    Recipe recipe = grid_recipe(WeightKind::aqe, ActivationKind::aqe, 1);
    recipe.network.layers[1].relu = false;
    recipe.network.layers[2].relu = true;
    CHECK(table_of(measured_row_csv(recipe, 59, 70, "c")).rows()[0].activation_bits == 1);
}
