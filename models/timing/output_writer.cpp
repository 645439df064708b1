#include "models/timing/output_writer.hpp"

#include <algorithm>
#include <limits>

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
            if (pushed == 0) began_ = through_began_;
            pushed += through;
            if (through == asked) continue;
        }
        if (known_only_) break;
        const std::int64_t room = when_room();
        if (room == unknown) break;
        producer.unit(present, std::max({producer.free(), present, room}), cycles);
        if (pushed == 0) began_ = producer.free() - cycles;
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
    constexpr std::int64_t worth_while = 3, no_need = std::numeric_limits<std::int64_t>::min() / 2;
    Growth::Cursor freed = links_.outputs.freed.cursor(0), held = links_.outputs.held.cursor(vectors);
    const History::Cursor takes = takes_.cursor();
    const std::int64_t first = taken_, end = first + vectors;
    std::int64_t needed = on_chip_ ? no_need : taken_bytes_ - capacity_, space = 0, number = first;
    const auto find_space = [&] {
        needed += bytes;
        space = freed.when(needed);
        return space != unknown;
    };
    if (!find_space()) {
        links_.outputs.freed.put_back(freed);
        return 0;
    }
    through_began_ = std::max({producer.free(), present, takes.before(number) + 1});
    producer.unit(present, through_began_, cycles);
    // Inputs are there from now on: the producer waits for room alone, the writer for vectors or space.
    std::int64_t made = producer.free(), free = tally_.free(), waited = 0;
    const bool in_rows = depth_ > 1;
    for (;;) {
        const std::int64_t ready = std::max(made, free), cycle = std::max(ready, space);
        waited += ready - free;
        free = cycle + 1;
        held.add(bytes, free);
        takes.record(number++, cycle);
        // Each vector taken as it is made leaves room before the next one: so are the next ones, while there is
        // space.
        if (cycle == made && in_rows && end - number >= worth_while && freed.given - needed >= bytes &&
            freed.latest() <= made + cycles) {
            const std::int64_t more = std::min(end - number, (freed.given - needed) / bytes), gone = more * cycles;
            for (std::int64_t i = 1; i <= more; ++i) held.add(bytes, free + i * cycles);
            takes_.record_paced(number, more, made + cycles, cycles);
            made += gone;
            free += gone;
            waited += gone - more;
            number += more;
            needed += more * bytes;
            freed.when(needed);
        }
        if (number == end || !find_space()) break;
        made = std::max(made, takes.before(number) + 1) + cycles;
    }
    producer.work_until(made, (number - first - 1) * cycles);
    tally_.work_until(free, number - first, waited);
    taken_bytes_ += (number - first) * bytes;
    taken_ = number;
    links_.outputs.freed.put_back(freed);
    if (!on_chip_) links_.outputs.held.put_back(held);
    return number - first;
}

} // namespace fracbit::models::timing
