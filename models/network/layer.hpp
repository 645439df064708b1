// What a layer computes: its kind and its geometry. No weights, no hardware.
#pragma once

#include "models/core/units.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace fracbit::models {

enum class LayerKind {
    conv,      ///< convolution, any stride, padding, dilation and groups
    linear,    ///< fully connected; the input is flattened as [channel][row][column]
    attention, ///< activation x activation product: the second operand is streamed from the KV cache, 8 bit
    max_pool,
    average_pool,
    global_average_pool,
    add, ///< element-wise sum of the input and the residual
    softmax,
    layer_norm,
    rms_norm,
    lookup ///< element-wise table look-up (sigmoid, tanh, GELU, SiLU, gate products)
};

/// Kinds that multiply by a weight operand on the array; every other kind runs on the vector unit.
constexpr bool runs_on_array(LayerKind kind) {
    return kind == LayerKind::conv || kind == LayerKind::linear || kind == LayerKind::attention;
}

/// An activation tensor of one image (or one token): [channels][height][width].
struct TensorShape {
    std::int64_t channels = 1;
    std::int64_t height = 1;
    std::int64_t width = 1;
    [[nodiscard]] constexpr std::int64_t elements() const { return channels * height * width; }
    friend constexpr bool operator==(const TensorShape&, const TensorShape&) = default;
};

/// One layer of a network. Fields that a kind does not use keep their defaults.
/// A linear layer keeps the shape of the tensor it flattens in `input`; its positions are `repeat` alone.
struct Layer {
    std::string name;
    LayerKind kind = LayerKind::conv;
    TensorShape input;
    std::int64_t out_channels = 1;
    std::int64_t kernel_height = 1, kernel_width = 1;
    std::int64_t stride_height = 1, stride_width = 1;
    std::int64_t pad_height = 0, pad_width = 0; ///< symmetric
    std::int64_t dilation_height = 1, dilation_width = 1;
    std::int64_t groups = 1;
    std::int64_t repeat = 1;    ///< independent input rows that share the weights (GEMM rows, tokens, batch)
    std::int64_t refetches = 1; ///< how often the whole layer runs, weights fetched again (LSTM time steps)
    bool relu = false;
    std::optional<std::string> source;   ///< layer whose output is the input; absent: the layer before this one
    std::optional<std::string> residual; ///< layer whose output is added (by the scaler on array layers)

    [[nodiscard]] std::int64_t out_height() const;
    [[nodiscard]] std::int64_t out_width() const;
    [[nodiscard]] TensorShape output() const;
    /// Output positions of one run: repeat * out_height * out_width.
    [[nodiscard]] std::int64_t positions() const;
    /// Reduction length of one output element: in_channels/groups * k_h * k_w (linear: all inputs). 0 off the array.
    [[nodiscard]] std::int64_t reduction() const;
    /// Weights of the layer: out_channels * reduction. 0 off the array.
    [[nodiscard]] std::int64_t weights() const;
    /// Multiply-accumulates of all runs, padding included ("nominal"). 0 off the array.
    [[nodiscard]] std::int64_t macs() const;
    friend bool operator==(const Layer&, const Layer&) = default;
};

const char* to_string(LayerKind kind);
std::optional<LayerKind> layer_kind_from(const std::string& text);

/// Throws ConfigError that lists every problem: an empty name, sizes < 1 or > 2^31, groups that do not divide the
/// channels or that are not 1 off conv, a kernel larger than the padded input, pooling windows of padding alone, more
/// than 2^53 multiply-accumulates.
void validate(const Layer& layer);

} // namespace fracbit::models
