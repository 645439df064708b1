#include "training/recipe/recipe.hpp"

#include "models/core/nearest_name.hpp"
#include "models/files/text_file.hpp"
#include "models/network/network_csv.hpp"
#include "models/xor/slices.hpp"
#include "training/recipe/recipe_keys.hpp"
#include "training/recipe/recipe_reader.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

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

/// In the order of the enumeration.
constexpr std::array<std::string_view, 3> augmentation_names{"none", "crop_flip", "resized_crop_flip"};
constexpr std::array<std::string_view, 3> pruning_names{"none", "magnitude", "low_rank"};

void check_data(const Recipe& recipe, const std::string& path) {
    if (recipe.augmentation == Augmentation::resized_crop_flip && recipe.dataset != "image_folder")
        throw ConfigError(fmt::format("{}: data.augmentation = \"resized_crop_flip\" is for data.dataset = "
                                      "\"image_folder\"; '{}' has images of one size: use crop_flip",
                                      path, recipe.dataset));
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
    spec.kind = one_of<WeightKind>(values.at("kind"), {"encrypted", "binary", "float", "aqe", "straight_through"});
    spec.q = static_cast<int>(integer(values.at("q")));
    spec.gates.n_in = static_cast<int>(integer(values.at("n_in")));
    spec.gates.n_out = static_cast<int>(integer(values.at("n_out")));
    spec.gates.taps = static_cast<int>(integer(values.at("taps")));
    spec.gates.seed = static_cast<std::uint64_t>(integer(values.at("matrix_seed")));
    spec.deviation = number(values.at("deviation"));
    spec.bits = static_cast<int>(integer(values.at("bits")));
    spec.grid = text_of(values.at("grid")) == "uniform" ? GridKind::xnor : GridKind::shift;
    spec.steepness = number(values.at("steepness"));
    spec.sparsity = number(values.at("sparsity"));
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
        if (is_grid(recipe.weights.back().kind) && recipe.weights.back().sparsity > 0 && runs_on_array(layer.kind))
            throw ConfigError(fmt::format("{}: layer '{}': weights on a grid have no zero and cannot be pruned; use "
                                          "kind = \"binary\" or \"float\", or weights.sparsity = 0",
                                          path, layer.name));
        if (runs_on_array(layer.kind) && recipe.weights.back().kind == WeightKind::encrypted) {
            if (recipe.weights.back().sparsity > 0)
                throw ConfigError(fmt::format("{}: layer '{}': weights behind XOR networks cannot be pruned while they "
                                              "are trained; use kind = \"binary\" or \"float\", and 'fracbit encode "
                                              "--sparsity zeros' afterwards",
                                              path, layer.name));
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
                          number(values.at("estimator.steepness_share"))};
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

/// Only of recipes that prune: others keep the lines that their checkpoints know.
std::vector<std::string> pruning_lines(const PruningSettings& pruning) {
    if (pruning.kind == PruningKind::none) return {};
    std::vector<std::string> lines{
        fmt::format("pruning.kind = {}", pruning_names.at(static_cast<std::size_t>(pruning.kind))),
        fmt::format("pruning.start_epoch = {}", pruning.start_epoch),
        fmt::format("pruning.ramp_epochs = {}", pruning.ramp_epochs),
        fmt::format("pruning.updates_per_epoch = {}", pruning.updates_per_epoch)};
    if (pruning.kind == PruningKind::low_rank) {
        lines.push_back(fmt::format("pruning.mask_budget = {}", pruning.mask_budget));
        lines.push_back(fmt::format("pruning.group_rows = {}", pruning.group_rows));
        lines.push_back(fmt::format("pruning.n_in = {}", pruning.n_in));
    }
    return lines;
}

std::string grid_text(const WeightSpec& spec) {
    return fmt::format(", {} bits, {}, deviation {}", spec.bits,
                       spec.grid == GridKind::xnor ? "uniform" : "power_of_two", spec.deviation);
}

std::string layer_line(const models::Layer& layer, const WeightSpec& spec) {
    std::string line = fmt::format(
        "layer {}: {} {}x{}x{} -> {}, kernel {}x{}, stride {}x{}, padding {}x{}, dilation {}x{}, groups {}, relu {}, "
        "source {}, residual {}",
        layer.name, to_string(layer.kind), layer.input.channels, layer.input.height, layer.input.width,
        layer.out_channels, layer.kernel_height, layer.kernel_width, layer.stride_height, layer.stride_width,
        layer.pad_height, layer.pad_width, layer.dilation_height, layer.dilation_width, layer.groups, layer.relu,
        layer.source.value_or("-"), layer.residual.value_or("-"));
    if (!runs_on_array(layer.kind)) return line;
    if (spec.sparsity > 0) line += fmt::format(", sparsity {}", spec.sparsity);
    const models::XorSpec& gates = spec.gates;
    switch (spec.kind) {
    case WeightKind::real:
        return line + ", float";
    case WeightKind::binary:
        return line + fmt::format(", binary, q {}, deviation {}", spec.q, spec.deviation);
    case WeightKind::aqe:
        line += fmt::format(", aqe, steepness {}", spec.steepness);
        return line + grid_text(spec);
    case WeightKind::straight_through:
        return line + ", straight_through" + grid_text(spec);
    case WeightKind::encrypted:
        break;
    }
    return line + fmt::format(", encrypted, q {}, {} -> {}, taps {}, matrix seed {}, deviation {}", spec.q, gates.n_in,
                              gates.n_out, gates.taps, gates.seed, spec.deviation);
}

std::string activation_text(const ActivationSpec& spec) {
    if (spec.kind == ActivationKind::real) return "";
    return fmt::format(", activations {}, {} bits, {} {}",
                       spec.kind == ActivationKind::aqe ? "aqe" : "straight_through", spec.bits,
                       spec.learnt ? "learnt from" : "fixed", spec.scale);
}

} // namespace

models::DatasetRequest Recipe::images(const std::string& folder, models::Split split) const {
    const std::int64_t limit = split == models::Split::train ? train_images : test_images;
    return {dataset, folder, split, limit == 0 ? models::all_images : limit, network.layers.front().input};
}

double Recipe::bits_per_weight() const {
    std::int64_t bits = 0, weights = 0;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const std::int64_t here = network.layers[i].weights();
        const WeightSpec& spec = this->weights[i];
        if (here == 0 || spec.kind == WeightKind::real) continue;
        weights += here;
        if (is_grid(spec.kind)) {
            bits += spec.bits * here;
            continue;
        }
        bits +=
            spec.q *
            (spec.kind == WeightKind::binary ? here : models::encrypted_bits(here, spec.gates.n_in, spec.gates.n_out));
    }
    constexpr double full_precision = 32;
    return weights == 0 ? full_precision : static_cast<double>(bits) / static_cast<double>(weights);
}

std::vector<std::string> Recipe::lines() const {
    std::vector<std::string> lines{
        fmt::format("name = {}", name),
        fmt::format("network = {}", network.name),
        fmt::format("network.batch_norm = {}", batch_norm),
        fmt::format("data.dataset = {}", dataset),
        fmt::format("data.augmentation = {}", augmentation_names.at(static_cast<std::size_t>(augmentation))),
        fmt::format("data.train_images = {}", train_images),
        fmt::format("data.test_images = {}", test_images),
        fmt::format("estimator.kind = {}", static_cast<int>(estimator)),
        fmt::format("estimator.s_tanh = {}", schedule.s_tanh),
        fmt::format("estimator.s_tanh_start = {}", schedule.s_tanh_start),
        fmt::format("estimator.s_tanh_factor = {}", schedule.s_tanh_factor),
        fmt::format("training.epochs = {}", schedule.epochs),
        fmt::format("training.batch_size = {}", batch_size),
        fmt::format("training.optimizer = {}", optimizer.kind == OptimizerKind::adam ? "adam" : "sgd"),
        fmt::format("training.learning_rate = {}", schedule.learning_rate),
        fmt::format("training.momentum = {}", optimizer.momentum),
        fmt::format("training.weight_decay = {}", optimizer.weight_decay),
        fmt::format("training.decay = {}", schedule.decay == Decay::step ? "step" : "cosine"),
        fmt::format("training.decay_epochs = [{}]", fmt::join(schedule.decay_epochs, ", ")),
        fmt::format("training.decay_factor = {}", schedule.decay_factor),
        fmt::format("training.warmup_epochs = {}", schedule.warmup_epochs),
        fmt::format("training.seed = {}", seed)};
    for (std::string& line : pruning_lines(pruning)) lines.push_back(std::move(line));
    const bool smooth = std::any_of(weights.begin(), weights.end(),
                                    [](const WeightSpec& spec) { return spec.kind == WeightKind::aqe; }) ||
                        std::any_of(activations.begin(), activations.end(),
                                    [](const ActivationSpec& spec) { return spec.kind == ActivationKind::aqe; });
    if (smooth)
        lines.push_back(fmt::format("estimator.steepness = {} to {} over {}", schedule.steepness.first,
                                    schedule.steepness.last, schedule.steepness.share));
    for (std::size_t i = 0; i < network.layers.size(); ++i)
        lines.push_back(layer_line(network.layers[i], weights[i]) +
                        (i < activations.size() ? activation_text(activations[i]) : ""));
    return lines;
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
    recipe.network =
        models::read_network((std::filesystem::path(path).parent_path() / shapes).lexically_normal().string());
    read_layer_specs(raw, path, recipe);
    recipe.batch_norm = std::get<bool>(values.at("network.batch_norm"));
    recipe.dataset = text_of(values.at("data.dataset"));
    recipe.augmentation = one_of<Augmentation>(values.at("data.augmentation"), augmentation_names);
    check_data(recipe, path);
    recipe.train_images = integer(values.at("data.train_images"));
    recipe.test_images = integer(values.at("data.test_images"));
    recipe.estimator = one_of<Estimator>(values.at("estimator.kind"), {"flexor", "straight_through", "analog"});
    recipe.schedule = schedule_of(raw);
    recipe.pruning = pruning_of(raw);
    check_pruning(recipe, path);
    recipe.optimizer.kind = one_of<OptimizerKind>(values.at("training.optimizer"), {"sgd", "adam"});
    recipe.optimizer.momentum = number(values.at("training.momentum"));
    recipe.optimizer.weight_decay = number(values.at("training.weight_decay"));
    recipe.batch_size = integer(values.at("training.batch_size"));
    recipe.seed = static_cast<std::uint64_t>(integer(values.at("training.seed")));
    return recipe;
}

} // namespace fracbit::training
