// The one pass over an event trace that makes its index.
#include "models/core/error.hpp"
#include "traces/event_index.hpp"
#include "traces/summary_readers.hpp"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace fracbit::traces {
namespace {

constexpr std::int64_t block_bytes = 1 << 20; // a read
constexpr std::int64_t smallest_piece_bytes = 64 * 1024;
constexpr std::int64_t most_pieces = 16'384; // 6.6 MB of pieces, and for 100 GB pieces of 6 MB
constexpr std::string_view event_columns_line =
    "kind,name,state,layer,issue_cycle,begin_cycle,end_cycle,address,bytes,payload_bytes";
constexpr std::string_view end_line_start = "# end_cycle: ";

} // namespace

class EventIndexBuilder {
public:
    EventIndexBuilder(EventIndex& index, const OpenCallbacks& callbacks)
        : index_(index), callbacks_(callbacks), parser_(index.layers_) {}

    bool build() {
        read_header();
        find_rows();
        read_end();
        for (auto& lane : index_.sums_) lane.fill(CoverageSum(index_.end_));
        piece_bytes_ = std::max(smallest_piece_bytes, (index_.rows_end_ - rows_begin_) / most_pieces + 1);
        if (!read_rows()) return false;
        finish();
        return true;
    }

private:
    [[noreturn]] void fail(const std::string& problem) const { fail(line_, problem); }
    [[noreturn]] void fail(std::int64_t line, const std::string& problem) const {
        throw FormatError(index_.path(), FileLocation{line, {}, {}, {}}, problem);
    }

    void read_header() {
        LineReader lines(index_.path());
        if (!lines.next()) lines.fail("the file is empty; an event trace starts with '# fracbit event trace'");
        if (lines.line().rfind("# fracbit event trace", 0) != 0)
            lines.fail("this is no event trace, which starts with '# fracbit event trace'; `fracbit simulate --trace "
                       "events=FILE` writes one");
        TraceSummary header;
        read_comment_header(lines, header);
        if (lines.line() != event_columns_line)
            lines.fail(fmt::format("the columns are '{}'; they must be '{}'", lines.line().substr(0, 200),
                                   event_columns_line));
        index_.network_ = header.network;
        index_.architecture_ = header.architecture;
        index_.clock_mhz_ = header.clock_mhz;
        line_ = lines.number() + 1;
    }

    [[nodiscard]] std::string text_at(std::int64_t offset, std::int64_t bytes) const {
        std::string text(static_cast<std::size_t>(bytes), '\0');
        index_.file_.read(offset, text.data(), text.size());
        return text;
    }

    void find_rows() {
        const std::string start = text_at(0, std::min(index_.file_bytes(), block_bytes));
        const std::size_t columns = start.find(fmt::format("\n{}", event_columns_line));
        const std::size_t newline = columns == std::string::npos ? columns : start.find('\n', columns + 1);
        if (newline == std::string::npos)
            fail("the trace ends without its '# end_cycle' line: it was cut off; write it again");
        rows_begin_ = static_cast<std::int64_t>(newline) + 1;
    }

    /// The last line says how long the run was: buckets can be laid out before the rows are read.
    void read_end() {
        constexpr std::int64_t longest = 256;
        const std::int64_t from = std::max(rows_begin_, index_.file_bytes() - longest);
        const std::string text = text_at(from, index_.file_bytes() - from);
        std::string_view last = text;
        while (!last.empty() && (last.back() == '\n' || last.back() == '\r')) last.remove_suffix(1);
        const std::size_t newline = last.rfind('\n');
        const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
        last.remove_prefix(start);
        if (last.substr(0, end_line_start.size()) != end_line_start)
            throw FormatError(index_.path(),
                              "the trace ends without its '# end_cycle' line: it was cut off; write it again");
        constexpr std::string_view middle = ", rows: ";
        const std::size_t at = last.find(middle);
        const auto number = [&](std::string_view digits) {
            std::int64_t value = -1;
            const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
            const bool good = result.ec == std::errc{} && result.ptr == digits.data() + digits.size() && value >= 0;
            constexpr std::int64_t most = std::int64_t{1} << 53; // cycles are drawn as doubles
            if (!good || value > most)
                throw FormatError(index_.path(),
                                  fmt::format("the last line is '{}'; it must be '# end_cycle: N, rows: N'", last));
            return value;
        };
        index_.end_ =
            number(at == std::string_view::npos ? "" : last.substr(end_line_start.size(), at - end_line_start.size()));
        index_.rows_ = number(last.substr(at + middle.size()));
        index_.rows_end_ = from + static_cast<std::int64_t>(start);
    }

    bool read_rows() {
        std::vector<char> buffer;
        std::size_t kept = 0; // of a line that is not whole yet
        const std::int64_t all = std::max<std::int64_t>(1, index_.rows_end_ - rows_begin_);
        for (std::int64_t at = rows_begin_; at < index_.rows_end_;) {
            if (callbacks_.cancelled && callbacks_.cancelled()) return false;
            const auto more = static_cast<std::size_t>(std::min(block_bytes, index_.rows_end_ - at));
            buffer.resize(kept + more);
            index_.file_.read(at, buffer.data() + kept, more);
            const std::size_t used = take_lines(buffer.data(), buffer.size(), at - static_cast<std::int64_t>(kept));
            kept = buffer.size() - used;
            if (kept > LineReader::longest_line)
                fail(fmt::format("a line of more than {} bytes; this is no trace", LineReader::longest_line));
            std::memmove(buffer.data(), buffer.data() + used, kept);
            at += static_cast<std::int64_t>(more);
            if (callbacks_.progress)
                callbacks_.progress(static_cast<double>(at - rows_begin_) / static_cast<double>(all));
        }
        if (rows_ != index_.rows_)
            fail(fmt::format("the trace says {} rows and has {}; rows were lost or added", index_.rows_, rows_));
        return true;
    }

    /// Takes the whole lines; `offset` is where in the file the text begins. Returns the bytes taken.
    std::size_t take_lines(const char* text, std::size_t bytes, std::int64_t offset) {
        const char* at = text;
        const char* const end = text + bytes;
        while (const auto* newline =
                   static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)))) {
            const char* stop = newline != at && newline[-1] == '\r' ? newline - 1 : newline;
            if (!parser_.parse({at, static_cast<std::size_t>(stop - at)}, row_)) fail(parser_.problem());
            take_row(offset + (at - text));
            ++line_;
            at = newline + 1;
            if (at == end) break;
        }
        return static_cast<std::size_t>(at - text);
    }

    void take_row(std::int64_t offset) {
        if (index_.pieces_.empty() || offset - index_.pieces_.back().offset >= piece_bytes_) start_piece(offset);
        EventIndex::LanePiece& lane = index_.pieces_.back().lanes[index_of(row_.lane)];
        check_order(lane);
        lane.last_begin = row_.begin;
        lane.last_end = row_.end;
        ++lane.rows;
        ++rows_;
        ++counts_[index_of(row_.lane)].rows;
        if (row_.is_stall()) {
            ++lane.stalls;
            ++counts_[index_of(row_.lane)].stalls;
        }
        if (row_.is_burst() || row_.state() != BlockState::idle) // idle is what is left
            index_.sums_[index_of(row_.lane)][row_.kind].add(row_.begin, row_.end);
        take_layer();
    }

    void start_piece(std::int64_t offset) {
        EventIndex::Piece piece;
        if (!index_.pieces_.empty()) piece = index_.pieces_.back();
        for (auto& lane : piece.lanes) lane.rows = lane.stalls = 0;
        piece.offset = offset;
        piece.line = line_;
        index_.pieces_.push_back(piece);
    }

    void check_order(const EventIndex::LanePiece& before) const {
        if (row_.end > index_.end_)
            fail(fmt::format("a row ends at cycle {} after the run's end at {}", row_.end, index_.end_));
        if (!row_.is_burst() && row_.begin != before.last_end)
            fail(fmt::format("{} begins at cycle {} after a stretch that ended at {}; rows were lost or added",
                             to_string(row_.lane), row_.begin, before.last_end));
        if (row_.is_burst() && (row_.begin < before.last_begin || row_.end < before.last_end))
            fail(fmt::format("a burst of cycles {} to {} follows one of {} to {}; rows were moved", row_.begin,
                             row_.end, before.last_begin, before.last_end));
    }

    void take_layer() {
        if (row_.is_burst()) return;
        if (!leader_ || (row_.lane == lane_of(models::BlockId::memory) && leader_ != row_.lane)) {
            leader_ = row_.lane;
            index_.layer_spans_.clear();
        }
        if (row_.lane != leader_ || row_.layer < 0 || row_.begin == row_.end) return;
        auto& spans = index_.layer_spans_;
        if (!spans.empty() && spans.back().layer == row_.layer && spans.back().end == row_.begin)
            spans.back().end = row_.end;
        else if (spans.size() < EventIndex::most_layer_spans)
            spans.push_back({row_.layer, row_.begin, row_.end});
    }

    void finish() {
        for (int i = 0; i < lane_count; ++i) {
            EventLane lane = counts_[static_cast<std::size_t>(i)];
            lane.id = static_cast<LaneId>(i);
            const auto& sums = index_.sums_[static_cast<std::size_t>(i)];
            lane.always_idle =
                std::all_of(sums.begin(), sums.end(), [](const CoverageSum& sum) { return sum.empty(); });
            if (lane.rows > 0) index_.lanes_.push_back(lane);
        }
        for (auto& lane : index_.sums_)
            for (CoverageSum& sum : lane) sum.finish();
        index_.pieces_.shrink_to_fit();
    }

    EventIndex& index_;
    const OpenCallbacks& callbacks_;
    EventRowParser parser_;
    EventRow row_;
    std::int64_t line_ = 1, rows_begin_ = 0, piece_bytes_ = 0, rows_ = 0;
    std::array<EventLane, lane_count> counts_;
    std::optional<LaneId> leader_;
};

std::shared_ptr<const EventIndex> EventIndex::open(const std::string& path, const Callbacks& callbacks) {
    std::shared_ptr<EventIndex> index(new EventIndex(path));
    if (!EventIndexBuilder(*index, callbacks).build()) return nullptr;
    return index;
}

} // namespace fracbit::traces
