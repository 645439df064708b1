#include "models/timing/output_writer.hpp"

namespace fracbit::models::timing {

void OutputWriter::reset(const LayerWork& work) {
    depth_ = work.architecture->output.fifo_depth;
    capacity_ = work.architecture->output.writer_bytes;
    on_chip_ = work.tensors.output_on_chip;
    taken_bytes_ = taken_ = copied_ = 0;
    known_only_ = false;
    waiting_.clear();
    takes_.reset(depth_);
    tally_ = {};
}

bool OutputWriter::advance() {
    bool moved = false;
    for (; !waiting_.empty() && take(waiting_.front()); moved = true) waiting_.pop();
    return moved;
}

std::int64_t OutputWriter::push_all(Tally& producer, std::int64_t present, std::int64_t cycles, std::int64_t bytes,
                                    std::int64_t vectors) {
    std::int64_t pushed = 0;
    while (pushed < vectors) {
        if (waiting_.empty()) {
            constexpr std::int64_t most = 64;
            const std::int64_t asked = std::min(most, vectors - pushed),
                               through = push_through(producer, present, cycles, bytes, asked);
            pushed += through;
            if (through == asked) continue;
        }
        if (known_only_) break;
        const std::int64_t room = when_room();
        if (room == unknown) break;
        producer.unit(present, std::max({producer.free(), present, room}), cycles);
        push(producer.free() - 1, bytes);
        ++pushed;
    }
    return pushed;
}

void OutputWriter::take_made(std::int64_t vectors, std::int64_t bytes, std::int64_t cycles) {
    const std::int64_t gone = vectors * cycles;
    takes_.record_paced(taken_, vectors, tally_.free() - 1 + cycles, cycles);
    tally_.work_until(tally_.free() + gone, vectors, gone - vectors);
    taken_ += vectors;
    copied_ += vectors;
    taken_bytes_ += vectors * bytes;
    links_.outputs.held.pass_all(vectors * bytes);
}

/// Vectors that find an empty FIFO and go through the writer: until it has no more room, as far as is known.
std::int64_t OutputWriter::push_through(Tally& producer, std::int64_t present, std::int64_t cycles, std::int64_t bytes,
                                        std::int64_t vectors) {
    constexpr std::int64_t worth_while = 4;
    Growth::Cursor freed = links_.outputs.freed.cursor(0), held = links_.outputs.held.cursor(vectors);
    const History::Cursor takes = takes_.cursor();
    std::int64_t needed = taken_bytes_ - capacity_, number = taken_, left = vectors;
    // Inputs are there after the first vector: the producer waits for room alone, the writer for vectors or space.
    std::int64_t made = 0, free = tally_.free(), waited = 0;
    for (; left > 0; --left, ++number) {
        needed += bytes;
        const std::int64_t space = on_chip_ ? 0 : freed.when(needed);
        if (space == unknown) break;
        const std::int64_t room = takes.before(number) + 1;
        if (left == vectors) {
            producer.unit(present, std::max({producer.free(), present, room}), cycles);
            made = producer.free();
        } else {
            made = std::max(made, room) + cycles;
        }
        const std::int64_t ready = std::max(made, free), cycle = std::max(ready, space);
        waited += ready - free;
        free = cycle + 1;
        if (!on_chip_) held.add(bytes, free);
        takes.record(number, cycle);
        // Each vector taken as it is made leaves room before the next one: so are the next ones, while there is space.
        if (free != made + 1 || depth_ < 2 || left < worth_while || (!on_chip_ && freed.latest() > made + cycles))
            continue;
        const std::int64_t more = on_chip_ ? left - 1 : std::min(left - 1, (freed.given - needed) / bytes);
        if (more <= 0) continue;
        for (std::int64_t i = 1; i <= more && !on_chip_; ++i) held.add(bytes, free + i * cycles);
        const std::int64_t gone = more * cycles;
        takes_.record_paced(number + 1, more, made + cycles, cycles);
        made += gone;
        free += gone;
        waited += gone - more;
        number += more;
        left -= more;
        needed += more * bytes;
        if (!on_chip_) freed.when(needed);
    }
    if (left < vectors) {
        producer.work_until(made, (vectors - left - 1) * cycles);
        tally_.work_until(free, vectors - left, waited);
    }
    taken_bytes_ += (vectors - left) * bytes;
    taken_ = number;
    links_.outputs.freed.put_back(freed);
    links_.outputs.held.put_back(held);
    return vectors - left;
}

} // namespace fracbit::models::timing
