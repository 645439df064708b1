#include "models/compression/weight_source.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

namespace fracbit::models {

MemoryWeights::MemoryWeights(std::span<const float> values, std::int64_t rows, std::int64_t columns)
    : values_(values), rows_(rows), columns_(columns) {
    if (rows < 1 || columns < 1 || static_cast<std::int64_t>(values.size()) != rows * columns)
        throw ConfigError(fmt::format("found {} weights for {} rows of {}; there must be one each, and at least one",
                                      values.size(), rows, columns));
}

std::span<const float> MemoryWeights::read(std::int64_t first, std::int64_t count,
                                           std::vector<float>& /*buffer*/) const {
    return values_.subspan(static_cast<std::size_t>(first * columns_), static_cast<std::size_t>(count * columns_));
}

} // namespace fracbit::models
