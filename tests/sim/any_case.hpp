// Random cases over all that an architecture file allows: what `random_case` draws from lists of usual sizes comes from
// the whole range of its key here, the ends included. A key that is added is drawn without a word here.
#pragma once

#include "tests/sim/random_case.hpp"

namespace fracbit::test {

/// Gives some keys of the architecture any allowed value, but for the array's mode and the planes of activations, which
/// weights are drawn for.
void draw_any_keys(RandomCase& c, std::uint64_t seed);

/// The network of `random_case`, or one whose layers branch, on an architecture some of whose keys hold any allowed
/// value. Many of these machines are refused.
RandomCase any_case(std::uint64_t seed);

} // namespace fracbit::test
