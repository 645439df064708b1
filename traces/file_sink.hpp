// What all sinks share: one file, the contract's checks, names. A sink overrides the events that it writes.
#pragma once

#include "models/files/atomic_file.hpp"
#include "traces/order_check.hpp"
#include "traces/text_file.hpp"
#include "traces/trace_sink.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fracbit::traces {

inline constexpr int trace_format_version = 1;

/// `text` with control characters replaced by spaces: names must not break lines.
std::string one_line(std::string_view text);
/// A CSV field by RFC 4180, quoted only where needed, always on one line.
std::string csv_field(std::string_view text);
/// The comment lines every text trace starts with: "# fracbit KIND trace, format_version 1", network, architecture, ...
std::string comment_header(std::string_view kind, const TraceHeader& header);

/// Of a trace whose format allows no comments.
std::string header_path(const std::string& path);

class FileSink : public TraceSink {
public:
    /// Opens the file (IoError); it gets its name in `finish`.
    explicit FileSink(std::string path) : out_(std::move(path)) {}

    void start(const TraceHeader& header) final;
    void block(const BlockStretch& stretch) final;
    void burst(const BurstEvent& event) final;
    void level(const LevelEvent& event) final;
    void finish(Cycles end) final;

    /// Memory that this sink holds on to; independent of the length of the run.
    [[nodiscard]] virtual std::size_t buffered_bytes() const { return out_.buffered_bytes(); }

protected:
    virtual void on_start() = 0;
    virtual void on_block(const BlockStretch&) {}
    virtual void on_burst(const BurstEvent&) {}
    virtual void on_level(const LevelEvent&) {}
    virtual void on_finish(Cycles) {}

    /// For formats that allow no comments: a second file "PATH.header.txt" that appears together with the trace. None
    /// beside a pipe or device: what stands there is not the user's.
    void write_companion(std::string_view text);

    [[nodiscard]] TextFile& out() { return out_; }
    [[nodiscard]] const TraceHeader& header() const { return header_; }
    [[nodiscard]] const OrderCheck& order() const { return *order_; }
    /// The layer's name, empty for -1.
    [[nodiscard]] std::string_view layer_name(int index) const;

private:
    OrderCheck& started();
    TextFile out_;
    std::unique_ptr<models::AtomicFile> companion_;
    TraceHeader header_;
    std::optional<OrderCheck> order_;
};

} // namespace fracbit::traces
