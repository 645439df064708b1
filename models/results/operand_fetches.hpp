// How often each operand of a layer crossed the memory channel, and why.
#pragma once

#include "models/results/report.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// Streams of weights and of what decoding them needs: offsets, patches, masks, entries.
bool holds_weights(StreamId stream);

/// One entry per stream that was read and whose operand's size is known, in the order of the streams.
std::vector<OperandFetches> operand_fetches(const LayerResult& counts, const LayerFacts& facts, std::int64_t images);

} // namespace fracbit::models
