// One row of an event trace (schema: README.md), and its parser: by hand, because a trace has millions of rows.
#pragma once

#include "traces/events.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fracbit::traces {

/// What is drawn in a line of its own: a block, by its BlockId, or the bursts on the memory channel.
enum class LaneId : std::uint8_t { bursts = models::block_count };
inline constexpr int lane_count = models::block_count + 1;
constexpr LaneId lane_of(models::BlockId block) { return static_cast<LaneId>(block); }
constexpr std::size_t index_of(LaneId lane) { return static_cast<std::size_t>(lane); }
/// The block's name, or "bursts".
const char* to_string(LaneId lane);

/// A stretch of a block, or a burst. Holds during cycles [begin, end).
struct EventRow {
    std::int64_t begin = 0, end = 0;
    std::int64_t issue = 0;    ///< bursts
    std::uint64_t address = 0; ///< bursts
    std::int32_t bytes = 0;    ///< bursts
    std::int32_t payload = 0;  ///< bursts
    std::int32_t layer = -1;   ///< index into the trace's layer names; -1 for none
    LaneId lane{};
    std::uint8_t kind = 0; ///< a BlockState, or the burst's StreamId
    bool write = false;    ///< bursts
    [[nodiscard]] bool is_burst() const { return lane == LaneId::bursts; }
    [[nodiscard]] BlockState state() const { return static_cast<BlockState>(kind); }
    [[nodiscard]] models::StreamId stream() const { return static_cast<models::StreamId>(kind); }
    [[nodiscard]] bool is_stall() const {
        return !is_burst() && (state() == BlockState::stall_in || state() == BlockState::stall_out);
    }
    friend bool operator==(const EventRow&, const EventRow&) = default;
};

/// Numbers for the names of layers, in the order of their first appearance.
class LayerNames {
public:
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    [[nodiscard]] int find(std::string_view name) const; ///< -1: unknown
    int add(std::string_view name);

private:
    std::vector<std::string> names_;
    std::map<std::string, int, std::less<>> numbers_;
};

class EventRowParser {
public:
    /// Takes new layers into `layers`.
    explicit EventRowParser(LayerNames& layers) : layers_(layers), growing_(&layers) {}
    /// A layer that is not in `layers` is a problem.
    explicit EventRowParser(const LayerNames& layers) : layers_(layers) {}

    /// `line` without its end. False if it is no row of an event trace; `problem` then says why.
    bool parse(std::string_view line, EventRow& row);
    [[nodiscard]] const std::string& problem() const { return problem_; }

private:
    bool fail(std::string problem);
    bool layer(std::string_view field, EventRow& row);
    bool block(const std::string_view* fields, EventRow& row);
    bool burst(const std::string_view* fields, EventRow& row);

    const LayerNames& layers_;
    LayerNames* growing_ = nullptr;
    std::string last_layer_;
    int last_number_ = -1;
    std::string problem_;
};

} // namespace fracbit::traces
