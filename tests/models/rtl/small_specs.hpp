// Weight paths for tests that look at the export, not at cycles.
#pragma once

#include "models/rtl/weight_path_spec.hpp"

#include <memory>

namespace fracbit::test {

/// y = (x0, x1, x0 ^ x1) in two lanes, and in every further plane another network of that shape.
inline models::WeightPathSpec small_spec(int planes = 1) {
    models::WeightPathSpec spec;
    spec.layer = "fc";
    for (int p = 0; p < planes; ++p)
        spec.planes.push_back(std::make_shared<models::XorNetwork>(
            2, p == 0 ? std::vector<std::uint64_t>{1, 2, 3}
                      : std::vector<std::uint64_t>{3, 1, static_cast<std::uint64_t>(p) & 1U}));
    spec.sizes.lanes = 2;
    spec.sizes.fifo_depth = 2;
    spec.sizes.reader_bytes = 64;
    spec.sizes.fill_width = 8;
    spec.sizes.buffer_bytes = 16;
    spec.in_bits = 32;
    return spec;
}

} // namespace fracbit::test
