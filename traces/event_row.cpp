#include "traces/event_row.hpp"

#include <array>
#include <charconv>
#include <cstring>
#include <fmt/format.h>

namespace fracbit::traces {
namespace {

constexpr std::size_t event_columns = 10;

template <class Id, int count>
std::array<std::string_view, count> names_of() {
    std::array<std::string_view, count> names;
    for (int i = 0; i < count; ++i) names[static_cast<std::size_t>(i)] = to_string(static_cast<Id>(i));
    return names;
}

template <std::size_t count>
int number_of(const std::array<std::string_view, count>& names, std::string_view name) {
    if (name.empty()) return -1;
    for (std::size_t i = 0; i < count; ++i)
        if (names[i].size() == name.size() && names[i].back() == name.back() && names[i] == name)
            return static_cast<int>(i);
    return -1;
}

/// A whole number from 0; false for anything else, also one of more than 18 digits.
bool whole(std::string_view text, std::int64_t& value) {
    constexpr std::size_t most_digits = 18;
    if (text.empty() || text.size() > most_digits) return false;
    std::int64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        number = number * 10 + (c - '0');
    }
    value = number;
    return true;
}

bool whole(std::string_view text, std::int32_t& value) {
    std::int64_t number = 0;
    if (!whole(text, number) || number > INT32_MAX) return false;
    value = static_cast<std::int32_t>(number);
    return true;
}

bool hexadecimal(std::string_view text, std::uint64_t& value) {
    if (text.substr(0, 2) == "0x") text.remove_prefix(2);
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value, 16);
    return !text.empty() && result.ec == std::errc{} && result.ptr == end;
}

/// The number of fields found, at most `event_columns` + 1; 0 for a quote that is never closed. Quotes stay.
std::size_t split(std::string_view line, std::array<std::string_view, event_columns + 1>& fields) {
    std::size_t count = 0;
    const char* at = line.data();
    const char* const end = at + line.size();
    while (count <= event_columns) {
        const char* from = at;
        if (at != end && *at == '"') {
            for (++at; at != end && (*at != '"' || (at + 1 != end && at[1] == '"')); ++at)
                if (*at == '"') ++at;
            if (at == end) return 0;
        }
        while (at != end && *at != ',') ++at;
        fields[count++] = std::string_view(from, static_cast<std::size_t>(at - from));
        if (at == end) break;
        ++at;
    }
    return count;
}

std::string without_quotes(std::string_view field) {
    std::string text;
    for (std::size_t i = 1; i + 1 < field.size(); ++i) {
        text += field[i];
        if (field[i] == '"') ++i;
    }
    return text;
}

} // namespace

const char* to_string(LaneId lane) {
    return lane == LaneId::bursts ? "bursts" : models::to_string(static_cast<models::BlockId>(lane));
}

int LayerNames::find(std::string_view name) const {
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? -1 : found->second;
}

int LayerNames::add(std::string_view name) {
    const auto [entry, is_new] = numbers_.emplace(name, static_cast<int>(names_.size()));
    if (is_new) names_.emplace_back(name);
    return entry->second;
}

bool EventRowParser::fail(std::string problem) {
    problem_ = std::move(problem);
    return false;
}

bool EventRowParser::layer(std::string_view field, EventRow& row) {
    if (field.empty()) {
        row.layer = -1;
        return true;
    }
    if (field != last_layer_) {
        const std::string name = field[0] == '"' ? without_quotes(field) : std::string(field);
        const int number = growing_ != nullptr ? growing_->add(name) : layers_.find(name);
        if (number < 0) return fail(fmt::format("the layer '{}' was not there when the trace was opened", name));
        last_layer_ = field;
        last_number_ = number;
    }
    row.layer = last_number_;
    return true;
}

bool EventRowParser::block(const std::string_view* fields, EventRow& row) {
    static const auto blocks = names_of<models::BlockId, models::block_count>();
    static const auto states = names_of<BlockState, 4>();
    const int number = number_of(blocks, fields[1]);
    if (number < 0) return fail(fmt::format("'{}' is no block of the machine", fields[1]));
    const int state = number_of(states, fields[2]);
    if (state < 0)
        return fail(
            fmt::format("the state of {} is '{}'; it must be busy, stall_in, stall_out or idle", fields[1], fields[2]));
    row.lane = static_cast<LaneId>(number);
    row.kind = static_cast<std::uint8_t>(state);
    row.issue = 0;
    row.address = 0;
    row.bytes = row.payload = 0;
    row.write = false;
    return true;
}

bool EventRowParser::burst(const std::string_view* fields, EventRow& row) {
    static const auto streams = names_of<models::StreamId, models::stream_count>();
    const auto number = [&](std::size_t column, const char* what) {
        return fail(fmt::format("{} is '{}'; a whole number is needed", what, fields[column]));
    };
    const int stream = number_of(streams, fields[1]);
    if (stream < 0) return fail(fmt::format("'{}' is no stream of the memory channel", fields[1]));
    row.write = fields[2] == "write";
    if (!row.write && fields[2] != "read")
        return fail(fmt::format("the access is '{}'; it must be read or write", fields[2]));
    if (!whole(fields[4], row.issue)) return number(4, "issue_cycle");
    if (!hexadecimal(fields[7], row.address)) return number(7, "address");
    if (!whole(fields[8], row.bytes)) return number(8, "bytes");
    if (!whole(fields[9], row.payload)) return number(9, "payload_bytes");
    if (row.issue > row.begin) return fail("a burst begins before it issues");
    row.lane = LaneId::bursts;
    row.kind = static_cast<std::uint8_t>(stream);
    return true;
}

bool EventRowParser::parse(std::string_view line, EventRow& row) {
    std::array<std::string_view, event_columns + 1> fields;
    const std::size_t count = split(line, fields);
    if (count == 0) return fail("a quote is opened and never closed");
    if (count > event_columns)
        return fail(fmt::format("more than {} fields; each row has {}", event_columns, event_columns));
    if (count < event_columns) return fail(fmt::format("{} fields; each row has {}", count, event_columns));
    if (!whole(fields[5], row.begin))
        return fail(fmt::format("begin_cycle is '{}'; a whole number is needed", fields[5]));
    if (!whole(fields[6], row.end)) return fail(fmt::format("end_cycle is '{}'; a whole number is needed", fields[6]));
    if (row.end < row.begin) return fail(fmt::format("end_cycle {} lies before begin_cycle {}", row.end, row.begin));
    if (!layer(fields[3], row)) return false;
    if (fields[0] == "block") return block(fields.data(), row);
    if (fields[0] == "burst") return burst(fields.data(), row);
    return fail(fmt::format("kind is '{}'; it must be block or burst", fields[0]));
}

} // namespace fracbit::traces
