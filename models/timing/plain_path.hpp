// Weights without patches, from the weight reader into the decoded-weight buffer, word by word or in rows of words.
#pragma once

#include "models/timing/decoder_pipe.hpp"
#include "models/timing/plain_weights.hpp"
#include "models/timing/weight_buffer.hpp"

#include <cstdint>

namespace fracbit::models::timing {

class PlainPath {
public:
    PlainPath(DecoderPipe& pipe, WeightBuffer& buffer) : pipe_(pipe), buffer_(buffer) {}
    void reset(const PlainWeights& weights);
    bool advance();
    [[nodiscard]] bool done() const;
    /// Whether the next word is the first of a step's weights, which are stored by row group.
    [[nodiscard]] bool begins_step() const {
        return !done_ && slice_ == 0 && plane_ == 0 && visible_ == unknown && !weights_->one_run();
    }
    [[nodiscard]] bool ended() const { return done_; }
    /// Whether no word that has left the pipe waits for the gearbox.
    [[nodiscard]] bool between_words() const { return !done_ && visible_ == unknown; }
    /// Words from here on that are of full size, of which all bits count.
    [[nodiscard]] std::int64_t whole_words() const;
    /// So many of these went through.
    void skip_words(std::int64_t words) {
        slice_ += words * weights_->format().per_word;
        next_word();
    }
    [[nodiscard]] std::int64_t group() const { return group_; }
    [[nodiscard]] const PlainWeights& weights() const { return *weights_; }
    [[nodiscard]] const Run& run() const { return run_; }
    /// On to the weights of the next step.
    void skip_step();
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
    bool run_words(std::int64_t words);
    std::int64_t run_late_words(std::int64_t words);
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
