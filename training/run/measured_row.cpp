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

/// The spec that the table's key is made of, and whether n_in is the same everywhere.
struct RowKey {
    WeightSpec spec;
    bool one_n_in = true;
};

int stored_bits(const WeightSpec& spec) { return spec.kind == WeightKind::binary ? 1 : spec.gates.n_in; }
int slice_weights(const WeightSpec& spec) { return spec.kind == WeightKind::binary ? 1 : spec.gates.n_out; }

RowKey row_key(const Recipe& recipe) {
    std::optional<RowKey> key;
    for (std::size_t i = 0; i < recipe.network.layers.size(); ++i) {
        const WeightSpec& spec = recipe.weights[i];
        if ((is_grid(spec.kind) && recipe.network.layers[i].weights() > 0) ||
            (i < recipe.activations.size() && recipe.activations[i].kind != ActivationKind::real))
            throw ConfigError(fmt::format(
                "recipe '{}' has no row in an accuracy table: layer '{}' has weights or activations on a grid of few "
                "bits, which a row does not tell; leave --full-precision out",
                recipe.name, recipe.network.layers[i].name));
        if (recipe.network.layers[i].weights() == 0 || is_wide(spec.kind)) continue;
        if (!key) key = RowKey{spec, true};
        const WeightSpec& first = key->spec;
        if (spec.kind != first.kind || spec.q != first.q || slice_weights(spec) != slice_weights(first) ||
            (spec.kind == WeightKind::encrypted && spec.gates.taps != first.gates.taps))
            throw ConfigError(fmt::format(
                "recipe '{}' has no row in an accuracy table: layer '{}' keeps its weights in another way than those "
                "before it, and a row has one q, n_out and taps; leave --full-precision out",
                recipe.name, recipe.network.layers[i].name));
        key->one_n_in = key->one_n_in && stored_bits(spec) == stored_bits(first);
    }
    if (!key && recipe.bits_per_weight() < 32)
        throw ConfigError(fmt::format("recipe '{}' has no row in an accuracy table: all its weights have 8 bits, and a "
                                      "row is about binary codes; leave --full-precision out",
                                      recipe.name));
    if (!key)
        throw ConfigError(fmt::format(
            "recipe '{}' has no row in an accuracy table: all its weights are float, so it is the full precision "
            "itself; leave --full-precision out, and give this run's log.json to the others",
            recipe.name));
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
    std::string text =
        "# format_version = 1\n"
        "network,dataset,q,n_in,n_out,taps,sparsity,rate,accuracy,full_precision,kind,source,seed,epochs,"
        "command\n";
    text += fmt::format("{},{},{},{},{},{},0,{},{:.2f},{:.2f},measured,{},{},{},{}\n", quoted(recipe.network.name),
                        quoted(recipe.dataset), key.spec.q,
                        key.one_n_in ? std::to_string(stored_bits(key.spec)) : std::string(), slice_weights(key.spec),
                        encrypted ? key.spec.gates.taps : 0,
                        key.one_n_in ? std::string() : fmt::format("{:.4g}", recipe.bits_per_weight()), accuracy,
                        full_precision, quoted(fmt::format("fracbit {}, recipe {}", program_version(), recipe.name)),
                        recipe.seed, recipe.schedule.epochs, quoted(command));
    return text;
}

} // namespace fracbit::training
