#include "tests/models/inference/random_layer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace fracbit::tests {
namespace {

using namespace models;

std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

/// Appends random slices for `elements` bits to `stored` and returns what they decode to, +1 or -1 each.
std::vector<int> draw_slices(Random& random, const XorNetwork* network, std::int64_t elements,
                             std::vector<bool>& stored) {
    std::vector<int> decoded;
    if (network == nullptr) {
        for (std::int64_t i = 0; i < elements; ++i) {
            stored.push_back(random.below(2) == 1);
            decoded.push_back(stored.back() ? 1 : -1);
        }
        return decoded;
    }
    while (static_cast<std::int64_t>(decoded.size()) < elements) {
        std::uint64_t x = 0;
        for (int j = 0; j < network->n_in(); ++j) {
            const std::uint64_t bit = random.below(2);
            stored.push_back(bit == 1);
            x |= bit << j;
        }
        for (int i = 0; i < network->n_out(); ++i)
            decoded.push_back(std::popcount(network->row(i) & x) % 2 == 1 ? 1 : -1);
    }
    decoded.resize(static_cast<std::size_t>(elements));
    return decoded;
}

/// Walks one row group in storage order and hands each element's (row, k) to `use`.
template <class Use>
void walk(const QuantizedLayer& quantized, std::int64_t rows, std::int64_t reduction, Use use) {
    if (quantized.order == StorageOrder::row_major) {
        for (std::int64_t row = 0; row < rows; ++row)
            for (std::int64_t k = 0; k < reduction; ++k) use(row, k);
    } else if (quantized.order == StorageOrder::k_major) {
        for (std::int64_t k = 0; k < reduction; ++k)
            for (std::int64_t row = 0; row < rows; ++row) use(row, k);
    } else {
        for (std::int64_t tile = 0; tile < reduction; tile += quantized.tile_columns)
            for (std::int64_t row = 0; row < rows; ++row)
                for (std::int64_t k = tile; k < std::min(reduction, tile + quantized.tile_columns); ++k) use(row, k);
    }
}

void draw_plane(Random& random, LayerCase& drawn) {
    const Layer& layer = drawn.layer;
    const QuantizedLayer& quantized = drawn.quantized;
    StoredPlane plane;
    const int width = is_shift(quantized.format) ? quantized.shift_bits : 1;
    if (quantized.format == WeightFormat::flexor || quantized.format == WeightFormat::shift_xor) {
        const int n_in = static_cast<int>(between(random, 1, 20));
        const int n_out = static_cast<int>(between(random, n_in, 45));
        plane.network = std::make_shared<const XorNetwork>(
            XorSpec{n_in, n_out, static_cast<int>(between(random, 0, n_in)), random.next()});
    }
    const bool whole = quantized.order == StorageOrder::row_major;
    const std::int64_t convolution_rows = layer.out_channels / layer.groups;
    const std::int64_t step = whole ? layer.out_channels : quantized.group_rows;
    std::vector<int> codes(static_cast<std::size_t>(layer.weights()));
    std::vector<bool> stored;
    for (std::int64_t first = 0; first < layer.out_channels;) {
        const std::int64_t left = whole ? layer.out_channels : convolution_rows - first % convolution_rows;
        const std::int64_t rows = std::min(step, left);
        const auto decoded = draw_slices(random, plane.network.get(), rows * layer.reduction() * width, stored);
        auto next = decoded.begin();
        walk(quantized, rows, layer.reduction(), [&](std::int64_t row, std::int64_t k) {
            int& code = codes[static_cast<std::size_t>((first + row) * layer.reduction() + k)] = *next++;
            for (int step = 1, b = 1; b < width; ++b, step *= 2) // 2^e, exponent bit by exponent bit
                if (*next++ == 1) code *= 1 << step;
        });
        first += rows;
    }
    plane.bits = BitVector(static_cast<std::int64_t>(stored.size()));
    for (std::size_t i = 0; i < stored.size(); ++i) plane.bits.set(static_cast<std::int64_t>(i), stored[i]);
    drawn.codes.push_back(codes);
    drawn.quantized.planes.push_back(plane);
}

Layer draw_shape(Random& random) {
    Layer layer;
    layer.name = "drawn";
    layer.repeat = between(random, 1, 3);
    layer.relu = random.below(2) == 1;
    const std::uint64_t kind = random.below(6);
    if (kind < 2) {
        layer.kind = kind == 0 ? LayerKind::linear : LayerKind::attention;
        layer.input = {between(random, 1, 40), between(random, 1, 3), between(random, 1, 3)};
        layer.out_channels = between(random, 1, 20);
        return layer;
    }
    layer.groups = between(random, 1, 3);
    layer.out_channels = layer.groups * between(random, 1, 9);
    layer.kernel_height = between(random, 1, 4);
    layer.kernel_width = between(random, 1, 4);
    layer.stride_height = between(random, 1, 3);
    layer.stride_width = between(random, 1, 3);
    layer.pad_height = between(random, 0, 3);
    layer.pad_width = between(random, 0, 3);
    layer.dilation_height = between(random, 1, 2);
    layer.dilation_width = between(random, 1, 2);
    const auto least = [](std::int64_t kernel, std::int64_t dilation, std::int64_t pad) {
        return std::max<std::int64_t>(1, dilation * (kernel - 1) + 1 - 2 * pad);
    };
    layer.input.channels = layer.groups * between(random, 1, 5);
    layer.input.height = least(layer.kernel_height, layer.dilation_height, layer.pad_height) + between(random, 0, 7);
    layer.input.width = least(layer.kernel_width, layer.dilation_width, layer.pad_width) + between(random, 0, 7);
    return layer;
}

void draw_rescaling(Random& random, LayerCase& drawn) {
    const Layer& layer = drawn.layer;
    Rescaling& rescaling = drawn.quantized.rescaling;
    static constexpr double powers[] = {1, 1, 1.6, 4.6, 52}; // by bits
    const double weight = drawn.quantized.format == WeightFormat::dense8 ? 74
                          : is_shift(drawn.quantized.format)
                              ? powers[static_cast<std::size_t>(drawn.quantized.shift_bits)]
                              : 1;
    const double typical = 147 * weight * std::sqrt(static_cast<double>(layer.reduction()) * drawn.quantized.q());
    rescaling.shift = static_cast<int>(std::clamp(std::log2(typical * 1000 / 100), 1.0, 40.0));
    for (int i = 0; i < drawn.quantized.q(); ++i) {
        rescaling.multipliers.emplace_back();
        for (std::int64_t c = 0; c < layer.out_channels; ++c)
            rescaling.multipliers.back().push_back(static_cast<std::int32_t>(between(random, -2000, 2000)));
    }
    const std::int64_t spread = std::int64_t{100} << rescaling.shift;
    for (std::int64_t c = 0; c < layer.out_channels; ++c) rescaling.offsets.push_back(between(random, -spread, spread));
    rescaling.zero_point = static_cast<std::uint8_t>(random.below(256));
    rescaling.low = layer.relu ? rescaling.zero_point : static_cast<std::uint8_t>(random.below(10));
    rescaling.high = static_cast<std::uint8_t>(between(random, rescaling.low, 255));
    if (layer.residual) {
        rescaling.residual_multiplier = static_cast<std::int32_t>(between(random, -3, 3) * (spread / 1000));
        rescaling.residual_zero_point = static_cast<std::uint8_t>(random.below(256));
    }
}

std::vector<std::uint8_t> draw_values(Random& random, std::int64_t count, int bits) {
    std::vector<std::uint8_t> values(static_cast<std::size_t>(count));
    for (auto& value : values) value = static_cast<std::uint8_t>(random.below(std::uint64_t{1} << bits));
    return values;
}

/// Stored activation under reduction index k of output position (y, x); the zero point outside the image.
std::uint8_t activation(const LayerCase& drawn, std::int64_t row, std::int64_t group, std::int64_t k, std::int64_t y,
                        std::int64_t x) {
    const Layer& layer = drawn.layer;
    const TensorShape& in = layer.input;
    if (layer.kind != LayerKind::conv) return drawn.input[static_cast<std::size_t>(row * in.elements() + k)];
    const std::int64_t kx = k % layer.kernel_width;
    const std::int64_t ky = k / layer.kernel_width % layer.kernel_height;
    const std::int64_t channel = group * (in.channels / layer.groups) + k / (layer.kernel_width * layer.kernel_height);
    const std::int64_t iy = y * layer.stride_height + ky * layer.dilation_height - layer.pad_height;
    const std::int64_t ix = x * layer.stride_width + kx * layer.dilation_width - layer.pad_width;
    if (iy < 0 || iy >= in.height || ix < 0 || ix >= in.width) return drawn.quantized.input_zero_point;
    return drawn.input[static_cast<std::size_t>(((row * in.channels + channel) * in.height + iy) * in.width + ix)];
}

/// A binary code times an activation as the XNOR array does it: bit plane by bit plane, 2 * (w and a) - a.
std::int64_t bit_serial_product(int code, std::uint8_t a, int bits) {
    std::int64_t sum = 0;
    for (int m = 0; m < bits; ++m) {
        const int plane = (a >> m) & 1;
        sum += (std::int64_t{1} << m) * (2 * ((code == 1 ? 1 : 0) & plane) - plane);
    }
    return sum;
}

/// A signed power of two times an activation as the SHIFT array does it.
std::int64_t shifted_product(int code, std::uint8_t a) {
    const std::int64_t shifted = std::int64_t{a} << std::countr_zero(static_cast<unsigned>(std::abs(code)));
    return code > 0 ? shifted : -shifted;
}

} // namespace

void draw_weights(Random& random, LayerCase& drawn, int q) {
    if (drawn.quantized.format != WeightFormat::dense8) {
        for (int i = 0; i < q; ++i) draw_plane(random, drawn);
        return;
    }
    drawn.quantized.planes.resize(1);
    drawn.codes.resize(1);
    for (std::int64_t i = 0; i < drawn.layer.weights(); ++i) {
        const auto weight = static_cast<std::int8_t>(between(random, -128, 127));
        drawn.quantized.dense.push_back(weight);
        drawn.codes[0].push_back(weight);
    }
}

LayerCase draw_layer_case(Random& random) {
    LayerCase drawn;
    drawn.layer = draw_shape(random);
    if (random.below(2) == 1) drawn.layer.residual = "other";
    static constexpr WeightFormat formats[] = {WeightFormat::flexor, WeightFormat::binary, WeightFormat::dense8,
                                               WeightFormat::shift, WeightFormat::shift_xor};
    drawn.quantized.format = formats[random.below(5)];
    const bool shifts = is_shift(drawn.quantized.format);
    if (shifts) drawn.quantized.shift_bits = static_cast<int>(between(random, 1, most_shift_bits));
    drawn.quantized.order = static_cast<StorageOrder>(random.below(3));
    drawn.quantized.group_rows = between(random, 1, 8);
    drawn.quantized.tile_columns = between(random, 1, 20);
    const bool dense = drawn.quantized.format == WeightFormat::dense8;
    drawn.activation_bits = !dense && !shifts && random.below(2) == 1 ? static_cast<int>(between(random, 1, 8)) : 8;
    drawn.quantized.input_zero_point =
        static_cast<std::uint8_t>(random.below(std::uint64_t{1} << drawn.activation_bits));
    const int q = static_cast<int>(between(random, 1, 3));
    draw_weights(random, drawn, shifts ? 1 : q);
    draw_rescaling(random, drawn);
    const Layer& layer = drawn.layer;
    drawn.input = draw_values(random, layer.repeat * layer.input.elements(), drawn.activation_bits);
    if (layer.residual) drawn.residual = draw_values(random, layer.repeat * layer.output().elements(), 8);
    return drawn;
}

std::vector<std::uint8_t> reference_output(const LayerCase& drawn) {
    const Layer& layer = drawn.layer;
    const Rescaling& rescaling = drawn.quantized.rescaling;
    const TensorShape out = layer.output();
    std::vector<std::uint8_t> output;
    for (std::int64_t row = 0; row < layer.repeat; ++row)
        for (std::int64_t c = 0; c < out.channels; ++c)
            for (std::int64_t y = 0; y < out.height; ++y)
                for (std::int64_t x = 0; x < out.width; ++x) {
                    const std::int64_t group = c / (layer.out_channels / layer.groups);
                    const auto channel = static_cast<std::size_t>(c);
                    std::int64_t sum = rescaling.offsets[channel];
                    for (std::size_t i = 0; i < drawn.codes.size(); ++i) {
                        std::int64_t accumulator = 0;
                        for (std::int64_t k = 0; k < layer.reduction(); ++k) {
                            const int code = drawn.codes[i][static_cast<std::size_t>(c * layer.reduction() + k)];
                            const std::uint8_t a = activation(drawn, row, group, k, y, x);
                            if (is_shift(drawn.quantized.format))
                                accumulator += shifted_product(code, a);
                            else
                                accumulator += drawn.activation_bits < 8
                                                   ? bit_serial_product(code, a, drawn.activation_bits)
                                                   : code * a;
                        }
                        sum += accumulator * rescaling.multipliers[i][channel];
                    }
                    if (layer.residual)
                        sum += std::int64_t{rescaling.residual_multiplier} *
                               (drawn.residual[output.size()] - rescaling.residual_zero_point);
                    // Floor of (sum + half) / 2^s, without a shift.
                    const std::int64_t divisor = std::int64_t{1} << rescaling.shift;
                    std::int64_t value = (sum + divisor / 2) / divisor;
                    if ((sum + divisor / 2) % divisor < 0) --value;
                    value += rescaling.zero_point;
                    value = std::max<std::int64_t>(value, rescaling.low);
                    value = std::min<std::int64_t>(value, rescaling.high);
                    output.push_back(static_cast<std::uint8_t>(value));
                }
    return output;
}

} // namespace fracbit::tests
