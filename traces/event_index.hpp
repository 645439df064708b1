// An event trace of any length, ready to be looked at: opened by one pass over the file, in bounded memory (sums of
// what each block did, and where in the file each stretch of time is written); what is asked for exactly is read again.
//
// The rows of one block, and the bursts, stand in the file in the order of time; between blocks no order is relied on.
// So the file is cut into pieces, and of each piece it is known up to which cycle it takes each lane: the piece that
// has the stretch of a lane at some cycle is found by bisection, however long the stretch is and however late it was
// written.
#pragma once

#include "traces/coverage_sum.hpp"
#include "traces/event_row.hpp"
#include "traces/stable_file.hpp"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::traces {

struct EventLane {
    LaneId id{};
    std::int64_t rows = 0, stalls = 0;
    bool always_idle = true; ///< never busy nor stalled; of bursts: none
};

/// A layer from the first to the last cycle that the memory channel (without it: the trace's first block) worked for
/// it.
struct LayerSpan {
    int layer;
    std::int64_t begin, end;
};

/// All rows that touch cycles [begin, end), by lane, in the order of time.
struct EventWindow {
    std::int64_t begin = 0, end = 0;
    std::array<std::vector<EventRow>, lane_count> rows;
    [[nodiscard]] const std::vector<EventRow>& of(LaneId lane) const { return rows[index_of(lane)]; }
};

struct OpenCallbacks {
    std::function<void(double)> progress; ///< 0 .. 1
    std::function<bool()> cancelled;      ///< asked for every MiB
};

class EventIndex {
public:
    static constexpr std::size_t most_layer_spans = 65'536;
    using Callbacks = OpenCallbacks;
    using Cancelled = std::function<bool()>;

    /// Null if cancelled. Throws MissingFileError; FormatError for a file that is no event trace, was cut off, or has a
    /// damaged row (with its line).
    static std::shared_ptr<const EventIndex> open(const std::string& path, const Callbacks& callbacks = {});

    [[nodiscard]] const std::string& path() const { return file_.path(); }
    [[nodiscard]] const std::string& network() const { return network_; }
    [[nodiscard]] const std::string& architecture() const { return architecture_; }
    [[nodiscard]] double clock_mhz() const { return clock_mhz_; } ///< 0 if the trace does not say
    [[nodiscard]] std::int64_t end() const { return end_; }       ///< cycles of the run
    [[nodiscard]] std::int64_t rows() const { return rows_; }
    [[nodiscard]] std::int64_t file_bytes() const { return file_.bytes(); }
    /// Those that occur: blocks in the order of the machine, then the bursts.
    [[nodiscard]] const std::vector<EventLane>& lanes() const { return lanes_; }
    [[nodiscard]] const std::vector<std::string>& layers() const { return layers_.names(); }
    /// In the order of time; the first `most_layer_spans` if there are more.
    [[nodiscard]] const std::vector<LayerSpan>& layer_spans() const { return layer_spans_; }

    /// Cycles of [begin, end) by kind: a block's BlockState (idle is what the others leave), or the StreamId of bursts,
    /// where cycles that bursts share count for each. Never reads the file; see CoverageSum for how exact it is.
    [[nodiscard]] std::array<double, models::stream_count> cycles(LaneId lane, double begin, double end) const;
    /// The width at whose multiples `cycles` is exact.
    [[nodiscard]] std::int64_t exact_step() const { return sums_[0][0].bucket_cycles(); }

    /// What the next three read. They throw FormatError if the file was written to since, IoError if it cannot be read.
    [[nodiscard]] std::int64_t bytes_to_read(std::int64_t begin, std::int64_t end) const;
    /// Nothing if cancelled.
    [[nodiscard]] std::optional<EventWindow> window(std::int64_t begin, std::int64_t end,
                                                    const Cancelled& cancelled = {}) const;
    [[nodiscard]] std::vector<EventRow> stretches(LaneId lane, std::int64_t begin, std::int64_t end) const;
    /// The first stall that begins after `cycle`, the last one that begins before it; of any block without a lane (of
    /// several at one cycle, the first block's).
    [[nodiscard]] std::optional<EventRow> next_stall(std::int64_t cycle, std::optional<LaneId> lane = {}) const;
    [[nodiscard]] std::optional<EventRow> previous_stall(std::int64_t cycle, std::optional<LaneId> lane = {}) const;

private:
    friend class EventIndexBuilder;
    /// What a piece of the file has of a lane.
    struct LanePiece {
        std::int64_t last_begin = 0, last_end = 0; ///< of the lane's last row in this or an earlier piece
        std::uint32_t rows = 0, stalls = 0;        ///< in this piece
    };
    struct Piece {
        std::int64_t offset = 0, line = 0; ///< where it begins; bytes from 0, lines from 1
        std::array<LanePiece, lane_count> lanes;
    };
    using Visit = std::function<void(const EventRow&)>;

    explicit EventIndex(const std::string& path) : file_(path) {}
    [[nodiscard]] std::vector<bool> pieces_of(LaneId lane, std::int64_t begin, std::int64_t end) const;
    [[nodiscard]] std::vector<bool> pieces_of_all(std::int64_t begin, std::int64_t end) const;
    [[nodiscard]] std::int64_t piece_bytes(std::size_t piece) const;
    /// Calls visit(row) for each row of the piece.
    void read_piece(std::size_t piece, const Visit& visit) const;
    [[nodiscard]] std::optional<EventRow> next_stall_of(LaneId lane, std::int64_t cycle) const;
    [[nodiscard]] std::optional<EventRow> previous_stall_of(LaneId lane, std::int64_t cycle) const;

    StableFile file_;
    std::string network_, architecture_;
    double clock_mhz_ = 0;
    std::int64_t end_ = 0, rows_ = 0;
    std::int64_t rows_end_ = 0; ///< offset of the last line
    std::vector<EventLane> lanes_;
    LayerNames layers_;
    std::vector<LayerSpan> layer_spans_;
    std::array<std::array<CoverageSum, models::stream_count>, lane_count> sums_;
    std::vector<Piece> pieces_;
};

} // namespace fracbit::traces
