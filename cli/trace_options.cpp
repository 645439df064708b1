#include "cli/trace_options.hpp"

#include "models/core/error.hpp"
#include "traces/sink_factory.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace fracbit::cli {
namespace {

std::string names() {
    std::string text;
    for (const traces::TraceFormatInfo& format : traces::trace_formats())
        text += fmt::format("{}{}", text.empty() ? "" : ", ", format.name);
    return text;
}

} // namespace

void TraceOptions::add_to(CLI::App& command) {
    command
        .add_option("--trace", requests,
                    fmt::format("Write a trace; may be given several times. Formats: {}. "
                                "Times are in clock cycles",
                                names()))
        ->type_name("FORMAT=PATH")
        ->group("Traces")
        ->take_all()
        ->allow_extra_args(false);
    command
        .add_option("--trace-signals", signals,
                    "Signals of the vcd trace: names or '*' patterns, with commas "
                    "between. Default: all")
        ->type_name("NAME,NAME")
        ->delimiter(',')
        ->group("Traces");
}

std::vector<TraceRequest> TraceOptions::parsed() const {
    std::vector<TraceRequest> all;
    for (const std::string& request : requests) {
        const std::size_t equals = request.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == request.size())
            throw ConfigError(fmt::format("--trace '{}': expected FORMAT=PATH, for example perfetto=run.perfetto.json; "
                                          "formats: {}",
                                          request, names()));
        all.push_back({request.substr(0, equals), request.substr(equals + 1)});
        traces::trace_format(all.back().format);
    }
    const auto is_vcd = [](const TraceRequest& request) { return request.format == "vcd"; };
    if (!signals.empty() && std::none_of(all.begin(), all.end(), is_vcd))
        throw ConfigError("--trace-signals chooses signals of a vcd trace; add --trace vcd=FILE, or leave it out");
    return all;
}

std::vector<NamedFile> TraceOptions::files() const {
    std::vector<NamedFile> all;
    for (const TraceRequest& request : parsed())
        for (const std::string& path : traces::trace_paths(request.format, request.path))
            all.push_back({"--trace", path});
    return all;
}

TraceFiles::TraceFiles(const TraceOptions& options) : requests_(options.parsed()) {
    traces::TraceOptions how;
    how.signals = options.signals;
    for (const TraceRequest& request : requests_)
        sinks_.push_back(traces::make_sink(request.format, request.path, how));
}

std::vector<traces::TraceSink*> TraceFiles::sinks() const {
    std::vector<traces::TraceSink*> pointers;
    for (const auto& sink : sinks_) pointers.push_back(sink.get());
    return pointers;
}

std::string TraceFiles::text() const {
    std::string text;
    for (const TraceRequest& request : requests_)
        text += fmt::format("wrote {} trace {}\n", request.format, request.path);
    return text;
}

} // namespace fracbit::cli
