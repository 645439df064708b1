#include "models/inference/integer_layer.hpp"

#include "models/core/error.hpp"
#include "models/inference/array_layer.hpp"
#include "models/inference/range_check.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {

IntegerLayer::IntegerLayer(const Layer& layer, std::shared_ptr<const QuantizedLayer> quantized,
                           const IntegerOptions& options)
    : layer_(layer), options_(options),
      bit_serial_(options.activation_bits < 8 && quantized->format != WeightFormat::dense8 &&
                  !is_shift(quantized->format)) {
    if (options.activation_bits < 1 || options.activation_bits > 8)
        throw ConfigError(fmt::format("activation_bits is {}, must be 1 to 8", options.activation_bits));
    if (runs_on_array(layer.kind)) {
        array_ = std::make_unique<const ArrayLayer>(layer, *quantized);
    } else {
        check_ranges(layer, *quantized);
        quantized_ = std::move(quantized);
    }
}

IntegerLayer::~IntegerLayer() = default;
IntegerLayer::IntegerLayer(IntegerLayer&&) noexcept = default;
IntegerLayer& IntegerLayer::operator=(IntegerLayer&&) noexcept = default;

std::int64_t IntegerLayer::weight_bytes() const { return array_ ? array_->weight_bytes() : 0; }

void IntegerLayer::check_sizes(std::span<const std::uint8_t> input, std::span<const std::uint8_t> residual) const {
    const auto elements = static_cast<std::size_t>(layer_.input.elements());
    if (input.empty() || input.size() % elements != 0)
        throw ConfigError(
            fmt::format("layer '{}': {} input values, must be a multiple of {}", layer_.name, input.size(), elements));
    const std::size_t rows = input.size() / elements;
    const bool takes_one = layer_.residual || layer_.kind == LayerKind::add;
    const std::size_t wanted = takes_one ? rows * static_cast<std::size_t>(layer_.output().elements()) : 0;
    if (residual.size() != wanted)
        throw ConfigError(
            fmt::format("layer '{}': {} residual values, must be {}", layer_.name, residual.size(), wanted));
}

void IntegerLayer::check_bits(std::span<const std::uint8_t> input) const {
    const int limit = 1 << options_.activation_bits;
    const auto wide = std::find_if(input.begin(), input.end(), [limit](std::uint8_t a) { return a >= limit; });
    if (wide != input.end())
        throw SimulationError(
            fmt::format("layer '{}': input value {} does not fit {} activation bits; quantize the model "
                        "for as many bits as the array has planes",
                        layer_.name, *wide, options_.activation_bits));
}

Activations IntegerLayer::run(std::span<const std::uint8_t> input, std::span<const std::uint8_t> residual) const {
    check_sizes(input, residual);
    if (array_) {
        if (bit_serial_) check_bits(input);
        return array_->run(input, residual);
    }
    switch (layer_.kind) {
    case LayerKind::max_pool:
    case LayerKind::average_pool:
    case LayerKind::global_average_pool:
        return run_pooling(layer_, *quantized_, input);
    case LayerKind::add:
    case LayerKind::lookup:
        return run_elementwise(layer_, *quantized_, input, residual);
    default:
        return run_normalization(layer_, *quantized_, input);
    }
}

Activations run_layer(const Layer& layer, const QuantizedLayer& quantized, std::span<const std::uint8_t> input,
                      std::span<const std::uint8_t> residual, const IntegerOptions& options) {
    const auto wanted = static_cast<std::size_t>(layer.repeat * layer.input.elements());
    if (input.size() != wanted)
        throw ConfigError(fmt::format("layer '{}': {} input values, must be {}", layer.name, input.size(), wanted));
    // Not owned: the prepared layer dies before this call ends.
    const std::shared_ptr<const QuantizedLayer> borrowed(std::shared_ptr<void>(), &quantized);
    return IntegerLayer(layer, borrowed, options).run(input, residual);
}

} // namespace fracbit::models
