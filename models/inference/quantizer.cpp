#include "models/inference/quantizer.hpp"

#include "models/core/error.hpp"
#include "models/inference/quantized_weights.hpp"
#include "models/inference/range_check.hpp"
#include "models/inference/rescaling_choice.hpp"
#include "models/model/model_check.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

class Quantizer {
public:
    Quantizer(const Model& model, const CalibrationRanges& ranges, const QuantizeOptions& options)
        : model_(model), ranges_(ranges), options_(options) {}

    QuantizedNetwork run() {
        validate(model_);
        if (options_.activation_bits < 1 || options_.activation_bits > 8)
            throw ConfigError(fmt::format("activation_bits is {}, must be 1 to 8", options_.activation_bits));
        if (ranges_.outputs.size() != model_.network.layers.size())
            throw ConfigError(fmt::format("calibration has ranges of {} layers, the model has {}",
                                          ranges_.outputs.size(), model_.network.layers.size()));
        check_pruned_format();
        check_shift_format();
        result_.network = model_.network;
        find_coded_readers();
        result_.input = scale_of(ranges_.input, input_coded_ ? options_.activation_bits : 8);
        for (int i = 0; i < static_cast<int>(model_.network.layers.size()); ++i) add_layer(i);
        return std::move(result_);
    }

private:
    /// Which tensors are read by codes, bit plane by bit plane; max pools pass them on. The last layer is read by none.
    void find_coded_readers() {
        const int layers = static_cast<int>(model_.network.layers.size());
        coded_.assign(model_.network.layers.size(), false);
        for (int i = layers - 1; i >= 0; --i) {
            const auto index = static_cast<std::size_t>(i);
            const LayerKind kind = model_.network.layers[index].kind;
            const bool codes = runs_on_array(kind) && format_of(model_.layers[index], options_) != WeightFormat::dense8;
            if (!codes && !(kind == LayerKind::max_pool && coded_[index])) continue;
            const int source = model_.network.source_of(i);
            if (source < 0)
                input_coded_ = true;
            else
                coded_[static_cast<std::size_t>(source)] = true;
        }
    }

    [[nodiscard]] int output_bits(int i) const {
        const auto& levels = model_.layers[static_cast<std::size_t>(i)].activations;
        if (!levels) return coded_[static_cast<std::size_t>(i)] ? options_.activation_bits : 8;
        if (coded_[static_cast<std::size_t>(i)] && levels->bits > options_.activation_bits)
            throw ConfigError(fmt::format("layer '{}' was trained with activations of {} bits, the array takes {}; set "
                                          "array.activation_bits to {} or more, or use another array.mode",
                                          model_.network.layers[static_cast<std::size_t>(i)].name, levels->bits,
                                          options_.activation_bits, levels->bits));
        return levels->bits;
    }

    [[nodiscard]] ActivationScale output_scale(int i) const {
        const auto index = static_cast<std::size_t>(i);
        if (const auto& levels = model_.layers[index].activations)
            return {double{levels->scale} / levels->highest(), 0};
        return scale_of(ranges_.outputs[index], output_bits(i));
    }

    [[nodiscard]] const ActivationScale& scale_from(int source) const {
        return source < 0 ? result_.input : result_.outputs[static_cast<std::size_t>(source)];
    }

    void check_pruned_format() const {
        const auto is_sparse = [](const ModelLayer& layer) {
            return std::holds_alternative<SparseWeights>(layer.weights);
        };
        if (options_.format != WeightFormat::sparse && options_.format != WeightFormat::csr) return;
        if (std::none_of(model_.layers.begin(), model_.layers.end(), is_sparse))
            throw ConfigError(fmt::format("no layer of the model is pruned, so none can be {}; prune and encode it "
                                          "first (fracbit encode), or choose another weight format",
                                          to_string(*options_.format)));
    }

    void check_shift_format() const {
        const auto is_power = [](const ModelLayer& layer) {
            return std::holds_alternative<ShiftWeights>(layer.weights);
        };
        if (!options_.format || !is_shift(*options_.format)) return;
        if (std::none_of(model_.layers.begin(), model_.layers.end(), is_power))
            throw ConfigError(
                fmt::format("no layer of the model has powers of two for weights, so none can be {}; train "
                            "one that has, or choose another weight format",
                            to_string(*options_.format)));
    }

    void add_layer(int i) {
        const auto index = static_cast<std::size_t>(i);
        const Layer& layer = model_.network.layers[index];
        const ActivationScale& input = scale_from(model_.network.source_of(i));
        QuantizedLayer quantized;
        quantized.input_zero_point = input.zero_point;
        ActivationScale output = output_scale(i);
        if (layer.kind == LayerKind::max_pool) {
            output = input;
        } else if (layer.kind == LayerKind::softmax) {
            output = {1.0 / 255, 0};
            quantized.table = exponentials(input.scale);
        } else {
            RealRescaling real = real_rescaling(i, quantized);
            real.input = input;
            real.output = output;
            real.relu = layer.relu;
            real.bits = output_bits(i);
            if (layer.residual) real.residual = scale_from(model_.network.residual_of(i));
            quantized.rescaling = choose_rescaling(layer.name, real);
        }
        check_ranges(layer, quantized);
        result_.layers.push_back(std::move(quantized));
        result_.outputs.push_back(output);
    }

    /// Planes, codes' sums and bias of layer `i`; weights go to `quantized`.
    RealRescaling real_rescaling(int i, QuantizedLayer& quantized) const {
        const auto index = static_cast<std::size_t>(i);
        const Layer& layer = model_.network.layers[index];
        const ModelLayer& weights = model_.layers[index];
        RealRescaling real;
        const auto channels = static_cast<std::size_t>(layer.output().channels);
        real.bias.assign(channels, 0);
        std::copy(weights.bias.begin(), weights.bias.end(), real.bias.begin());
        if (runs_on_array(layer.kind)) {
            real.planes = quantize_weights(layer, weights, options_, quantized);
            return real;
        }
        std::int64_t elements = 1;
        if (layer.kind == LayerKind::average_pool)
            elements = layer.kernel_height * layer.kernel_width;
        else if (layer.kind == LayerKind::global_average_pool)
            elements = layer.input.height * layer.input.width;
        else if (layer.kind != LayerKind::add)
            throw ConfigError(
                fmt::format("layer '{}': {} layers cannot be quantized, a model holds no parameters for them",
                            layer.name, to_string(layer.kind)));
        const RealPlane plane{1.0 / static_cast<double>(elements), elements, 255 * elements};
        real.planes.assign(1, std::vector<RealPlane>(channels, plane));
        return real;
    }

    /// exp(-scale * d) for d = 0 .. 255 in 16 bits, low byte first.
    static std::vector<std::uint8_t> exponentials(double scale) {
        std::vector<std::uint8_t> table;
        for (int d = 0; d < 256; ++d) {
            const auto entry = static_cast<unsigned>(std::llround(65535 * std::exp(-scale * d)));
            table.push_back(static_cast<std::uint8_t>(entry & 0xff));
            table.push_back(static_cast<std::uint8_t>(entry >> 8));
        }
        return table;
    }

    const Model& model_;
    const CalibrationRanges& ranges_;
    const QuantizeOptions& options_;
    QuantizedNetwork result_;
    std::vector<bool> coded_; ///< a layer's output is read by codes
    bool input_coded_ = false;
};

} // namespace

ActivationScale scale_of(const ValueRange& range, int bits) {
    const double low = std::min(0.0, double{range.low});
    const double high = std::max(0.0, double{range.high});
    const double full = (1 << bits) - 1;
    const double scale = (high - low) / full;
    if (scale == 0) return {};
    return {scale, static_cast<std::uint8_t>(std::llround(-low / scale))};
}

std::vector<std::uint8_t> quantize_pixels(std::span<const std::uint8_t> pixels, const ActivationScale& scale) {
    std::vector<std::uint8_t> table;
    table.reserve(256);
    for (int pixel = 0; pixel < 256; ++pixel)
        table.push_back(static_cast<std::uint8_t>(
            std::clamp<long long>(std::llround(pixel / 255.0 / scale.scale) + scale.zero_point, 0, 255)));
    std::vector<std::uint8_t> stored(pixels.size());
    std::transform(pixels.begin(), pixels.end(), stored.begin(), [&table](std::uint8_t pixel) { return table[pixel]; });
    return stored;
}

QuantizedNetwork quantize(const Model& model, const CalibrationRanges& ranges, const QuantizeOptions& options) {
    return Quantizer(model, ranges, options).run();
}

} // namespace fracbit::models
