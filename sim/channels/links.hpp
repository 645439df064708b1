// What runs between blocks besides FIFOs: bursts on their way, spaces, and counts of things that are ready.
#pragma once

#include "models/schedule/burst_order.hpp"
#include "sim/channels/stamped_count.hpp"
#include "sim/layer_run.hpp"

#include <cstdint>
#include <deque>
#include <vector>

namespace fracbit::sim {

/// Bursts that memory has issued for a reader, each usable from its arrival on, in order.
class ArrivalQueue {
public:
    void push(Cycles arrival, const models::Burst& burst) {
        queue_.push_back({arrival, burst});
        observers_.wake_at(arrival);
    }
    /// The reader.
    [[nodiscard]] Observers& observers() { return observers_; }
    [[nodiscard]] bool has_arrived(Cycles now) const { return !queue_.empty() && queue_.front().arrival <= now; }
    [[nodiscard]] const models::Burst& front() const { return queue_.front().burst; }
    void pop() { queue_.pop_front(); }

private:
    struct Arrival {
        Cycles arrival;
        models::Burst burst;
    };
    std::deque<Arrival> queue_;
    Observers observers_;
};

/// Memory to a reader: space is reserved when a burst is issued and given back as the data are used. Units are the
/// reader's (bits for weights, bytes elsewhere).
struct ReadLink {
    SpacePool space;
    ArrivalQueue arrivals;
};

/// Output writer to memory: bytes that wait to be written; memory takes them when it issues the burst.
struct WriteLink {
    StampedCount held;  ///< raised by the writer
    SpacePool space;    ///< of the writer's buffer
    std::int64_t taken = 0;
};

/// Decoded-weight buffer between the fill gearbox and the tile loader.
struct WeightStore {
    SpacePool space;                      ///< bits
    StampedCount ready;                   ///< units that are whole
    std::deque<models::BitVector> units;  ///< from `first_unit` on
    std::int64_t first_unit = 0;
};

/// One tile of weights as the array holds it: [row][column], rows `stride` apart, a multiple of 16. What stands behind
/// a row's last column is anything: the activations there are zero.
struct Tile {
    std::int64_t rows = 0, columns = 0, stride = 0;
    std::vector<std::int16_t> values;
};

/// Weight tile registers between loader and array.
struct TileBanks {
    StampedCount ready;    ///< tiles loaded
    StampedCount released; ///< tiles the array is done with
    std::vector<Tile> banks;
    [[nodiscard]] Tile& of_pass(std::int64_t pass) { return banks[static_cast<std::size_t>(pass) % banks.size()]; }
};

/// Activation buffer: what has arrived of the input and of the residual, in bytes since the layer began.
struct ActivationStore {
    ReadLink link;
    StampedCount activations_loaded, residual_loaded;
    std::vector<std::uint8_t> input, residual; ///< at the tensors' own offsets; only what was loaded is right
    /// What the array and the vector unit read.
    [[nodiscard]] const std::vector<std::uint8_t>& input_of(const LayerRun& run) const {
        return run.schedule.input_on_chip ? *run.input : input;
    }
};

/// Scales of the row groups: two sets.
struct ScaleStore {
    ReadLink link;
    StampedCount loaded;
};

/// Sums on their way from memory and to it (order = spill), in bytes.
struct SpillStore {
    ReadLink read;
    StampedCount loaded;
    WriteLink write;
};

/// Accumulator banks between array and scaler; sums of a step: [plane][position][row].
struct Accumulators {
    StampedCount complete; ///< positions whose sums are visible
    StampedCount drained;  ///< positions the scaler is done with
    std::vector<std::vector<std::int32_t>> banks;
    [[nodiscard]] std::vector<std::int32_t>& of_step(std::int64_t step) {
        return banks[static_cast<std::size_t>(step) % banks.size()];
    }
};

} // namespace fracbit::sim
