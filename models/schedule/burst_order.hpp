// The memory channel's static list: segments in the order in which their data are needed, and their cut into bursts.
#pragma once

#include "models/schedule/activation_plan.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// Per step: weights of the first unit, activations, residual, scales of a new row group, weights that are sure to fit
/// the weight buffer, outputs of the step before, the other weights. The place of the outputs makes the list free of
/// deadlock: everything before them can be issued without the step itself having begun.
std::vector<StreamSegment> burst_order(const Architecture& architecture, const LayerSchedule& schedule, const QuantizedLayer& layer,
                                       const std::vector<StepTransfers>& transfers, std::uint64_t scale_address);

/// One aligned burst and the part of it that a segment asks for.
struct Burst {
    StreamId stream = StreamId::weights;
    bool write = false;
    std::uint64_t address = 0;      ///< bytes, burst-aligned
    std::uint64_t first_bit = 0;    ///< bit address of the payload
    std::int64_t payload_bits = 0;
    int lane = 0;                   ///< csr_entries: decoder
    /// Bytes that the payload touches.
    [[nodiscard]] std::int64_t payload_bytes() const {
        return static_cast<std::int64_t>((first_bit + static_cast<std::uint64_t>(payload_bits) + 7) / 8 - first_bit / 8);
    }
};

/// Walks a list of segments burst by burst.
class BurstCursor {
public:
    BurstCursor(const std::vector<StreamSegment>& segments, std::int64_t burst_bytes);
    [[nodiscard]] bool done() const { return segment_ == segments_->size(); }
    [[nodiscard]] const Burst& current() const { return burst_; }
    void advance();

private:
    void cut();
    const std::vector<StreamSegment>* segments_;
    std::uint64_t burst_bits_;
    std::size_t segment_ = 0;
    std::uint64_t done_bits_ = 0; ///< of the current segment
    Burst burst_;
};

} // namespace fracbit::models
