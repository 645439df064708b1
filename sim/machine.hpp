// The machine: all blocks and channels in one elaboration, and the controller that runs layer after layer through them.
#pragma once

#include "models/schedule/network_planner.hpp"
#include "sim/blocks/activation_reader.hpp"
#include "sim/blocks/array.hpp"
#include "sim/blocks/csr_decoder.hpp"
#include "sim/blocks/mask_decoder.hpp"
#include "sim/blocks/memory_channel.hpp"
#include "sim/blocks/operand_reader.hpp"
#include "sim/blocks/output_writer.hpp"
#include "sim/blocks/patch_reader.hpp"
#include "sim/blocks/patch_unit.hpp"
#include "sim/blocks/scaler.hpp"
#include "sim/blocks/tile_loader.hpp"
#include "sim/blocks/vector_unit.hpp"
#include "sim/blocks/weight_buffer.hpp"
#include "sim/blocks/weight_reader.hpp"
#include "sim/blocks/xor_decoder.hpp"

#include <array>
#include <functional>
#include <memory>

namespace fracbit::sim {

/// SimulationError of `run`: an invariant fails, nothing can move any more, or the run is cancelled.
class Machine {
public:
    /// Asked when a layer may begin: returns it, or null when the network is done.
    using NextLayer = std::function<std::unique_ptr<LayerRun>(Cycles now)>;
    /// Told when a layer has ended and passed its invariants.
    using LayerDone = std::function<void(const LayerRun& run, const models::LayerResult& result)>;

    Machine(const models::Architecture& architecture, Visits visits, NextLayer next_layer, LayerDone layer_done);

    /// Runs until `next_layer` has no more; returns the total cycles.
    Cycles run();
    void on_stretch(const Block::StretchListener& listener);
    void on_burst(const MemoryChannel::BurstListener& listener) { memory_.on_burst(listener); }
    /// `queue`: 0 seeds, 1 decoded words, 2 output vectors, 3 words of patches, 4 patched words, 5 mask words.
    void on_level(const std::function<void(int queue, Cycles from, std::int64_t level)>& listener);
    /// Asked now and then; true ends the run with a SimulationError.
    void on_cancel(std::function<bool()> cancelled) { cancelled_ = std::move(cancelled); }

private:
    void bind_observers();
    bool before_tick(Cycles now);
    [[nodiscard]] bool layer_ended(Cycles now) const;
    void close_layer(Cycles now);
    bool open_layer(Cycles now);
    [[noreturn]] void report_stuck() const;

    const models::Architecture& architecture_;
    NextLayer next_layer_;
    LayerDone layer_done_;
    std::function<bool()> cancelled_;
    std::int64_t ticks_ = 0;

    TickClock clock_;
    CycleFifo<WeightWord> seeds_, decoded_, patched_;
    CycleFifo<models::PatchWord> patches_;
    CycleFifo<MaskWord> masks_;
    CycleFifo<OutputVector> outputs_;
    WeightLinks weight_links_;
    WriteLink write_link_;
    WeightStore weight_store_;
    TileBanks tiles_;
    ActivationStore activations_;
    ScaleStore scales_;
    SpillStore spill_;
    Accumulators accumulators_;

    MemoryChannel memory_;
    WeightReader weight_reader_;
    XorDecoder decoder_;
    PatchReader patch_reader_;
    PatchUnit patch_unit_;
    MaskDecoder mask_decoder_;
    CsrDecoder csr_decoder_;
    WeightBuffer weight_buffer_;
    TileLoader tile_loader_;
    ActivationReader activation_reader_;
    OperandReader operand_reader_;
    Array array_;
    Scaler scaler_;
    VectorUnit vector_unit_;
    OutputWriter output_writer_;
    std::array<Block*, models::block_count> blocks_;

    std::unique_ptr<LayerRun> layer_;
    Cycles layer_start_{0};
};

} // namespace fracbit::sim
