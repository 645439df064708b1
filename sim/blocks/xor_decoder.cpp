#include "sim/blocks/xor_decoder.hpp"

#include "models/gf2/low_bits.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace fracbit::sim {

std::int64_t decoder_stages(const models::WeightPathConfig& config, const models::QuantizedLayer& weights) {
    if (config.decoder_stages) return *config.decoder_stages;
    int heaviest = 1;
    for (const models::StoredPlane& plane : weights.planes)
        for (const std::uint64_t row : plane.network->rows()) heaviest = std::max(heaviest, std::popcount(row));
    const int levels = std::bit_width(static_cast<unsigned>(heaviest) - 1U);
    return std::max<std::int64_t>(1, ceil_div(levels, config.levels_per_stage));
}

XorDecoder::XorDecoder(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock)
    : Block(name, models::BlockId::decoder, clock), config_(config) {}

void XorDecoder::reset() {
    const models::WeightStream& stream = run().schedule.weights;
    columns_.clear();
    oldest_ = inside_ = 0;
    slices_owed_ = slices_decoded_ = 0;
    if (stream.slice.bypass) return;
    for (const models::WeightRun& r : stream.runs) slices_owed_ += r.slices;
    stages_ = decoder_stages(config_, *run().weights);
    seed_bits_ = run().weights->planes.front().seed_bits();
    inputs_ = run().weights->planes.front().network->n_in();
    pipeline_.resize(static_cast<std::size_t>(stages_));
    for (const models::StoredPlane& plane : run().weights->planes) {
        const models::XorNetwork& network = *plane.network;
        const auto words = static_cast<std::size_t>(ceil_div(network.n_out(), 64));
        auto& columns = columns_.emplace_back(static_cast<std::size_t>(network.n_in()) * words);
        for (int i = 0; i < network.n_out(); ++i)
            for (int j = 0; j < network.n_in(); ++j)
                if ((network.row(i) >> j & 1U) != 0)
                    columns[static_cast<std::size_t>(j) * words + static_cast<std::size_t>(i / 64)] |= std::uint64_t{1} << (i % 64);
    }
}

bool XorDecoder::finished() const { return slices_decoded_ == slices_owed_ && inside_ == 0; }

BlockState XorDecoder::step(Cycles now) {
    // 1. The oldest word leaves if it has passed all stages and has a place to go.
    const bool leaves = inside_ > 0 && pipeline_[oldest_].ready <= now && words->has_room(now);
    const bool accepts = slices_owed_ > 0 && seeds->has_item(now) && (leaves || inside_ < static_cast<std::size_t>(stages_));
    if (leaves) leave(now);

    // 2. The next word enters.
    if (accepts) accept(now);
    if (leaves || accepts)
        acted();
    else if (inside_ > 0 && pipeline_[oldest_].ready > now)
        wake_at(pipeline_[oldest_].ready);

    if (accepts) return BlockState::busy;
    if (slices_owed_ > 0 && seeds->has_item(now)) return BlockState::stall_out;
    return slices_decoded_ < slices_owed_ ? BlockState::stall_in : BlockState::idle;
}

void XorDecoder::leave(Cycles now) {
    std::swap(words->slot(), pipeline_[oldest_].word);
    words->push(now);
    oldest_ = (oldest_ + 1) % pipeline_.size();
    --inside_;
}

void XorDecoder::accept(Cycles now) {
    InFlight& entry = pipeline_[(oldest_ + inside_) % pipeline_.size()];
    entry.ready = now + Cycles(stages_);
    decode(seeds->front(), entry.word);
    slices_decoded_ += entry.word.slices;
    seeds->pop(now);
    ++inside_;
}

std::uint64_t XorDecoder::next_input(std::uint64_t seed) {
    if (inputs_ == seed_bits_) return seed;
    register_ = ((register_ << seed_bits_) | seed) & models::low_bits(inputs_);
    return register_;
}

void XorDecoder::decode(const WeightWord& in, WeightWord& out) {
    const models::WeightStream& stream = run().schedule.weights;
    const auto plane = static_cast<std::size_t>(stream.runs[static_cast<std::size_t>(in.run)].plane);
    const auto n_in = static_cast<int>(stream.slice.stored_bits);
    const std::int64_t n_out = stream.slice.decoded_bits;
    if (in.first_slice == 0) register_ = 0;
    out.run = in.run;
    out.first_slice = in.first_slice;
    out.slices = in.slices;
    out.bits.resize(in.slices * n_out);
    const auto words = static_cast<std::size_t>(ceil_div(n_out, 64));
    const std::uint64_t* columns = columns_[plane].data();
    if (words == 1) {
        for (std::int64_t s = 0; s < in.slices; ++s) {
            std::uint64_t y = 0;
            for (std::uint64_t x = next_input(in.bits.extract(s * n_in, n_in)); x != 0; x &= x - 1) y ^= columns[std::countr_zero(x)];
            out.bits.deposit(s * n_out, static_cast<int>(n_out), y);
        }
        return;
    }
    std::array<std::uint64_t, models::max_n_out / 64> y;
    for (std::int64_t s = 0; s < in.slices; ++s) {
        std::fill_n(y.begin(), words, 0);
        for (std::uint64_t x = next_input(in.bits.extract(s * n_in, n_in)); x != 0; x &= x - 1) {
            const std::uint64_t* column = columns + static_cast<std::size_t>(std::countr_zero(x)) * words;
            for (std::size_t w = 0; w < words; ++w) y[w] ^= column[w];
        }
        for (std::size_t w = 0; w < words; ++w) {
            const auto first = static_cast<std::int64_t>(w) * 64;
            out.bits.deposit(s * n_out + first, static_cast<int>(std::min<std::int64_t>(64, n_out - first)), y[w]);
        }
    }
}

std::string XorDecoder::waiting_for() const {
    return inside_ > 0 ? "room behind the pipeline for " + std::to_string(inside_) + " words"
                       : "seeds: " + std::to_string(slices_decoded_) + " of " + std::to_string(slices_owed_) + " slices decoded";
}

} // namespace fracbit::sim
