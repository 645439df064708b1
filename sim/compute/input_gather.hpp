// Reads the elements of a reduction tile for one output position out of a stored tensor (im2col on the fly).
#pragma once

#include "models/schedule/layer_schedule.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::sim {

class InputGather {
public:
    /// Reduction elements [first, first + count) of a row group's convolution group, in the weights' C order.
    InputGather(const models::LayerSchedule& schedule, const models::OutputGroup& group, std::int64_t first, std::int64_t count);

    /// values[i] = the stored activation, or `padding` outside the tensor.
    void gather(const std::vector<std::uint8_t>& tensor, std::int64_t position, std::uint8_t padding, std::int16_t* values) const;

private:
    struct Element {
        std::int64_t offset;             ///< of the tap at row 0, column 0 of the window
        std::int64_t row_bytes, column_bytes;
        std::int32_t row, column;        ///< of the tap inside the window
    };
    const models::LayerSchedule& schedule_;
    std::vector<Element> elements_;
};

} // namespace fracbit::sim
