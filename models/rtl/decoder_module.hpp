// The XOR decoder's module: pipeline control, registers of sequential decoding, a network module for each lane and
// distinct matrix.
#pragma once

#include "models/rtl/weight_path_spec.hpp"

#include <string>
#include <vector>

namespace fracbit::models {

/// Distinct networks of a spec, in order of appearance.
struct DistinctNetworks {
    explicit DistinctNetworks(const WeightPathSpec& spec);
    std::vector<const XorNetwork*> networks;
    std::vector<std::size_t> of_plane;
    [[nodiscard]] bool select() const { return networks.size() > 1; }
};

/// Bits of a plane's number; at least 1.
int plane_bits(const WeightPathSpec& spec);

/// `network_names`: the modules of the distinct networks.
std::string decoder_module(const std::string& name, const WeightPathSpec& spec,
                           const std::vector<std::string>& network_names);

} // namespace fracbit::models
