#include "models/schedule/spill_order.hpp"

#include "models/schedule/segment_lists.hpp"

#include <algorithm>

namespace fracbit::models {
namespace {

class SpillOrder {
public:
    SpillOrder(const Architecture& architecture, const LayerSchedule& schedule, const QuantizedLayer& layer,
               const std::vector<StepTransfers>& transfers, std::uint64_t scale_address)
        : schedule_(schedule), order_(schedule.order), transfers_(transfers), scale_address_(scale_address),
          weights_(architecture, schedule, layer) {
        weights_.append_offsets(list_);
    }

    std::vector<StreamSegment> run() {
        prefetch(0, 0);
        const std::int64_t passes = order_.passes_per_step();
        for (std::int64_t step = 0; step < order_.steps(); ++step)
            for (std::int64_t pass = 0; pass < passes; ++pass) {
                if (pass + 1 < passes)
                    prefetch(step, pass + 1);
                else if (step + 1 < order_.steps())
                    prefetch(step + 1, 0);
                append_pass(step, pass);
            }
        return std::move(list_);
    }

private:
    /// What a pass needs and no pass before it: new weight units, and with a step its activations, residual and scales.
    void prefetch(std::int64_t step, std::int64_t pass) {
        const std::int64_t unit = schedule_.weights.unit_of(order_, step, pass);
        if (unit > last_unit_) weights_.append_unit(list_, unit);
        last_unit_ = unit;
        if (pass > 0) return;
        const StepTransfers& transfer = transfers_[static_cast<std::size_t>(step)];
        append_all(list_, transfer.activations);
        append_all(list_, transfer.residual);
        list_.push_back(scales_of(schedule_, step, scale_address_));
    }

    void append_pass(std::int64_t step, std::int64_t pass) {
        const bool last = pass + 1 == order_.passes_per_step();
        const std::int64_t resident = order_.resident_positions, end = order_.chunk(step).end();
        Chunk before{0, last ? resident : 0}; // the block whose writes are still to be listed
        for (std::int64_t first = resident; first < end; first += schedule_.spill_block) {
            const Chunk block{first, std::min(schedule_.spill_block, end - first)};
            append_reads(step, pass, block);
            append_writes(step, pass, before);
            before = block;
        }
        append_writes(step, pass, before);
    }

    void append_reads(std::int64_t step, std::int64_t pass, const Chunk& block) {
        const std::int64_t plane = pass / order_.tiles();
        if (pass + 1 == order_.passes_per_step())
            for (std::int64_t other = 0; other < plane; ++other) append_sums(step, other, block, StreamId::psum_read);
        if (pass % order_.tiles() > 0) append_sums(step, plane, block, StreamId::psum_read);
    }

    void append_writes(std::int64_t step, std::int64_t pass, const Chunk& block) {
        if (block.positions == 0) return;
        if (pass + 1 < order_.passes_per_step())
            append_sums(step, pass / order_.tiles(), block, StreamId::psum_write);
        else if (!schedule_.output_on_chip)
            append_all(list_, tensor_pieces(schedule_.output, order_.group(step).channels, block, StreamId::outputs, true));
    }

    void append_sums(std::int64_t step, std::int64_t plane, const Chunk& block, StreamId stream) {
        const std::int64_t bytes = 4 * order_.group(step).channels.channels;
        const std::int64_t spilled = order_.chunk(step).positions - order_.resident_positions;
        const std::int64_t offset = (plane * spilled + block.first - order_.resident_positions) * bytes;
        list_.push_back({stream, stream == StreamId::psum_write, (schedule_.spill_address + static_cast<std::uint64_t>(offset)) * 8,
                         block.positions * bytes * 8});
    }

    const LayerSchedule& schedule_;
    const WorkOrder& order_;
    const std::vector<StepTransfers>& transfers_;
    std::uint64_t scale_address_;
    std::vector<StreamSegment> list_;
    WeightSegments weights_;
    std::int64_t last_unit_ = -1;
};

} // namespace

std::vector<StreamSegment> spilling_burst_order(const Architecture& architecture, const LayerSchedule& schedule, const QuantizedLayer& layer,
                                                const std::vector<StepTransfers>& transfers, std::uint64_t scale_address) {
    return SpillOrder(architecture, schedule, layer, transfers, scale_address).run();
}

} // namespace fracbit::models
