// What the blocks tell each other: when data arrived, when space came free. All times are cycles of the layer; a value
// that nobody can know yet is `unknown`.
#pragma once

#include "models/timing/growth.hpp"
#include "models/timing/period.hpp"
#include "models/timing/ring.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace fracbit::models::timing {

/// A buffer that reads reserve when they issue.
template <class Freed = Growth>
struct BufferSpace {
    std::int64_t capacity = 0, reserved = 0, taken = 0;
    Freed freed;
    void reset(std::int64_t size) {
        capacity = size;
        reserved = taken = 0;
        freed.reset();
    }
    /// First cycle with room for `amount` more.
    std::int64_t when_free(std::int64_t amount) { return freed.when(reserved + amount - capacity); }
};

using Space = BufferSpace<>;

/// A stream from memory to a reader: its space, and what arrived.
template <class Freed = Growth>
struct StreamLink {
    BufferSpace<Freed> space;
    Growth arrived;
    void reset(std::int64_t size) {
        space.reset(size);
        arrived.reset();
    }
};

using ReadLink = StreamLink<>;
using SteadyLink = StreamLink<SteadyGrowth>;

/// Bytes that wait to be written: `held` can be issued from its time on, `freed` is space that came back.
struct WriteLink {
    Growth held, freed;
    std::int64_t issued = 0, capacity = 0;
    void reset(std::int64_t size) {
        held.reset();
        freed.reset();
        issued = 0;
        capacity = size;
    }
};

struct Links {
    SteadyLink seeds;
    ReadLink counts, locations, mask, csr_counts;
    std::vector<SteadyLink> csr_entries;
    Space scales, sums; ///< of the operand reader
    static constexpr std::int64_t largest_burst = 4096;
    std::int64_t activation_space = 0, activation_reserved = 0;
    Growth windows_freed, residuals_freed;
    bool windows_pending = false, residuals_pending = false; ///< whether more can still come free
    WriteLink outputs, spilled;
    Ring<std::int64_t> activations_there, residual_there; ///< by step
    Ring<std::int64_t> scales_there;                      ///< by row group
    Growth sums_arrived;                                  ///< bytes of spilled sums
    Ring<std::int64_t> unit_whole;                        ///< by unit of the decoded-weight buffer
    Growth units_freed;                                   ///< bits
    Ring<std::int64_t> sums_there;                        ///< by step: the scaler sees its sums
    Ring<std::int64_t> position_sums;                     ///< order = spill: by position
    Growth position_drained;                              ///< order = spill: positions
    Ring<std::int64_t> drained;                           ///< by step: its accumulators are free

    /// Drops what lies in the past of the blocks that wait for it.
    void settle(std::int64_t memory, std::int64_t reader, std::int64_t buffer, std::int64_t writer) {
        seeds.space.freed.settle(memory);
        for (Growth* growth : {&scales.freed, &windows_freed, &residuals_freed, &outputs.held}) growth->settle(memory);
        seeds.arrived.settle(reader);
        units_freed.settle(buffer);
        outputs.freed.settle(writer);
    }
    /// Rows of the input that stay fill the buffer; it was planned large enough for them, but not for what else is in
    /// it.
    template <class Visitor>
    void walk_activations(Visitor& visitor) {
        const std::int64_t freed = windows_freed.given() + residuals_freed.given();
        visitor.nest();
        visitor.level_of(activation_reserved - freed, activation_space - largest_burst, activation_reserved);
    }
    /// What array layers and the vector unit share: tensors in the activation buffer, and outputs.
    template <class Visitor>
    void walk_tensors(Visitor& visitor) {
        walk_activations(visitor);
        windows_freed.walk(visitor, Clock::activation_port);
        residuals_freed.walk(visitor, Clock::activation_port);
        walk_outputs(visitor);
    }
    template <class Visitor>
    void walk_outputs(Visitor& visitor) {
        outputs.held.walk(visitor, Clock::output_port);
        outputs.freed.walk(visitor, Clock::writer);
        visitor.same(outputs.held.given() - outputs.issued);
    }
    /// All but what only pruned weights and order = spill use. `consumed`: seed bits that left the reader; the steps
    /// and the row group that array and scaler are in; when the loader was free before anything was moved.
    template <class Visitor>
    void walk(Visitor& visitor, std::int64_t consumed, std::int64_t array_step, std::int64_t scaler_step,
              std::int64_t scaler_group, std::int64_t loader_free) {
        visitor.same(seeds.space.reserved - consumed);
        seeds.space.freed.walk(visitor, Clock::weight_port);
        seeds.arrived.walk(visitor, Clock::reader);
        visitor.same(scales.reserved - scales.freed.given());
        scales.freed.walk(visitor, Clock::scale_port);
        walk_tensors(visitor);
        visitor.same(activations_there.first() - array_step);
        visitor.same(residual_there.first() - scaler_step);
        visitor.same(scales_there.first() - scaler_group);
        visitor.same(sums_there.first() - scaler_step);
        visitor.same(drained.end() - scaler_step);
        activations_there.walk_times(visitor, Clock::array_steps);
        residual_there.walk_times(visitor, Clock::drain_steps);
        scales_there.walk_times(visitor, Clock::drain_steps);
        unit_whole.walk_later_times(visitor, Clock::loader, loader_free);
        units_freed.walk(visitor, Clock::buffer);
        sums_there.walk_times(visitor, Clock::drain_steps);
        drained.walk_times(visitor, Clock::array_steps);
    }
    /// The same for the vector unit.
    template <class Visitor>
    void walk_vector_unit(Visitor& visitor, std::int64_t step) {
        walk_tensors(visitor);
        visitor.same(activations_there.first() - step);
        visitor.same(residual_there.first() - step);
        activations_there.walk_times(visitor, Clock::drain_steps);
        residual_there.walk_times(visitor, Clock::drain_steps);
    }
    void renumber_vector_unit(std::int64_t steps) {
        if (steps == 0) return;
        activations_there.renumber(steps);
        residual_there.renumber(steps);
    }
    /// The steps that the times by step belong to have turned.
    void renumber(std::int64_t array_steps, std::int64_t scaler_steps, std::int64_t groups) {
        if (array_steps > 0) activations_there.renumber(array_steps);
        if (scaler_steps == 0) return;
        for (Ring<std::int64_t>* ring : {&residual_there, &sums_there, &drained}) ring->renumber(scaler_steps);
        if (groups > 0) scales_there.renumber(groups);
    }
};

} // namespace fracbit::models::timing
