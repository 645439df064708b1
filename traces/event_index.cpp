#include "traces/event_index.hpp"

#include "models/core/error.hpp"

#include <algorithm>

namespace fracbit::traces {
namespace {

bool touches(const EventRow& row, std::int64_t begin, std::int64_t end) { return row.begin < end && row.end > begin; }

} // namespace

std::array<double, models::stream_count> EventIndex::cycles(LaneId lane, double begin, double end) const {
    std::array<double, models::stream_count> cycles{};
    const auto& sums = sums_[index_of(lane)];
    for (std::size_t kind = 0; kind < sums.size(); ++kind)
        if (!sums[kind].empty()) cycles[kind] = sums[kind].covered(begin, end);
    if (lane == LaneId::bursts) return cycles;
    const double length = std::min(end, static_cast<double>(end_)) - std::max(begin, 0.0);
    auto& idle = cycles[static_cast<std::size_t>(BlockState::idle)];
    idle = std::max(0.0, length - cycles[0] - cycles[1] - cycles[2]);
    return cycles;
}

std::vector<bool> EventIndex::pieces_of(LaneId lane, std::int64_t begin, std::int64_t end) const {
    std::vector<bool> wanted(pieces_.size());
    const std::size_t i = index_of(lane);
    // The first piece that takes the lane beyond `begin`; then all until a row begins at `end` or later.
    auto piece = std::partition_point(pieces_.begin(), pieces_.end(),
                                      [&](const Piece& p) { return p.lanes[i].last_end <= begin; });
    for (; piece != pieces_.end(); ++piece) {
        if (piece->lanes[i].rows > 0) wanted[static_cast<std::size_t>(piece - pieces_.begin())] = true;
        if (piece->lanes[i].last_begin >= end) break;
    }
    return wanted;
}

std::vector<bool> EventIndex::pieces_of_all(std::int64_t begin, std::int64_t end) const {
    std::vector<bool> wanted(pieces_.size());
    for (const EventLane& lane : lanes_) {
        const std::vector<bool> more = pieces_of(lane.id, begin, end);
        for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = wanted[i] || more[i];
    }
    return wanted;
}

std::int64_t EventIndex::piece_bytes(std::size_t piece) const {
    return (piece + 1 < pieces_.size() ? pieces_[piece + 1].offset : rows_end_) - pieces_[piece].offset;
}

void EventIndex::read_piece(std::size_t piece, const Visit& visit) const {
    std::vector<char> text(static_cast<std::size_t>(piece_bytes(piece)));
    file_.read(pieces_[piece].offset, text.data(), text.size());
    EventRowParser parser(layers_);
    EventRow row;
    std::string_view left(text.data(), text.size());
    for (std::int64_t line = pieces_[piece].line; !left.empty(); ++line) {
        const std::size_t length = std::min(left.find('\n'), left.size());
        std::string_view fields = left.substr(0, length);
        if (!fields.empty() && fields.back() == '\r') fields.remove_suffix(1);
        if (!parser.parse(fields, row)) throw FormatError(path(), FileLocation{line, {}, {}, {}}, parser.problem());
        visit(row);
        left.remove_prefix(std::min(length + 1, left.size()));
    }
}

std::int64_t EventIndex::bytes_to_read(std::int64_t begin, std::int64_t end) const {
    const std::vector<bool> wanted = pieces_of_all(begin, end);
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (wanted[i]) bytes += piece_bytes(i);
    return bytes;
}

std::optional<EventWindow> EventIndex::window(std::int64_t begin, std::int64_t end, const Cancelled& cancelled) const {
    EventWindow window;
    window.begin = begin;
    window.end = end;
    const std::vector<bool> wanted = pieces_of_all(begin, end);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!wanted[i]) continue;
        if (cancelled && cancelled()) return std::nullopt;
        read_piece(i, [&](const EventRow& row) {
            if (touches(row, begin, end)) window.rows[index_of(row.lane)].push_back(row);
        });
    }
    return window;
}

std::vector<EventRow> EventIndex::stretches(LaneId lane, std::int64_t begin, std::int64_t end) const {
    std::vector<EventRow> rows;
    const std::vector<bool> wanted = pieces_of(lane, begin, end);
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (wanted[i])
            read_piece(i, [&](const EventRow& row) {
                if (row.lane == lane && touches(row, begin, end)) rows.push_back(row);
            });
    return rows;
}

std::optional<EventRow> EventIndex::next_stall_of(LaneId lane, std::int64_t cycle) const {
    const std::size_t i = index_of(lane);
    std::optional<EventRow> found;
    for (std::size_t piece = 0; piece < pieces_.size() && !found; ++piece) {
        const LanePiece& has = pieces_[piece].lanes[i];
        if (has.stalls == 0 || has.last_begin <= cycle) continue;
        read_piece(piece, [&](const EventRow& row) {
            if (!found && row.lane == lane && row.is_stall() && row.begin > cycle) found = row;
        });
    }
    return found;
}

std::optional<EventRow> EventIndex::previous_stall_of(LaneId lane, std::int64_t cycle) const {
    const std::size_t i = index_of(lane);
    std::optional<EventRow> found;
    for (std::size_t piece = pieces_.size(); piece-- > 0 && !found;) {
        const std::int64_t first_begin = piece == 0 ? 0 : pieces_[piece - 1].lanes[i].last_end;
        if (pieces_[piece].lanes[i].stalls == 0 || first_begin >= cycle) continue;
        read_piece(piece, [&](const EventRow& row) {
            if (row.lane == lane && row.is_stall() && row.begin < cycle) found = row;
        });
    }
    return found;
}

std::optional<EventRow> EventIndex::next_stall(std::int64_t cycle, std::optional<LaneId> lane) const {
    if (lane) return next_stall_of(*lane, cycle);
    std::optional<EventRow> first;
    for (const EventLane& each : lanes_) {
        const auto found = next_stall_of(each.id, cycle);
        if (found && (!first || found->begin < first->begin)) first = found;
    }
    return first;
}

std::optional<EventRow> EventIndex::previous_stall(std::int64_t cycle, std::optional<LaneId> lane) const {
    if (lane) return previous_stall_of(*lane, cycle);
    std::optional<EventRow> last;
    for (const EventLane& each : lanes_) {
        const auto found = previous_stall_of(each.id, cycle);
        if (found && (!last || found->begin > last->begin)) last = found;
    }
    return last;
}

} // namespace fracbit::traces
