// The items of the machine's FIFOs.
#pragma once

#include "models/gf2/bit_vector.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::sim {

/// Consecutive slices of one run: stored bits before the decoder, decoded bits behind it.
struct WeightWord {
    std::int64_t run = 0;
    std::int64_t first_slice = 0;
    std::int64_t slices = 0;
    models::BitVector bits;
};

/// Mask bits of consecutive weights of one run.
struct MaskWord {
    models::BitVector kept;
};

/// Some outputs of one position, channels [first_channel, first_channel + values.size()).
struct OutputVector {
    std::int64_t position = 0;
    std::int64_t first_channel = 0;
    std::vector<std::uint8_t> values;
};

} // namespace fracbit::sim
