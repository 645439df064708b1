#include "cli/encode_result.hpp"

#include "models/results/report_text.hpp"
#include "models/results/text_table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

using Json = nlohmann::ordered_json;
using Entry = models::CompressedModel::LayerEntry;

double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

/// All layers as one; planes are left out.
models::CompressionReport total_of(const std::vector<Entry>& layers) {
    models::CompressionReport total;
    double kept_magnitude = 0;
    for (const Entry& entry : layers) {
        const models::CompressionReport& report = entry.report;
        total.weights += report.weights;
        total.kept += report.kept;
        total.magnitude += report.magnitude;
        kept_magnitude += report.kept_magnitude * report.magnitude;
        total.bits += report.bits;
        total.patches += report.patches;
        total.seconds += report.seconds;
    }
    if (total.magnitude > 0) total.kept_magnitude = kept_magnitude / total.magnitude;
    return total;
}

Json report_json(const models::CompressionReport& report) {
    const auto weights = static_cast<double>(report.weights);
    return {{"weights", report.weights},
            {"kept", report.kept},
            {"density", share(static_cast<double>(report.kept), weights)},
            {"kept_magnitude", report.kept_magnitude},
            {"bits_per_weight", share(static_cast<double>(report.bits.total()), weights)},
            {"bits", to_json(report.bits)},
            {"patches", report.patches},
            {"seconds", report.seconds}};
}

Json plane_json(const models::PlaneReport& plane) {
    Json json = {{"n_in", plane.n_in},
                 {"n_out", plane.n_out},
                 {"registers", plane.registers},
                 {"slices", plane.slices},
                 {"patches", plane.patches}};
    if (plane.block_slices > 0) json["block_slices"] = plane.block_slices;
    if (plane.gap_bits > 0) json["gap_bits"] = plane.gap_bits;
    json["trials"] = Json::array();
    for (const auto& trial : plane.trials)
        json["trials"].push_back({{"n_out", trial.n_out}, {"bits_per_weight", trial.bits_per_weight}});
    return json;
}

std::vector<std::string> row(const std::string& name, const models::CompressionReport& report) {
    const auto weights = static_cast<double>(report.weights);
    const auto per_weight = [&](std::int64_t bits) {
        return fmt::format("{:.4f}", share(static_cast<double>(bits), weights));
    };
    std::string n_out;
    for (const auto& plane : report.planes)
        if (const std::string size = std::to_string(plane.n_out); n_out.empty())
            n_out = size;
        else if (n_out != size)
            n_out += "," + size;
    return {name,
            models::grouped(report.weights),
            fmt::format("{:.2f}", 100 * share(static_cast<double>(report.kept), weights)),
            fmt::format("{:.2f}", 100 * report.kept_magnitude),
            n_out,
            per_weight(report.bits.total()),
            per_weight(report.bits.seeds),
            per_weight(report.bits.counts),
            per_weight(report.bits.locations),
            per_weight(report.bits.mask),
            per_weight(report.bits.scales),
            per_weight(report.bits.offsets),
            models::grouped(report.patches),
            fmt::format("{:.2f}", report.seconds)};
}

} // namespace

Json to_json(const models::StoredSize& bits) {
    return {{"seeds", bits.seeds}, {"counts", bits.counts}, {"locations", bits.locations},
            {"mask", bits.mask},   {"scales", bits.scales}, {"offsets", bits.offsets}};
}

Json to_json(const EncodeResult& result) {
    Json json = {{"format_version", 1}, {"input", result.input}};
    json.update(report_json(total_of(result.layers)));
    json["peak_memory_bytes"] = result.peak_memory_bytes;
    json["layers"] = Json::array();
    for (const Entry& entry : result.layers) {
        Json layer = {{"name", entry.name}};
        layer.update(report_json(entry.report));
        layer["planes"] = Json::array();
        for (const auto& plane : entry.report.planes) layer["planes"].push_back(plane_json(plane));
        json["layers"].push_back(std::move(layer));
    }
    return json;
}

std::string to_text(const EncodeResult& result, int width) {
    models::TextTable table({{"layer", 15, true},
                             {"weights", 8, false},
                             {"kept %", 12, false},
                             {"|w| %", 9, false},
                             {"n_out", 7, false},
                             {"bits/weight", 14, false},
                             {"seeds", 13, false},
                             {"counts", 10, false},
                             {"places", 10, false},
                             {"mask", 13, false},
                             {"scales", 6, false},
                             {"offsets", 6, false},
                             {"patches", 4, false},
                             {"s", 3, false}});
    for (const Entry& entry : result.layers) table.add(row(entry.name, entry.report));
    if (result.layers.size() > 1) {
        table.rule();
        table.add(row("total", total_of(result.layers)));
    }
    const models::CompressionReport total = total_of(result.layers);
    std::string text = models::wrapped(result.input + ": " + result.settings, width) + "\n" + table.text(width);
    text += models::wrapped(
        fmt::format(
            "{} weights in {} bytes, all that is needed to rebuild them: {:.4f} bits a weight; kept {:.2f} % of "
            "the weights and {:.2f} % of their magnitude",
            models::grouped(total.weights), models::grouped((total.bits.total() + 7) / 8),
            share(static_cast<double>(total.bits.total()), static_cast<double>(total.weights)),
            100 * share(static_cast<double>(total.kept), static_cast<double>(total.weights)),
            100 * total.kept_magnitude),
        width);
    text += fmt::format("{:.2f} s, at most {} MiB of memory\n", total.seconds, result.peak_memory_bytes >> 20);
    return text + result.wrote;
}

} // namespace fracbit::cli
