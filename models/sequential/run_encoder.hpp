// One run of a sequential code: which elements are patched, and the seeds that give all others.
#pragma once

#include "models/core/cancelled.hpp"
#include "models/gf2/bit_vector.hpp"
#include "models/sequential/sequential_options.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// A part of a plane, in storage order.
struct RunView {
    const BitVector& codes;
    const BitVector& care;
    std::int64_t first;  ///< element of the plane where the run starts
    std::int64_t length; ///< elements
};

struct EncodedRun {
    BitVector seeds;                   ///< (registers + slices) * n_in bits, the oldest seed first
    std::vector<std::int64_t> patches; ///< elements of the run, ascending
};

/// `network` must have options.columns() columns and options.n_out rows. Takes about 20 bytes of memory per stored bit.
/// Throws Cancelled; asked before each slice.
EncodedRun encode_run(const RunView& run, const XorNetwork& network, const SequentialOptions& options,
                      const CancelCheck& cancelled = {});

} // namespace fracbit::models
