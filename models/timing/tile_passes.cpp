#include "models/timing/tile_passes.hpp"

#include <algorithm>
#include <bit>

namespace fracbit::models::timing {

void TilePasses::reset(const LayerWork& work) {
    work_ = &work;
    const ArrayConfig& config = work.architecture->array;
    loader_ = array_ = {};
    loading_ = passing_ = {};
    loads_ = passes_ = position_ = 0;
    step_began_ = -1;
    const int levels = std::bit_width(static_cast<unsigned>(config.columns - 1));
    stages_ = config.stages ? *config.stages : std::max<std::int64_t>(1, ceil_div(levels, config.levels_per_stage));
    banks_ = config.accumulator_banks;
    tile_banks_ = config.tile_banks;
    tiles_there_.clear();
    registers_free_.clear();
    transfers_.emplace(work);
    sums_.emplace(work);
    spilled_ = block_reads_ = 0;
    tile_bits_ = tile_cycles_ = 0;
}

void TilePasses::advance_place(Place& place) const {
    if (++place.tile < work_->tiles) {
        if (work_->tile_units) ++place.unit;
        return;
    }
    place.tile = 0;
    ++place.unit;
    if (++place.plane < work_->planes) return;
    place.plane = 0;
    if (++place.chunk < work_->chunks) {
        if (work_->weights_stay) place.unit -= work_->planes * work_->plane_units();
        return;
    }
    place.chunk = 0;
    ++place.group;
}

bool TilePasses::load() {
    bool moved = false;
    while (unit_is_whole()) {
        std::int64_t register_free = 0;
        if (loads_ >= tile_banks_) {
            if (loads_ - tile_banks_ >= registers_free_.end()) break;
            register_free = registers_free_[loads_ - tile_banks_];
            registers_free_.drop_before(loads_ - tile_banks_);
        }
        const std::int64_t whole = links_.unit_whole[loading_.unit];
        const std::int64_t begin = std::max({loader_.free(), whole, register_free});
        const std::int64_t bits = work_->rows(loading_.group) * work_->tile_columns(loading_.tile) * work_->held_bits;
        if (bits != tile_bits_) {
            tile_bits_ = bits;
            tile_cycles_ = ceil_div(bits, work_->architecture->weights.fill_width);
        }
        const std::int64_t cycles = tile_cycles_;
        loader_.unit(whole, begin, cycles);
        tiles_there_.push(begin + cycles);
        ++loads_;
        const bool last_of_unit = work_->tile_units || loading_.tile + 1 == work_->tiles;
        if (last_of_unit && (!work_->weights_stay || loading_.chunk + 1 == work_->chunks)) {
            const std::int64_t held =
                work_->tile_units ? bits : work_->rows(loading_.group) * work_->reduction * work_->held_bits;
            links_.units_freed.add(held, begin + cycles);
            links_.unit_whole.drop_before(loading_.unit);
        }
        advance_place(loading_);
        moved = true;
    }
    return moved;
}

bool TilePasses::pass() {
    if (done() || passes_ == tiles_there_.end()) return false;
    const std::int64_t number = pass_of(passing_), at = step();
    const bool first = number == 0, last = number + 1 == work_->passes();
    if (links_.activations_there.end() <= at) return false;
    const std::int64_t present = std::max(tiles_there_.front(), links_.activations_there[at]);
    std::int64_t begin = std::max(array_.free(), present);
    if (first && at >= banks_) {
        if (links_.drained.end() <= at - banks_) return false;
        begin = std::max(begin, links_.drained[at - banks_]);
        links_.drained.drop_before(at - banks_);
    }
    const std::int64_t positions = work_->chunk_positions(passing_.chunk);
    if (!work_->spills)
        array_.unit(present, begin, positions * work_->vector_cycles);
    else if (!pass_vectors(present, begin))
        return false;
    if (first) step_began_ = begin;
    tiles_there_.pop();
    registers_free_.push(array_.free());
    ++passes_;
    advance_place(passing_);
    if (last) {
        if (!work_->spills) links_.sums_there.push(array_.free() - 1 + stages_);
        if (!work_->whole_input) {
            const std::int64_t bytes = transfers_->window_bytes(at);
            if (bytes > 0) links_.windows_freed.add(bytes, array_.free());
        }
        links_.activations_there.drop_before(at + 1);
    }
    return true;
}

/// Tiles of full size inside a plane, each loaded and then the oldest one passed, while their units are whole: in
/// registers, for loops.
struct TilePasses::Row {
    Tally loader, array;
    Ring<std::int64_t>::Cursor there, registers, whole;
    Growth::Cursor freed;
    std::int64_t activations, bits, cycles, pass_cycles; ///< cycles to load a tile, and to pass it
    std::int64_t loading, banks;                         ///< number of the next tile, registers for tiles
    bool frees;

    /// The next one, of unit `unit`.
    void tile(std::int64_t unit) {
        const std::int64_t there_at = whole[unit];
        const std::int64_t begin = std::max({loader.free(), there_at, registers[loading++ - banks]});
        loader.unit(there_at, begin, cycles);
        there.push(loader.free());
        if (frees) freed.add(bits, loader.free());
        const std::int64_t present = std::max(there[there.first++], activations);
        array.unit(present, std::max(array.free(), present), pass_cycles);
        registers.push(array.free());
    }
    /// Where all tiles before were passed: those whose units come later than that, one by one, at most `most`. How
    /// many.
    std::int64_t late_tiles(std::int64_t unit, std::int64_t most) {
        std::int64_t tiles = 0, passed = array.free();
        for (; tiles < most && whole[unit + tiles] >= passed; ++tiles) {
            passed = whole[unit + tiles] + cycles + pass_cycles;
            if (frees) freed.add(bits, passed - pass_cycles);
            registers.push(passed);
        }
        if (tiles == 0) return 0;
        loading += tiles;
        there.skip(tiles);
        there.first += tiles;
        loader.pass(passed - pass_cycles, tiles * cycles);
        array.pass(passed, tiles * pass_cycles);
        return tiles;
    }
    /// Where the array waits for nobody, with `waiting` tiles before the next one, it goes on so: each load begins as a
    /// pass frees its register (of two). True if that holds for so many tiles.
    bool array_waits_for_nobody(std::int64_t unit, std::int64_t tiles, std::int64_t waiting) {
        constexpr std::int64_t worth_while = 3;
        if (tiles < worth_while || banks != 2 || cycles > pass_cycles) return false;
        const std::int64_t end = array.free(), next = registers[loading - banks];
        if (next != end - (1 - waiting) * pass_cycles || std::max(loader.free(), whole[unit + tiles - 1]) > next ||
            std::max(waiting > 0 ? there.front() : 0, activations) > end)
            return false;
        const std::int64_t last = next + (tiles - 1) * pass_cycles + cycles; // end of the last load
        if (frees)
            for (std::int64_t time = next + cycles; time <= last; time += pass_cycles) freed.add(bits, time);
        there.skip(tiles - 1);
        there.push(last);
        there.first += tiles;
        registers.skip(tiles - 2);
        registers.push(end + (tiles - 1) * pass_cycles);
        registers.push(end + tiles * pass_cycles);
        loader.work_until(last, tiles * cycles, std::max<std::int64_t>(0, whole[unit] - loader.free()));
        array.work_until(end + tiles * pass_cycles, tiles * pass_cycles);
        return true;
    }
};

/// True if there were any.
bool TilePasses::run_tiles() {
    if (work_->spills || !work_->tile_units || done()) return false;
    const std::int64_t waiting = loads_ - passes_, at = step();
    if (waiting >= tile_banks_ || loads_ < tile_banks_ || pass_of(passing_) == 0) return false;
    if (loading_.group != passing_.group || loading_.chunk != passing_.chunk || loading_.plane != passing_.plane ||
        links_.activations_there.end() <= at)
        return false;
    const std::int64_t tiles =
        std::min(work_->tiles - 1 - loading_.tile, links_.unit_whole.end() - loading_.unit); // the last one is left
    constexpr std::int64_t worth_while = 3;
    if (tiles < worth_while) return false;
    const std::int64_t bits = work_->rows(loading_.group) * work_->columns * work_->held_bits;
    if (bits != tile_bits_) return false;
    const bool frees = !work_->weights_stay || loading_.chunk + 1 == work_->chunks;
    Row row{loader_,
            array_,
            tiles_there_.cursor(tiles),
            registers_free_.cursor(tiles),
            links_.unit_whole.cursor(0),
            links_.units_freed.cursor(frees ? tiles : 0),
            links_.activations_there[at],
            bits,
            tile_cycles_,
            work_->chunk_positions(passing_.chunk) * work_->vector_cycles,
            loads_,
            tile_banks_,
            frees};
    const std::int64_t end = loading_.unit + tiles;
    for (std::int64_t unit = loading_.unit; unit < end;) {
        row.tile(unit++);
        if (waiting == 0) unit += row.late_tiles(unit, end - unit);
        if (row.array_waits_for_nobody(unit, end - unit, waiting)) break;
    }
    loader_ = row.loader;
    array_ = row.array;
    tiles_there_.put_back(row.there);
    registers_free_.put_back(row.registers);
    links_.units_freed.put_back(row.freed);
    loads_ += tiles;
    passes_ += tiles;
    registers_free_.drop_before(loads_ - 1 - tile_banks_);
    loading_.tile += tiles;
    passing_.tile += tiles;
    loading_.unit += tiles;
    passing_.unit += tiles;
    if (frees) links_.unit_whole.drop_before(loading_.unit - 1);
    return true;
}

/// order = spill: the positions that stay, then each other vector for itself. True when the pass is through.
bool TilePasses::pass_vectors(std::int64_t present, std::int64_t begin) {
    const std::int64_t number = pass_of(passing_), sums = 4 * work_->rows(passing_.group),
                       planes = sums_->planes_read(number);
    const bool last = number + 1 == work_->passes();
    const std::int64_t read = sums * planes, written = last ? 0 : sums;
    const auto make_visible = [&](std::int64_t positions) {
        const std::int64_t first = array_.free() - positions * work_->vector_cycles;
        for (std::int64_t i = 1; last && i <= positions; ++i)
            links_.position_sums.push(first + i * work_->vector_cycles - 1 + stages_);
    };
    if (position_ == 0) {
        array_.unit(present, begin, work_->resident * work_->vector_cycles);
        position_ = work_->resident;
        moved_ = true;
        make_visible(work_->resident);
    }
    for (; position_ < work_->positions; ++position_, moved_ = true) {
        std::int64_t back = 0, room = 0;
        if (read > 0) {
            // Planes lie one after the other in a block: the last one's sums of this position are the last to come.
            const std::int64_t in_block = (position_ - work_->resident) % work_->spill_block;
            const std::int64_t block = std::min(work_->spill_block, work_->positions - position_ + in_block);
            if (in_block == 0) block_reads_ = links_.sums.taken;
            back = links_.sums_arrived.when(block_reads_ + (read - sums) * block + sums * (in_block + 1));
            if (back == unknown) return false;
        }
        if (written > 0) room = links_.spilled.freed.when(spilled_ + written - work_->architecture->array.spill_bytes);
        if (last)
            room = links_.position_drained.when(position_ + 1 - work_->resident + passing_.group * work_->positions);
        if (room == unknown) return false;
        const std::int64_t first = std::max({array_.free(), back, room});
        array_.unit(back, first, work_->vector_cycles);
        if (read > 0) {
            links_.sums.freed.add(read, array_.free());
            links_.sums.taken += read;
        }
        if (written > 0) {
            spilled_ += written;
            links_.spilled.held.add(written, array_.free() - 1 + stages_);
        }
        if (last) make_visible(1);
    }
    position_ = 0;
    return true;
}

bool TilePasses::advance() {
    bool moved = false, passed = true;
    moved_ = false;
    while (passed) { // a pass makes room for a load
        moved |= run_tiles();
        moved |= load();
        passed = false;
        while (pass()) passed = true;
        moved |= passed;
        passed = passed && unit_is_whole();
    }
    return moved || moved_;
}

} // namespace fracbit::models::timing
