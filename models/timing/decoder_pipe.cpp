#include "models/timing/decoder_pipe.hpp"

#include <algorithm>
#include <bit>

namespace fracbit::models::timing {

int heaviest_row(const XorNetwork& network) {
    int heaviest = 1;
    for (const std::uint64_t row : network.rows()) heaviest = std::max(heaviest, std::popcount(row));
    return heaviest;
}

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
    words_ = stored_ = slices_ = usable_from_ = 0;
    pushed_ = -1;
    seeds_left_.reset(config.fifo_depth);
    depth_ = config.fifo_depth;
    words_left_.reset(depth_, bypass_ ? 0 : 2 * delay() + 2);
    leaving_.reset(stages_);
    reader_ = decoder_ = {};
}

void DecoderPipe::rest_until(std::int64_t cycle) {
    reader_.wait(cycle);
    if (!bypass_) decoder_.wait(cycle);
    before_ = {reader_, decoder_, words_, slices_};
}

void DecoderPipe::since(std::int64_t origin, Words& words) {
    words.reader = reader_.since(before_.reader, origin);
    words.decoder = decoder_.since(before_.decoder, origin);
    words.slices = slices_ - before_.slices;
    words.pushed = pushed_ - origin;
    const std::int64_t went = std::min(words_ - before_.words, delay() + 1);
    seeds_left_.last(words_, went, origin, words.seeds_left);
    words_left_.last(words_, went, origin, words.words_left);
    leaving_.last(words_, went, origin, words.leaving);
    links_.seeds.space.freed.tail(origin, words.freed);
    words.arrived = {0, links_.seeds.arrived.passed().time - origin};
}

/// As many bits are read, arrive and leave: counts of them, which only differences matter of, stay.
void DecoderPipe::repeat(const Words& words, std::int64_t origin) {
    reader_.append(words.reader, origin);
    if (!bypass_) decoder_.append(words.decoder, origin);
    slices_ += words.slices;
    pushed_ = origin + words.pushed;
    const std::size_t most = std::max({words.seeds_left.size(), words.words_left.size(), words.leaving.size()});
    words_ += static_cast<std::int64_t>(most);
    usable_from_ = words_; // when they were usable is not known here
    const auto record = [&](History& history, const std::vector<std::int64_t>& times) {
        std::int64_t word = words_ - static_cast<std::int64_t>(times.size());
        for (const std::int64_t time : times) history.record(word++, origin + time);
    };
    record(seeds_left_, words.seeds_left);
    record(words_left_, words.words_left);
    record(leaving_, words.leaving);
    links_.seeds.space.freed.set_tail(words.freed, origin);
    links_.seeds.arrived.set_tail({{}, words.arrived}, origin);
}

} // namespace fracbit::models::timing
