// A plane and a mask put together from parts of a layer that were encoded one after the other.
#pragma once

#include "models/encoding/patch_costs.hpp"
#include "models/model/stored_mask.hpp"
#include "models/model/stored_plane.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

class PlaneAssembly {
public:
    /// `block_slices`: of counted patches; 0 takes what stores all of them in the fewest bits.
    PlaneAssembly(std::shared_ptr<const XorNetwork> network, int registers, PatchFormat format, int block_slices);
    /// A plane of the same network whose runs follow those before; its seeds and patches are taken over.
    void append(const StoredPlane& part, std::span<const std::int64_t> run_lengths);
    [[nodiscard]] StoredPlane finish() &&;

private:
    StoredPlane plane_;
    PatchFormat format_;
    int block_slices_;
    PatchCosts costs_;
    std::vector<std::vector<std::int64_t>> patches_; ///< of each run
    std::vector<std::int64_t> run_lengths_;
};

/// Puts the runs of a mask behind those of another, which is empty, keeps nothing, or has the same format and widths.
void append_mask(StoredMask& whole, const StoredMask& part);

} // namespace fracbit::models
