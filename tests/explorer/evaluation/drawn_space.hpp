// Random small design spaces: any keys, any formats, tiny networks.
#pragma once

#include "explorer/space/design_space.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::test {

/// A key of points and values that it can have, as a space file writes them.
struct CandidateKey {
    std::string key;
    std::vector<std::string> values;
};
const std::vector<CandidateKey>& candidate_keys();

/// A space of one axis, weights of a format, on a large machine or on one whose buffers hardly hold a layer.
explorer::SpaceFiles space_of_key(const CandidateKey& key, const std::string& format, bool starved);

/// The files of a space of at most some hundred points. Not every point is valid.
explorer::SpaceFiles drawn_space(std::uint64_t seed);

} // namespace fracbit::test
