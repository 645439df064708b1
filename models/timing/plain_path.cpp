#include "models/timing/plain_path.hpp"

#include "models/timing/decoder_cursor.hpp"
#include "models/timing/weight_meeting.hpp"

#include <algorithm>

namespace fracbit::models::timing {

void PlainPath::skip_step() {
    for (std::int64_t planes = weights_->work().planes; planes > 0; --planes) {
        slice_ = run_.slices;
        next_word();
    }
}

void PlainPath::reset(const PlainWeights& weights) {
    weights_ = &weights;
    group_ = chunk_ = plane_ = 0;
    done_ = false;
    visible_ = unknown;
    run_ = weights.run_of(0);
    slice_ = 0;
    next_word();
}

void PlainPath::next_word() {
    if (slice_ == run_.slices) {
        next_run();
        if (done_) return;
    }
    const SliceFormat& format = weights_->format();
    slices_ = std::min(format.per_word, run_.slices - slice_);
    const std::int64_t begin = std::max(slice_ * format.decoded, run_.skipped);
    const std::int64_t end = std::min((slice_ + slices_) * format.decoded, run_.skipped + run_.useful);
    useful_ = end - begin;
}

void PlainPath::next_run() {
    const LayerWork& work = weights_->work();
    slice_ = 0;
    if (weights_->one_run()) {
        done_ = true;
    } else if (++plane_ == work.planes) {
        plane_ = 0;
        if (work.weights_stay || ++chunk_ == work.chunks) {
            chunk_ = 0;
            done_ = ++group_ == static_cast<std::int64_t>(work.groups.size());
        }
    }
    if (done_)
        buffer_.values().finish();
    else if (plane_ == 0)
        run_ = weights_->run_of(group_);
}

bool PlainPath::done() const { return done_ && buffer_.done(); }

std::int64_t PlainPath::whole_words() const {
    const SliceFormat& format = weights_->format();
    const std::int64_t word = slice_ / format.per_word;
    if (word * format.largest_word() < run_.skipped) return 0;
    return std::min(run_.slices / format.per_word, (run_.skipped + run_.useful) / format.largest_word()) - word;
}

/// Words of full size without a decoder that come later than all before them was given, one by one. How many.
std::int64_t PlainPath::run_late_words(std::int64_t words) {
    const SliceFormat& format = weights_->format();
    WeightBuffer::Meeting meeting(buffer_);
    if (!meeting.open()) return 0;
    DecoderPipe::Cursor pipe(pipe_, format.per_word * format.stored, format.per_word);
    std::int64_t done = 0;
    for (; done < words; ++done) {
        const std::int64_t usable = pipe.usable();
        if (usable == unknown || !meeting.given_before(usable)) break;
        pipe.late_word(usable);
        meeting.take_late(usable + 1, format.largest_word());
    }
    slice_ += done * format.per_word;
    return done;
}

/// Words of full size, as long as the gearbox is known as far as they are. True if any were taken.
bool PlainPath::run_words(std::int64_t words) {
    const SliceFormat& format = weights_->format();
    if (format.bypass && run_late_words(words) > 0) return true;
    const std::int64_t size = format.largest_word();
    WeightBuffer::Meeting meeting(buffer_);
    if (!meeting.open()) return false;
    DecoderPipe::Cursor pipe(pipe_, format.per_word * format.stored, format.per_word);
    std::int64_t done = 0;
    constexpr std::int64_t worth_while = 3;
    const LayerWork& work = weights_->work();
    // Words flow inside a unit only.
    const bool bypass = format.bypass,
               may_flow = work.unit_weights(group_, 0) * format.weight_bits > worth_while * size;
    while (done < words) {
        const std::int64_t visible = pipe.word();
        if (visible == unknown) break;
        const std::int64_t taken = meeting.take(visible, size);
        if (taken == unknown) {
            visible_ = visible;
            break;
        }
        pipe.taken(taken);
        ++done;
        if (bypass && meeting.given_before(pipe.usable())) break;
        std::int64_t row = words - done;
        if (row < worth_while) continue;
        constexpr std::int64_t now_and_then = 4;
        if ((may_flow || done % now_and_then == 0) && pipe.full()) {
            if ((row = pipe.words_there(row)) < worth_while) continue;
            row = meeting.take_waiting(row, size,
                                       [&](std::int64_t first, std::int64_t some) { pipe.waiting_taken(first, some); });
            pipe.take_waiting(row);
            done += row;
            continue;
        }
        if (!may_flow) continue;
        row = std::min(row, meeting.flow(size));
        if (row < worth_while || (row = pipe.row(row)) < worth_while || (row = pipe.words_there(row)) < worth_while)
            continue;
        pipe.take_row(row);
        meeting.take_row(row, size);
        done += row;
    }
    slice_ += done * format.per_word;
    return done > 0;
}

bool PlainPath::advance() {
    bool moved = false;
    while (!done_) {
        if (visible_ == unknown && !pipe_.arrived(slices_ * weights_->format().stored)) break;
        if (const std::int64_t words = visible_ == unknown ? whole_words() : 0; words > 1 && run_words(words)) {
            moved = true;
            next_word();
            continue;
        }
        if (visible_ == unknown) {
            visible_ = pipe_.word(slices_ * weights_->format().stored, slices_);
            if (visible_ == unknown) break;
            moved = true;
        }
        std::int64_t taken = WeightBuffer::Meeting(buffer_).take(visible_, useful_);
        if (taken == unknown) {
            taken = buffer_.take(buffer_.values(), visible_, useful_);
            if (taken == unknown) {
                moved |= buffer_.give();
                taken = buffer_.take(buffer_.values(), visible_, useful_);
                if (taken == unknown) break;
            }
            buffer_.catch_up();
        }
        pipe_.taken(taken);
        visible_ = unknown;
        moved = true;
        slice_ += slices_;
        next_word();
    }
    return (!buffer_.rests() && buffer_.give()) || moved;
}

} // namespace fracbit::models::timing
