#include "models/network/network_text.hpp"

#include "models/files/csv_field.hpp"
#include "models/network/layer_problems.hpp"
#include "models/network/network_csv.hpp"

#include <fmt/format.h>

namespace fracbit::models {
namespace {

std::string window_cells(const Layer& layer) {
    return fmt::format("{}x{},{}x{},{}x{},{}x{}", layer.kernel_height, layer.kernel_width, layer.stride_height,
                       layer.stride_width, layer.pad_height, layer.pad_width, layer.dilation_height,
                       layer.dilation_width);
}

std::string line(const Layer& layer) {
    const bool rescales = runs_on_array(layer.kind) || layer.kind == LayerKind::add;
    return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_field(layer.name), to_string(layer.kind),
                       layer.input.channels, layer.input.height, layer.input.width,
                       runs_on_array(layer.kind) ? fmt::format("{}", layer.out_channels) : "",
                       has_window(layer.kind) ? window_cells(layer) : ",,,",
                       layer.kind == LayerKind::conv ? fmt::format("{}", layer.groups) : "", layer.repeat,
                       layer.refetches, rescales ? (layer.relu ? "1" : "0") : "", csv_field(layer.source.value_or("")),
                       csv_field(layer.residual.value_or("")));
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
