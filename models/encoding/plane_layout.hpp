// Where the slices and seeds of each run of an encoded plane lie (StoredPlane in models/model/stored_plane.hpp).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

/// Runs lie one after the other; each starts a slice of its own, and has `registers` seeds more than slices.
struct PlaneLayout {
    /// n_out in 1..1024, registers >= 0; ConfigError if a run length is negative.
    PlaneLayout(std::span<const std::int64_t> run_lengths, int n_out, int registers);

    [[nodiscard]] std::int64_t runs() const { return static_cast<std::int64_t>(first_element.size()) - 1; }
    [[nodiscard]] std::int64_t elements() const { return first_element.back(); }
    [[nodiscard]] std::int64_t slices() const { return first_slice.back(); }
    [[nodiscard]] std::int64_t seeds() const { return first_seed(runs()); }
    [[nodiscard]] std::int64_t first_seed(std::int64_t run) const {
        return first_slice[static_cast<std::size_t>(run)] + run * registers;
    }
    /// The run that a slice of the plane belongs to.
    [[nodiscard]] std::int64_t run_of(std::int64_t slice) const;

    int n_out;
    int registers;
    std::vector<std::int64_t> first_element; ///< of each run; one entry more than runs
    std::vector<std::int64_t> first_slice;   ///< as above
};

} // namespace fracbit::models
