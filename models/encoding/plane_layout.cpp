#include "models/encoding/plane_layout.hpp"

#include "models/core/error.hpp"
#include "models/xor/slices.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fracbit::models {

PlaneLayout::PlaneLayout(std::span<const std::int64_t> run_lengths, int n_out_, int registers_)
    : n_out(n_out_), registers(registers_), first_element{0}, first_slice{0} {
    for (const auto length : run_lengths) {
        if (length < 0)
            throw ConfigError(fmt::format("plane: run {} has {} elements; that cannot be negative", runs(), length));
        first_element.push_back(first_element.back() + length);
        first_slice.push_back(first_slice.back() + slice_count(length, n_out));
    }
}

std::int64_t PlaneLayout::run_of(std::int64_t slice) const {
    return std::upper_bound(first_slice.begin(), first_slice.end(), slice) - first_slice.begin() - 1;
}

} // namespace fracbit::models
