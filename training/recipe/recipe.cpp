#include "training/recipe/recipe.hpp"

#include "models/core/nearest_name.hpp"
#include "models/files/text_file.hpp"
#include "models/network/network_csv.hpp"
#include "training/recipe/recipe_keys.hpp"
#include "training/recipe/recipe_names.hpp"
#include "training/recipe/recipe_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>

namespace fracbit::training {
namespace {

using models::KeyValue;
using Values = std::map<std::string, KeyValue>;

double number(const KeyValue& value) {
    if (const auto* fraction = std::get_if<models::Rational>(&value)) return fraction->value();
    return std::get<double>(value);
}
std::int64_t integer(const KeyValue& value) { return std::get<std::int64_t>(value); }
const std::string& text_of(const KeyValue& value) { return std::get<std::string>(value); }

/// Index of a choice in the order of an enumeration.
template <class Enumeration, class Names = std::initializer_list<std::string_view>>
Enumeration one_of(const KeyValue& value, const Names& names) {
    return static_cast<Enumeration>(std::find(names.begin(), names.end(), text_of(value)) - names.begin());
}

void check_data(const Recipe& recipe, const std::string& path) {
    if (recipe.augmentation == Augmentation::resized_crop_flip && recipe.dataset != "image_folder")
        throw ConfigError(fmt::format("{}: data.augmentation = \"resized_crop_flip\" is for data.dataset = "
                                      "\"image_folder\"; '{}' has images of one size: use crop_flip",
                                      path, recipe.dataset));
}

/// A name in an accuracy table; empty if the recipe gives none.
std::string row_name(const Values& values, const char* key, const std::string& path) {
    const std::string& name = text_of(values.at(key));
    if (name.find('/') != std::string::npos)
        throw ConfigError(fmt::format("{}: {} = {} is not allowed: use a name without a slash; design spaces ask for "
                                      "NETWORK/DATASET",
                                      path, key, models::toml_text(name)));
    return name;
}

/// `*` stands for any characters.
bool matches(std::string_view pattern, std::string_view name) {
    if (pattern.empty()) return name.empty();
    if (pattern.front() == '*')
        return matches(pattern.substr(1), name) || (!name.empty() && matches(pattern, name.substr(1)));
    return !name.empty() && pattern.front() == name.front() && matches(pattern.substr(1), name.substr(1));
}

WeightSpec weight_spec(const Values& values) {
    WeightSpec spec;
    spec.kind =
        one_of<WeightKind>(values.at("kind"), {"encrypted", "binary", "float", "dense8", "aqe", "straight_through"});
    spec.q = static_cast<int>(integer(values.at("q")));
    spec.gates.n_in = static_cast<int>(integer(values.at("n_in")));
    spec.gates.n_out = static_cast<int>(integer(values.at("n_out")));
    spec.gates.taps = static_cast<int>(integer(values.at("taps")));
    spec.gates.seed = static_cast<std::uint64_t>(integer(values.at("matrix_seed")));
    spec.deviation = number(values.at("deviation"));
    spec.sparsity = number(values.at("sparsity"));
    spec.bits = static_cast<int>(integer(values.at("bits")));
    spec.grid = text_of(values.at("grid")) == "uniform" ? GridKind::xnor : GridKind::shift;
    spec.steepness = number(values.at("steepness"));
    return spec;
}

ActivationSpec activation_spec(const Values& values) {
    const auto value = [&](const char* name) -> const KeyValue& {
        return values.at(std::string(activation_prefix) + name);
    };
    ActivationSpec spec;
    spec.kind = one_of<ActivationKind>(value("kind"), {"float", "aqe", "straight_through"});
    spec.bits = static_cast<int>(integer(value("bits")));
    spec.learnt = text_of(value("scale")) == "learnt";
    spec.scale = number(value("first_scale"));
    return spec;
}

/// [weights] and [activations], then each [[layers]] that names the layer, in the file's order.
void read_layer_specs(const RawRecipe& raw, const std::string& path, Recipe& recipe) {
    const models::Network& network = recipe.network;
    Values general;
    const auto take = [&](const std::string& table, const std::string& prefix) {
        for (const auto& [key, value] : raw.values)
            if (key.rfind(table, 0) == 0) general[prefix + key.substr(table.size())] = value;
    };
    take("weights.", "");
    take("activations.", activation_prefix);
    std::vector<std::string> known;
    for (const models::Layer& layer : network.layers)
        if (runs_on_array(layer.kind)) known.push_back(layer.name);
    for (const LayerRule& rule : raw.layers)
        for (const std::string& pattern : rule.names)
            if (std::none_of(known.begin(), known.end(), [&](const auto& name) { return matches(pattern, name); }))
                throw FormatError(path, rule.where,
                                  fmt::format("layers.names: '{}' is no layer with weights of network '{}'; {}",
                                              pattern, network.name, suggest_name(pattern, known)));
    for (const models::Layer& layer : network.layers) {
        Values values = general;
        for (const LayerRule& rule : raw.layers)
            if (std::any_of(rule.names.begin(), rule.names.end(),
                            [&](const auto& pattern) { return matches(pattern, layer.name); }))
                for (const auto& [key, value] : rule.values) values[key] = value;
        recipe.weights.push_back(weight_spec(values));
        recipe.activations.push_back(layer.relu ? activation_spec(values) : ActivationSpec());
        if (!runs_on_array(layer.kind)) continue;
        const WeightSpec& spec = recipe.weights.back();
        if (spec.sparsity > 0 && spec.kind != WeightKind::real && spec.kind != WeightKind::binary)
            throw ConfigError(fmt::format("{}: layer '{}': {} cannot be pruned while they are trained; use kind = "
                                          "\"binary\" or \"float\", and 'fracbit encode --sparsity zeros' afterwards",
                                          path, layer.name,
                                          spec.kind == WeightKind::encrypted ? "weights behind XOR networks"
                                          : spec.kind == WeightKind::dense8  ? "weights of 8 bits"
                                                                             : "weights on grids"));
        if (spec.kind == WeightKind::encrypted) {
            try {
                models::validate(recipe.weights.back().gates);
            } catch (const ConfigError& error) {
                throw ConfigError(fmt::format("{}: layer '{}': {}", path, layer.name, error.what()));
            }
        }
    }
}

ScheduleSettings schedule_of(const RawRecipe& raw) {
    const Values& values = raw.values;
    ScheduleSettings schedule;
    schedule.epochs = static_cast<int>(integer(values.at("training.epochs")));
    schedule.learning_rate = number(values.at("training.learning_rate"));
    schedule.decay = one_of<Decay>(values.at("training.decay"), {"step", "cosine"});
    schedule.decay_epochs.assign(raw.decay_epochs.begin(), raw.decay_epochs.end());
    schedule.decay_factor = number(values.at("training.decay_factor"));
    schedule.warmup_epochs = number(values.at("training.warmup_epochs"));
    schedule.s_tanh = number(values.at("estimator.s_tanh"));
    const double start = number(values.at("estimator.s_tanh_start"));
    schedule.s_tanh_start = start == 0 ? schedule.s_tanh : start;
    schedule.s_tanh_factor = number(values.at("estimator.s_tanh_factor"));
    schedule.steepness = {number(values.at("estimator.steepness_start")), number(values.at("estimator.steepness_end")),
                          number(values.at("estimator.steepness_share")),
                          one_of<Hardening>(values.at("estimator.hardening"), {"jump", "ramp"})};
    return schedule;
}

PruningSettings pruning_of(const RawRecipe& raw) {
    const Values& values = raw.values;
    PruningSettings pruning;
    pruning.kind = one_of<PruningKind>(values.at("pruning.kind"), pruning_names);
    pruning.start_epoch = number(values.at("pruning.start_epoch"));
    pruning.ramp_epochs = number(values.at("pruning.ramp_epochs"));
    pruning.updates_per_epoch = static_cast<int>(integer(values.at("pruning.updates_per_epoch")));
    pruning.mask_budget = number(values.at("pruning.mask_budget"));
    pruning.group_rows = integer(values.at("pruning.group_rows"));
    pruning.n_in = static_cast<int>(integer(values.at("pruning.n_in")));
    pruning.seed = static_cast<std::uint64_t>(integer(values.at("training.seed")));
    return pruning;
}

void check_pruning(const Recipe& recipe, const std::string& path) {
    const PruningSettings& pruning = recipe.pruning;
    bool some = false;
    for (std::size_t i = 0; i < recipe.weights.size(); ++i)
        some |= runs_on_array(recipe.network.layers[i].kind) && recipe.weights[i].sparsity > 0;
    if (some != (pruning.kind != PruningKind::none))
        throw ConfigError(fmt::format(
            "{}: {}", path,
            some ? "weights.sparsity is above 0, but pruning.kind is none; use \"magnitude\" or \"low_rank\""
                 : "pruning.kind is set, but no layer has a weights.sparsity above 0 (in [weights] or [[layers]])"));
    const double last = pruning.start_epoch + pruning.ramp_epochs;
    if (some && last >= recipe.schedule.epochs)
        throw ConfigError(fmt::format("{}: the last mask comes after {:g} epochs (pruning.start_epoch + ramp_epochs), "
                                      "training ends after {}; leave some to train what is kept",
                                      path, last, recipe.schedule.epochs));
}

} // namespace

models::DatasetRequest Recipe::images(const std::string& folder, models::Split split) const {
    const std::int64_t limit = split == models::Split::train ? train_images : test_images;
    return {dataset, folder, split, limit == 0 ? models::all_images : limit, network.layers.front().input};
}

Recipe read_recipe(const std::string& path, const std::vector<std::string>& overrides) {
    return parse_recipe(models::read_text_file(path), path, overrides);
}

Recipe parse_recipe(const std::string& text, const std::string& path, const std::vector<std::string>& overrides) {
    const RawRecipe raw = read_raw_recipe(text, path, overrides);
    const Values& values = raw.values;
    Recipe recipe;
    recipe.name = text_of(values.at("name"));
    const std::filesystem::path shapes = text_of(values.at("network.shapes"));
    recipe.shapes = (std::filesystem::path(path).parent_path() / shapes).lexically_normal().string();
    recipe.network = models::read_network(recipe.shapes);
    read_layer_specs(raw, path, recipe);
    recipe.batch_norm = std::get<bool>(values.at("network.batch_norm"));
    recipe.dataset = text_of(values.at("data.dataset"));
    recipe.augmentation = one_of<Augmentation>(values.at("data.augmentation"), augmentation_names);
    check_data(recipe, path);
    recipe.train_images = integer(values.at("data.train_images"));
    recipe.test_images = integer(values.at("data.test_images"));
    recipe.estimator = one_of<Estimator>(values.at("estimator.kind"), estimator_names);
    recipe.schedule = schedule_of(raw);
    recipe.pruning = pruning_of(raw);
    check_pruning(recipe, path);
    recipe.optimizer.kind = one_of<OptimizerKind>(values.at("training.optimizer"), {"sgd", "adam"});
    recipe.optimizer.momentum = number(values.at("training.momentum"));
    recipe.optimizer.weight_decay = number(values.at("training.weight_decay"));
    recipe.batch_size = integer(values.at("training.batch_size"));
    recipe.seed = static_cast<std::uint64_t>(integer(values.at("training.seed")));
    recipe.row_names = {row_name(values, "accuracy.network", path), row_name(values, "accuracy.dataset", path)};
    return recipe;
}

} // namespace fracbit::training
