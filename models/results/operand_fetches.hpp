// How often each operand of a layer crossed the memory channel, and why.
#pragma once

#include "models/results/report.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// One entry per stream that was read and whose operand's size is known, in the order of the streams.
std::vector<OperandFetches> operand_fetches(const LayerResult& counts, const LayerFacts& facts, std::int64_t images);

} // namespace fracbit::models
