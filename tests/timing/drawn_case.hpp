// Cases that `random_case` does not come to: residuals on array layers in buffers that hardly hold them, many row
// groups, weights that the array waits for, and layers large enough to have periods.
#pragma once

#include "tests/sim/random_case.hpp"

namespace fracbit::test {

/// Chains of convolutions that keep their shape and add earlier outputs, on starved activation buffers.
RandomCase residual_case(std::uint64_t seed);

/// Chains of convolutions with many row groups that the array is the slowest part of: what steps load finds everything
/// at rest. Plain weights.
RandomCase grouped_case(std::uint64_t seed);

/// Chains of layers whose steps write many bursts, on the array and on the vector unit, again and again: outputs that
/// begin in all states of channel and writer. Plain weights.
RandomCase drain_case(std::uint64_t seed);

/// Weights without a decoder (mostly) in words of whole bursts that come later than all before them is through, where
/// latency binds (mostly): memory, array or the decoded-weight buffer is the slowest part.
RandomCase late_case(std::uint64_t seed);

/// Long linear layers and large maps: steps, tiles and bursts by the hundred.
RandomCase long_case(std::uint64_t seed);

/// One of the kinds above, on an architecture some of whose keys hold any allowed value.
RandomCase any_long_case(std::uint64_t seed);

/// Some of the kinds above on machines in which latency, bursts in flight, words and vectors take about as long as each
/// other, behind buffers that hold little more than they must.
RandomCase tight_case(std::uint64_t seed);

} // namespace fracbit::test
