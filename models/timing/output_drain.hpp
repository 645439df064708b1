// Outputs of a step while the memory channel stands in their segment: channel, writer and scaler (or vector unit) alone
// decide what happens. What follows a state of these three is worked out once and moved in time where it comes again.
#pragma once

#include "models/timing/links.hpp"
#include "models/timing/memory_ahead.hpp"
#include "models/timing/output_writer.hpp"
#include "models/timing/period.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace fracbit::models::timing {

class Scaler;

/// Remembers the drains of one machine.
class OutputDrains {
public:
    OutputDrains(Links& links, Memory& memory, OutputWriter& writer)
        : links_(links), memory_(memory), writer_(writer) {}
    /// Another machine.
    void clear();
    /// Another layer.
    void reset();
    /// Steps that were moved in time, ever.
    [[nodiscard]] std::int64_t copies() const { return copies_; }
    /// Comparisons of states, ever.
    [[nodiscard]] std::int64_t looks() const { return looks_; }
    /// If the memory channel stands in the outputs of the step that `producer` is in: works them out, to the end. True
    /// if so.
    template <class Producer>
    bool advance(Producer& producer);
    /// True if the channel stands in a long segment of outputs, in which periods were looked for.
    template <class Producer>
    bool skip_periods(Producer& producer);

private:
    /// Somewhere in a drain.
    struct Mark {
        std::vector<std::int64_t> key;
        Memory::OutputsMark memory;
        Tally writer, producer;
        std::int64_t taken_bytes = 0, issued = 0, origin = 0;
    };
    /// What is left behind; times from the mark on.
    struct Drain {
        std::vector<std::int64_t> key;
        Memory::Outputs memory;
        OutputWriter::Taken writer;
        Tally producer;
        std::int64_t issued = 0; ///< bytes; whole periods do not count
        Growth::Tail held, freed;
    };
    template <class Producer>
    struct State;
    [[nodiscard]] bool long_segment() const {
        constexpr std::int64_t fewest = 48; // bursts; shorter ones are through before a look at them pays
        return memory_.bursts_left() >= fewest;
    }
    template <class Producer>
    bool at_rest(Producer& producer);
    template <class Producer>
    bool repeat_known(Producer& producer, std::int64_t origin);
    template <class Producer>
    void mark(const Producer& producer, std::int64_t origin);
    template <class Producer>
    bool look(Producer& producer, bool repeat);
    template <class Producer>
    bool row_to_end(Producer& producer);
    template <class Producer>
    bool can_be_paced(const Producer& producer) const;
    template <class Producer>
    bool will_be_paced(const Producer& producer) const;
    template <class Producer>
    bool paced_row(Producer& producer);
    template <class Producer>
    void remember(const Producer& producer);

    Links& links_;
    Memory& memory_;
    OutputWriter& writer_;
    PeriodFinder periods_{true};
    std::int64_t looked_place_ = -1, looked_burst_ = -1;
    std::vector<std::int64_t> key_;
    Pool<Mark> marks_; ///< of a drain
    Pool<Drain> known_;
    std::int64_t copies_ = 0, looks_ = 0;
};

/// Nobody else does anything to these until the segment is through.
template <class Producer>
struct OutputDrains::State {
    OutputDrains& drains;
    Producer& producer;
    template <class Visitor>
    void walk(Visitor& visitor) {
        drains.memory_.walk_output_clocks(visitor);
        producer.walk_step_clock(visitor);
        drains.writer_.walk_clocks(visitor);
        drains.memory_.walk_outputs(visitor);
        producer.walk_step(visitor);
        drains.writer_.walk(visitor, producer.clock());
        drains.links_.walk_outputs(visitor);
    }
};

template <class Producer>
bool OutputDrains::advance(Producer& producer) {
    const std::int64_t left = memory_.outputs_left();
    if (left == 0 || !producer.may_push() ||
        left != links_.outputs.held.given() - links_.outputs.issued + writer_.waiting_bytes() + producer.bytes_left())
        return false;
    marks_.clear();
    if (at_rest(producer)) {
        if (repeat_known(producer, producer.present())) return true;
        mark(producer, producer.present());
    }
    writer_.push_known_only(true);
    do {
        writer_.advance();
        if (paced_row(producer)) break;
        if (row_to_end(producer)) break;
        if (producer.push_positions() && row_to_end(producer)) break;
        if (long_segment() && !will_be_paced(producer) && look(producer, true)) break;
    } while (!memory_.issue_outputs());
    writer_.push_known_only(false);
    remember(producer);
    return true;
}

template <class Producer>
bool OutputDrains::skip_periods(Producer& producer) {
    if (memory_.outputs_left() == 0 || !long_segment()) return false;
    if (!producer.done()) look(producer, false);
    return true;
}

/// Whether channel, writer and producer are through with all else when the step's inputs are there, and the key of the
/// step then. For the scaler alone: others have not been at rest before.
template <class Producer>
bool OutputDrains::at_rest(Producer& producer) {
    if constexpr (std::is_same_v<Producer, Scaler>) {
        const std::int64_t begin = producer.present();
        // The segment is no larger than the step, so none of its bytes are held or wait; those before were made and
        // taken before they were issued.
        if (!memory_.waits_at_outputs() || producer.begun() || memory_.rest() > begin) return false;
        memory_.rest_until(begin);
        writer_.rest_until(begin);
        producer.rest_until(begin);
        links_.outputs.freed.settle(begin);
        key_.assign({producer.positions(), producer.cycles(), producer.rows(), memory_.burst_phase()});
        return true;
    }
    return false;
}

/// To the end of the segment, if what follows `key_` is known.
template <class Producer>
bool OutputDrains::repeat_known(Producer& producer, std::int64_t origin) {
    for (const Drain& drain : known_) {
        if (drain.key != key_) continue;
        memory_.repeat(drain.memory, origin);
        writer_.repeat(drain.writer, origin);
        producer.repeat(drain.producer, origin);
        links_.outputs.held.set_tail(drain.held, origin, drain.writer.bytes);
        links_.outputs.freed.set_tail(drain.freed, origin, drain.issued);
        links_.outputs.issued += drain.issued;
        ++copies_;
        return true;
    }
    return false;
}

template <class Producer>
void OutputDrains::mark(const Producer& producer, std::int64_t origin) {
    constexpr std::size_t most = 2;
    if (marks_.size() == most) return;
    Mark& mark = marks_.add();
    mark.key = key_;
    mark.memory = memory_.mark_outputs();
    mark.writer = writer_.tally();
    mark.producer = producer.tally();
    mark.taken_bytes = writer_.taken_bytes();
    mark.issued = links_.outputs.issued;
    mark.origin = origin;
}

template <class Producer>
void OutputDrains::remember(const Producer& producer) {
    for (const Mark& mark : marks_) {
        Drain& drain = known_.add();
        drain.key = mark.key;
        memory_.outputs_since(mark.memory, mark.origin, drain.memory);
        writer_.since(mark.writer, mark.taken_bytes, mark.origin, drain.writer);
        drain.producer = producer.tally().since(mark.producer, mark.origin);
        drain.issued = links_.outputs.issued - mark.issued;
        links_.outputs.held.tail(mark.origin, drain.held);
        links_.outputs.freed.tail(mark.origin, drain.freed);
    }
}

/// Between rounds: skips periods. `repeat`: or what is known to follow the state. True if that was to the segment's
/// end.
template <class Producer>
bool OutputDrains::look(Producer& producer, bool repeat) {
    const std::int64_t place = memory_.segment() * producer.steps() + producer.step();
    if (place != looked_place_) {
        periods_.reset();
        looked_burst_ = -1;
    }
    looked_place_ = place;
    // Before the first vector it counts when the inputs came.
    if (!producer.begun() || !memory_.ends_round() || memory_.next_burst() == looked_burst_) return false;
    looked_burst_ = memory_.next_burst();
    links_.outputs.held.settle(memory_.issued() + 1);
    links_.outputs.freed.settle(writer_.end());
    State<Producer> state{*this, producer};
    ++looks_;
    const StateRecord& now = periods_.record(state);
    if (repeat) {
        key_.assign(now.fields().begin(), now.fields().end());
        key_.push_back(memory_.outputs_left());
        if (repeat_known(producer, memory_.issued())) return true;
        mark(producer, memory_.issued());
    }
    periods_.compare_now(state);
    return false;
}

/// The writer will be full when the next burst issues, and the channel waits for latency: it stays so up to the last
/// vector, since a burst's data were taken when the burst that made space for the last of them issued, whole bursts
/// earlier. Goes to the segment's end.
template <class Producer>
bool OutputDrains::row_to_end(Producer& producer) {
    const std::int64_t bytes = producer.rows(), burst = memory_.burst_bytes(), left = producer.vectors_left(),
                       room = writer_.room();
    const bool full = room < bytes, begun = producer.begun();
    if (producer.cycles() > 1 || !writer_.idle() || writer_.depth() < 2 || left * bytes <= room) return false;
    const std::int64_t together = ceil_div(burst, bytes),
                       bursts_between = (links_.outputs.capacity - bytes + 1) / burst;
    // A full writer holds vectors of the step: all earlier ones have been issued.
    if (!full && (left - writer_.depth() - together + 1) * bytes <= room) return false;
    if (together > memory_.burst_cycles() || bursts_between * memory_.burst_cycles() <= together) return false;
    const std::int64_t made = begun ? 0 : std::max(producer.present(), producer.tally().free()) + 1;
    if (!memory_.writes_follow(std::max(made, full ? writer_.end() : writer_.fitting_end(bytes, made))) ||
        (!begun && !producer.push_first()))
        return false;
    const std::int64_t vectors = producer.vectors_left(), last = memory_.last_burst_bits() / 8;
    memory_.follow_writes();
    producer.push_row(
        vectors, writer_.take_freed(producer.tally().free(), vectors, bytes, burst, last, Memory::Followed(memory_)));
    return true;
}

/// Whether vectors come slowly, and whole ones make a burst.
template <class Producer>
bool OutputDrains::can_be_paced(const Producer& producer) const {
    return producer.cycles() > 1 && writer_.depth() > 1 && memory_.burst_bytes() % producer.rows() == 0;
}

/// Whether `paced_row` will do the rest as soon as what is held has been issued.
template <class Producer>
bool OutputDrains::will_be_paced(const Producer& producer) const {
    const std::int64_t bytes = producer.rows(), burst = memory_.burst_bytes();
    return can_be_paced(producer) && memory_.burst_phase() / 8 % bytes == 0 &&
           memory_.keeps_pace(burst / bytes * producer.cycles());
}

/// The producer is slower than all behind it: each vector is taken as it is made, and each burst issues as its last
/// vector is there. Goes on to the last whole burst; true if that ends the segment.
template <class Producer>
bool OutputDrains::paced_row(Producer& producer) {
    const std::int64_t bytes = producer.rows(), cycles = producer.cycles(), burst = memory_.burst_bytes(),
                       left = producer.vectors_left() * bytes, made = producer.tally().free();
    constexpr std::int64_t worth_while = 4; // bursts
    if (!can_be_paced(producer) || left < worth_while * burst || !producer.begun() || !writer_.idle() ||
        writer_.end() != made + 1 || memory_.issued() + 1 > made + cycles)
        return false;
    const std::int64_t first =
        burst - memory_.burst_phase() / 8 - (links_.outputs.held.given() - links_.outputs.issued);
    if (first <= 0 || first % bytes > 0) return false;
    const std::int64_t bursts = 1 + (left - first) / burst, vectors = (first + (bursts - 1) * burst) / bytes,
                       issue = made + first / bytes * cycles + 1, gap = burst / bytes * cycles;
    if (!memory_.writes_paced(issue, gap, bursts)) return false;
    memory_.pace_writes(issue, gap, bursts);
    writer_.take_made(vectors, bytes, cycles);
    producer.push_row(vectors, made + vectors * cycles);
    return memory_.outputs_left() == 0;
}

} // namespace fracbit::models::timing
