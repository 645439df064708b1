// Weight reader and XOR decoder (docs/machine.md): when each word leaves the reader, enters and leaves the pipeline.
#pragma once

#include "models/timing/layer_work.hpp"
#include "models/timing/links.hpp"
#include "models/timing/period.hpp"
#include "models/timing/plain_weights.hpp"
#include "models/timing/tally.hpp"

#include <algorithm>

namespace fracbit::models::timing {

class DecoderPipe {
public:
    explicit DecoderPipe(Links& links) : links_(links) {}
    void reset(const LayerWork& work, const SliceFormat& format);
    /// The cycle from which the next word, of `stored` bits and `slices` slices, can be taken; `unknown` before its
    /// bits have arrived.
    std::int64_t word(std::int64_t stored, std::int64_t slices);
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
    [[nodiscard]] std::int64_t stored() const { return stored_; }
    [[nodiscard]] const Tally& reader() const { return reader_; }
    [[nodiscard]] const Tally& decoder() const { return decoder_; }
    [[nodiscard]] std::int64_t slices() const { return slices_; }

private:
    Links& links_;
    bool bypass_ = false;
    std::int64_t stages_ = 1;
    std::int64_t words_ = 0, stored_ = 0, slices_ = 0;
    std::int64_t pushed_ = -1;
    History seeds_left_, words_left_, leaving_;
    Tally reader_, decoder_;
};

[[gnu::always_inline]] inline std::int64_t DecoderPipe::word(std::int64_t stored, std::int64_t slices) {
    const std::int64_t usable = links_.seeds.arrived.when(stored_ + stored);
    if (usable == unknown) return unknown;
    stored_ += stored;
    const std::int64_t emitted = std::max({reader_.free(), usable, seeds_left_.before(words_) + 1});
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

/// Pipeline stages of the decoder: docs/machine.md, "decoder".
std::int64_t decoder_stages(const Architecture& architecture, const QuantizedLayer& stored);

/// Weights without patches, from memory into the decoded-weight buffer.
class WeightBuffer;
class PlainPath {
public:
    PlainPath(DecoderPipe& pipe, WeightBuffer& buffer) : pipe_(pipe), buffer_(buffer) {}
    void reset(const PlainWeights& weights);
    bool advance();
    [[nodiscard]] bool done() const;
    template <class Visitor>
    void walk(Visitor& visitor) {
        const LayerWork& work = weights_->work();
        visitor.nest();
        visitor.level(group_, work.last_like_group());
        visitor.level(chunk_, work.chunks - 1);
        visitor.level(plane_, work.planes - 1);
        visitor.level(slice_, run_.slices - 2 * weights_->format().per_word);
        visitor.same(done_ ? 1 : 0);
        visitor.same(run_.slices);
        visitor.same(run_.skipped);
        visitor.same(slices_);
        visitor.same(useful_);
        visitor.same(visible_ == unknown ? 1 : 0);
        if (visible_ != unknown) visitor.time(visible_, Clock::gearbox);
    }

private:
    void next_word();
    void next_run();
    DecoderPipe& pipe_;
    WeightBuffer& buffer_;
    const PlainWeights* weights_ = nullptr;
    std::int64_t group_ = 0, chunk_ = 0, plane_ = 0; ///< of the run
    Run run_;
    std::int64_t slice_ = 0, slices_ = 0, useful_ = 0; ///< of the word
    std::int64_t visible_ = unknown;
    bool done_ = false;
};

} // namespace fracbit::models::timing
