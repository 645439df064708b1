// Random small design spaces: any keys, any formats, tiny networks.
#pragma once

#include "explorer/space/design_space.hpp"

#include <cstdint>

namespace fracbit::test {

/// The files of a space of at most some hundred points. Not every point is valid.
explorer::SpaceFiles drawn_space(std::uint64_t seed);

} // namespace fracbit::test
