#include "models/network/scale_sim_csv.hpp"

#include "models/core/units.hpp"
#include "models/network/csv_columns.hpp"

#include <charconv>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

const CsvColumn name_column{"Layer name", true, {"Layer", "LayerName", "Name"}};
const CsvColumn sparsity_column{"Sparsity", false, {"Sparsity Ratio"}};

const std::vector<CsvColumn> topology_columns{
    name_column,
    {"IFMAP Height", true, {"IFMAP H"}},
    {"IFMAP Width", true, {"IFMAP W"}},
    {"Filter Height", true, {"Filter H"}},
    {"Filter Width", true, {"Filter W"}},
    {"Channels", true, {"Channel", "Num Channels"}},
    {"Num Filter", true, {"Num Filters", "Number of Filters", "Filters"}},
    {"Strides", true, {"Stride", "Stride Height", "Stride H"}},
    {"Stride Width", false, {"Stride W"}},
    {"Batch Size", false, {"Batch"}},
    sparsity_column,
};

const std::vector<CsvColumn> gemm_columns{
    name_column, {"M", true, {}}, {"N", true, {}}, {"K", true, {}}, {"Batch", false, {"Batch Size"}}, sparsity_column,
};

class Names {
public:
    std::string unique(const std::string& name) {
        std::string candidate = name;
        for (int number = 2; !used_.insert(candidate).second; ++number) candidate = fmt::format("{}#{}", name, number);
        return candidate;
    }

private:
    std::set<std::string> used_;
};

std::string layer_name(const CsvRecord& record) {
    std::string name = record.text("Layer name");
    if (name.empty()) throw record.error("Layer name", "'Layer name' is empty; every layer needs a name");
    return name;
}

/// Empty, "1", or N:M with N of M weights kept.
void check_sparsity(const CsvRecord& record) {
    const std::string text = record.text("Sparsity");
    if (text.empty() || text == "1") return;
    int kept = 0, of = 0;
    const char* const end = text.data() + text.size();
    const auto [colon, error] = std::from_chars(text.data(), end, kept);
    if (error == std::errc{} && colon != end && *colon == ':') {
        const auto [rest, second_error] = std::from_chars(colon + 1, end, of);
        if (second_error == std::errc{} && rest == end && kept >= 1 && kept <= of) return;
    }
    throw record.error("Sparsity",
                       fmt::format("'Sparsity' is {}; allowed is N:M with 1 <= N <= M, such as 2:4", in_quotes(text)));
}

/// Symmetric padding after which the windows that start inside the input are all whole (less than one stride).
std::int64_t padding_to_round_up(std::int64_t size, std::int64_t kernel, std::int64_t stride) {
    if (kernel > size) return 0; // left to validation
    const std::int64_t steps = ceil_div(size - kernel, stride);
    return ceil_div(steps * stride + kernel - size, 2);
}

Layer topology_layer(const CsvRecord& record) {
    Layer layer;
    layer.name = layer_name(record);
    layer.kind = LayerKind::conv;
    layer.input = {record.integer("Channels"), record.integer("IFMAP Height"), record.integer("IFMAP Width")};
    layer.out_channels = record.integer("Num Filter");
    layer.kernel_height = record.integer("Filter Height");
    layer.kernel_width = record.integer("Filter Width");
    layer.stride_height = record.integer("Strides");
    layer.stride_width = record.integer_or("Stride Width", layer.stride_height);
    layer.repeat = record.integer_or("Batch Size", 1);
    check_sparsity(record);
    layer.pad_height = padding_to_round_up(layer.input.height, layer.kernel_height, layer.stride_height);
    layer.pad_width = padding_to_round_up(layer.input.width, layer.kernel_width, layer.stride_width);
    if (layer.name.find("DP") != std::string::npos) {
        layer.groups = layer.input.channels;
        layer.out_channels *= layer.input.channels;
    }
    return layer;
}

Layer gemm_layer(const CsvRecord& record) {
    Layer layer;
    layer.name = layer_name(record);
    layer.kind = LayerKind::linear;
    layer.repeat = record.integer("M");
    layer.out_channels = record.integer("N");
    layer.input.channels = record.integer("K");
    layer.refetches = record.integer_or("Batch", 1);
    check_sparsity(record);
    return layer;
}

template <class ReadLayer>
Network independent_network(const CsvTable& table, const std::vector<CsvColumn>& columns, const char* known,
                            ReadLayer read_layer) {
    Network network;
    network.independent_layers = true;
    const CsvColumns found(table, columns, known);
    Names names;
    for (const CsvRow& row : table.rows) {
        found.check_row(row, false);
        Layer layer = read_layer(CsvRecord(found, row));
        layer.name = names.unique(layer.name);
        network.layers.push_back(std::move(layer));
    }
    return network;
}

} // namespace

Network network_from_topology(const CsvTable& table) {
    CsvTable corrected = table;
    auto& header = corrected.header.fields;
    // A published file (DeepSpeech2) calls both sides "IFMAP Width"; SCALE-Sim itself goes by position.
    if (header.size() > 2 && normalised(header[1].text) == "ifmap width" && normalised(header[2].text) == "ifmap width")
        header[1].text = "IFMAP Height";
    return independent_network(corrected, topology_columns, "the columns of a SCALE-Sim topology", topology_layer);
}

Network network_from_gemm(const CsvTable& table) {
    return independent_network(table, gemm_columns, "the columns of a SCALE-Sim GEMM table", gemm_layer);
}

} // namespace fracbit::models
