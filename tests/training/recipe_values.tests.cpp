// What single keys of a recipe become, and which lines tell two recipes apart.
#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/training/small_training.hpp"
#include "training/recipe/recipe.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;
using Catch::Matchers::Contains;

namespace {

Recipe least_recipe(const std::string& more, const std::vector<std::string>& overrides = {}) {
    const TemporaryFolder folder;
    std::ofstream(folder.file("small.csv")) << network_text();
    return parse_recipe("format_version = 1\nname = \"least\"\nnetwork.shapes = \"small.csv\"\n"
                        "data.dataset = \"mnist\"\n[training]\nepochs = 4\n" +
                            more,
                        folder.file("r.toml"), overrides);
}

} // namespace

TEST_CASE("the lines of a recipe differ where its layers or its decays do") {
    const std::vector<std::string> base = small_recipe().lines();
    const auto differs = [&](const auto& change) {
        Recipe recipe = small_recipe();
        change(recipe, recipe.network.layers[0]);
        return recipe.lines() != base;
    };
    CHECK_FALSE(differs([](Recipe&, models::Layer&) {}));
    CHECK(differs([](Recipe&, models::Layer& layer) { layer.pad_height = 2; }));
    CHECK(differs([](Recipe&, models::Layer& layer) { layer.pad_width = 2; }));
    CHECK(differs([](Recipe&, models::Layer& layer) { layer.stride_height = 2; }));
    CHECK(differs([](Recipe&, models::Layer& layer) { layer.dilation_width = 2; }));
    CHECK(differs([](Recipe&, models::Layer& layer) { layer.groups = 2; }));
    CHECK(differs([](Recipe&, models::Layer& layer) { layer.relu = false; }));
    CHECK(differs([](Recipe&, models::Layer& layer) { layer.source = "pool1"; }));
    CHECK(differs([](Recipe&, models::Layer& layer) { layer.residual = "pool1"; }));
    CHECK(differs([](Recipe& recipe, models::Layer&) { recipe.schedule.decay_epochs = {2}; }));
}

TEST_CASE("numbers of images are those of their own split, and 0 is all") {
    const Recipe recipe = least_recipe("", {"data.train_images=7", "data.test_images=9"});
    CHECK(recipe.images("/data", models::Split::train).limit == 7);
    CHECK(recipe.images("/data", models::Split::test).limit == 9);
    CHECK(least_recipe("", {"data.train_images=7"}).images("/data", models::Split::test).limit == models::all_images);
}

TEST_CASE("S_tanh warms up from where the recipe says, and masks are searched from its seed") {
    CHECK(least_recipe("", {"estimator.s_tanh=20", "estimator.s_tanh_start=5"}).schedule.s_tanh_start == 5);
    CHECK(least_recipe("", {"training.seed=9"}).pruning.seed == 9);
}

TEST_CASE("epochs of a decay ascend from 1, and names of layers are texts") {
    for (const std::string epochs : {"[2, 2]", "[0, 1]", "[1.5]"})
        CHECK_THAT(message_of<FormatError>([&] { least_recipe("decay_epochs = " + epochs + "\n"); }),
                   Contains("training.decay_epochs: expected an array of ascending epochs"));
    CHECK_THAT(message_of<FormatError>([&] { least_recipe("[[layers]]\nnames = [\"fc1\", 3]\n"); }),
               Contains("layers.names: expected an array of layers' names"));
}
