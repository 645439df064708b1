// Weight reader and XOR decoder (docs/machine.md): when each word leaves the reader, enters and leaves the pipeline.
#pragma once

#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/period.hpp"
#include "models/timing/plain_weights.hpp"
#include "models/timing/tally.hpp"

#include <algorithm>
#include <memory>
#include <vector>

namespace fracbit::models::timing {

/// Inputs of the output with the most of them, at least 1: what decides how deep a network is.
int heaviest_row(const XorNetwork& network);

class DecoderPipe {
public:
    explicit DecoderPipe(Links& links) : links_(links) {}
    void reset(const LayerWork& work, const SliceFormat& format);
    /// The cycle from which the next word, of `stored` bits and `slices` slices, can be taken; `unknown` before its
    /// bits have arrived.
    std::int64_t word(std::int64_t stored, std::int64_t slices);
    /// Whether the bits of the next word, `stored`, have arrived.
    [[nodiscard]] bool arrived(std::int64_t stored) const { return links_.seeds.arrived.given() >= stored_ + stored; }
    /// The word was taken.
    void taken(std::int64_t cycle) { (bypass_ ? seeds_left_ : words_left_).record(words_++, cycle); }
    template <class Visitor>
    void walk_clocks(Visitor& visitor) {
        reader_.walk_clock(visitor, Clock::reader);
        decoder_.walk_clock(visitor, Clock::decoder);
    }
    template <class Visitor>
    void walk(Visitor& visitor) {
        reader_.walk_counters(visitor);
        seeds_left_.walk(visitor, words_, Clock::reader);
        visitor.counter(slices_);
        if (bypass_) return;
        decoder_.walk_counters(visitor);
        visitor.time(pushed_, Clock::decoder);
        words_left_.walk(visitor, words_, Clock::decoder);
        leaving_.walk(visitor, words_, Clock::decoder);
    }
    /// Whether all words that were read have left the pipe by `cycle`, with nothing behind them.
    [[nodiscard]] bool at_rest(std::int64_t cycle) const {
        return all_read() && reader_.free() <= cycle && decoder_.free() <= cycle && pushed_ < cycle;
    }
    /// What words that found the pipe at rest leave behind, in cycles since `origin`.
    struct Words {
        Tally reader, decoder;
        std::int64_t slices = 0, pushed = 0;
        std::vector<std::int64_t> seeds_left, words_left, leaving;
        SteadyGrowth::Tail freed;
        Reached arrived;
    };
    void rest_until(std::int64_t cycle);
    void since(std::int64_t origin, Words& words);
    void repeat(const Words& words, std::int64_t origin);
    /// Whether the reader is through with all that was asked for.
    [[nodiscard]] bool all_read() const { return stored_ == links_.seeds.space.reserved; }
    /// Without a decoder: so many words of `stored` bits, each read in the cycle that the next call of `usable(words)`
    /// tells, which passes so many words, and taken in the next, after the one before was taken.
    template <class Usable>
    void late_words(std::int64_t words, std::int64_t stored, Usable usable);
    /// What else decides how words go through: for keys.
    [[nodiscard]] std::int64_t stages() const { return bypass_ ? 0 : stages_; }
    /// The pipe in registers, for loops over words of one size.
    class Cursor;
    [[nodiscard]] std::int64_t stored() const { return stored_; }
    /// Whether the last words, of `stored` bits and so many in all, were read in the cycle in which they were usable.
    [[nodiscard]] bool read_as_usable(std::int64_t bits, std::int64_t stored) const {
        return usable_from_ == 0 || (words_ - usable_from_) * stored >= bits;
    }
    /// Events of words worked through: out of the reader, into and out of the gearbox, and of the decoder if there is
    /// one.
    [[nodiscard]] std::int64_t events() const { return (bypass_ ? 3 : 5) * words_; }
    [[nodiscard]] const Tally& reader() const { return reader_; }
    [[nodiscard]] const Tally& decoder() const { return decoder_; }
    [[nodiscard]] std::int64_t slices() const { return slices_; }

private:
    /// Pipeline stages: docs/machine.md, "decoder".
    std::int64_t decoder_stages(const Architecture& architecture, const QuantizedLayer& stored);

    Links& links_;
    std::shared_ptr<const XorNetwork> network_; ///< the last one, and the inputs of its heaviest row
    int heaviest_ = 1;
    bool bypass_ = false;
    std::int64_t stages_ = 1, depth_ = 1; ///< of the decoder, and of the FIFO before and after it
    /// Words between one that leaves the reader and the one that is taken for it, if all between is full.
    [[nodiscard]] std::int64_t delay() const { return 2 * depth_ + stages_; }
    struct Taking {
        std::int64_t first, words;
    };
    std::vector<Taking> takings_; ///< words taken from the full pipe, in rows
    std::int64_t words_ = 0, stored_ = 0, slices_ = 0;
    std::int64_t usable_from_ = 0; ///< word from which on all were read as they were usable
    std::int64_t pushed_ = -1;
    History seeds_left_, words_left_, leaving_;
    Tally reader_, decoder_;
    struct Before {
        Tally reader, decoder;
        std::int64_t words = 0, slices = 0;
    } before_;
};

[[gnu::always_inline]] inline std::int64_t DecoderPipe::word(std::int64_t stored, std::int64_t slices) {
    const std::int64_t usable = links_.seeds.arrived.when(stored_ + stored);
    if (usable == unknown) return unknown;
    stored_ += stored;
    const std::int64_t emitted = std::max({reader_.free(), usable, seeds_left_.before(words_) + 1});
    if (emitted > usable) usable_from_ = words_ + 1;
    reader_.unit(usable, emitted, 1);
    links_.seeds.space.freed.add(stored, emitted + 1);
    if (bypass_) return emitted + 1;
    slices_ += slices;
    const std::int64_t accepted = std::max({decoder_.free(), emitted + 1, leaving_.before(words_)});
    decoder_.unit(emitted + 1, accepted, 1);
    seeds_left_.record(words_, accepted);
    pushed_ = std::max({accepted + stages_, pushed_ + 1, words_left_.before(words_) + 1});
    leaving_.record(words_, pushed_);
    return pushed_ + 1;
}

template <class Usable>
void DecoderPipe::late_words(std::int64_t words, std::int64_t stored, Usable usable) {
    const std::int64_t kept = std::min(words, ceil_div(links_.seeds.space.capacity, stored) + 1), past = words - kept;
    if (past > 0) links_.seeds.space.freed.pass_all(past * stored, usable(past) + 1);
    std::int64_t left = 0;
    for (std::int64_t word = words_ + past; word < words_ + words; ++word) {
        left = usable(1) + 1; // of earlier words, whose times stand as they were, nothing waits for
        links_.seeds.space.freed.add_apart(stored, left);
        seeds_left_.record(word, left);
    }
    reader_.pass(left, words);
    words_ += words;
    stored_ += words * stored;
}

} // namespace fracbit::models::timing
