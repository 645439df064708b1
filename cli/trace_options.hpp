// The options that ask for traces.
#pragma once

#include "cli/cli11_fwd.hpp"
#include "cli/distinct_files.hpp"
#include "traces/trace_sink.hpp"

#include <memory>
#include <string>
#include <vector>

namespace fracbit::cli {

struct TraceRequest {
    std::string format, path;
};

struct TraceOptions {
    std::vector<std::string> requests; ///< FORMAT=PATH
    std::vector<std::string> signals;

    void add_to(CLI::App& command);
    [[nodiscard]] bool any() const { return !requests.empty(); }
    /// Throws ConfigError for a text that is not FORMAT=PATH, and for an unknown format.
    [[nodiscard]] std::vector<TraceRequest> parsed() const;
    /// Where they go; throws what `parsed` throws.
    [[nodiscard]] std::vector<NamedFile> files() const;
};

/// Trace files in the making. Those that are not finished vanish with it.
class TraceFiles {
public:
    explicit TraceFiles(const TraceOptions& options);
    [[nodiscard]] std::vector<traces::TraceSink*> sinks() const;
    /// "wrote FORMAT trace PATH", a line each.
    [[nodiscard]] std::string text() const;

private:
    std::vector<TraceRequest> requests_;
    std::vector<std::unique_ptr<traces::TraceSink>> sinks_;
};

} // namespace fracbit::cli
