#include "models/timing/pruned_path.hpp"

#include <algorithm>

namespace fracbit::models::timing {

void PatchUnit::reset(const WeightPathConfig& config) {
    links_.counts.reset(8 * config.patch_bytes);
    links_.locations.reset(8 * config.patch_bytes);
    locations_a_cycle_ = std::int64_t{config.lanes} * config.patch_ports;
    ports_ = config.patch_ports;
    count_bits_ = location_bits_ = words_ = patches_ = 0;
    pushed_ = accepted_ = -1;
    lane_done_.assign(static_cast<std::size_t>(config.lanes), -1);
    patches_left_.reset(config.fifo_depth);
    inside_.reset(config.patch_fifo_depth);
    patched_left_.reset(config.fifo_depth);
    reader_ = unit_ = {};
}

std::int64_t PatchUnit::read(const WordPatches& patches) {
    std::int64_t usable = 0;
    if (patches.count_bits > 0) {
        usable = links_.counts.arrived.when(count_bits_ + patches.count_bits);
        if (usable == unknown) return unknown;
    }
    if (patches.location_bits > 0) {
        const std::int64_t located = links_.locations.arrived.when(location_bits_ + patches.location_bits);
        if (located == unknown) return unknown;
        usable = std::max(usable, located);
    }
    const std::int64_t begin = std::max({reader_.free(), usable, patches_left_.before(words_) + 1});
    reader_.unit(usable, begin, std::max<std::int64_t>(1, ceil_div(patches.entries, locations_a_cycle_)));
    count_bits_ += patches.count_bits;
    location_bits_ += patches.location_bits;
    if (patches.count_bits > 0) links_.counts.space.freed.add(patches.count_bits, begin + 1);
    if (patches.location_bits > 0) links_.locations.space.freed.add(patches.location_bits, begin + 1);
    return reader_.free();
}

std::int64_t PatchUnit::accept(const PrunedWord& word, Ring<std::int32_t>& slice_patches, std::int64_t decoded,
                               std::int64_t read) {
    const std::int64_t present = std::max(decoded, read);
    const std::int64_t cycle = std::max({accepted_ + 1, present, inside_.before(words_) + 1});
    accepted_ = cycle;
    std::int64_t done = cycle;
    for (std::int64_t s = 0; s < word.slices; ++s) {
        std::int64_t patches = 0;
        if (s >= word.slices - word.patched_slices) {
            patches = slice_patches.front();
            slice_patches.pop();
        }
        std::int64_t& lane = lane_done_[static_cast<std::size_t>(s)];
        lane = std::max(lane, cycle) + std::max<std::int64_t>(1, ceil_div(patches, ports_));
        done = std::max(done, lane);
    }
    // Lanes that work leave no gap between the first cycle after the acceptance and the last cycle of the slowest.
    const std::int64_t begin = std::max(unit_.free(), cycle);
    unit_.unit(cycle > begin ? begin : present, begin, std::max<std::int64_t>(0, done + 1 - begin));
    patches_ += word.patches.patches;
    patches_left_.record(words_, cycle);
    pushed_ = std::max({done + 1, pushed_ + 1, patched_left_.before(words_) + 1});
    inside_.record(words_, pushed_);
    return cycle;
}

void PrunedPath::reset(const LayerWork& work) {
    const WeightPathConfig& config = work.architecture->weights;
    links_.mask.reset(8 * config.mask_bytes);
    patches_.reset(config);
    patched_ = work.stored->planes.front().patches.format != PatchFormat::none;
    done_ = false;
    decoded_ = read_ = visible_ = mask_visible_ = unknown;
    mask_bits_ = mask_words_ = 0;
    masks_left_.reset(config.fifo_depth);
    mask_decoder_ = {};
}

bool PrunedPath::advance() {
    bool moved = false;
    for (bool again = true; again;) {
        again = advance_words();
        again |= advance_masks();
        again |= buffer_.give();
        moved |= again;
    }
    done_ = facts_.complete && facts_.words.empty() && facts_.masks.empty() && buffer_.done();
    return moved;
}

bool PrunedPath::advance_words() {
    bool moved = false;
    while (!facts_.words.empty()) {
        const PrunedWord& word = facts_.words.front();
        if (decoded_ == unknown) decoded_ = pipe_.word(word.seed_bits, word.slices);
        if (decoded_ == unknown) break;
        if (patched_) {
            if (read_ == unknown) read_ = patches_.read(word.patches);
            if (read_ == unknown) break;
            if (visible_ == unknown) {
                pipe_.taken(patches_.accept(word, facts_.slice_patches, decoded_, read_));
                visible_ = patches_.pushed() + 1;
                moved = true;
            }
        } else {
            visible_ = decoded_;
        }
        std::int64_t taken = buffer_.take(buffer_.values(), visible_, word.useful);
        if (taken == unknown) {
            moved |= buffer_.give();
            taken = buffer_.take(buffer_.values(), visible_, word.useful);
            if (taken == unknown) break;
        }
        if (patched_)
            patches_.taken(taken);
        else
            pipe_.taken(taken);
        facts_.words.pop();
        decoded_ = read_ = visible_ = unknown;
        moved = true;
    }
    if (facts_.complete && facts_.words.empty()) buffer_.values().finish();
    return moved;
}

bool PrunedPath::advance_masks() {
    bool moved = false;
    while (!facts_.masks.empty()) {
        const MaskStep& step = facts_.masks.front();
        if (mask_visible_ == unknown) {
            const std::int64_t usable = links_.mask.arrived.when(mask_bits_ + step.bits);
            if (usable == unknown) break;
            const std::int64_t room = step.weights > 0 ? masks_left_.before(mask_words_) + 1 : 0;
            const std::int64_t begin = std::max({mask_decoder_.free(), usable, room});
            mask_decoder_.unit(usable, begin, step.cycles);
            mask_bits_ += step.bits;
            if (step.bits > 0) links_.mask.space.freed.add(step.bits, begin + 1);
            mask_visible_ = mask_decoder_.free();
            moved = true;
        }
        if (step.weights > 0) {
            std::int64_t taken = buffer_.take(buffer_.masks(), mask_visible_, step.weights);
            if (taken == unknown) {
                moved |= buffer_.give();
                taken = buffer_.take(buffer_.masks(), mask_visible_, step.weights);
                if (taken == unknown) break;
            }
            masks_left_.record(mask_words_++, taken);
        }
        facts_.masks.pop();
        mask_visible_ = unknown;
        moved = true;
    }
    if (facts_.complete && facts_.masks.empty()) buffer_.masks().finish();
    return moved;
}

} // namespace fracbit::models::timing
