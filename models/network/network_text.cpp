#include "models/network/network_text.hpp"

#include "models/files/csv_field.hpp"
#include "models/network/layer_problems.hpp"
#include "models/network/network_csv.hpp"

#include <fmt/format.h>
#include <string_view>

namespace fracbit::models {
namespace {

/// A name as the reader gives it back: outside of quotes it trims blanks, and takes a row that starts with # for a
/// comment.
std::string name_cell(const std::string& name) {
    constexpr std::string_view blanks = " \t";
    const std::string field = csv_field(name);
    const bool meant = field.empty() || field.front() == '"' ||
                       (field.front() != '#' && blanks.find(field.front()) == std::string_view::npos &&
                        blanks.find(field.back()) == std::string_view::npos);
    return meant ? field : '"' + field + '"';
}

std::string window_cells(const Layer& layer) {
    return fmt::format("{}x{},{}x{},{}x{},{}x{}", layer.kernel_height, layer.kernel_width, layer.stride_height,
                       layer.stride_width, layer.pad_height, layer.pad_width, layer.dilation_height,
                       layer.dilation_width);
}

std::string line(const Layer& layer) {
    const bool rescales = runs_on_array(layer.kind) || layer.kind == LayerKind::add;
    return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", name_cell(layer.name), to_string(layer.kind),
                       layer.input.channels, layer.input.height, layer.input.width,
                       runs_on_array(layer.kind) ? fmt::format("{}", layer.out_channels) : "",
                       has_window(layer.kind) ? window_cells(layer) : ",,,",
                       layer.kind == LayerKind::conv ? fmt::format("{}", layer.groups) : "", layer.repeat,
                       layer.refetches, rescales ? (layer.relu ? "1" : "0") : "", name_cell(layer.source.value_or("")),
                       name_cell(layer.residual.value_or("")));
}

} // namespace

std::string to_csv(const Network& network) {
    std::string text = fmt::format("# format_version = {}\n", network_csv_version);
    if (network.independent_layers) text += "# independent_layers = true\n";
    text += "name,kind,channels,height,width,out_channels,kernel,stride,padding,dilation,groups,repeat,refetches,relu,"
            "source,residual\n";
    for (const Layer& layer : network.layers) text += line(layer);
    return text;
}

} // namespace fracbit::models
