// Reader and decoder in registers, for loops over words of one size (docs/timing.md, "Stretches in place of events").
#pragma once

#include "models/timing/decoder_pipe.hpp"

#include <algorithm>

namespace fracbit::models::timing {

class DecoderPipe::Cursor {
public:
    Cursor(DecoderPipe& pipe, std::int64_t stored, std::int64_t slices)
        : pipe_(pipe), arrived_(pipe.links_.seeds.arrived.cursor(0)), seeds_left_(pipe.seeds_left_.cursor()),
          words_left_(pipe.words_left_.cursor()), leaving_(pipe.leaving_.cursor()), bypass_(pipe.bypass_),
          depth_(pipe.depth_), stages_(pipe.stages_), reader_free_(pipe.reader_.free()),
          decoder_free_(pipe.decoder_.free()), stored_(stored), slices_(slices), reached_(pipe.stored_),
          words_(pipe.words_), pushed_(pipe.pushed_) {}
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;
    ~Cursor() {
        free_row();
        pipe_.links_.seeds.arrived.put_back(arrived_);
        const std::int64_t words = (reached_ - pipe_.stored_) / stored_;
        pipe_.reader_.pass(reader_free_, words, reader_stalled_);
        if (!bypass_) {
            pipe_.decoder_.pass(decoder_free_, words, decoder_stalled_);
            pipe_.slices_ += words * slices_;
        }
        pipe_.stored_ = reached_;
        pipe_.words_ = words_;
        pipe_.pushed_ = pushed_;
    }
    /// When the bits of the next word are usable. (`words_there` counts what was asked for as there.)
    [[nodiscard]] std::int64_t usable() const {
        const std::int64_t needed = reached_ + stored_;
        if (arrived_.last.amount >= needed) return arrived_.last.time;
        for (std::int64_t i = arrived_.steps.first; i < arrived_.steps.end; ++i)
            if (arrived_.steps[i].amount >= needed) return arrived_.steps[i].time;
        return unknown;
    }
    /// Past the decoder, when all words before it had been taken by then: it is through with all else at once, and
    /// taken in the next cycle.
    void late_word(std::int64_t usable) {
        reached_ += stored_;
        arrived_.when(reached_);
        reader_free_ = usable + 1;
        free_row();
        pipe_.links_.seeds.space.freed.add_apart(stored_, usable + 1);
        taken_ = usable + 1;
        seeds_left_.record(words_++, taken_);
    }
    /// As DecoderPipe::word.
    std::int64_t word() {
        const std::int64_t usable = arrived_.when(reached_ + stored_);
        if (usable == unknown) return unknown;
        reached_ += stored_;
        // From `ready` on each waits for what is behind it alone.
        const std::int64_t ready = std::max(reader_free_, usable),
                           emitted = std::max(ready, seeds_left_.before(words_) + 1);
        if (emitted > usable) pipe_.usable_from_ = words_ + 1;
        reader_stalled_ += emitted - ready;
        reader_free_ = emitted + 1;
        leave_reader(emitted, 1);
        if (bypass_) return emitted + 1;
        const std::int64_t there = std::max(decoder_free_, emitted + 1),
                           accepted = std::max(there, leaving_.before(words_));
        decoder_stalled_ += accepted - there;
        decoder_free_ = accepted + 1;
        seeds_left_.record(words_, accepted);
        pushed_ = std::max({accepted + stages_, pushed_ + 1, words_left_.before(words_) + 1});
        leaving_.record(words_, pushed_);
        return pushed_ + 1;
    }
    void taken(std::int64_t cycle) {
        taken_ = cycle;
        (bypass_ ? seeds_left_ : words_left_).record(words_++, cycle);
    }
    /// After a word was taken: so many further ones, at most `most`, go through everything a cycle after each other, as
    /// far as their bits arrive early enough and the buffer takes them so.
    [[nodiscard]] std::int64_t row(std::int64_t most) const {
        const std::int64_t emitted = reader_free_ - 1;
        if (bypass_) return limit(seeds_left_, taken_ + 1, emitted, most);
        const std::int64_t accepted = decoder_free_ - 1;
        most = limit(words_left_, taken_ + 1, pushed_, most);
        most = limit(leaving_, pushed_, accepted, most);
        return limit(seeds_left_, accepted + 1, emitted, most);
    }
    /// The words, at most `most`, whose bits do.
    [[nodiscard]] std::int64_t words_there(std::int64_t most) const {
        std::int64_t bits = arrived_.last.amount - reached_; // a word can wait for more if it is read later than these
        for (std::int64_t i = arrived_.steps.first; bits < most * stored_ && i < arrived_.steps.end; ++i) {
            if ((arrived_.steps[i].time - reader_free_) * stored_ > bits) break;
            bits = arrived_.steps[i].amount - reached_;
        }
        return std::min(bits / stored_, most);
    }
    /// Whether both FIFO and the decoder are full and will be: a word n that is taken lets word n + depth into the FIFO
    /// after the decoder the cycle after, word n + depth + stages into the decoder in that cycle, and word n + 2 depth
    /// + stages leave the reader one cycle later. All wait for output, none for input.
    [[nodiscard]] bool full() const {
        const std::int64_t last = words_ - 1;
        if (bypass_ || depth_ < 2 || last < pipe_.delay()) return false;
        if (pushed_ != left_at(last - depth_) + 1 || reader_free_ > left_at(last + 1 - pipe_.delay()) + 2) return false;
        for (std::int64_t word = last; word > last - depth_; --word)
            if (time(seeds_left_, word) != left_at(word - depth_ - stages_) + 1) return false;
        for (std::int64_t word = last - 1; word > last - stages_; --word)
            if (time(leaving_, word) != left_at(word - depth_) + 1) return false;
        return true;
    }
    /// In a full pipe: the next words are taken, a cycle after each other.
    void waiting_taken(std::int64_t first, std::int64_t words) {
        words_ += words;
        if (!pipe_.takings_.empty()) {
            Taking& last = pipe_.takings_.back();
            if (last.first + last.words == first) {
                last.words += words;
                return;
            }
        }
        pipe_.takings_.push_back({first, words});
    }
    /// After so many of them: what happened to the rest of the pipe meanwhile.
    void take_waiting(std::int64_t words) {
        const std::int64_t before = std::min(words, pipe_.delay());
        for (std::int64_t word = words_ - words; word < words_ - words + before; ++word)
            leave_reader(left_at(word - pipe_.delay()) + 2, 1);
        std::int64_t word = words_, kept = std::min(words, pipe_.delay() + 1);
        for (auto taking = pipe_.takings_.end(); kept > 0;) {
            --taking;
            for (std::int64_t i = taking->words; i > 0 && kept > 0; --kept)
                words_left_.record(--word, taking->first + --i);
        }
        std::int64_t left = words - before;
        for (const Taking& taking : pipe_.takings_) {
            if (left <= 0) break;
            leave_reader(taking.first + 2, std::min(left, taking.words));
            left -= taking.words;
        }
        pipe_.takings_.clear();
        for (word = words_ - std::min(words, depth_); word < words_; ++word)
            seeds_left_.record(word, left_at(word - depth_ - stages_) + 1);
        for (word = words_ - std::min(words, stages_); word < words_; ++word)
            leaving_.record(word, left_at(word - depth_) + 1);
        if (words == 0) return;
        pipe_.usable_from_ = words_;
        pushed_ = left_at(words_ - 1 - depth_) + 1;
        taken_ = left_at(words_ - 1);
        const std::int64_t read = left_at(words_ - 1 - pipe_.delay()) + 3,
                           decoded = left_at(words_ - 1 - depth_ - stages_) + 2;
        reader_stalled_ += read - reader_free_ - words;
        decoder_stalled_ += decoded - decoder_free_ - words;
        reader_free_ = read;
        decoder_free_ = decoded;
        reached_ += words * stored_;
        arrived_.when(reached_);
    }
    void take_row(std::int64_t words) {
        if (bypass_) {
            seeds_left_.record_row(words_, words, taken_ + 1);
        } else {
            seeds_left_.record_row(words_, words, decoder_free_);
            leaving_.record_row(words_, words, pushed_ + 1);
            words_left_.record_row(words_, words, taken_ + 1, pipe_.delay() + 1);
            decoder_free_ += words;
            pushed_ += words;
        }
        reader_free_ += words;
        row_ += words;
        reached_ += words * stored_;
        arrived_.when(reached_);
        words_ += words;
        pipe_.usable_from_ = words_;
        taken_ += words;
    }

private:
    /// Event n + i, i > 0, can follow event n, which was at `own`, by i cycles if what event n + i - depth leaves by
    /// then does not come later. Such times lie at least a cycle apart, so the last i for which that holds ends the
    /// row; if it holds for i = depth, where event n itself left at `last`, it goes on so.
    [[nodiscard]] std::int64_t limit(const History::Cursor& history, std::int64_t last, std::int64_t own,
                                     std::int64_t most) const {
        if (last - history.depth <= own) return most;
        const std::int64_t offset = last - history.times[static_cast<std::size_t>(words_ - 1) & history.mask];
        std::int64_t i = 0;
        while (i + 1 < history.depth && i < most &&
               history.times[static_cast<std::size_t>(words_ + i - history.depth) & history.mask] + offset - (i + 1) <=
                   own)
            ++i;
        return i;
    }
    [[nodiscard]] static std::int64_t time(const History::Cursor& history, std::int64_t word) {
        return history.times[static_cast<std::size_t>(word) & history.mask];
    }
    [[nodiscard]] std::int64_t left_at(std::int64_t word) const { return time(words_left_, word); }
    void leave_reader(std::int64_t first, std::int64_t words) {
        if (first != row_first_ + row_) {
            free_row();
            row_first_ = first;
        }
        row_ += words;
    }
    void free_row() {
        if (row_ > 0) pipe_.links_.seeds.space.freed.add_each(stored_, row_, row_first_ + 1);
        row_ = 0;
    }
    DecoderPipe& pipe_;
    Growth::Cursor arrived_;
    History::Cursor seeds_left_, words_left_, leaving_;
    bool bypass_;
    std::int64_t depth_, stages_;
    std::int64_t reader_free_, decoder_free_;
    std::int64_t reader_stalled_ = 0, decoder_stalled_ = 0; ///< cycles, so far
    std::int64_t stored_, slices_;                          ///< of a word
    std::int64_t reached_, words_, pushed_;                 ///< stored bits and words so far
    std::int64_t row_first_ = -1, row_ = 0;                 ///< words that left the reader one after the other
    std::int64_t taken_ = unknown;                          ///< the last word
};

} // namespace fracbit::models::timing
