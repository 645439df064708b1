#include "models/timing/decoder_pipe.hpp"

#include "models/timing/weight_buffer.hpp"

#include <algorithm>
#include <bit>

namespace fracbit::models::timing {

namespace {

/// Inputs of the output with the most of them.
int heaviest_row(const XorNetwork& network) {
    int heaviest = 1;
    for (const std::uint64_t row : network.rows()) heaviest = std::max(heaviest, std::popcount(row));
    return heaviest;
}

} // namespace

std::int64_t DecoderPipe::decoder_stages(const Architecture& architecture, const QuantizedLayer& stored) {
    if (architecture.weights.decoder_stages) return *architecture.weights.decoder_stages;
    int heaviest = 1;
    for (const StoredPlane& plane : stored.planes) {
        if (!plane.network) continue;
        if (plane.network != network_) {
            network_ = plane.network;
            heaviest_ = heaviest_row(*network_);
        }
        heaviest = std::max(heaviest, heaviest_);
    }
    const int levels = std::bit_width(static_cast<unsigned>(heaviest - 1));
    return std::max<std::int64_t>(1, ceil_div(levels, architecture.weights.levels_per_stage));
}

void DecoderPipe::reset(const LayerWork& work, const SliceFormat& format) {
    const WeightPathConfig& config = work.architecture->weights;
    links_.seeds.reset(8 * config.reader_bytes);
    bypass_ = format.bypass;
    stages_ = bypass_ ? 1 : decoder_stages(*work.architecture, *work.stored);
    words_ = stored_ = slices_ = 0;
    pushed_ = -1;
    seeds_left_.reset(config.fifo_depth);
    words_left_.reset(config.fifo_depth);
    leaving_.reset(stages_);
    reader_ = decoder_ = {};
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

/// Words from here on that are of full size, of which all bits count.
std::int64_t PlainPath::whole_words() const {
    const SliceFormat& format = weights_->format();
    const std::int64_t word = slice_ / format.per_word;
    if (word * format.largest_word() < run_.skipped) return 0;
    return std::min(run_.slices / format.per_word, (run_.skipped + run_.useful) / format.largest_word()) - word;
}

/// Words of full size, as long as the gearbox is known as far as they are. True if any were taken.
bool PlainPath::run_words(std::int64_t words) {
    const SliceFormat& format = weights_->format();
    const std::int64_t size = format.largest_word();
    WeightBuffer::Meeting meeting(buffer_);
    if (!meeting.open()) return false;
    DecoderPipe::Cursor pipe(pipe_, format.per_word * format.stored, format.per_word);
    std::int64_t done = 0;
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
        if (!pipe.in_row()) continue;
        constexpr std::int64_t worth_while = 4;
        const std::int64_t row = pipe.words_there(std::min(words - done, meeting.flow(size)));
        if (row < worth_while) continue;
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
    return buffer_.give() || moved;
}

} // namespace fracbit::models::timing
