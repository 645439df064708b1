#include "training/run/measured_row.hpp"

#include "models/core/error.hpp"
#include "models/core/version.hpp"
#include "models/files/text_file.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::training {
namespace {

constexpr double percent = 100;
constexpr int full_activation_bits = 8; // eight and more: tables do not tell these apart

/// The spec that the table's key is made of, whether n_in is the same everywhere, the share of pruned weights, and bits
/// of activations.
struct RowKey {
    WeightSpec spec;
    bool one_n_in = true;
    double sparsity = 0;
    int activation_bits = full_activation_bits;
};

/// A uniform grid of b bits is b planes of binary codes, of weight 2^i.
bool is_plain(const WeightSpec& spec) { return spec.kind == WeightKind::binary || is_grid(spec.kind); }
int planes(const WeightSpec& spec) { return is_grid(spec.kind) ? spec.bits : spec.q; }
int stored_bits(const WeightSpec& spec) { return is_plain(spec) ? 1 : spec.gates.n_in; }
int slice_weights(const WeightSpec& spec) { return is_plain(spec) ? 1 : spec.gates.n_out; }

[[noreturn]] void refuse(const Recipe& recipe, const std::string& why) {
    throw ConfigError(
        fmt::format("recipe '{}' has no row in an accuracy table: {}; leave --full-precision out", recipe.name, why));
}

std::string bits_text(int bits) { return fmt::format("{} bit{}", bits, bits == 1 ? "" : "s"); }

/// Of the activations that layer `i` puts out.
int output_bits(const Recipe& recipe, std::size_t i) {
    const bool grid = i < recipe.activations.size() && recipe.network.layers[i].relu &&
                      recipe.activations[i].kind != ActivationKind::real;
    return grid ? recipe.activations[i].bits : full_activation_bits;
}

/// Of the activations that layer `i` reads: max pools hand them on.
int input_bits(const Recipe& recipe, std::size_t i) {
    const models::Network& network = recipe.network;
    int source = network.source_of(static_cast<int>(i));
    const auto hands_on = [&] {
        const models::Layer& layer = network.layers[static_cast<std::size_t>(source)];
        return layer.kind == models::LayerKind::max_pool && !layer.relu;
    };
    while (source >= 0 && hands_on()) source = network.source_of(source);
    return source < 0 ? full_activation_bits : output_bits(recipe, static_cast<std::size_t>(source));
}

/// A row has one number for all activations; layers of 8 bits and more may read others.
int activation_bits(const Recipe& recipe) {
    const std::vector<models::Layer>& layers = recipe.network.layers;
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (!layers[i].relu) continue;
        if (!first) first = i;
        if (output_bits(recipe, i) != output_bits(recipe, *first))
            refuse(recipe, fmt::format("activations of layer '{}' have other bits than those of layer '{}', and a row "
                                       "has one number of them",
                                       layers[i].name, layers[*first].name));
    }
    const int bits = first ? output_bits(recipe, *first) : full_activation_bits;
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (layers[i].weights() > 0 && !is_wide(recipe.weights[i].kind) && input_bits(recipe, i) != bits)
            refuse(recipe, fmt::format("layer '{}' has binary codes, but reads values that are on no grid of {}, as "
                                       "all activations are; give it kind = \"dense8\" for a row",
                                       layers[i].name, bits_text(bits)));
    return bits;
}

RowKey row_key(const Recipe& recipe) {
    std::optional<RowKey> key;
    double weights = 0, pruned = 0;
    for (std::size_t i = 0; i < recipe.network.layers.size(); ++i) {
        const WeightSpec& spec = recipe.weights[i];
        const std::string& layer = recipe.network.layers[i].name;
        if (recipe.network.layers[i].weights() == 0 || is_wide(spec.kind)) continue;
        if (is_grid(spec.kind) && spec.grid == GridKind::shift)
            refuse(recipe,
                   fmt::format("weights of layer '{}' are powers of two, and a row is about binary codes", layer));
        if (!key) key = RowKey{spec};
        const WeightSpec& first = key->spec;
        if (spec.kind != first.kind || planes(spec) != planes(first) || slice_weights(spec) != slice_weights(first) ||
            (spec.kind == WeightKind::encrypted && spec.gates.taps != first.gates.taps))
            refuse(recipe, fmt::format("layer '{}' keeps its weights in another way than those before it, and a row "
                                       "has one q, n_out and taps",
                                       layer));
        key->one_n_in = key->one_n_in && stored_bits(spec) == stored_bits(first);
        const auto here = static_cast<double>(recipe.network.layers[i].weights());
        weights += here;
        pruned += spec.sparsity * here;
    }
    if (!key && recipe.bits_per_weight() < 32)
        refuse(recipe, "all its weights have 8 bits, and a row is about binary codes");
    if (!key)
        throw ConfigError(fmt::format(
            "recipe '{}' has no row in an accuracy table: all its weights are float, so it is the full precision "
            "itself; leave --full-precision out, and give this run's log.json to the others",
            recipe.name));
    key->sparsity = pruned / weights;
    key->activation_bits = activation_bits(recipe);
    return *key;
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

/// The value of a line "key = value" of the recipe in a log.
std::string line_value(const nlohmann::json& lines, const std::string& key) {
    for (const auto& line : lines) {
        const auto text = line.get<std::string>();
        if (text.rfind(key + " = ", 0) == 0) return text.substr(key.size() + 3);
    }
    return {};
}

/// A line of the recipe in a log, of a layer or of anything else.
void check_full_layer(const std::string& path, const std::string& line) {
    if (line.rfind("layer ", 0) != 0) return;
    if (line.find(", activations ") != std::string::npos)
        throw ConfigError(fmt::format("{}: activations of this run are on a grid; full precision is a run with "
                                      "activations.kind = \"float\" in all layers",
                                      path));
    if (line.find(", sparsity ") != std::string::npos)
        throw ConfigError(fmt::format("{}: weights of this run are pruned; full precision is a run with "
                                      "weights.sparsity = 0 in all layers",
                                      path));
}

double last_accuracy(const std::string& path, const Recipe& recipe) {
    const std::string text = models::read_text_file(path);
    try {
        const nlohmann::json log = nlohmann::json::parse(text);
        for (const auto& [key, own] :
             {std::pair<std::string, std::string>{"network", recipe.network.name}, {"data.dataset", recipe.dataset}})
            if (const std::string found = line_value(log.at("recipe"), key); found != own)
                throw ConfigError(fmt::format("{}: {} is '{}', of this run '{}': give the log.json of the same "
                                              "network and data set",
                                              path, key, found, own));
        constexpr double full_bits = 32;
        if (const double bits = log.at("bits_per_weight"); bits != full_bits)
            throw ConfigError(fmt::format("{}: this run keeps {:.3g} bits a weight; full precision is a run with "
                                          "weights.kind = \"float\" in all layers",
                                          path, bits));
        for (const auto& line : log.at("recipe")) check_full_layer(path, line.get<std::string>());
        const auto& epochs = log.at("epochs");
        if (epochs.empty()) throw ConfigError(fmt::format("{}: no epoch has ended in it", path));
        return percent * epochs.back().at("test_accuracy").get<double>();
    } catch (const nlohmann::json::exception& error) {
        throw FormatError(path, {}, fmt::format("this is no log.json of a training run: {}", error.what()));
    }
}

} // namespace

double full_precision_of(const std::string& given, const Recipe& recipe) {
    double value = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
    if (error != std::errc() || end != given.data() + given.size()) return last_accuracy(given, recipe);
    if (!(value > 0 && value <= percent))
        throw ConfigError(fmt::format("--full-precision {}: allowed are percent, above 0 and up to 100, or the path of "
                                      "a log.json",
                                      given));
    return value;
}

void check_has_row(const Recipe& recipe) { (void)row_key(recipe); }

std::string measured_row_csv(const Recipe& recipe, double accuracy, double full_precision, const std::string& command) {
    const RowKey key = row_key(recipe);
    const bool encrypted = key.spec.kind == WeightKind::encrypted;
    const RowNames& names = recipe.row_names;
    std::string text =
        "# format_version = 1\n"
        "network,dataset,q,n_in,n_out,taps,sparsity,rate,accuracy,full_precision,kind,source,seed,epochs,"
        "command,activation_bits\n";
    text += fmt::format("{},{},{},{},{},{},{:.6g},{},{:.2f},{:.2f},measured,{},{},{},{},{}\n",
                        quoted(names.network.empty() ? recipe.network.name : names.network),
                        quoted(names.dataset.empty() ? recipe.dataset : names.dataset), planes(key.spec),
                        key.one_n_in ? std::to_string(stored_bits(key.spec)) : std::string(), slice_weights(key.spec),
                        encrypted ? key.spec.gates.taps : 0, key.sparsity,
                        key.one_n_in ? std::string() : fmt::format("{:.4g}", recipe.bits_per_weight()), accuracy,
                        full_precision, quoted(fmt::format("fracbit {}, recipe {}", program_version(), recipe.name)),
                        recipe.seed, recipe.schedule.epochs, quoted(command), key.activation_bits);
    return text;
}

} // namespace fracbit::training
