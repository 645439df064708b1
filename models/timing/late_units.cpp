#include "models/timing/late_units.hpp"

#include "models/timing/memory_ahead.hpp"

#include <algorithm>

namespace fracbit::models::timing {

bool LateUnits::begin_layer() {
    const SliceFormat& format = path_.weights().format();
    word_ = format.largest_word();
    bursts_ = word_ / memory_.burst_bits();
    // As a burst issues, the one `outstanding` before is through: at worst the last of a word that is still there.
    const std::int64_t held = word_ + memory_.outstanding() * memory_.burst_bits();
    constexpr std::int64_t least_burst = 2; // cycles: a word is given before the next one, of a burst or more, is taken
    return format.bypass && memory_.latency_binds() && bursts_ > 0 && word_ == bursts_ * memory_.burst_bits() &&
           memory_.burst_cycles() >= least_burst && links_.seeds.space.capacity >= held;
}

/// Whether nothing of the words before holds up bursts or words from here on.
bool LateUnits::burst_can_follow() const {
    if (!path_.between_words() || !pipe_.all_read() ||
        !buffer_.waits_for_word(Memory::Ahead(memory_).pass(bursts_), word_))
        return false;
    // Words that were read as they were usable have left the reader before the bursts that need their space issue.
    return pipe_.read_as_usable(links_.seeds.space.capacity, word_) || memory_.reader_has_space();
}

bool LateUnits::advance() {
    const std::int64_t following = memory_.weights_following();
    if (following < bursts_ || !burst_can_follow()) return false;
    const std::int64_t words = std::min(path_.whole_words(), following / bursts_);
    Memory::Ahead given(memory_);
    const std::int64_t done =
        buffer_.late_units(words, word_, [&](std::int64_t some) { return given.pass(some * bursts_) + 1; });
    if (done == 0) return false;
    Memory::Ahead read(memory_);
    pipe_.late_words(done, word_, [&](std::int64_t some) { return read.pass(some * bursts_); });
    memory_.follow_weights(done * bursts_);
    path_.skip_words(done);
    return true;
}

} // namespace fracbit::models::timing
