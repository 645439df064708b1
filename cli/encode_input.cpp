#include "cli/encode_input.hpp"

#include "models/compression/npy_weights.hpp"
#include "models/compression/synthetic_weights.hpp"
#include "models/core/error.hpp"
#include "models/files/float_dataset.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>

namespace fracbit::cli {
namespace {

template <class Number>
bool parse(const std::string& text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

/// A linear layer of [out][in], or a convolution of one position of [out][in][k_h][k_w].
models::Layer layer_of(const std::string& name, const std::vector<std::int64_t>& shape) {
    models::Layer layer;
    layer.name = name;
    layer.out_channels = shape[0];
    if (shape.size() == 2) {
        layer.kind = models::LayerKind::linear;
        layer.input = {shape[1], 1, 1};
    } else {
        layer.input = {shape[1], shape[2], shape[3]};
        layer.kernel_height = shape[2];
        layer.kernel_width = shape[3];
    }
    models::validate(layer);
    return layer;
}

SingleLayer drawn_layer(const EncodeInput& input, std::uint64_t seed) {
    std::int64_t rows = 0, columns = 0;
    const std::size_t x = input.synthetic.find('x');
    if (x == std::string::npos || !parse(input.synthetic.substr(0, x), rows) ||
        !parse(input.synthetic.substr(x + 1), columns) || rows < 1 || columns < 1)
        throw ConfigError("--synthetic " + input.synthetic + ": expected OUTxIN, e.g. 2048x4096");
    double spread = 0;
    const std::string prefix = "lognormal:";
    if (!input.scales.empty() &&
        (input.scales.rfind(prefix, 0) != 0 || !parse(input.scales.substr(prefix.size()), spread)))
        throw ConfigError("--scales " + input.scales + ": expected lognormal:SIGMA, e.g. lognormal:0.5");
    return {layer_of("synthetic", {rows, columns}),
            {},
            std::make_unique<models::SyntheticWeights>(rows, columns, seed, spread)};
}

} // namespace

void EncodeInput::add_to(CLI::App& command) {
    const char* group = "Weights (one of these)";
    command.add_option("--model", model, "Model (HDF5): every conv and linear layer with float weights")
        ->type_name("FILE")
        ->group(group);
    command
        .add_option("--npy", npy,
                    "NumPy array [out][in] or [out][in][k_h][k_w], float32 or float64, C order; read in parts")
        ->type_name("FILE")
        ->group(group);
    auto* file = command.add_option("--hdf5", hdf5, "HDF5 file with a data set of float32 of such a shape")
                     ->type_name("FILE")
                     ->group(group);
    command.add_option("--dataset", dataset, "The data set in it, e.g. /fc1/weight")
        ->needs(file)
        ->type_name("NAME")
        ->group(group);
    auto* drawn = command.add_option("--synthetic", synthetic, "Normally distributed weights, drawn in parts")
                      ->type_name("OUTxIN")
                      ->group(group);
    command.add_option("--scales", scales, "Of drawn rows and columns: exp(SIGMA * normal). Default: 1")
        ->needs(drawn)
        ->type_name("lognormal:SIGMA")
        ->group(group);
}

std::string EncodeInput::text() const {
    if (!hdf5.empty()) return hdf5 + ":" + dataset;
    if (synthetic.empty()) return model.empty() ? npy : model;
    return "drawn weights " + synthetic + (scales.empty() ? "" : ", scales " + scales);
}

void check_input(const EncodeInput& input) {
    int given = 0;
    for (const auto* text : {&input.model, &input.npy, &input.hdf5, &input.synthetic}) given += text->empty() ? 0 : 1;
    if (given != 1)
        throw ConfigError(fmt::format("found {} inputs; give one of --model, --npy, --hdf5 and --synthetic: the float "
                                      "weights that are to be encoded",
                                      given == 0 ? "no" : std::to_string(given)));
    if (!input.hdf5.empty() && input.dataset.empty())
        throw ConfigError("--hdf5 " + input.hdf5 + " needs --dataset: the name of the weights in it");
}

SingleLayer single_layer(const EncodeInput& input, std::uint64_t seed) {
    if (!input.synthetic.empty()) return drawn_layer(input, seed);
    SingleLayer single;
    if (!input.npy.empty()) {
        auto array = std::make_unique<models::NpyWeights>(input.npy);
        single.layer = layer_of(std::filesystem::path(input.npy).stem().string(), array->shape());
        single.source = std::move(array);
        return single;
    }
    models::FloatArray array = models::read_float_dataset(input.hdf5, input.dataset);
    if (array.shape.size() != 2 && array.shape.size() != 4)
        throw FormatError(input.hdf5, {{}, {}, {}, input.dataset},
                          fmt::format("found {} dimensions, weights have 2 (out, in) or 4 (out, in, height, width)",
                                      array.shape.size()));
    single.layer = layer_of(std::filesystem::path(input.dataset).filename().string(), array.shape);
    single.values = std::move(array.values);
    single.source =
        std::make_unique<models::MemoryWeights>(single.values, single.layer.out_channels, single.layer.reduction());
    return single;
}

} // namespace fracbit::cli
