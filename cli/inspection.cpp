#include "cli/inspection.hpp"

#include "cli/sparse_inspection.hpp"
#include "cli/trained_model.hpp"
#include "models/config/architecture.hpp"
#include "models/network/network_csv.hpp"
#include "models/results/report_text.hpp"
#include "models/results/text_table.hpp"
#include "models/xor/xor_properties.hpp"
#include "traces/trace_summary.hpp"

#include <cstdint>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

using Json = nlohmann::ordered_json;

Inspection make(std::string text, Json json) {
    return {std::move(text), std::make_shared<const Json>(std::move(json))};
}

std::string shape_text(const models::TensorShape& shape) {
    return fmt::format("{}x{}x{}", shape.channels, shape.height, shape.width);
}

/// Attention multiplies by keys and values, which are no weights.
std::int64_t weights_of(const models::Layer& layer) {
    return layer.kind == models::LayerKind::attention ? 0 : layer.weights();
}

std::string layer_count(const models::Network& network) {
    return fmt::format("{} layer{}", network.layers.size(), network.layers.size() == 1 ? "" : "s");
}

std::string layers_text(const models::Network& network, int width) {
    models::TextTable table({{"layer", 9, true},
                             {"kind", 8, true},
                             {"input", 5, false},
                             {"output", 6, false},
                             {"kernel", 3, false},
                             {"repeat", 2, false},
                             {"refetches", 2, false},
                             {"weights", 7, false},
                             {"MACs", 8, false}});
    for (const models::Layer& layer : network.layers)
        table.add({layer.name, to_string(layer.kind), shape_text(layer.input), shape_text(layer.output()),
                   fmt::format("{}x{}", layer.kernel_height, layer.kernel_width), std::to_string(layer.repeat),
                   std::to_string(layer.refetches), models::grouped(weights_of(layer)), models::grouped(layer.macs())});
    table.rule();
    table.add({"total", "", "", "", "", "", "", models::grouped(network.weights()), models::grouped(network.macs())});
    return table.text(width);
}

Json layers_json(const models::Network& network) {
    Json layers = Json::array();
    const auto shape = [](const models::TensorShape& of) { return Json{of.channels, of.height, of.width}; };
    for (const models::Layer& layer : network.layers)
        layers.push_back({{"name", layer.name},
                          {"kind", to_string(layer.kind)},
                          {"input", shape(layer.input)},
                          {"output", shape(layer.output())},
                          {"repeat", layer.repeat},
                          {"refetches", layer.refetches},
                          {"weights", weights_of(layer)},
                          {"macs", layer.macs()}});
    return layers;
}

/// Null for what a file does not say.
Json known(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json known(const std::optional<std::int64_t>& count) { return count ? Json(*count) : Json(nullptr); }
Json known(const std::optional<Cycles>& cycles) { return cycles ? Json(cycles->count()) : Json(nullptr); }

const char* form_of(const models::Weights& weights) {
    static constexpr const char* names[] = {"-", "encrypted", "binary", "float", "sparse", "shift"};
    return names[weights.index()];
}

} // namespace

Inspection inspect_model(const std::string& path, int width) {
    BitCheck bits;
    const models::Model model = read_checked_model(path, bits);
    std::string text = fmt::format("{}: model for {}, {}, {} weights\n", path,
                                   model.dataset.empty() ? "no stated data set" : model.dataset,
                                   layer_count(model.network), models::grouped(model.network.weights()));
    if (model.test_accuracy >= 0) text += fmt::format("stated test accuracy {:.2f} %\n", model.test_accuracy * 100);
    models::TextTable table({{"layer", 9, true},
                             {"kind", 8, true},
                             {"weights", 7, false},
                             {"form", 6, true},
                             {"planes", 5, false},
                             {"n_in", 4, false},
                             {"n_out", 4, false}});
    Json layers = layers_json(model.network);
    std::vector<SparseLayer> pruned;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const models::Layer& layer = model.network.layers[i];
        const models::Weights& weights = model.layers[i].weights;
        std::size_t planes = 0;
        std::string n_in = "-", n_out = "-";
        if (const auto* binary = std::get_if<models::BinaryWeights>(&weights)) planes = binary->planes.size();
        if (const auto* encrypted = std::get_if<models::EncryptedWeights>(&weights)) {
            planes = encrypted->planes.size();
            const models::XorNetwork& network = *encrypted->planes.front().network;
            n_in = std::to_string(network.n_in());
            n_out = std::to_string(network.n_out());
            layers[i]["n_in"] = network.n_in();
            layers[i]["n_out"] = network.n_out();
        }
        std::string form = form_of(weights);
        if (const auto* shift = std::get_if<models::ShiftWeights>(&weights)) {
            planes = 1;
            form += fmt::format(", {} bit{}", shift->q, shift->q == 1 ? "" : "s");
            layers[i]["weight_bits"] = shift->q;
            if (shift->network != nullptr) {
                n_in = std::to_string(shift->network->n_in());
                n_out = std::to_string(shift->network->n_out());
                layers[i]["n_in"] = shift->network->n_in();
                layers[i]["n_out"] = shift->network->n_out();
            }
        }
        if (const auto* sparse = std::get_if<models::SparseWeights>(&weights)) {
            planes = sparse->planes.size();
            n_in = std::to_string(sparse->planes.front().seed_bits());
            n_out = std::to_string(sparse->planes.front().network->n_out());
            layers[i]["n_in"] = sparse->planes.front().seed_bits();
            layers[i]["n_out"] = sparse->planes.front().network->n_out();
            layers[i]["sparse"] = sparse_json(layer, *sparse);
            pruned.emplace_back(&layer, sparse);
        }
        layers[i]["form"] = form_of(weights);
        layers[i]["planes"] = planes;
        table.add({layer.name, to_string(layer.kind), models::grouped(weights_of(layer)), form,
                   planes == 0 ? "-" : std::to_string(planes), n_in, n_out});
    }
    text += table.text(width);
    if (!pruned.empty()) text += sparse_text(pruned, width);
    if (bits.checked > 0)
        text += fmt::format("{} decoded weight bits equal those that the file states\n", models::grouped(bits.checked));
    return make(text, {{"kind", "model"},
                       {"file", path},
                       {"dataset", model.dataset},
                       {"weights", model.network.weights()},
                       {"test_accuracy", model.test_accuracy >= 0 ? Json(model.test_accuracy) : Json(nullptr)},
                       {"decoded_bits", bits.decoded},
                       {"checked_bits", bits.checked},
                       {"layers", layers}});
}

Inspection inspect_network(const std::string& path, int width) {
    const models::Network network = models::read_network(path);
    const std::string text = fmt::format("{}: network '{}', {}{}\n", path, network.name, layer_count(network),
                                         network.independent_layers ? ", independent of each other" : "");
    return make(text + layers_text(network, width), {{"kind", "network"},
                                                     {"file", path},
                                                     {"name", network.name},
                                                     {"independent_layers", network.independent_layers},
                                                     {"weights", network.weights()},
                                                     {"macs", network.macs()},
                                                     {"layers", layers_json(network)}});
}

Inspection inspect_architecture(const std::string& path) {
    const models::Architecture architecture = models::read_architecture(path);
    const models::ArrayConfig& array = architecture.array;
    const double bytes_peak = static_cast<double>(array.rows) * array.columns * architecture.clock_mhz * 1e-3;
    const int binary_cycles = array.mode == models::ArrayMode::xnor ? array.activation_bits : 1;
    const double peak = bytes_peak / binary_cycles;
    const double bandwidth = architecture.memory.bytes_per_cycle.value() * architecture.clock_mhz * 1e-3;
    std::string text = fmt::format("{}: architecture '{}'\n{} x {} {} array, {:g} billion products/s at most", path,
                                   architecture.name, array.rows, array.columns, to_string(array.mode), peak);
    if (binary_cycles > 1)
        text += fmt::format("\n(binary codes, {} cycles a vector; 8-bit and shift weights: {:g} billion)",
                            binary_cycles, bytes_peak);
    text += fmt::format("\nmemory {:g} GB/s\n\n", bandwidth);
    const std::string toml = models::to_toml(architecture);
    return make(text + toml, {{"kind", "architecture"},
                              {"file", path},
                              {"name", architecture.name},
                              {"peak_products_per_second", peak * 1e9},
                              {"peak_products_per_second_8_bit", bytes_peak * 1e9},
                              {"bytes_per_second", bandwidth * 1e9},
                              {"toml", toml}});
}

Inspection inspect_trace(const std::string& path, int width) {
    const traces::TraceSummary summary = traces::read_trace_summary(path);
    Json blocks = Json::object(), streams = Json::object();
    for (const traces::BlockSummary& block : summary.blocks)
        blocks[block.name] = {{"busy", block.cycles.busy.count()},
                              {"stall_in", block.cycles.stall_in.count()},
                              {"stall_out", block.cycles.stall_out.count()},
                              {"idle", block.cycles.idle.count()}};
    for (const traces::StreamSummary& stream : summary.streams)
        streams[stream.name] = {{"reads", stream.reads},
                                {"writes", stream.writes},
                                {"bus_bytes", known(stream.bytes)},
                                {"bytes", known(stream.payload_bytes)}};
    Json json = {{"kind", "trace"},
                 {"file", path},
                 {"format", traces::info(summary.format).name},
                 {"network", known(summary.network)},
                 {"architecture", known(summary.architecture)},
                 {"clock_mhz", summary.clock_mhz > 0 ? Json(summary.clock_mhz) : Json(nullptr)},
                 {"events", summary.events},
                 {"cycles", known(summary.end)},
                 {"last_issue_cycle", known(summary.last_issue)},
                 {"blocks", blocks},
                 {"streams", streams},
                 {"signals", summary.signals}};
    return make(fmt::format("{}: trace\n{}", path, traces::to_text(summary, width)), std::move(json));
}

Inspection inspect_xor(const models::XorNetwork& network, const std::string& name) {
    const models::XorProperties found = models::properties(network);
    const double rate = static_cast<double>(network.n_in()) / network.n_out();
    std::string text = fmt::format("{}: {} -> {}, {:.4g} stored bits per weight and plane\n", name, network.n_in(),
                                   network.n_out(), rate);
    const auto line = [&text](const char* what, const std::string& value) {
        text += fmt::format("{:<34}{}\n", what, value);
    };
    line("rank over GF(2)", fmt::format("{} of {}", found.rank, network.n_in()));
    line("rows equal to an earlier one", std::to_string(found.duplicate_rows));
    line("zero rows", std::to_string(found.zero_rows));
    line("ones in a row", fmt::format("{} to {}", found.min_row_weight, found.max_row_weight));
    line("minimum distance of the outputs",
         found.minimum_distance ? std::to_string(*found.minimum_distance)
                                : fmt::format("not counted (n_in is above {})", models::max_n_in_of_distance));
    line("levels of two-input XOR gates", std::to_string(found.logic_levels));
    line("two-input XOR gates, unshared", std::to_string(found.naive_xor2));
    Json rows = Json::array();
    for (int i = 0; i < network.n_out(); ++i) {
        std::string bits;
        for (int j = 0; j < network.n_in(); ++j) bits += (network.row(i) >> j & 1U) != 0 ? '1' : '0';
        rows.push_back(bits);
    }
    return make(text, {{"kind", "xor_network"},
                       {"name", name},
                       {"n_in", network.n_in()},
                       {"n_out", network.n_out()},
                       {"rate", rate},
                       {"rank", found.rank},
                       {"duplicate_rows", found.duplicate_rows},
                       {"zero_rows", found.zero_rows},
                       {"min_row_weight", found.min_row_weight},
                       {"max_row_weight", found.max_row_weight},
                       {"row_weight_histogram", found.row_weight_histogram},
                       {"minimum_distance", found.minimum_distance ? Json(*found.minimum_distance) : Json(nullptr)},
                       {"logic_levels", found.logic_levels},
                       {"xor2_gates_unshared", found.naive_xor2},
                       {"rows", rows}});
}

} // namespace fracbit::cli
