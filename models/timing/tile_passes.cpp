#include "models/timing/tile_passes.hpp"

#include <algorithm>
#include <bit>

namespace fracbit::models::timing {

void TilePasses::reset(const LayerWork& work) {
    work_ = &work;
    const ArrayConfig& config = work.architecture->array;
    loader_ = array_ = {};
    loading_ = {};
    loads_ = step_ = pass_ = passes_ = vectors_ = position_ = 0;
    const int levels = std::bit_width(static_cast<unsigned>(config.columns - 1));
    stages_ = config.stages ? *config.stages : std::max<std::int64_t>(1, ceil_div(levels, config.levels_per_stage));
    banks_ = config.accumulator_banks;
    tile_banks_ = config.tile_banks;
    tiles_there_.clear();
    registers_free_.clear();
    transfers_.emplace(work);
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
    ++place.step;
    if (++place.chunk < work_->chunks) {
        if (work_->weights_stay) place.unit -= work_->planes * work_->plane_units();
        return;
    }
    place.chunk = 0;
    ++place.group;
}

bool TilePasses::load() {
    bool moved = false;
    while (loading_.step < work_->steps() && loading_.unit < links_.unit_whole.end()) {
        std::int64_t register_free = 0;
        if (loads_ >= tile_banks_) {
            if (loads_ - tile_banks_ >= registers_free_.end()) break;
            register_free = registers_free_[loads_ - tile_banks_];
            registers_free_.drop_before(loads_ - tile_banks_);
        }
        const std::int64_t whole = links_.unit_whole[loading_.unit];
        const std::int64_t begin = std::max({loader_.free(), whole, register_free});
        const std::int64_t bits = work_->rows(loading_.group) * work_->tile_columns(loading_.tile) * work_->held_bits;
        const std::int64_t cycles = ceil_div(bits, work_->architecture->weights.fill_width);
        loader_.unit(whole, begin, cycles);
        tiles_there_.push(begin + cycles);
        ++loads_;
        const bool last_of_unit = work_->tile_units || loading_.tile + 1 == work_->tiles;
        if (last_of_unit && (!work_->weights_stay || loading_.chunk + 1 == work_->chunks)) {
            const std::int64_t held = work_->tile_units ? bits : work_->rows(loading_.group) * work_->reduction * work_->held_bits;
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
    const bool first = pass_ == 0, last = pass_ + 1 == work_->passes();
    if (links_.activations_there.end() <= step_) return false;
    const std::int64_t present = std::max(tiles_there_.front(), links_.activations_there[step_]);
    std::int64_t begin = std::max(array_.free(), present);
    if (first && step_ >= banks_) {
        if (links_.drained.end() <= step_ - banks_) return false;
        begin = std::max(begin, links_.drained[step_ - banks_]);
        links_.drained.drop_before(step_ - banks_);
    }
    if (work_->spills) return pass_vectors(begin);
    const std::int64_t positions = work_->chunk_positions(step_ % work_->chunks);
    array_.unit(present, begin, positions * work_->vector_cycles);
    vectors_ += positions;
    tiles_there_.pop();
    registers_free_.push(array_.free());
    ++passes_;
    ++pass_;
    if (last) {
        links_.sums_there.push(array_.free() - 1 + stages_);
        if (!work_->whole_input) {
            const std::int64_t bytes = transfers_->window_bytes(step_);
            if (bytes > 0) links_.windows_freed.add(bytes, array_.free());
        }
        links_.activations_there.drop_before(++step_);
        pass_ = 0;
    }
    return true;
}

bool TilePasses::pass_vectors(std::int64_t) { return false; }

bool TilePasses::advance() {
    bool moved = false, again = true;
    while (again) {
        again = load();
        while (pass()) again = true;
        moved |= again;
    }
    return moved;
}

} // namespace fracbit::models::timing
