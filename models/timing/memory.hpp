// The memory channel and the readers of activations and operands: when each burst issues and when its data are there.
#pragma once

#include "models/timing/burst_list.hpp"
#include "models/timing/burst_timing.hpp"
#include "models/timing/links.hpp"
#include "models/timing/tally.hpp"

#include <algorithm>
#include <array>

namespace fracbit::models::timing {

class Memory {
public:
    explicit Memory(Links& links) : links_(links) {}
    void configure(const MemoryConfig& config);
    void reset(BurstSource& list);
    /// Issues what can be issued with what is known. `settled`: nothing else can move, so what is unknown lies behind
    /// the next burst. True if anything was issued or marked.
    bool advance(bool settled) { return advance_to(no_segment, settled); }
    /// As advance, but no further than to the segment with this index.
    bool advance_to(std::size_t end, bool settled);
    /// Fetches another piece of the list before it is needed.
    void fetch_more();
    [[nodiscard]] bool done() const { return done_; }
    /// Whether the last advance ended where a step of the list begins.
    [[nodiscard]] bool at_step() const { return at_step_; }
    /// Whether it ended before the first burst of a segment of weights, which somebody else may issue first (the next
    /// advance goes on): only where that was asked for.
    [[nodiscard]] bool paused() const { return paused_; }
    void pause_before_weights(bool pause) { pauses_ = pause; }
    [[nodiscard]] bool pauses() const { return pauses_; }
    /// At most so many bursts of a stream at a time, so that states are seen often enough; weights only as long as
    /// their segment has `fewest_rounds` of them.
    static constexpr std::int64_t fewest_rounds = 8;
    void limit(StreamId stream, std::int64_t bursts) { limits_[static_cast<std::size_t>(stream)] = bursts; }
    /// Bursts worked through, or in rows; not those that were copied.
    [[nodiscard]] std::int64_t bursts() const { return bus_.bursts - copied_; }
    /// The number of the next burst, but for whole periods.
    [[nodiscard]] std::int64_t next_burst() const { return bus_.bursts; }
    [[nodiscard]] std::int64_t limit(StreamId stream) const { return limits_[static_cast<std::size_t>(stream)]; }
    /// Whether a round of outputs ends here.
    [[nodiscard]] bool ends_round() const {
        return bus_.bursts % limits_[static_cast<std::size_t>(StreamId::outputs)] == 0;
    }
    [[nodiscard]] std::int64_t issued() const { return bus_.issued; }
    /// Bursts that the current segment still has.
    [[nodiscard]] std::int64_t bursts_left() const {
        return segment_ < segments_.size() ? (segments_[segment_].bits - listed_) / burst_bits_ : 0;
    }
    /// Changes when the list goes on.
    [[nodiscard]] std::int64_t pieces() const { return pieces_; }
    /// Number of the segment among all so far.
    [[nodiscard]] std::int64_t segment() const { return segments_before_ + static_cast<std::int64_t>(segment_); }
    /// The stream of the current segment.
    [[nodiscard]] StreamId stream() const { return waiting(); }
    /// Cannot go on before somebody else moves.
    [[nodiscard]] bool waits() const { return blocked_ || done_; }
    template <class Visitor>
    void walk_clocks(Visitor& visitor) {
        visitor.clock(Clock::memory, bus_.issued);
        for (std::size_t port = 0; port < ports_.size(); ++port)
            visitor.clock(static_cast<Clock>(static_cast<std::size_t>(Clock::weight_port) + port), ports_[port]);
        activation_reader_.walk_clock(visitor, Clock::counting);
        operand_reader_.walk_clock(visitor, Clock::counting);
    }
    /// `reads` and `adds`: the events that wait for activations, and for residuals and scales.
    template <class Visitor>
    void walk(Visitor& visitor, Clock reads, Clock adds) {
        visitor.same((done_ ? 1 : 0) + (blocked_ ? 2 : 0));
        visitor.nest();
        visitor.label(pieces_);
        visitor.same(static_cast<std::int64_t>(segments_.size()));
        visitor.same(static_cast<std::int64_t>(segment_));
        if (segment_ < segments_.size()) {
            visitor.same((segments_[segment_].first + listed_) & (burst_bits_ - 1));
            visitor.level(listed_, segments_[segment_].bits - burst_bits_);
        }
        for (std::size_t i = segment_; i < segments_.size(); ++i) {
            const Segment& segment = segments_[i];
            visitor.same(static_cast<std::int64_t>(segment.stream) + 64 * static_cast<std::int64_t>(segment.mark));
            visitor.same(segment.first & (burst_bits_ - 1));
            visitor.same(segment.bits);
        }
        walk_channel(visitor);
        visitor.time(activations_at_, reads);
        visitor.time(residual_at_, adds);
        visitor.time(scales_at_, adds);
        for (Tally* tally : {&activation_reader_, &operand_reader_}) tally->walk_counters(visitor);
        for (std::size_t s = 0; s < traffic_.size(); ++s)
            if (traffic_[s].bursts > 0) walk_traffic(visitor, s);
    }
    /// Inside one segment of outputs.
    template <class Visitor>
    void walk_output_clocks(Visitor& visitor) {
        visitor.clock(Clock::memory, bus_.issued);
        visitor.clock(Clock::output_port, ports_[3]);
    }
    template <class Visitor>
    void walk_outputs(Visitor& visitor) {
        const Segment& segment = segments_[segment_];
        visitor.nest();
        visitor.same((segment.first + listed_) & (burst_bits_ - 1));
        visitor.level(listed_, segment.bits - burst_bits_);
        walk_channel(visitor);
        walk_traffic(visitor, static_cast<std::size_t>(segment.stream));
    }
    /// Bytes that a segment of outputs, the current one, still has to write; 0 in others.
    [[nodiscard]] std::int64_t outputs_left() const {
        if (segment_ >= segments_.size() || segments_[segment_].stream != StreamId::outputs) return 0;
        return (segments_[segment_].bits - listed_) / 8;
    }
    /// Waits at its first.
    [[nodiscard]] bool waits_at_outputs() const { return blocked_ && listed_ == 0; }
    /// Index of the next segment of outputs; what comes before it goes to the key of a load. False if that holds rows
    /// of the input, or nothing.
    bool list_loads(std::vector<std::int64_t>& key, std::size_t& outputs) const;
    /// The transfers in flight at `cycle`, the first in which a burst can issue.
    void list_flight(std::int64_t cycle, std::vector<std::int64_t>& key) const;
    /// Whether scales and residuals up to that segment find space in `cycle`, and their readers wait for them.
    bool loads_fit(std::size_t outputs, std::int64_t cycle);
    /// What the segments before the outputs leave behind, in cycles since `origin`.
    struct Loads {
        std::int64_t issued = 0, finish = 0, fraction = 0, residual_at = 0, scales_at = 0;
        Tally channel, activation_reader, operand_reader;
        std::vector<std::int64_t> arrivals;
        std::array<std::int64_t, 4> ports{};
        std::array<std::int64_t, stream_count> bursts{}, payload{};
        std::int64_t all_bursts = 0;
    };
    /// From here on the segments up to the outputs are worked out, or repeated.
    void begin_loads(std::size_t outputs, std::int64_t cycle);
    void loads_since(std::int64_t origin, Loads& loads) const;
    /// After begin_loads, instead of working them out.
    void repeat(const Loads& loads, std::int64_t origin);
    [[nodiscard]] bool stands_at(std::size_t segment) const { return segment_ == segment; }
    /// Bits from the begin of a burst to the next of the current segment.
    [[nodiscard]] std::int64_t burst_phase() const { return (segments_[segment_].first + listed_) & (burst_bits_ - 1); }
    [[nodiscard]] std::int64_t rest() const { return std::max(bus_.end(), bus_.issued + 1); }
    /// Somewhere in a segment of outputs.
    struct OutputsMark {
        Bus bus;
        std::int64_t bursts = 0, listed = 0;
    };
    [[nodiscard]] OutputsMark mark_outputs() const {
        return {bus_, traffic_[static_cast<std::size_t>(StreamId::outputs)].bursts, listed_};
    }
    /// What the rest of the segment leaves behind, in cycles since `origin`.
    struct Outputs {
        std::int64_t bursts = 0, issued = 0, finish = 0, fraction = 0;
        Tally channel;
        std::vector<std::int64_t> arrivals;
    };
    void rest_until(std::int64_t cycle) { bus_.channel.wait(cycle); }
    /// Outputs of the current segment. True if the segment is through.
    bool issue_outputs() { return issue_outputs(segments_[segment_]), listed_ == segments_[segment_].bits; }
    /// Whether all bursts of the segment that are left issue as the ones `outstanding` before are through, if their
    /// data are there by then, those of the next one in `data`.
    [[nodiscard]] bool writes_follow(std::int64_t data) const;
    /// They do so.
    void follow_writes();
    /// Whole bursts of weights, to the end of the current segment, that issue as the ones `outstanding` before are
    /// through, if the reader has space for them by then.
    [[nodiscard]] std::int64_t weights_following() const;
    /// Whether what words so far have freed of it is free by then; what these bursts' own words free is not looked at.
    [[nodiscard]] bool reader_has_space() const;
    /// When such bursts are through.
    class Ahead;
    /// So many of these bursts, whose words were read as they came.
    void follow_weights(std::int64_t bursts);
    /// Whether a burst can issue every `gap` cycles.
    [[nodiscard]] bool keeps_pace(std::int64_t gap) const {
        const std::int64_t cycles = timing_.whole_cycles();
        return gap >= cycles && timing_.outstanding * gap >= timing_.latency + cycles;
    }
    /// Whether so many whole bursts issue in `first` and every `gap` cycles after it, as their data come.
    [[nodiscard]] bool writes_paced(std::int64_t first, std::int64_t gap, std::int64_t bursts) const;
    void pace_writes(std::int64_t first, std::int64_t gap, std::int64_t bursts);
    /// After `follow_writes`: when bursts issued.
    class Followed;
    [[nodiscard]] std::int64_t burst_bytes() const { return burst_bits_ / 8; }
    [[nodiscard]] std::int64_t burst_bits() const { return burst_bits_; }
    [[nodiscard]] std::int64_t outstanding() const { return timing_.outstanding; }
    /// Whether the next burst waits for the one `outstanding` before it.
    [[nodiscard]] bool row_full() const { return arrivals_.before(bus_.bursts) > bus_.issued + 1; }
    [[nodiscard]] bool latency_binds() const { return timing_.latency_binds; }
    [[nodiscard]] std::int64_t burst_cycles() const { return timing_.cycles; }
    [[nodiscard]] std::int64_t last_burst_bits() const;
    /// Of a segment that is through.
    void outputs_since(const OutputsMark& mark, std::int64_t origin, Outputs& outputs) const;
    /// To the end of the segment.
    void repeat(const Outputs& outputs, std::int64_t origin);
    /// First cycle after the last transfer.
    [[nodiscard]] std::int64_t end() const { return bus_.end(); }
    /// The stream of the burst that waits.
    [[nodiscard]] StreamId waiting() const {
        return segment_ < segments_.size() ? segments_[segment_].stream : StreamId::weights;
    }
    [[nodiscard]] std::array<StreamTraffic, stream_count> traffic() const;
    [[nodiscard]] const Tally& channel() const { return bus_.channel; }
    [[nodiscard]] const Tally& activation_reader() const { return activation_reader_; }
    [[nodiscard]] const Tally& operand_reader() const { return operand_reader_; }

private:
    template <class Visitor>
    void walk_channel(Visitor& visitor) {
        visitor.time(bus_.finish, Clock::memory);
        visitor.same(bus_.fraction);
        arrivals_.walk(visitor, bus_.bursts, Clock::memory);
        bus_.channel.walk_clock(visitor, Clock::counting);
        bus_.channel.walk_counters(visitor);
    }
    template <class Visitor>
    void walk_traffic(Visitor& visitor, std::size_t stream) {
        visitor.counter(traffic_[stream].bursts);
        visitor.counter(payload_[stream]);
    }
    [[nodiscard]] static bool of_weights(const Segment& segment) {
        return segment.mark == Mark::none &&
               (segment.stream == StreamId::weights || segment.stream == StreamId::kv_cache);
    }
    static constexpr std::size_t no_segment = static_cast<std::size_t>(-1);
    void copy_arrivals(std::int64_t bursts, const std::vector<std::int64_t>& last, std::int64_t origin);
    bool next_segment();
    [[nodiscard]] std::int64_t bytes_before(std::size_t outputs, StreamId stream) const;
    void mark(const Segment& segment);
    bool issue_segment(const Segment& segment, bool settled);
    bool issue_weights(const Segment& segment);
    bool issue_scales(const Segment& segment);
    bool issue_outputs(const Segment& segment);
    bool issue_loads(const Segment& segment, bool settled);
    bool watch_loads(std::int64_t gap, const Bus& bus, const Tally& reader);
    void repeat_loads(const Segment& segment);
    template <class Issued>
    void count_writes(std::int64_t bytes, std::int64_t bursts, std::int64_t last, Issued issued);
    std::int64_t when_ready(const Segment& segment, std::int64_t bits);
    std::int64_t when_activations_fit(std::int64_t bytes, bool settled);
    void deliver(const Segment& segment, std::int64_t bits, std::int64_t issue, std::int64_t arrival);
    ReadLink& link_of(const Segment& segment);

    Links& links_;
    BurstTiming timing_;
    std::int64_t burst_bits_ = 8;
    BurstSource* list_ = nullptr;
    Segments segments_;
    Segments more_; ///< a piece that was fetched early
    std::size_t segment_ = 0;
    std::int64_t listed_ = 0; ///< bits of the current segment that have been issued
    bool done_ = false, blocked_ = false, at_step_ = false, pauses_ = false, paused_ = false;
    std::int64_t pieces_ = 0; ///< of the list that were fetched
    std::int64_t segments_before_ = 0;
    std::int64_t copied_ = 0; ///< bursts
    std::array<std::int64_t, stream_count> limits_{}, payload_{};
    std::array<std::int64_t, 4> ports_{}; ///< last issue for weights, activations, scales, outputs
    Bus bus_, before_;
    struct LoadsBefore {
        Tally activation_reader, operand_reader;
        std::array<StreamTraffic, stream_count> traffic;
        std::array<std::int64_t, stream_count> payload{};
        std::size_t outputs = 0;               ///< segment
        std::int64_t scales = 0, residual = 0; ///< bytes
    } loads_before_;
    std::int64_t activations_at_ = 0, residual_at_ = 0, scales_at_ = 0;
    History arrivals_;
    std::array<StreamTraffic, stream_count> traffic_;
    Tally activation_reader_, operand_reader_;
    /// Loads that nothing disturbs, each `gap` after the one a period earlier; the rest as it was before them.
    struct Undisturbed {
        std::int64_t gap = 0, bursts = 0, issued = 0, fraction = 0;
        Tally channel, reader;
    } undisturbed_;
};

} // namespace fracbit::models::timing
