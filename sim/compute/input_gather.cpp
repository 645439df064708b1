#include "sim/compute/input_gather.hpp"

namespace fracbit::sim {

InputGather::InputGather(const models::LayerSchedule& schedule, const models::OutputGroup& group, std::int64_t first, std::int64_t count)
    : schedule_(schedule) {
    const models::Window& window = schedule.window;
    const models::TensorLayout& input = schedule.input;
    const std::int64_t channels = input.shape().channels / schedule.layer.groups;
    elements_.reserve(static_cast<std::size_t>(count));
    for (std::int64_t k = first; k < first + count; ++k) {
        const std::int64_t channel = group.convolution_group * channels + k / window.taps();
        const std::int64_t row = k % window.taps() / window.kernel_width * window.dilation_height;
        const std::int64_t column = k % window.kernel_width * window.dilation_width;
        const std::size_t block = input.block_of(channel);
        const std::int64_t column_bytes = input.blocks()[block].channels;
        elements_.push_back({input.offset(channel, 0, 0) + row * input.row_bytes(block) + column * column_bytes,
                             input.row_bytes(block), column_bytes, static_cast<std::int32_t>(row), static_cast<std::int32_t>(column)});
    }
}

void InputGather::gather(const std::vector<std::uint8_t>& tensor, std::int64_t position, std::uint8_t padding,
                         std::int16_t* values) const {
    const models::Window& window = schedule_.window;
    const std::int64_t out_row = position / window.out_width;
    const std::int64_t image = out_row / window.out_height;
    const std::int64_t top = out_row % window.out_height * window.stride_height - window.pad_height;
    const std::int64_t left = position % window.out_width * window.stride_width - window.pad_width;
    const std::int64_t global_top = image * window.in_height + top;
    for (std::size_t i = 0; i < elements_.size(); ++i) {
        const Element& e = elements_[i];
        const bool inside = static_cast<std::uint64_t>(top + e.row) < static_cast<std::uint64_t>(window.in_height) &&
                            static_cast<std::uint64_t>(left + e.column) < static_cast<std::uint64_t>(window.in_width);
        values[i] = inside ? tensor[static_cast<std::size_t>(e.offset + global_top * e.row_bytes + left * e.column_bytes)] : padding;
    }
}

} // namespace fracbit::sim
