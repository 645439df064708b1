#include "tests/rtl/systemc_bench.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "sim/blocks/mask_decoder.hpp"
#include "sim/blocks/patch_reader.hpp"
#include "sim/blocks/patch_unit.hpp"
#include "sim/blocks/weight_buffer.hpp"
#include "sim/blocks/weight_reader.hpp"
#include "sim/blocks/xor_decoder.hpp"
#include "sim/kernel/simulation_context.hpp"
#include "sim/stored_weights.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

namespace fracbit::test {
namespace {

using namespace sim;
using models::BitVector;
using models::PatchWord;

/// Tells of every push and pop of a FIFO.
template <class T>
class WatchedFifo final : public FifoInIf<T>, public FifoOutIf<T> {
public:
    using Listener = std::function<void(Cycles now, const T* pushed)>; ///< null: a pop
    WatchedFifo(std::int64_t depth, Listener listener) : fifo_(depth), listener_(std::move(listener)) {}

    [[nodiscard]] bool has_item(Cycles now) const override { return fifo_.has_item(now); }
    [[nodiscard]] const T& front() const override { return fifo_.front(); }
    void pop(Cycles now) override {
        listener_(now, nullptr);
        fifo_.pop(now);
    }
    [[nodiscard]] bool has_room(Cycles now) const override { return fifo_.has_room(now); }
    [[nodiscard]] T& slot() override { return fifo_.slot(); }
    void push(Cycles now) override {
        listener_(now, &fifo_.slot());
        fifo_.push(now);
    }

private:
    CycleFifo<T> fifo_;
    Listener listener_;
};

class Log {
public:
    explicit Log(Recording& recording) : recording_(recording) {}
    void event(Cycles now, EventKind kind, std::string text) {
        recording_.events.push_back({now.count(), kind, std::move(text)});
    }
    Stimulus& at(Cycles now) {
        if (static_cast<std::int64_t>(recording_.stimuli.size()) <= now.count())
            recording_.stimuli.resize(static_cast<std::size_t>(now.count()) + 1);
        return recording_.stimuli[static_cast<std::size_t>(now.count())];
    }

private:
    Recording& recording_;
};

/// A stored stream on its way: issued in pieces, each usable a random time later, in order.
struct Stream {
    ReadLink& link;
    std::int64_t left = 0; ///< bits that have not been issued
    std::int64_t Stimulus::*reserved = nullptr;
    std::int64_t Stimulus::*arrived = nullptr;
    EventKind kind = EventKind::seeds_reserved;
    const char* name = "";
    Cycles last{0};
};

/// Stands in for the memory channel.
class Source final : public Block {
public:
    Source(TickClock& clock, std::vector<Stream> streams, std::int64_t burst_bits, const Pressure& pressure, Log& log)
        : Block("source", models::BlockId::memory, clock), streams_(std::move(streams)), burst_bits_(burst_bits),
          random_(pressure.seed), pressure_(pressure.random), log_(log) {}

    [[nodiscard]] std::string waiting_for() const override { return "space"; }
    [[nodiscard]] bool finished() const override {
        return std::all_of(streams_.begin(), streams_.end(), [](const Stream& s) { return s.left == 0; });
    }

private:
    void reset() override {}
    BlockState step(Cycles now) override {
        acted(); // every cycle is visited
        for (Stream& stream : streams_)
            if (stream.left > 0 && (!pressure_ || random_.below(3) > 0)) issue(stream, now);
        return BlockState::idle;
    }

    void issue(Stream& stream, Cycles now) {
        std::int64_t bits = std::min(stream.left, burst_bits_);
        if (pressure_)
            bits =
                std::min(bits, 1 + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(burst_bits_))));
        const std::int64_t free = stream.link.space.free(now);
        if (free < bits) return;
        Cycles at =
            std::max(stream.last, now + Cycles(pressure_ ? 1 + static_cast<std::int64_t>(random_.below(6)) : 3));
        // Several bursts may become usable in one cycle, as far as the port is wide.
        if (stream.arrived != nullptr && log_.at(at).*stream.arrived + bits > burst_bits_) at += Cycles(1);
        stream.last = at;
        stream.left -= bits;
        stream.link.space.reserve(bits);
        models::Burst burst;
        burst.payload_bits = bits;
        stream.link.arrivals.push(at, burst);
        if (stream.arrived == nullptr) return;
        log_.at(at).*stream.arrived += bits;
        log_.at(now).*stream.reserved += bits;
        log_.event(now, stream.kind, fmt::format("{} {} {}", stream.name, bits, free));
    }

    std::vector<Stream> streams_;
    std::int64_t burst_bits_;
    Random random_;
    bool pressure_;
    Log& log_;
};

/// Stands in for the tile loader: reads units one after the other.
class Sink final : public Block {
public:
    Sink(TickClock& clock, WeightStore& store, const Pressure& pressure, Log& log)
        : Block("sink", models::BlockId::tile_loader, clock), store_(store), random_(pressure.seed + 1),
          pressure_(pressure.random), log_(log) {}

    [[nodiscard]] std::string waiting_for() const override { return "units"; }
    [[nodiscard]] bool finished() const override {
        return store_.first_unit == static_cast<std::int64_t>(run().schedule.weights.units.size());
    }

private:
    void reset() override {}
    BlockState step(Cycles now) override {
        if (finished() || store_.ready.seen(now) <= store_.first_unit || (pressure_ && random_.below(4) > 0))
            return BlockState::idle;
        const std::int64_t bits = run().schedule.weights.units[static_cast<std::size_t>(store_.first_unit)].bits;
        store_.space.release_at(now + Cycles(1), bits);
        store_.units.pop_front();
        ++store_.first_unit;
        log_.at(now).space_freed = bits;
        return BlockState::idle;
    }

    WeightStore& store_;
    Random random_;
    bool pressure_;
    Log& log_;
};

class Bench {
public:
    Bench(const RandomPath& path, const Pressure& pressure)
        : path_(path), log_(recording_),
          clock_("clock", Visits{false, false}, [this](Cycles now) { return before_tick(now); }),
          seeds_(depth(), word_listener("seeds", EventKind::seeds_push, path.spec.seed_bits())),
          decoded_(depth(), word_listener("decoded", EventKind::decoded_push, path.spec.n_out())),
          patched_(depth(), word_listener("patched", EventKind::patched_push, path.spec.n_out())),
          patches_(depth(), [this](Cycles now, const PatchWord* word) { note_patches(now, word); }),
          masks_(depth(), [this](Cycles now, const MaskWord* word) { note_mask(now, word); }),
          bypass_(1, [](Cycles, const WeightWord*) {}), reader_("weight_reader", sizes(), clock_, links_.weights),
          decoder_("decoder", sizes(), clock_),
          patch_reader_("patch_reader", sizes(), clock_, links_.patch_counts, links_.patch_locations),
          patch_unit_("patch_unit", sizes(), clock_), mask_decoder_("mask_decoder", sizes(), clock_, links_.mask),
          buffer_("weight_buffer", sizes(), clock_, store_),
          source_(clock_, streams(), path.spec.in_bits, pressure, log_), sink_(clock_, store_, pressure, log_) {
        reader_.words(seeds_);
        decoder_.seeds(seeds_);
        decoder_.words(decoded_);
        patch_reader_.patches(patches_);
        patch_unit_.decoded(decoded_);
        patch_unit_.patches(patches_);
        patch_unit_.words(patched_);
        mask_decoder_.masks(masks_);
        buffer_.bypass(bypass_);
        buffer_.decoded(decoded_);
        buffer_.patched(patched_);
        buffer_.masks(masks_);
    }

    Recording run() {
        run_.schedule = path_.schedule;
        run_.weights = path_.weights;
        point_to_stored_weights(run_);
        for (Block* block : std::initializer_list<Block*>{&reader_, &decoder_, &patch_reader_, &patch_unit_,
                                                          &mask_decoder_, &buffer_, &source_, &sink_})
            block->open_layer(run_, Cycles(0));
        copy_streams();
        clock_.run();
        return std::move(recording_);
    }

private:
    [[nodiscard]] const models::WeightPathConfig& sizes() const { return path_.architecture.weights; }
    [[nodiscard]] std::int64_t depth() const { return sizes().fifo_depth; }

    WatchedFifo<WeightWord>::Listener word_listener(const char* name, EventKind push, std::int64_t slice_bits) {
        const auto pop = static_cast<EventKind>(static_cast<int>(push) + 1);
        return [this, name, push, pop, slice_bits](Cycles now, const WeightWord* word) {
            if (word == nullptr) return log_.event(now, pop, fmt::format("{}-", name));
            const models::WeightRun& run = path_.schedule.weights.runs[static_cast<std::size_t>(word->run)];
            log_.event(now, push,
                       fmt::format("{}+ {:d}{:d} {} {}", name, word->first_slice == 0,
                                   word->first_slice + word->slices == run.slices, word->slices,
                                   hex(word->bits, word->slices * slice_bits, sizes().lanes * slice_bits)));
        };
    }

    void note_patches(Cycles now, const PatchWord* word) {
        if (word == nullptr) return log_.event(now, EventKind::patches_pop, "patches-");
        BitVector flips(path_.spec.word_bits());
        for (const std::int64_t place : word->places) flips.set(place, true);
        log_.event(now, EventKind::patches_push, "patches+ " + hex(flips));
    }

    void note_mask(Cycles now, const MaskWord* word) {
        if (word == nullptr) return log_.event(now, EventKind::masks_pop, "masks-");
        log_.at(now).mask_count = word->kept.size();
        log_.at(now).mask = word->kept;
        log_.event(now, EventKind::masks_push, "masks+");
    }

    std::vector<Stream> streams() {
        std::int64_t seeds = 0, counts = 0, locations = 0, mask = 0;
        for (const models::WeightRun& run : path_.schedule.weights.runs) {
            seeds += run.slices * path_.spec.seed_bits();
            counts += run.counts.bits;
            locations += run.locations.bits;
            mask += run.mask.bits;
        }
        return {{links_.weights, seeds, &Stimulus::seeds_reserved, &Stimulus::seeds_arrived, EventKind::seeds_reserved,
                 "seeds", Cycles(0)},
                {links_.patch_counts, counts, &Stimulus::counts_reserved, &Stimulus::counts_arrived,
                 EventKind::counts_reserved, "counts", Cycles(0)},
                {links_.patch_locations, locations, &Stimulus::locations_reserved, &Stimulus::locations_arrived,
                 EventKind::locations_reserved, "locations", Cycles(0)},
                {links_.mask, mask, nullptr, nullptr, EventKind::fill, "", Cycles(0)}};
    }

    void copy_streams() {
        const auto append = [](BitVector& bits, const BitVector& more, std::int64_t first, std::int64_t end) {
            const std::int64_t at = bits.size();
            bits.resize(at + end - first);
            bits.copy(at, more, first, end - first);
        };
        for (const models::WeightRun& run : path_.schedule.weights.runs) {
            const models::StoredPlane& plane = path_.weights->planes[static_cast<std::size_t>(run.plane)];
            append(recording_.seeds, plane.bits, run.first_bit, run.first_bit + run.slices * plane.seed_bits());
            if (!path_.schedule.weights.patched) continue;
            const auto group = static_cast<std::size_t>(run.group);
            const models::PatchStream& patches = plane.patches;
            append(recording_.counts, patches.counts, patches.runs[group].counts, patches.runs[group + 1].counts);
            append(recording_.locations, patches.locations, patches.runs[group].locations,
                   patches.runs[group + 1].locations);
        }
    }

    /// What went into the unit in the cycle before.
    void note_fill(Cycles now) {
        const std::int64_t bits = buffer_.bits_filled() - filled_;
        if (bits == 0) return;
        const std::vector<models::WeightUnit>& units = path_.schedule.weights.units;
        const models::SliceShape& slice = path_.schedule.weights.slice;
        const std::int64_t size = units[unit_].bits / slice.held_bits() * slice.weight_bits;
        const DecodedUnit& unit = store_.units[unit_ - static_cast<std::size_t>(store_.first_unit)];
        const auto part = [&](const BitVector& all) {
            BitVector given(path_.spec.give());
            given.copy(0, all, in_unit_, bits);
            return hex(given);
        };
        log_.event(now - Cycles(1), EventKind::fill,
                   fmt::format("fill {:d}{:d} {} {}{}", in_unit_ == 0, in_unit_ + bits == size, bits, part(unit.values),
                               path_.spec.masked ? " " + part(unit.kept) : ""));
        const std::int64_t at = recording_.decoded.size();
        recording_.decoded.resize(at + bits);
        recording_.decoded.copy(at, unit.values, in_unit_, bits);
        filled_ += bits;
        in_unit_ += bits;
        if (in_unit_ == size) {
            ++unit_;
            in_unit_ = 0;
        }
    }

    bool before_tick(Cycles now) {
        note_fill(now);
        log_.at(now);
        if (sink_.finished()) return false;
        if (now.count() > 200000)
            throw SimulationError("no end after " + std::to_string(now.count()) + " cycles: " + buffer_.waiting_for());
        return true;
    }

    const RandomPath& path_;
    Recording recording_;
    Log log_;
    TickClock clock_;
    WatchedFifo<WeightWord> seeds_, decoded_, patched_;
    WatchedFifo<PatchWord> patches_;
    WatchedFifo<MaskWord> masks_;
    WatchedFifo<WeightWord> bypass_;
    WeightLinks links_;
    WeightStore store_;
    WeightReader reader_;
    XorDecoder decoder_;
    PatchReader patch_reader_;
    PatchUnit patch_unit_;
    MaskDecoder mask_decoder_;
    WeightBuffer buffer_;
    Source source_;
    Sink sink_;
    LayerRun run_;
    std::int64_t filled_ = 0, in_unit_ = 0;
    std::size_t unit_ = 0;
};

} // namespace

Recording run_systemc(const RandomPath& path, const Pressure& pressure) {
    const SimulationContext context;
    return Bench(path, pressure).run();
}

} // namespace fracbit::test

// SystemC's library wants this symbol.
extern "C" int sc_main(int, char**) { return 0; }
