#include "models/inference/array_layer.hpp"

#include "models/inference/integer_dots.hpp"
#include "models/inference/kept_weights.hpp"
#include "models/inference/range_check.hpp"
#include "models/inference/rescale.hpp"
#include "models/inference/shift_codes.hpp"
#include "models/inference/weight_codes.hpp"

#include <algorithm>

namespace fracbit::models {
namespace {

constexpr std::int64_t position_block = 32; // positions whose windows are gathered together

std::int64_t round_up(std::int64_t value, std::int64_t multiple) { return ceil_div(value, multiple) * multiple; }

const Layer& checked(const Layer& layer, const QuantizedLayer& quantized) {
    check_ranges(layer, quantized);
    return layer;
}

} // namespace

ArrayLayer::ArrayLayer(const Layer& layer, const QuantizedLayer& quantized)
    : geometry_(checked(layer, quantized)), planes_(quantized.q()), channels_(layer.out_channels),
      input_elements_(layer.input.elements()), rows_(layer.out_channels / geometry_.groups()),
      padded_rows_(round_up(rows_, dot_row_block)), length_(round_up(geometry_.reduction(), dot_length_block)),
      padding_(quantized.input_zero_point), rescaling_(quantized.rescaling),
      weights_(static_cast<std::size_t>(geometry_.groups() * planes_ * padded_rows_ * length_)) {
    widen(layer, quantized);
}

void ArrayLayer::widen(const Layer& layer, const QuantizedLayer& quantized) {
    const std::int64_t reduction = geometry_.reduction();
    const auto kept = kept_weights_of(layer, quantized);
    for (std::int64_t plane = 0; plane < planes_; ++plane) {
        const bool dense = quantized.format == WeightFormat::dense8, shifts = is_shift(quantized.format);
        const BitVector codes = dense ? BitVector() : decode_codes(layer, quantized, static_cast<int>(plane));
        for (std::int64_t c = 0; c < channels_; ++c) {
            const std::int64_t row = (c / rows_ * planes_ + plane) * padded_rows_ + c % rows_;
            std::int16_t* to = weights_.data() + row * length_;
            for (std::int64_t k = 0; k < reduction; ++k) {
                const std::int64_t from = c * reduction + k;
                to[k] = dense    ? std::int16_t{quantized.dense[static_cast<std::size_t>(from)]}
                        : shifts ? static_cast<std::int16_t>(shift_code(codes, from, quantized.shift_bits))
                        : kept && !kept->get(from) ? std::int16_t{0}
                                                   : static_cast<std::int16_t>(codes.get(from) ? 1 : -1);
            }
        }
    }
}

std::vector<std::uint8_t> ArrayLayer::run(std::span<const std::uint8_t> input,
                                          std::span<const std::uint8_t> residual) const {
    const std::int64_t rows = static_cast<std::int64_t>(input.size()) / input_elements_;
    const std::int64_t positions = geometry_.positions();
    std::vector<std::uint8_t> output(static_cast<std::size_t>(rows * channels_ * positions));
    // Small images share a block, so that a linear layer too multiplies each weight with many inputs.
    const std::int64_t images =
        std::clamp<std::int64_t>(position_block / positions, 1, std::max<std::int64_t>(rows, 1));
    const std::int64_t padded = geometry_.padded_elements();
    std::vector<std::int16_t> images_padded(static_cast<std::size_t>(images * padded), padding_);
    std::vector<std::int16_t> patches(static_cast<std::size_t>(position_block * length_));
    std::vector<std::int32_t> sums(static_cast<std::size_t>(planes_ * padded_rows_ * position_block));

    for (std::int64_t row = 0; row < rows; row += images) {
        const std::int64_t here = std::min(images, rows - row);
        for (std::int64_t i = 0; i < here; ++i)
            geometry_.pad(input.subspan(static_cast<std::size_t>((row + i) * input_elements_),
                                        static_cast<std::size_t>(input_elements_)),
                          std::span(images_padded).subspan(static_cast<std::size_t>(i * padded)));
        for (std::int64_t first = 0; first < here * positions; first += position_block) {
            const std::int64_t count = std::min(position_block, here * positions - first);
            for (std::int64_t group = 0; group < geometry_.groups(); ++group) {
                for (std::int64_t p = 0; p < count; ++p) {
                    const std::int64_t image = (first + p) / positions;
                    const auto window =
                        std::span<const std::int16_t>(images_padded).subspan(static_cast<std::size_t>(image * padded));
                    geometry_.gather(window, group, (first + p) % positions, patches.data() + p * length_);
                }
                integer_dots({weights_.data() + group * planes_ * padded_rows_ * length_, planes_ * padded_rows_,
                              patches.data(), count, length_, sums.data()});
                rescale_block(sums, group, row * positions + first, count, residual, output);
            }
        }
    }
    return output;
}

void ArrayLayer::rescale_block(std::span<const std::int32_t> sums, std::int64_t group, std::int64_t first,
                               std::int64_t count, std::span<const std::uint8_t> residual,
                               std::span<std::uint8_t> output) const {
    const std::int64_t positions = geometry_.positions();
    for (std::int64_t local = 0; local < rows_; ++local) {
        const std::int64_t c = group * rows_ + local;
        const auto channel = static_cast<std::size_t>(c);
        for (std::int64_t p = 0; p < count; ++p) {
            const std::int64_t image = (first + p) / positions;
            const auto at = static_cast<std::size_t>((image * channels_ + c) * positions + (first + p) % positions);
            std::int64_t sum = rescaling_.offsets[channel];
            for (std::int64_t plane = 0; plane < planes_; ++plane)
                sum += std::int64_t{rescaling_.multipliers[static_cast<std::size_t>(plane)][channel]} *
                       sums[static_cast<std::size_t>((plane * padded_rows_ + local) * count + p)];
            if (!residual.empty()) sum += residual_term(rescaling_, residual[at]);
            output[at] = rescale(rescaling_, sum);
        }
    }
}

} // namespace fracbit::models
