#include "traces/perfetto_sink.hpp"

#include <nlohmann/json.hpp>

namespace fracbit::traces {
namespace {

constexpr int blocks_process = 1;
constexpr int memory_process = 2;

std::string json_string(std::string_view text) { return nlohmann::json(text).dump(); }

const char* cause_of(BlockState state) {
    switch (state) {
    case BlockState::stall_in:
        return "waits for input";
    case BlockState::stall_out:
        return "its output is full";
    default:
        return "works";
    }
}

/// Names of chrome://tracing's palette; Perfetto colours by name and ignores them.
const char* colour_of(BlockState state) {
    switch (state) {
    case BlockState::stall_in:
        return "bad";
    case BlockState::stall_out:
        return "terrible";
    default:
        return "good";
    }
}

} // namespace

void PerfettoSink::on_start() {
    clock_.emplace(header().clock_mhz);
    for (const std::string& layer : header().layers) layers_json_.push_back(json_string(layer));
    for (const std::string& queue : header().queues) queues_json_.push_back(json_string(queue));
    const char* unit = time_ == PerfettoTime::cycles ? "time axis in cycles: 1 us on screen = 1 cycle = "
                                                     : "time axis in real time: 1 cycle = ";
    out().print(
        "{{\"displayTimeUnit\":\"ns\",\n\"otherData\":{{\"format\":\"fracbit perfetto trace\",\"format_version\":{},"
        "\"network\":{},\"architecture\":{},\"clock_mhz\":{},\"cycle\":\"{}{} ns\",\"burst_bytes\":{}}},\n"
        "\"traceEvents\":[\n",
        trace_format_version, json_string(header().network), json_string(header().architecture), header().clock_mhz,
        unit, clock_->nanoseconds(Cycles(1)), header().burst_bytes);
    write_metadata();
}

void PerfettoSink::write_metadata() {
    const auto name = [&](const char* what, int process, int thread, const char* text) {
        separate();
        out().print(R"({{"ph":"M","name":"{}","pid":{},"tid":{},"args":{{"name":"{}"}}}})", what, process, thread,
                    text);
    };
    name("process_name", blocks_process, 0, "blocks");
    for (int i = 0; i < models::block_count; ++i) {
        name("thread_name", blocks_process, i + 1, models::to_string(static_cast<models::BlockId>(i)));
        separate();
        out().print(R"({{"ph":"M","name":"thread_sort_index","pid":{},"tid":{},"args":{{"sort_index":{}}}}})",
                    blocks_process, i + 1, i + 1);
    }
    name("process_name", memory_process, 0, "memory bursts (issue to finish)");
    for (int i = 0; i < models::stream_count; ++i)
        name("thread_name", memory_process, i + 1, models::to_string(static_cast<models::StreamId>(i)));
}

void PerfettoSink::on_block(const BlockStretch& stretch) {
    if (stretch.state == BlockState::idle) return;
    const Cycles length = stretch.end - stretch.begin;
    separate();
    out().print(R"({{"ph":"X","name":"{}","cat":"block","pid":{},"tid":{},"ts":{},"dur":{},"cname":"{}",)"
                R"("args":{{"layer":{},"cause":"{}","begin_cycle":{},"cycles":{}}}}})",
                to_string(stretch.state), blocks_process, static_cast<int>(stretch.block) + 1, at(stretch.begin),
                at(length), colour_of(stretch.state),
                stretch.layer < 0 ? "null" : layers_json_[static_cast<std::size_t>(stretch.layer)],
                cause_of(stretch.state), stretch.begin.count(), length.count());
}

void PerfettoSink::on_burst(const BurstEvent& event) {
    // Bursts in flight overlap, so they are async slices with an id of their own, not slices of a thread.
    const char* stream = models::to_string(event.stream);
    const int thread = static_cast<int>(event.stream) + 1;
    const std::int64_t id = bursts_++;
    separate();
    out().print(R"({{"ph":"b","name":"{}","cat":"burst","id":"{:#x}","pid":{},"tid":{},"ts":{},"args":{{"layer":{},)"
                R"("address":"{:#x}","access":"{}","bytes":{},"payload_bytes":{},"issue_cycle":{},"start_cycle":{},)"
                R"("finish_cycle":{}}}}})",
                stream, id, memory_process, thread, at(event.issue),
                event.layer < 0 ? "null" : layers_json_[static_cast<std::size_t>(event.layer)], event.address,
                event.write ? "write" : "read", event.bytes, event.payload, event.issue.count(), event.start.count(),
                event.finish.count());
    separate();
    out().print(R"({{"ph":"e","name":"{}","cat":"burst","id":"{:#x}","pid":{},"tid":{},"ts":{}}})", stream, id,
                memory_process, thread, at(event.finish));
}

void PerfettoSink::on_level(const LevelEvent& event) {
    separate();
    out().print(R"({{"ph":"C","name":{},"pid":{},"tid":0,"ts":{},"args":{{"level":{}}}}})",
                queues_json_[static_cast<std::size_t>(event.queue)], blocks_process, at(event.cycle), event.level);
}

void PerfettoSink::on_finish(Cycles end) {
    separate();
    out().print(R"({{"ph":"i","name":"end of run","s":"g","pid":{},"tid":0,"ts":{},"args":{{"end_cycle":{}}}}})",
                blocks_process, at(end), end.count());
    out().add("\n]}\n");
}

void PerfettoSink::separate() {
    if (events_++ > 0) out().add(",\n");
}

std::string PerfettoSink::at(Cycles cycle) const {
    return time_ == PerfettoTime::cycles ? std::to_string(cycle.count()) : clock_->microseconds(cycle);
}

} // namespace fracbit::traces
