#include "traces/vcd_sink.hpp"

#include "traces/clock_time.hpp"

namespace fracbit::traces {
namespace {

/// Printable identifier codes "!", "\"", ..., "~", "!!", ...
std::string code_of(std::size_t index) {
    std::string code;
    for (++index; index > 0; index = (index - 1) / 94) code += static_cast<char>('!' + (index - 1) % 94);
    return code;
}

/// A comment of a VCD ends at "$end": none may come from a name.
std::string comment_text(std::string_view text) {
    std::string line = one_line(text);
    for (char& c : line)
        if (c == '$') c = '_';
    return line;
}

} // namespace

void VcdSink::on_start() {
    for (const VcdSignal& signal : choose_signals(vcd_signals(header()), patterns_))
        shown_.push_back({signal, code_of(shown_.size()), {}});
    write_comments();
    write_declarations();
    timeline_.emplace(out().path(), header());
}

void VcdSink::write_comments() {
    const auto period_fs = ClockTime(header().clock_mhz).exact_period_fs();
    const bool whole_ps = period_fs && *period_fs % 1000 == 0;
    timescale_ = whole_ps ? "1 ps" : period_fs ? "1 fs" : "1 ns";
    time_per_cycle_ = whole_ps ? *period_fs / 1000 : period_fs.value_or(1);
    out().print("$comment fracbit VCD trace, format_version {} $end\n", trace_format_version);
    out().print("$comment network: {} $end\n$comment architecture: {} $end\n", comment_text(header().network),
                comment_text(header().architecture));
    out().print("$comment clock_mhz: {} $end\n$comment 1 cycle = {} time unit{}{} $end\n", header().clock_mhz,
                time_per_cycle_, time_per_cycle_ == 1 ? "" : "s",
                period_fs ? "" : " (the period is not a whole number of fs: read times as cycles, not as ns)");
    out().add("$comment state: 0 busy, 1 stall_in, 2 stall_out, 3 idle $end\n$comment burst.stream:");
    for (int i = 0; i < models::stream_count; ++i)
        out().print("{} {} {}", i == 0 ? "" : ",", i, models::to_string(static_cast<models::StreamId>(i)));
    out().add(" $end\n");
    for (std::size_t i = 0; i < header().layers.size(); ++i)
        out().print("$comment layer {}: {} $end\n", i, comment_text(header().layers[i]));
}

void VcdSink::write_declarations() {
    out().print("$timescale {} $end\n$scope module fracbit $end\n", timescale_);
    std::string scope;
    const auto enter = [&](const std::string& next) {
        if (next == scope) return;
        if (!scope.empty()) out().add("$upscope $end\n");
        if (!next.empty()) out().print("$scope module {} $end\n", next);
        scope = next;
    };
    for (const Shown& shown : shown_) {
        const VcdSignal& signal = shown.signal;
        const bool vector = signal.width > 1 && std::string_view(signal.type) == "wire";
        enter(signal.scope);
        out().print("$var {} {} {} {}{} $end\n", signal.type, signal.width, shown.code, signal.name,
                    vector ? fmt::format(" [{}:0]", signal.width - 1) : "");
    }
    enter("");
    out().add("$upscope $end\n$enddefinitions $end\n");
}

void VcdSink::on_finish(Cycles end) {
    timeline_->close(end);
    if (timeline_->next_change() == 0) timeline_->advance();
    write_changes(0); // the initial values, whether or not anything happens at cycle 0
    while (const auto change = timeline_->next_change()) {
        timeline_->advance();
        write_changes(*change);
    }
    if (written_ < end.count()) out().print("#{}\n", end.count() * time_per_cycle_);
}

void VcdSink::write_changes(std::int64_t cycle) {
    const bool initial = cycle == 0;
    bool timed = false;
    for (Shown& shown : shown_) {
        const Value now = value_of(shown.signal, timeline_->state());
        if (now == shown.last && !initial) continue;
        if (!timed) out().print("#{}\n{}", cycle * time_per_cycle_, initial ? "$dumpvars\n" : "");
        timed = true;
        written_ = cycle;
        shown.last = now;
        const std::string digits = now.floating ? "z" : fmt::format("{:b}", now.bits);
        if (shown.signal.width == 1)
            out().print("{}{}\n", digits, shown.code);
        else
            out().print("b{} {}\n", digits, shown.code);
    }
    if (initial) out().add("$end\n");
}

VcdSink::Value VcdSink::value_of(const VcdSignal& signal, const MachineState& state) {
    const auto index = static_cast<std::size_t>(signal.index);
    const auto of_burst = [&](std::uint64_t bits) { return state.bursts > 0 ? Value{bits, false} : Value{0, true}; };
    switch (signal.kind) {
    case VcdKind::layer:
        return state.layer < 0 ? Value{0, true} : Value{static_cast<std::uint64_t>(state.layer), false};
    case VcdKind::state:
        return {static_cast<std::uint64_t>(state.blocks[index]), false};
    case VcdKind::busy:
        return {state.blocks[index] == BlockState::busy ? 1U : 0U, false};
    case VcdKind::burst_active:
        return {state.bursts > 0 ? 1U : 0U, false};
    case VcdKind::burst_address:
        return of_burst(state.address);
    case VcdKind::burst_write:
        return of_burst(state.write ? 1 : 0);
    case VcdKind::burst_stream:
        return of_burst(static_cast<std::uint64_t>(state.stream));
    case VcdKind::level:
        return {static_cast<std::uint64_t>(state.levels[index]), false};
    }
    return {};
}

std::size_t VcdSink::buffered_bytes() const {
    return FileSink::buffered_bytes() + (timeline_ ? timeline_->buffered_bytes() : 0);
}

} // namespace fracbit::traces
