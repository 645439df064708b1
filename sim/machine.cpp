#include "sim/machine.hpp"

#include "models/core/error.hpp"
#include "models/results/layer_expectation.hpp"
#include "sim/invariants.hpp"

#include <algorithm>
#include <utility>

namespace fracbit::sim {

Machine::Machine(const models::Architecture& architecture, Visits visits, NextLayer next_layer, LayerDone layer_done)
    : architecture_(architecture), next_layer_(std::move(next_layer)), layer_done_(std::move(layer_done)),
      clock_("clock", visits, [this](Cycles now) { return before_tick(now); }), seeds_(architecture.weights.fifo_depth),
      decoded_(architecture.weights.fifo_depth), patched_(architecture.weights.fifo_depth),
      patches_(architecture.weights.fifo_depth), masks_(architecture.weights.fifo_depth), outputs_(architecture.output.fifo_depth),
      memory_("memory", architecture.memory, clock_, {weight_links_, activations_.link, scales_.link, write_link_, spill_}),
      weight_reader_("weight_reader", architecture.weights, clock_, weight_links_.weights),
      decoder_("decoder", architecture.weights, clock_),
      patch_reader_("patch_reader", architecture.weights, clock_, weight_links_.patch_counts, weight_links_.patch_locations),
      patch_unit_("patch_unit", architecture.weights, clock_), mask_decoder_("mask_decoder", architecture.weights, clock_, weight_links_.mask),
      csr_decoder_("csr_decoder", architecture.csr, clock_, weight_links_.csr_entries, weight_links_.csr_counts, weight_store_),
      weight_buffer_("weight_buffer", architecture.weights, clock_, weight_store_),
      tile_loader_("tile_loader", architecture.weights, architecture.array.tile_banks, clock_, weight_store_, tiles_),
      activation_reader_("activation_reader", architecture.activations, clock_, activations_),
      operand_reader_("operand_reader", architecture.array, clock_, scales_, spill_),
      array_("array", architecture.array, clock_, tiles_, activations_, spill_, accumulators_),
      scaler_("scaler", clock_, accumulators_, scales_, activations_),
      vector_unit_("vector_unit", architecture.vector_unit, clock_, activations_),
      output_writer_("output_writer", architecture.output, clock_, write_link_),
      blocks_{&memory_, &weight_reader_, &decoder_, &patch_reader_, &patch_unit_, &mask_decoder_, &csr_decoder_, &weight_buffer_, &tile_loader_, &activation_reader_, &operand_reader_,
              &array_, &scaler_, &vector_unit_, &output_writer_} {
    for (int d = 0; d < architecture.csr.decoders; ++d) weight_links_.csr_entries.push_back({true, {}, {}});
    weight_reader_.words(seeds_);
    decoder_.seeds(seeds_);
    decoder_.words(decoded_);
    patch_reader_.patches(patches_);
    patch_unit_.decoded(decoded_);
    patch_unit_.patches(patches_);
    patch_unit_.words(patched_);
    mask_decoder_.masks(masks_);
    weight_buffer_.bypass(seeds_);
    weight_buffer_.decoded(decoded_);
    weight_buffer_.patched(patched_);
    weight_buffer_.masks(masks_);
    scaler_.outputs(outputs_);
    vector_unit_.outputs(outputs_);
    output_writer_.outputs(outputs_);
    bind_observers();
}

void Machine::bind_observers() {
    const auto fifo = [](auto& channel, std::initializer_list<Block*> pushers, std::initializer_list<Block*> poppers) {
        auto in = channel.pusher_end(), out = channel.popper_end();
        for (Block* block : pushers) block->observe(in);
        for (Block* block : poppers) block->observe(out);
    };
    fifo(seeds_, {&weight_reader_}, {&decoder_, &weight_buffer_});
    fifo(decoded_, {&decoder_}, {&weight_buffer_, &patch_unit_});
    fifo(patches_, {&patch_reader_}, {&patch_unit_});
    fifo(patched_, {&patch_unit_}, {&weight_buffer_});
    fifo(masks_, {&mask_decoder_}, {&weight_buffer_});
    fifo(outputs_, {&scaler_, &vector_unit_}, {&output_writer_});
    for (ReadLink* link : {&weight_links_.weights, &weight_links_.patch_counts, &weight_links_.patch_locations, &weight_links_.mask,
                           &weight_links_.csr_counts, &activations_.link, &scales_.link, &spill_.read})
        memory_.observe(link->space);
    weight_reader_.observe(weight_links_.weights.arrivals);
    patch_reader_.observe(weight_links_.patch_counts.arrivals);
    patch_reader_.observe(weight_links_.patch_locations.arrivals);
    mask_decoder_.observe(weight_links_.mask.arrivals);
    csr_decoder_.observe(weight_links_.csr_counts.arrivals);
    for (ReadLink& link : weight_links_.csr_entries) {
        memory_.observe(link.space);
        csr_decoder_.observe(link.arrivals);
    }
    csr_decoder_.observe(weight_store_.space);
    activation_reader_.observe(activations_.link.arrivals);
    operand_reader_.observe(scales_.link.arrivals);
    operand_reader_.observe(spill_.read.arrivals);
    memory_.observe(spill_.write.held);
    array_.observe(spill_.write.space);
    array_.observe(spill_.loaded);
    memory_.observe(write_link_.held);
    output_writer_.observe(write_link_.space);
    weight_buffer_.observe(weight_store_.space);
    tile_loader_.observe(weight_store_.ready);
    tile_loader_.observe(tiles_.released);
    array_.observe(tiles_.ready);
    array_.observe(activations_.activations_loaded);
    array_.observe(accumulators_.drained);
    scaler_.observe(accumulators_.complete);
    scaler_.observe(activations_.residual_loaded);
    scaler_.observe(scales_.loaded);
    vector_unit_.observe(activations_.activations_loaded);
    vector_unit_.observe(activations_.residual_loaded);
}

void Machine::on_stretch(const Block::StretchListener& listener) {
    for (Block* block : blocks_) block->on_stretch(listener);
}

void Machine::on_level(const std::function<void(int, Cycles, std::int64_t)>& listener) {
    seeds_.on_level([listener](Cycles from, std::int64_t level) { listener(0, from, level); });
    decoded_.on_level([listener](Cycles from, std::int64_t level) { listener(1, from, level); });
    outputs_.on_level([listener](Cycles from, std::int64_t level) { listener(2, from, level); });
    patches_.on_level([listener](Cycles from, std::int64_t level) { listener(3, from, level); });
    patched_.on_level([listener](Cycles from, std::int64_t level) { listener(4, from, level); });
    masks_.on_level([listener](Cycles from, std::int64_t level) { listener(5, from, level); });
}

Cycles Machine::run() {
    clock_.run();
    if (layer_) report_stuck();
    return layer_start_;
}

bool Machine::before_tick(Cycles now) {
    constexpr std::int64_t ticks_between_questions = 1 << 14;
    if (cancelled_ && ++ticks_ % ticks_between_questions == 0 && cancelled_())
        throw SimulationError("cancelled in cycle " + std::to_string(now.count()));
    while (!layer_ || layer_ended(now)) {
        if (layer_) close_layer(now);
        if (!open_layer(now)) return false;
    }
    return true;
}

bool Machine::layer_ended(Cycles now) const {
    const auto written = memory_.done_at(), taken = output_writer_.done_at();
    return written && taken && now > layer_start_ && std::max(*written, *taken) <= now;
}

bool Machine::open_layer(Cycles now) {
    layer_start_ = now;
    layer_ = next_layer_(now);
    if (!layer_) return false;
    for (Block* block : blocks_) block->open_layer(*layer_, now);
    return true;
}

void Machine::close_layer(Cycles now) {
    const models::LayerSchedule& schedule = layer_->schedule;
    models::LayerResult result;
    result.name = schedule.layer.name;
    result.cycles = now - layer_start_;
    result.macs = schedule.layer.macs() / schedule.layer.refetches;
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
        result.blocks[b] = blocks_[b]->close_layer(now);
        if (!blocks_[b]->finished())
            throw SimulationError("layer '" + result.name + "' ended, but block " + models::to_string(blocks_[b]->id()) +
                                  " still waits for " + blocks_[b]->waiting_for());
    }
    seeds_.settle(now);
    decoded_.settle(now);
    outputs_.settle(now);
    patches_.settle(now);
    patched_.settle(now);
    masks_.settle(now);
    result.streams = memory_.traffic();
    result.vectors = array_.vectors();
    result.decoded_bits = Bits(weight_buffer_.bits_filled() + csr_decoder_.bits_filled());
    result.patches = patch_unit_.patched();
    result.csr = csr_decoder_.counts();
    result.decoded_slices = decoder_.slices_decoded();
    result.tiles_loaded = tile_loader_.tiles_loaded();
    const models::PlanFacts facts{schedule.order.chunks.front().positions, schedule.input_resident, schedule.weights.resident,
                                  schedule.input_on_chip, schedule.output_on_chip, schedule.order.spills ? schedule.order.resident_positions : 0};
    check_layer(result, array_.products(),
                models::expect_layer(architecture_, schedule.layer, *layer_->weights, schedule.input, facts));
    layer_done_(*layer_, result);
    layer_.reset();
}

void Machine::report_stuck() const {
    std::string text = "layer '" + layer_->schedule.layer.name + "': nothing can move any more in cycle " +
                       std::to_string(clock_.now().count()) + ". Waiting:";
    for (const Block* block : blocks_)
        if (!block->finished()) text += std::string("\n  ") + models::to_string(block->id()) + " waits for " + block->waiting_for();
    throw SimulationError(text);
}

} // namespace fracbit::sim
