// The memory channel: issues a static list of bursts in order and moves them over one bus.
//
// Timing. At most one burst issues a cycle. A read issues when its reader has space for the payload, a write when the
// writer holds its payload, both only while fewer than `outstanding` are in flight.
//   finish = max(previous finish, issue + latency) + burst bytes / bandwidth      (exact fractions)
// Data are usable from the ceiling of `finish`; a partial burst takes the time of a whole one. Writes are posted.
#pragma once

#include "models/schedule/burst_order.hpp"
#include "sim/channels/links.hpp"
#include "sim/kernel/block.hpp"

#include <array>
#include <deque>
#include <functional>
#include <optional>

namespace fracbit::sim {

class MemoryChannel final : public Block {
public:
    struct Links {
        WeightLinks& weights;
        ReadLink& activations;
        ReadLink& scales;
        WriteLink& outputs;
        SpillStore& spill;
    };
    using BurstListener = std::function<void(const traces::BurstEvent&)>;

    MemoryChannel(const sc_core::sc_module_name& name, const models::MemoryConfig& config, TickClock& clock, Links links);

    void on_burst(BurstListener listener) { burst_listener_ = std::move(listener); }
    /// Cycle at which the last burst of the list has been transferred; absent until it has issued.
    [[nodiscard]] std::optional<Cycles> done_at() const;
    [[nodiscard]] const std::array<models::StreamTraffic, models::stream_count>& traffic() const { return traffic_; }
    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return cursor_->done(); }

private:
    struct Transfer {
        Cycles start, finish; ///< start rounded down, finish rounded up
    };
    void reset() override;
    BlockState step(Cycles now) override;
    [[nodiscard]] bool may_issue(const models::Burst& burst, Cycles now);
    void issue(const models::Burst& burst, Cycles now);
    [[nodiscard]] ReadLink& link_of(const models::Burst& burst);
    [[nodiscard]] WriteLink& writer_of(models::StreamId stream);

    models::MemoryConfig config_;
    Links links_;
    std::optional<models::BurstCursor> cursor_;
    std::deque<Transfer> in_flight_;
    std::int64_t bus_free_ = 0; ///< finish of the last burst, in 1/numerator cycles
    Cycles last_finish_{0};
    std::array<models::StreamTraffic, models::stream_count> traffic_;
    BurstListener burst_listener_;
};

} // namespace fracbit::sim
