// What logs and the learning curve say of epochs whose numbers are known.
#include "training/run/run_files.hpp"

#include "models/charts/line_chart.hpp"
#include "tests/training/small_training.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;

namespace {

/// Two epochs, the first of an earlier process; no two numbers are alike.
History two_epochs() { return {{1, 0.5, 10, 2.25, 0.125, 0.25, 0}, {2, 0.0625, 20, 1.5, 0.375, 0.75, 3.5}}; }

} // namespace

TEST_CASE("the CSV log has a row an epoch, in the order of its header, and no times") {
    CHECK(log_csv(two_epochs()) ==
          "# format_version = 1\nepoch,learning_rate,s_tanh,loss,train_accuracy,test_accuracy\n"
          "1,0.5,10,2.250000,0.125000,0.250000\n2,0.0625,20,1.500000,0.375000,0.750000\n");
}

TEST_CASE("the JSON log says what ran where, and how long the epochs of this process took") {
    const Recipe recipe = small_recipe();
    const auto json = nlohmann::json::parse(log_json(recipe, two_epochs(), 3, "cuda:1"));
    CHECK(json["format_version"] == 1);
    CHECK(json["recipe"] == recipe.lines());
    CHECK(json["bits_per_weight"] == recipe.bits_per_weight());
    CHECK(json["device"] == "cuda:1");
    CHECK(json["threads"] == 3);
    CHECK(json["epochs"][0] == nlohmann::json{{"epoch", 1},
                                              {"learning_rate", 0.5},
                                              {"s_tanh", 10.0},
                                              {"loss", 2.25},
                                              {"train_accuracy", 0.125},
                                              {"test_accuracy", 0.25}});
    CHECK(json["epochs"][1]["seconds"] == 3.5);
}

TEST_CASE("the learning curve shows loss, and errors of training and test in percent") {
    const models::ChartPanel error{
        "small", "epoch", "error, %", {{"training", {{1, 87.5}, {2, 62.5}}}, {"test", {{1, 75}, {2, 25}}}}};
    const models::ChartPanel loss{"", "epoch", "loss", {{"training", {{1, 2.25}, {2, 1.5}}}, {"test", {}}}};
    CHECK(curve_svg(small_recipe(), two_epochs()) == models::to_svg({error, loss}));
}
