#include "models/results/report_csv.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

class CsvText {
public:
    void header(const std::vector<std::string>& names) {
        for (const std::string& name : names) cell(name);
        end_row();
    }
    void cell(const std::string& text) { line_ += (line_.empty() ? "" : ", ") + text; }
    void cell(std::int64_t number) { cell(std::to_string(number)); }
    void cell(double number) { cell(fmt::format("{:.6g}", number)); }
    void end_row() {
        text_ += line_ + ",\n";
        line_.clear();
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_, line_;
};

/// A layer's name as one cell on one line: SCALE-Sim's files know no quotes.
std::string unquoted_cell(std::string name) {
    std::replace(name.begin(), name.end(), ',', ';');
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return c < 0x20; }, ' ');
    return name;
}

using Streams = std::vector<StreamId>;
const Streams ifmap_streams{StreamId::activations, StreamId::residual};
const Streams filter_streams{StreamId::weights, StreamId::scales, StreamId::kv_cache};
const Streams ofmap_streams{StreamId::outputs, StreamId::psum_write};

std::int64_t bytes_of(const LayerReport& layer, const Streams& streams) {
    std::int64_t sum = 0;
    for (const StreamId stream : streams) sum += layer.counts.stream(stream).bytes.count();
    return sum;
}

double fetches_of(const LayerReport& layer, StreamId stream) {
    for (const OperandFetches& fetches : layer.fetches)
        if (fetches.stream == stream) return fetches.times;
    return 0;
}

/// Words that moved between the buffers and the array, one a value. The array's operands only.
struct SramCounts {
    std::int64_t ifmap = 0, filter = 0, ofmap = 0;
};

SramCounts sram_counts(const LayerReport& layer) {
    if (layer.facts.on_array == false) return {};
    const LayerFacts& facts = layer.facts;
    // Vectors count whole tiles; the elements that carry values are the reduction's.
    const std::int64_t sweeps = layer.counts.vectors / std::max<std::int64_t>(facts.tiles, 1);
    const std::int64_t runs =
        layer.counts.tiles_loaded / std::max<std::int64_t>(facts.row_groups * facts.chunks * facts.tiles, 1);
    return {sweeps * facts.reduction, runs * facts.chunks * facts.layer.weights(),
            layer.products / std::max<std::int64_t>(facts.reduction, 1) * facts.tiles};
}

std::string compute_report(const Report& report) {
    CsvText csv;
    csv.header({"LayerID", "Total Cycles (incl. prefetch)", "Total Cycles", "Stall Cycles", "Overall Util %",
                "Mapping Efficiency %", "Compute Util %", "Layer Name"});
    for (std::size_t i = 0; i < report.layers.size(); ++i) {
        const LayerReport& layer = report.layers[i];
        const BlockCycles& array = layer.counts.block(BlockId::array);
        csv.cell(static_cast<std::int64_t>(i));
        csv.cell(layer.counts.cycles.count());
        csv.cell(layer.counts.cycles.count());
        csv.cell((array.stall_in + array.stall_out).count());
        csv.cell(layer.overall_utilization * 100);
        csv.cell(layer.mapping_efficiency * 100);
        csv.cell(layer.array_utilization * 100);
        csv.cell(unquoted_cell(layer.counts.name));
        csv.end_row();
    }
    return csv.text();
}

std::string bandwidth_report(const Report& report) {
    CsvText csv;
    csv.header({"LayerID", "Avg IFMAP SRAM BW", "Avg FILTER SRAM BW", "Avg OFMAP SRAM BW", "Avg IFMAP DRAM BW",
                "Avg FILTER DRAM BW", "Avg OFMAP DRAM BW", "Layer Name"});
    for (std::size_t i = 0; i < report.layers.size(); ++i) {
        const LayerReport& layer = report.layers[i];
        const auto cycles = static_cast<double>(std::max<std::int64_t>(layer.counts.cycles.count(), 1));
        const SramCounts sram = sram_counts(layer);
        csv.cell(static_cast<std::int64_t>(i));
        for (const std::int64_t words : {sram.ifmap, sram.filter, sram.ofmap, bytes_of(layer, ifmap_streams),
                                         bytes_of(layer, filter_streams), bytes_of(layer, ofmap_streams)})
            csv.cell(static_cast<double>(words) / cycles);
        csv.cell(unquoted_cell(layer.counts.name));
        csv.end_row();
    }
    return csv.text();
}

void span_cells(CsvText& csv, const LayerReport& layer, const Streams& streams) {
    std::optional<DramSpan> span;
    for (const StreamId stream : streams) {
        const auto& one = layer.spans[static_cast<std::size_t>(stream)];
        if (!one) continue;
        span = span ? DramSpan{std::min(span->start, one->start), std::max(span->stop, one->stop)} : *one;
    }
    csv.cell(span ? span->start.count() : 0);
    csv.cell(span ? span->stop.count() : 0);
    csv.cell(bytes_of(layer, streams));
}

std::string access_report(const Report& report) {
    CsvText csv;
    csv.header({"LayerID", "SRAM IFMAP Reads", "SRAM Filter Reads", "SRAM OFMAP Writes", "DRAM IFMAP Start Cycle",
                "DRAM IFMAP Stop Cycle", "DRAM IFMAP Reads", "DRAM Filter Start Cycle", "DRAM Filter Stop Cycle",
                "DRAM Filter Reads", "DRAM OFMAP Start Cycle", "DRAM OFMAP Stop Cycle", "DRAM OFMAP Writes",
                "DRAM Partial Sum Reads", "DRAM Partial Sum Writes", "IFMAP Fetches", "Filter Fetches", "Layer Name"});
    for (std::size_t i = 0; i < report.layers.size(); ++i) {
        const LayerReport& layer = report.layers[i];
        const SramCounts sram = sram_counts(layer);
        csv.cell(static_cast<std::int64_t>(i));
        csv.cell(sram.ifmap);
        csv.cell(sram.filter);
        csv.cell(sram.ofmap);
        for (const Streams* streams : {&ifmap_streams, &filter_streams, &ofmap_streams})
            span_cells(csv, layer, *streams);
        csv.cell(bytes_of(layer, {StreamId::psum_read}));
        csv.cell(bytes_of(layer, {StreamId::psum_write}));
        csv.cell(fetches_of(layer, StreamId::activations));
        csv.cell(
            fetches_of(layer, layer.facts.layer.kind == LayerKind::attention ? StreamId::kv_cache : StreamId::weights));
        csv.cell(unquoted_cell(layer.counts.name));
        csv.end_row();
    }
    return csv.text();
}

} // namespace

std::vector<ReportFile> report_csv_files(const Report& report) {
    return {{"COMPUTE_REPORT.csv", compute_report(report)},
            {"BANDWIDTH_REPORT.csv", bandwidth_report(report)},
            {"DETAILED_ACCESS_REPORT.csv", access_report(report)}};
}

} // namespace fracbit::models
