#include "training/recipe/recipe_keys.hpp"

#include "models/data/named_dataset.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::training {
namespace {

using models::KeyType;
using models::KeyValue;

using Fallback = std::optional<KeyValue>;

RecipeKey integer(const char* table, const char* name, Fallback fallback, double minimum, double maximum,
                  const char* meaning) {
    return {{table, name, KeyType::integer, "", meaning, minimum, maximum, false, false, {}}, std::move(fallback)};
}

RecipeKey number(const char* table, const char* name, double fallback, double minimum, double maximum,
                 const char* meaning) {
    RecipeKey key{{table, name, KeyType::number, "", meaning, minimum, maximum, false, false, {}}, {}};
    key.fallback = normalised(key.rule, fallback);
    return key;
}

RecipeKey choice(const char* table, const char* name, Fallback fallback, std::vector<std::string> choices,
                 const char* meaning) {
    return {{table, name, KeyType::choice, "", meaning, 0, 0, false, false, std::move(choices)}, std::move(fallback)};
}

RecipeKey text(const char* table, const char* name, Fallback fallback, const char* meaning) {
    return {{table, name, KeyType::text, "", meaning, 0, 0, false, false, {}}, std::move(fallback)};
}

RecipeKey truth(const char* table, const char* name, bool fallback, const char* meaning) {
    return {{table, name, KeyType::boolean, "", meaning, 0, 0, false, false, {}}, fallback};
}

KeyValue word(const char* value) { return std::string(value); }
KeyValue whole(std::int64_t value) { return value; }

constexpr double most = 1e9;

std::vector<RecipeKey> make_keys() {
    return {
        integer("", "format_version", std::nullopt, 1, 1, "of this file"),
        text("", "name", std::nullopt,
             "of the run, which goes to `out/NAME`; the model file carries the network's name"),
        text("network", "shapes", std::nullopt, "layers as CSV (examples/networks), relative to the recipe's folder"),
        truth("network", "batch_norm", false,
              "a batch norm after every convolution and linear layer but the last layer; folded into scales and bias "
              "when the model is written"),
        choice(
            "data", "dataset", std::nullopt, models::dataset_names(),
            "kind of data set; image_folder: train/CLASS/*.JPEG and val/CLASS/*.JPEG, brought to the network's size"),
        choice("data", "augmentation", word("none"), {"none", "crop_flip", "resized_crop_flip"},
               "of training images; crop_flip: shifted by up to 4 pixels, mirrored or not; resized_crop_flip: a random "
               "part of an image_folder's image, mirrored or not"),
        integer("data", "train_images", whole(0), 0, most, "the first ones are used; 0: all"),
        integer("data", "test_images", whole(0), 0, most, "likewise"),
        choice("weights", "kind", word("encrypted"),
               {"encrypted", "binary", "float", "dense8", "aqe", "straight_through"},
               "binary codes behind XOR networks, plain binary codes, 32-bit numbers, 127ths of a channel's largest (8 "
               "bits), or a grid: by a smooth staircase that ends hard, or hard from the beginning"),
        integer("weights", "q", whole(1), 1, 8, "bit planes"),
        integer("weights", "n_in", whole(16), 1, 64, "stored bits of a slice"),
        integer("weights", "n_out", whole(20), 1, 1024, "weights of a slice"),
        integer("weights", "taps", whole(2), 0, 64, "ones in a row of the XOR matrix; 0: dense"),
        integer("weights", "matrix_seed", whole(1), 0, most, "of the XOR matrix; plane i adds i"),
        number("weights", "deviation", 0.001, 0.000001, 10,
               "standard deviation that encrypted weights start with; for grids 0.1 is good"),
        integer("weights", "bits", whole(1), 1, 3, "of a grid"),
        choice("weights", "grid", word("uniform"), {"uniform", "power_of_two"},
               "levels of a grid: evenly spaced, -1 to 1 (XNOR); or plus and minus 1, 1/2, 1/4, ... (SHIFT)"),
        number("weights", "steepness", 1, 0.01, 10'000,
               "of a smooth staircase, times what the schedule says; steep ones hold weights at their ends"),
        number("weights", "sparsity", 0, 0, 0.999, "float and binary: share that [pruning] makes 0"),
        choice("activations", "kind", word("float"), {"float", "aqe", "straight_through"},
               "of layers with ReLU: 32-bit numbers, or a uniform grid from 0 up: by a smooth staircase that ends "
               "hard, or hard from the beginning"),
        integer("activations", "bits", whole(1), 1, 3, "of a grid"),
        choice("activations", "scale", word("fixed"), {"fixed", "learnt"}, "highest level of a grid"),
        number("activations", "first_scale", 2, 0.001, 1000, "that level, or what it starts with"),
        choice("pruning", "kind", word("none"), {"none", "magnitude", "low_rank"},
               "the smallest weights of a layer, or a mask that is a Boolean product (docs/encoding.md)"),
        number("pruning", "start_epoch", 0, 0, 100'000, "epochs before the first mask"),
        number("pruning", "ramp_epochs", 0, 0, 100'000,
               "until the last mask, sparsity rising as a cubic; 0: one mask in one step"),
        integer("pruning", "updates_per_epoch", whole(1), 1, 1'000'000, "new masks during the ramp"),
        number("pruning", "mask_budget", 0.14, 0.001, 2, "low_rank: bits a weight of the mask"),
        integer("pruning", "group_rows", whole(32), 1, 65'536, "low_rank: rows of the array that it is meant for"),
        integer("pruning", "n_in", whole(20), 1, 64, "low_rank: stored bits of a slice that the encoder will use"),
        choice("estimator", "kind", word("flexor"), {"flexor", "straight_through", "analog"},
               "how gradients pass signs and XOR gates"),
        number("estimator", "s_tanh", 10, 0.001, 1'000'000, "steepness S_tanh of the surrogate tanh"),
        number("estimator", "s_tanh_start", 0, 0, 1'000'000, "where its warm-up begins; 0: there is none"),
        number("estimator", "s_tanh_factor", 1, 0.01, 100, "times this at each decay of the learning rate"),
        number("estimator", "steepness_start", 1, 0.01, 1'000'000,
               "of smooth staircases; rises evenly in the exponent"),
        number("estimator", "steepness_end", 20, 0.01, 1'000'000, "where it ends"),
        number("estimator", "steepness_share", 0.8, 0, 1,
               "of the training; for the rest of it all values lie on their grids"),
        choice("estimator", "hardening", word("jump"), {"jump", "ramp"},
               "of smooth staircases: at once after that share, or their values go over to the grid evenly during it"),
        integer("training", "epochs", std::nullopt, 1, 100'000, "passes over the training images"),
        integer("training", "batch_size", whole(100), 1, 1'000'000, "images of a step"),
        choice("training", "optimizer", word("adam"), {"adam", "sgd"}, "Adam, or gradient descent with momentum"),
        number("training", "learning_rate", 0.001, 0, 100, "after the warm-up"),
        number("training", "momentum", 0.9, 0, 0.999999, "of sgd"),
        number("training", "weight_decay", 0, 0, 1, "of weights, not of scales, biases and norms"),
        choice("training", "decay", word("step"), {"step", "cosine"},
               "of the learning rate: at decay_epochs, or half a cosine down to 0"),
        number("training", "decay_factor", 0.5, 0.000001, 1, "of a step"),
        number("training", "warmup_epochs", 0, 0, 100'000, "learning rate and S_tanh rise"),
        integer("training", "seed", whole(1), 0, most, "of first weights, order of images and augmentation"),
        text("accuracy", "network", word(""),
             "name of the network in the row of --full-precision, without a slash; absent: that of the shapes' file"),
        text("accuracy", "dataset", word(""), "likewise of the data set; absent: data.dataset"),
    };
}

} // namespace

const std::vector<RecipeKey>& recipe_keys() {
    static const std::vector<RecipeKey> keys = make_keys();
    return keys;
}

const RecipeKey* find_recipe_key(const std::string& path) {
    for (const RecipeKey& key : recipe_keys())
        if (key.rule.path() == path) return &key;
    return nullptr;
}

std::vector<std::string> recipe_tables() {
    std::vector<std::string> tables;
    for (const RecipeKey& key : recipe_keys())
        if (std::find(tables.begin(), tables.end(), key.rule.table) == tables.end()) tables.push_back(key.rule.table);
    return tables;
}

std::vector<std::string> recipe_names(const std::string& table) {
    std::vector<std::string> names;
    for (const RecipeKey& key : recipe_keys()) {
        if (key.rule.table == (table == "layers" ? "weights" : table)) names.push_back(key.rule.name);
        if (table == "layers" && key.rule.table == "activations") names.push_back(activation_prefix + key.rule.name);
    }
    if (table.empty()) {
        for (const std::string& each : recipe_tables())
            if (!each.empty()) names.push_back(each);
        names.emplace_back("layers");
    }
    if (table == "layers") names.emplace_back("names");
    if (table == "training") names.emplace_back(decay_epochs_key);
    return names;
}

std::string describe_recipe_keys() {
    std::string text = "| key | default | allowed | meaning |\n|---|---|---|---|\n";
    const auto add = [&](const std::string& path, const std::string& fallback, const std::string& allowed,
                         const std::string& meaning) {
        text += fmt::format("| `{}` | {} | {} | {} |\n", path, fallback, allowed, meaning);
    };
    for (const RecipeKey& key : recipe_keys()) {
        add(key.rule.path(), key.fallback ? fmt::format("`{}`", toml_text(*key.fallback)) : "required",
            key.rule.allowed(), key.rule.meaning);
        if (key.rule.path() == "training.decay_factor")
            add("training.decay_epochs", "`[]`", "ascending epochs", "after which the learning rate steps down");
    }
    add("layers.names", "required", "texts, `*` for any characters",
        "layers that this entry of `[[layers]]` is for; its other keys are those of `[weights]`, and those of "
        "`[activations]` with `activation_` before them");
    return text;
}

} // namespace fracbit::training
