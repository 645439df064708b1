#include "models/network/network_columns.hpp"

#include "models/network/csv_columns.hpp"
#include "models/network/layer_problems.hpp"
#include "models/network/network_csv.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

const std::vector<CsvColumn> columns{
    {"name", true, {}},       {"kind", true, {}},          {"channels", true, {}}, {"height", false, {}},
    {"width", false, {}},     {"out_channels", false, {}}, {"kernel", false, {}},  {"stride", false, {}},
    {"padding", false, {}},   {"dilation", false, {}},     {"groups", false, {}},  {"repeat", false, {}},
    {"refetches", false, {}}, {"relu", false, {}},         {"source", false, {}},  {"residual", false, {}},
};

/// Kinds that may add a residual and clamp at zero.
bool rescales(LayerKind kind) { return runs_on_array(kind) || kind == LayerKind::add; }

std::string kind_list() {
    std::string text;
    for (int i = 0; i <= static_cast<int>(LayerKind::lookup); ++i)
        text += (text.empty() ? "" : ", ") + std::string(to_string(static_cast<LayerKind>(i)));
    return text;
}

class LayerReader {
public:
    explicit LayerReader(const CsvRecord& record) : record_(record) {}

    Layer run() {
        layer_.name = record_.text("name");
        if (layer_.name.empty()) throw record_.error("name", "'name' is empty; every layer needs a name of its own");
        layer_.kind = kind();
        layer_.input = {record_.integer("channels"), record_.integer_or("height", 1), record_.integer_or("width", 1)};
        layer_.repeat = record_.integer_or("repeat", 1);
        layer_.refetches = record_.integer_or("refetches", 1);
        if (!record_.empty("source")) layer_.source = record_.text("source");
        read_outputs();
        read_window();
        read_rescaling();
        return layer_;
    }

private:
    LayerKind kind() {
        const std::string text = record_.text("kind");
        if (const auto kind = layer_kind_from(text)) return *kind;
        throw record_.error(
            "kind", fmt::format("'kind' is {}; allowed are {}", text.empty() ? "empty" : in_quotes(text), kind_list()));
    }

    void read_outputs() {
        if (runs_on_array(layer_.kind)) {
            require("out_channels");
            layer_.out_channels = record_.integer("out_channels");
        } else {
            refuse("out_channels", {"1", std::to_string(layer_.input.channels)});
        }
        if (layer_.kind == LayerKind::conv)
            layer_.groups = record_.integer_or("groups", 1);
        else
            refuse("groups", {"1"});
    }

    void read_window() {
        if (!has_window(layer_.kind)) {
            for (const char* column : {"kernel", "stride", "dilation"}) refuse(column, {"1", "1x1"});
            return refuse("padding", {"0", "0x0"});
        }
        require("kernel");
        if (layer_.kind != LayerKind::conv) require("stride"); // elsewhere a pool's default is its kernel: be explicit
        std::tie(layer_.kernel_height, layer_.kernel_width) = pair_or("kernel", 1, 1);
        std::tie(layer_.stride_height, layer_.stride_width) = pair_or("stride", 1, 1);
        std::tie(layer_.pad_height, layer_.pad_width) = pair_or("padding", 0, 0);
        std::tie(layer_.dilation_height, layer_.dilation_width) = pair_or("dilation", 1, 1);
    }

    void read_rescaling() {
        if (!rescales(layer_.kind)) {
            refuse("relu", {"0"});
            return refuse("residual", {});
        }
        const std::string relu = record_.text("relu");
        if (!relu.empty() && relu != "0" && relu != "1")
            throw record_.error("relu", fmt::format("'relu' is {}; allowed are 0 and 1", in_quotes(relu)));
        layer_.relu = relu == "1";
        if (layer_.kind == LayerKind::add) require("residual");
        if (!record_.empty("residual")) layer_.residual = record_.text("residual");
    }

    std::pair<std::int64_t, std::int64_t> pair_or(const char* column, std::int64_t otherwise,
                                                  std::int64_t least) const {
        return record_.empty(column) ? std::pair{otherwise, otherwise} : record_.pair(column, least);
    }

    void require(const char* column) const {
        if (record_.empty(column))
            throw record_.error(column, fmt::format("'{}' is empty or missing; layer '{}' of kind {} needs it", column,
                                                    layer_.name, to_string(layer_.kind)));
    }

    /// A cell that the kind does not use must not look as if it counted.
    void refuse(const char* column, const std::vector<std::string>& harmless) const {
        const std::string text = record_.text(column);
        if (text.empty() || std::find(harmless.begin(), harmless.end(), text) != harmless.end()) return;
        throw record_.error(column, fmt::format("'{}' is {}, but a layer of kind {} does not use it; leave it empty",
                                                column, in_quotes(text), to_string(layer_.kind)));
    }

    const CsvRecord& record_;
    Layer layer_;
};

void check_version(const CsvTable& table) {
    const auto setting = table.settings.find("format_version");
    if (setting == table.settings.end()) return;
    const auto& [text, line] = setting->second;
    int version = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (error != std::errc{} || end != text.data() + text.size() || version < 1)
        throw table.error(line, 1, fmt::format("format_version is {}; allowed is 1", in_quotes(text)));
    if (version > network_csv_version)
        throw table.error(line, 1,
                          fmt::format("format_version is {}, newer than the {} that this program reads; use a newer "
                                      "program or write the file as version {}",
                                      version, network_csv_version, network_csv_version));
}

bool independent_layers(const CsvTable& table) {
    const auto setting = table.settings.find("independent_layers");
    if (setting == table.settings.end()) return false;
    const std::string& text = setting->second.value;
    if (text != "true" && text != "false")
        throw table.error(setting->second.line, 1,
                          fmt::format("independent_layers is {}; allowed are true and false", in_quotes(text)));
    return text == "true";
}

} // namespace

Network network_from_columns(const CsvTable& table) {
    check_version(table);
    Network network;
    network.independent_layers = independent_layers(table);
    const CsvColumns found(table, columns, "the columns of a network");
    std::map<std::string, std::int64_t> line_of_name;
    for (const CsvRow& row : table.rows) {
        found.check_row(row, true);
        const CsvRecord record(found, row);
        network.layers.push_back(LayerReader(record).run());
        const auto [first, added] = line_of_name.emplace(network.layers.back().name, row.line);
        if (!added)
            throw record.error("name",
                               fmt::format("the name {} is already that of the layer in line {}; names must differ",
                                           in_quotes(first->first), first->second));
    }
    return network;
}

} // namespace fracbit::models
