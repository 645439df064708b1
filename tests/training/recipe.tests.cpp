#include "training/recipe/recipe.hpp"

#include "models/core/error.hpp"
#include "models/files/text_file.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/training/small_training.hpp"
#include "training/recipe/recipe_keys.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;
using Catch::Matchers::Contains;

namespace {

const std::string good = "format_version = 1\n"
                         "name = \"test\"\n"
                         "[network]\n"
                         "shapes = \"small.csv\"\n"
                         "[data]\n"
                         "dataset = \"mnist\"\n"
                         "[training]\n"
                         "epochs = 4\n";

/// A folder with small.csv, and the recipe read as if it lay there.
Recipe parse(const std::string& text, const std::vector<std::string>& overrides = {}) {
    static const TemporaryFolder folder;
    std::ofstream(folder.file("small.csv")) << network_text();
    return parse_recipe(text, folder.file("r.toml"), overrides);
}

/// The message without the folder's name.
template <class Failure>
std::string refusal(const std::string& text, const std::vector<std::string>& overrides = {}) {
    std::string message = message_of<Failure>([&] { parse(text, overrides); });
    for (std::size_t end = message.find("r.toml"); end != std::string::npos; end = message.find("r.toml", end + 1)) {
        const std::size_t begin = message.rfind('\n', end) == std::string::npos ? 0 : message.rfind('\n', end) + 1;
        message.erase(begin, end - begin);
        end = begin;
    }
    return message;
}

} // namespace

TEST_CASE("a recipe needs few keys, all others have defaults") {
    const Recipe recipe = parse(good);
    CHECK(recipe.name == "test");
    CHECK(recipe.network.name == "small");
    CHECK(recipe.schedule.epochs == 4);
    CHECK(recipe.optimizer.kind == OptimizerKind::adam);
    CHECK(recipe.batch_size == 100);
    CHECK(recipe.weights.at(0).gates == models::XorSpec{16, 20, 2, 1});
    CHECK(recipe.schedule.s_tanh_start == recipe.schedule.s_tanh);
}

TEST_CASE("later entries of layers win over earlier ones and over weights, and names may hold stars") {
    const Recipe recipe = parse(good + "decay_epochs = [2, 3]\n"
                                       "[weights]\nn_in = 8\n"
                                       "[[layers]]\nnames = [\"fc*\"]\nn_in = 12\nq = 2\n"
                                       "[[layers]]\nnames = [\"fc2\", \"conv1\"]\nkind = \"float\"\n");
    CHECK(recipe.weights.at(0).kind == WeightKind::real);
    CHECK(recipe.weights.at(2).gates.n_in == 12);
    CHECK(recipe.weights.at(2).q == 2);
    CHECK(recipe.weights.at(3).kind == WeightKind::real);
    CHECK(recipe.schedule.decay_epochs == std::vector<int>{2, 3});
    // fc1 alone: 96 * 20 weights in 96 slices of 12 bits, two planes.
    CHECK(recipe.bits_per_weight() == Approx(2 * 12 * 96 / 1920.0));
}

TEST_CASE("grids of weights and activations are chosen for all layers or for some, activations where there is a ReLU") {
    const Recipe recipe =
        parse(good + "[weights]\nkind = \"aqe\"\nbits = 2\ngrid = \"power_of_two\"\ndeviation = 0.3\n"
                     "[activations]\nkind = \"aqe\"\nbits = 3\nscale = \"learnt\"\nfirst_scale = 2.5\n"
                     "[estimator]\nsteepness_end = 8\nsteepness_share = 0.5\n"
                     "[[layers]]\nnames = [\"conv1\"]\nkind = \"float\"\nactivation_bits = 1\n"
                     "[[layers]]\nnames = [\"fc1\"]\nkind = \"straight_through\"\nbits = 1\n"
                     "activation_kind = \"straight_through\"\nactivation_scale = \"fixed\"\n");
    CHECK(recipe.weights.at(0).kind == WeightKind::real);
    CHECK(recipe.weights.at(2).kind == WeightKind::straight_through);
    CHECK(recipe.weights.at(2).bits == 1);
    CHECK(recipe.weights.at(3) == WeightSpec{WeightKind::aqe, 1, {16, 20, 2, 1}, 0.3, 2, GridKind::shift});
    CHECK(recipe.activations.at(0) == ActivationSpec{ActivationKind::aqe, 1, true, 2.5});
    CHECK(recipe.activations.at(1) == ActivationSpec());
    CHECK(recipe.activations.at(2) == ActivationSpec{ActivationKind::straight_through, 3, false, 2.5});
    CHECK(recipe.activations.at(3) == ActivationSpec()); // the last layer has no ReLU
    CHECK(recipe.schedule.steepness == SteepnessSchedule{1, 8, 0.5, Hardening::jump});
    CHECK(parse(good, {"estimator.hardening=ramp"}).schedule.steepness.hardening == Hardening::ramp);
    // fc1: 1920 weights of 1 bit; fc2: 80 of 2.
    CHECK(recipe.bits_per_weight() == Approx((1920 + 160) / 2000.0));
    CHECK(parse(good).activations.at(0) == ActivationSpec());
}

TEST_CASE("weights of 8 bits are a kind of their own, of which stored bits a weight are said where all are of it") {
    const std::string ends = good + "[[layers]]\nnames = [\"conv1\", \"fc2\"]\nkind = \"dense8\"\n";
    const Recipe recipe = parse(ends, {"weights.kind=binary"});
    CHECK(recipe.weights.at(0).kind == WeightKind::dense8);
    CHECK(recipe.weights.at(2).kind == WeightKind::binary);
    CHECK(recipe.weights.at(3).kind == WeightKind::dense8);
    CHECK(recipe.bits_per_weight() == 1);
    CHECK(parse(ends, {"weights.kind=float"}).bits_per_weight() == 32);
    CHECK(parse(good, {"weights.kind=dense8"}).bits_per_weight() == 8);
    CHECK(parse(good, {"weights.kind=dense8"}).lines() != parse(good, {"weights.kind=float"}).lines());
    CHECK_THAT(refusal<FormatError>(good + "[weights]\nkind = \"dense\"\n"),
               Contains("r.toml:10:8: weights.kind = \"dense\" is not allowed: did you mean 'dense8'?"));
}

TEST_CASE("weights on a grid cannot be pruned") {
    CHECK(refusal<ConfigError>(good +
                               "[weights]\nkind = \"dense8\"\nsparsity = 0.5\n[pruning]\nkind = \"magnitude\"\n") ==
          "r.toml: layer 'conv1': weights of 8 bits cannot be pruned while they are trained; use kind = \"binary\" or "
          "\"float\", and 'fracbit encode --sparsity zeros' afterwards");
    CHECK(refusal<ConfigError>(good + "[weights]\nkind = \"aqe\"\nsparsity = 0.5\n[pruning]\nkind = \"magnitude\"\n") ==
          "r.toml: layer 'conv1': weights on grids cannot be pruned while they are trained; use kind = \"binary\" or "
          "\"float\", and 'fracbit encode --sparsity zeros' afterwards");
}

TEST_CASE("what is wrong with a recipe is said with its place, all at once") {
    struct Case {
        std::string text, message;
    };
    const std::vector<Case> cases{
        {"epochs = ", "r.toml:1:10: this is not TOML: "},
        {"name = \"x\"\n", "format_version is missing: of this file"},
        {good + "epoch = 4\n", "r.toml:9:1: unknown key 'epoch' in [training]; did you mean 'epochs'?"},
        {good + "[wieghts]\n", "r.toml:9:2: unknown table 'wieghts' at the top level; did you mean 'weights'?"},
        {good + "batch_size = 0\n", "r.toml:9:14: training.batch_size = 0 is not allowed: use 1 to 1000000"},
        {good + "batch_size = 1.5\n", "r.toml:9:14: training.batch_size = 1.5: expected an integer, found a number"},
        {good + "optimizer = \"adm\"\n", "training.optimizer = \"adm\" is not allowed: did you mean 'adam'?"},
        {good + "decay_epochs = [3, 2]\n",
         "r.toml:9:16: training.decay_epochs: expected an array of ascending epochs, as [150, 175]"},
        {good + "decay_epochs = 3\n", "training.decay_epochs: expected an array of ascending epochs"},
        {good + "seed = [1]\n", "training.seed: expected a single value, found an array"},
        {"weights = 3\n" + good, "r.toml:1:11: 'weights' must be a table: expected [weights], found an integer"},
        {good + "[[layers]]\nq = 1\n", "r.toml:9:1: layers.names: expected an array of layers' names"},
        {good + "[[layers]]\nnames = [\"fc3\"]\n",
         "r.toml:9:1: layers.names: 'fc3' is no layer with weights of network 'small'; did you mean 'fc1'?"},
        {good + "[layers]\nnames = [\"fc1\"]\n",
         "r.toml:9:1: 'layers' must be tables: expected [[layers]], found a table"},
        {good + "[[layers]]\nnames = [\"fc1\"]\nqq = 1\n",
         "r.toml:11:1: unknown key 'qq' in [layers]; allowed: kind, q, n_in"},
        {good + "[weights]\nbits = 4\n", "r.toml:10:8: weights.bits = 4 is not allowed: use 1 to 3"},
        {good + "[weights]\ngrid = \"power\"\n", "weights.grid = \"power\" is not allowed: use one of: uniform, "},
        {good + "[activations]\nbits = 0\n", "r.toml:10:8: activations.bits = 0 is not allowed: use 1 to 3"},
        {good + "[activations]\nkind = \"binary\"\n", "activations.kind = \"binary\" is not allowed: "},
        {good + "[activations]\nfirst_scale = 0\n", "activations.first_scale = 0 is not allowed: use 0.001 to 1000"},
        {good + "[estimator]\nsteepness_share = 1.5\n", "estimator.steepness_share = 1.5 is not allowed: use 0 to 1"},
        {good + "[estimator]\nhardening = \"ramps\"\n",
         "r.toml:10:13: estimator.hardening = \"ramps\" is not allowed: did you mean 'ramp'?"},
        {good + "[[layers]]\nnames = [\"fc1\"]\nactivation_bits = 4\n",
         "r.toml:11:19: layers.activation_bits = 4 is not allowed: use 1 to 3"},
        {good + "[[layers]]\nnames = [\"fc1\"]\nq = 9\n", "r.toml:11:5: layers.q = 9 is not allowed: use 1 to 8"}};
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK_THAT(refusal<FormatError>(each.text), Contains(each.message));
    }
    const std::string both = refusal<FormatError>(good + "seeds = 1\nmomentum = \"much\"\n");
    CHECK_THAT(both, Contains("r.toml:9:1: unknown key 'seeds' in [training]; did you mean 'seed'?\n"));
    CHECK_THAT(both, Contains("r.toml:10:12: training.momentum = \"much\": expected a number, found a string"));
}

TEST_CASE("XOR networks that cannot be name the layer") {
    CHECK_THAT(refusal<ConfigError>(good + "[weights]\nn_in = 21\n"), Contains("r.toml: layer 'conv1': "));
    CHECK(parse(good + "[weights]\nn_in = 21\nkind = \"binary\"\n").weights.at(0).kind == WeightKind::binary);
}

TEST_CASE("pruning is asked for layer by layer, and refused where it cannot be") {
    const std::string pruned = good + "[weights]\nkind = \"binary\"\nsparsity = 0.9\n"
                                      "[[layers]]\nnames = [\"conv1\"]\nsparsity = 0.5\n"
                                      "[pruning]\nkind = \"low_rank\"\nstart_epoch = 1\nramp_epochs = 2\n";
    const Recipe recipe = parse(pruned);
    CHECK(recipe.weights.at(0).sparsity == 0.5);
    CHECK(recipe.weights.at(3).sparsity == 0.9);
    CHECK(recipe.pruning.kind == PruningKind::low_rank);
    CHECK(recipe.pruning.ramp_epochs == 2);
    CHECK(parse(good).pruning == PruningSettings{});
    CHECK(refusal<ConfigError>(pruned, {"weights.kind=encrypted"}) ==
          "r.toml: layer 'conv1': weights behind XOR networks cannot be pruned while they are trained; use kind = "
          "\"binary\" or \"float\", and 'fracbit encode --sparsity zeros' afterwards");
    CHECK(refusal<ConfigError>(pruned, {"pruning.kind=none"}) ==
          "r.toml: weights.sparsity is above 0, but pruning.kind is none; use \"magnitude\" or \"low_rank\"");
    CHECK(refusal<ConfigError>(good, {"pruning.kind=magnitude"}) ==
          "r.toml: pruning.kind is set, but no layer has a weights.sparsity above 0 (in [weights] or [[layers]])");
    CHECK(
        refusal<ConfigError>(pruned, {"training.epochs=3"}) ==
        "r.toml: the last mask comes after 3 epochs (pruning.start_epoch + ramp_epochs), training ends after 3; leave "
        "some to train what is kept");
}

TEST_CASE("random resized crops are for image folders alone") {
    CHECK(
        refusal<ConfigError>(good, {"data.augmentation=resized_crop_flip"}) ==
        "r.toml: data.augmentation = \"resized_crop_flip\" is for data.dataset = \"image_folder\"; 'mnist' has images "
        "of one size: use crop_flip");
    const Recipe recipe = parse(good, {"data.augmentation=resized_crop_flip", "data.dataset=image_folder"});
    CHECK(recipe.augmentation == Augmentation::resized_crop_flip);
    const models::DatasetRequest request = recipe.images("/data", models::Split::train);
    CHECK(request.name == "image_folder");
    CHECK(request.limit == models::all_images);
    CHECK(request.shape == models::TensorShape{1, 8, 8});
}

TEST_CASE("command-line values replace those of the file") {
    const Recipe recipe = parse(good, {"weights.n_in=12", "training.learning_rate=0.5", "weights.kind=float"});
    CHECK(recipe.weights.at(0).gates.n_in == 12);
    CHECK(recipe.schedule.learning_rate == 0.5);
    CHECK(recipe.weights.at(0).kind == WeightKind::real);
    CHECK(refusal<ConfigError>(good, {"n_in"}) == "--set n_in: use KEY=VALUE, for example --set weights.n_in=12");
    CHECK_THAT(refusal<ConfigError>(good, {"weights.n_inn=3"}),
               Contains("--set weights.n_inn=3: unknown key 'weights.n_inn'; did you mean 'weights.n_in'?"));
    CHECK(refusal<ConfigError>(good, {"weights.q=0"}) == "--set: weights.q = 0 is not allowed: use 1 to 8");
}

TEST_CASE("the lines of a recipe differ where it would train differently") {
    const std::string base = good + "[weights]\nn_in = 8\n";
    CHECK(parse(base).lines() == parse(good, {"weights.n_in=8"}).lines());
    for (const RecipeKey& key : recipe_keys()) {
        const std::string path = key.rule.path();
        if (path == "format_version" || path == "network.shapes" || path == "training.epochs") continue;
        if (key.rule.table == "accuracy") continue; // of the row that is written afterwards
        std::string value = "2";
        if (key.rule.type == models::KeyType::choice) value = key.rule.choices.back();
        if (key.rule.type == models::KeyType::boolean) value = "true";
        if (key.rule.type == models::KeyType::number) value = "0.25";
        if (path == "weights.n_in" || path == "weights.taps") value = "3";
        if (path == "weights.n_out") value = "30";
        if (path == "weights.kind") value = "binary";
        if (path == "weights.bits") value = "2";
        std::vector<std::string> before;
        if (path == "weights.bits" || path == "weights.grid" || path == "weights.steepness")
            before = {"weights.kind=aqe"};
        if (key.rule.table == "activations" || path.rfind("estimator.steepness", 0) == 0 ||
            path == "estimator.hardening")
            before = {"activations.kind=aqe"};
        if (path == "data.dataset") value = "cifar10";
        if (path == "data.augmentation") value = "crop_flip";
        if (path == "pruning.kind") value = "magnitude";
        if (key.rule.table == "pruning" || path == "weights.sparsity")
            before = {"weights.kind=binary", "weights.sparsity=0.5", "pruning.kind=low_rank"};
        std::vector<std::string> after = before;
        after.push_back(path + "=" + value);
        CAPTURE(path, value);
        CHECK(parse(base, before).lines() != parse(base, after).lines());
    }
}

TEST_CASE("a recipe may name its network and data set for accuracy tables, and trains as before") {
    const std::string named = good + "[accuracy]\nnetwork = \"small, by aqe\"\n";
    CHECK(parse(good).row_names.network.empty());
    CHECK(parse(named).row_names.network == "small, by aqe");
    CHECK(parse(named).row_names.dataset.empty());
    CHECK(parse(named, {"accuracy.dataset=look-alike"}).row_names.dataset == "look-alike");
    CHECK(parse(named).lines() == parse(good).lines());
    CHECK(refusal<ConfigError>(good, {"accuracy.dataset=a/b"}) ==
          "r.toml: accuracy.dataset = \"a/b\" is not allowed: use a name without a slash; design spaces ask for "
          "NETWORK/DATASET");
    CHECK_THAT(refusal<FormatError>(good + "[accuracy]\nnetwork = \"two\\nlines\"\n"),
               Contains("r.toml:10:11: accuracy.network = \"two\\u000Alines\" is not allowed: use 1 to 200 printable "
                        "characters"));
}

TEST_CASE("lines name the estimator, and a number of earlier versions means the same") {
    const auto lines = parse(good, {"estimator.kind=straight_through"}).lines();
    const auto has = [&](const std::string& line) {
        return std::find(lines.begin(), lines.end(), line) != lines.end();
    };
    CHECK(has("estimator.kind = straight_through"));
    CHECK(current_line("estimator.kind = 0") == "estimator.kind = flexor");
    CHECK(current_line("estimator.kind = 1") == "estimator.kind = straight_through");
    CHECK(current_line("estimator.kind = 2") == "estimator.kind = analog");
    for (const std::string& line : lines) CHECK(current_line(line) == line);
}

TEST_CASE("every shipped recipe is good") {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(FRACBIT_SOURCE_DIR) + "/examples/recipes"))
        if (entry.path().extension() == ".toml") {
            CAPTURE(entry.path().string());
            CHECK(read_recipe(entry.path().string()).name == entry.path().stem().string());
            ++count;
        }
    CHECK(count > 0);
}

TEST_CASE("the training page lists every key as the program has it") {
    const std::string page = models::read_text_file(std::string(FRACBIT_SOURCE_DIR) + "/docs/training.md");
    INFO("paste this table:\n" << describe_recipe_keys());
    CHECK(page.find(describe_recipe_keys()) != std::string::npos);
}
