// Counts the events of a Chrome JSON trace as it is parsed: no document in memory.
#include "models/core/error.hpp"
#include "traces/summary_readers.hpp"

#include <nlohmann/json.hpp>

namespace fracbit::traces {
namespace {

using Json = nlohmann::json;

class EventCounter final : public Json::json_sax_t {
public:
    EventCounter(std::string path, TraceSummary& summary) : path_(std::move(path)), summary_(summary) {}

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t value) override { return number(static_cast<double>(value)); }
    bool number_unsigned(number_unsigned_t value) override {
        if (key_ == "end_cycle") summary_.end = Cycles(static_cast<std::int64_t>(value));
        return number(static_cast<double>(value));
    }
    bool number_float(number_float_t value, const string_t&) override { return number(value); }
    bool binary(binary_t&) override { return true; }
    bool string(string_t& value) override {
        if (in_events_ && depth_ == 3 && key_ == "ph") metadata_ = value == "M";
        if (!in_events_ && depth_ == 2 && key_ == "network") summary_.network = value;
        if (!in_events_ && depth_ == 2 && key_ == "architecture") summary_.architecture = value;
        return true;
    }
    bool key(string_t& value) override {
        key_ = value;
        return true;
    }
    bool start_object(std::size_t) override {
        ++depth_;
        if (in_events_ && depth_ == 3) metadata_ = false;
        return true;
    }
    bool end_object() override {
        if (in_events_ && depth_ == 3 && !metadata_) ++summary_.events;
        --depth_;
        return true;
    }
    bool start_array(std::size_t) override {
        ++depth_;
        if (depth_ == 2 && key_ == "traceEvents") in_events_ = seen_events_ = true;
        return true;
    }
    bool end_array() override {
        if (depth_ == 2) in_events_ = false;
        --depth_;
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const Json::exception& error) override {
        throw FormatError(path_, FileLocation{{}, {}, static_cast<std::int64_t>(position), {}},
                          std::string("damaged or cut-off JSON (") + error.what() + "); write the trace again");
    }
    [[nodiscard]] bool seen_events() const { return seen_events_; }

private:
    bool number(double value) {
        if (!in_events_ && depth_ == 2 && key_ == "clock_mhz") summary_.clock_mhz = value;
        return true;
    }
    std::string path_;
    TraceSummary& summary_;
    std::string key_;
    int depth_ = 0;
    bool in_events_ = false, seen_events_ = false, metadata_ = false;
};

} // namespace

TraceSummary summarize_perfetto(const std::string& path) {
    TraceSummary summary;
    summary.format = TraceFormat::perfetto;
    std::ifstream file(path, std::ios::binary);
    if (!file) throw MissingFileError("cannot read '" + path + "'");
    EventCounter counter(path, summary);
    Json::sax_parse(file, &counter);
    if (!counter.seen_events()) throw FormatError(path, "JSON without 'traceEvents' is no Chrome trace");
    return summary;
}

} // namespace fracbit::traces
