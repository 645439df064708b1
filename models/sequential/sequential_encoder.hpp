// Sequential ("fixed-to-fixed", arXiv 2105.01869) encoding of a pruned plane: every slice is stored as n_in bits, and
// the XOR network sees these and the N_s seeds before them, so that slices with few care bits lend their freedom to
// their neighbours. Care bits that still do not come out right are patches. The patches are found by elimination in
// the decoder's window and a beam (patch_search.hpp) rather than by a dynamic programme over register states, of which
// there would be 2^(n_in * N_s).
#pragma once

#include "models/core/cancelled.hpp"
#include "models/model/stored_plane.hpp"
#include "models/sequential/sequential_options.hpp"

#include <cstdint>
#include <memory>
#include <span>

namespace fracbit::models {

/// `codes` and `care` in storage order: where a care bit is set the plane decodes to the code. `run_lengths`: elements
/// of each run, adding up to the plane; each run starts a slice. The patches' format is gaps, with the width that makes
/// them shortest; runs without elements still store their first seeds. Runs are encoded in parallel; equal arguments
/// give equal bits on any number of threads. Throws ConfigError where `validate(options)` does, and if the network is
/// missing or not of `options`' size, `codes` and `care` differ in size, or the runs are not what they hold;
/// Cancelled.
StoredPlane encode_sequential(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths,
                              std::shared_ptr<const XorNetwork> network, const SequentialOptions& options,
                              const CancelCheck& cancelled = {});

} // namespace fracbit::models
