#include "traces/file_sink.hpp"

#include "models/core/error.hpp"
#include "models/files/csv_field.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace fracbit::traces {
namespace {

/// Names come from files in any encoding: what is no UTF-8 is replaced, as in the other JSON that the program writes.
void make_utf8(std::string& name) {
    const auto replace = nlohmann::json::error_handler_t::replace;
    name = nlohmann::json::parse(nlohmann::json(name).dump(-1, ' ', false, replace)).get<std::string>();
}

} // namespace

std::string one_line(std::string_view text) {
    std::string line(text);
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return line;
}

std::string csv_field(std::string_view text) {
    const std::string line = one_line(text);
    std::string field = models::csv_field(line);
    // Readers that skip comments do so in the middle of a row, too, but not within quotes.
    if (field == line && line.find('#') != std::string::npos) field = '"' + field + '"';
    return field;
}

std::string comment_header(std::string_view kind, const TraceHeader& header) {
    return fmt::format("# fracbit {} trace, format_version {}\n# network: {}\n# architecture: {}\n# clock_mhz: {}\n"
                       "# burst_bytes: {}\n",
                       kind, trace_format_version, one_line(header.network), one_line(header.architecture),
                       header.clock_mhz, header.burst_bytes);
}

std::string header_path(const std::string& path) { return path + ".header.txt"; }

void FileSink::start(const TraceHeader& header) {
    if (order_) throw SimulationError("a trace sink was started twice; make a new one for each run");
    header_ = header;
    make_utf8(header_.network);
    make_utf8(header_.architecture);
    for (std::string& layer : header_.layers) make_utf8(layer);
    for (std::string& queue : header_.queues) make_utf8(queue);
    order_.emplace(header_);
    on_start();
}

OrderCheck& FileSink::started() {
    if (!order_) throw SimulationError("a trace sink got an event before its start");
    return *order_;
}

void FileSink::block(const BlockStretch& stretch) {
    started().block(stretch);
    if (stretch.begin != stretch.end) on_block(stretch);
}

void FileSink::burst(const BurstEvent& event) {
    started().burst(event);
    on_burst(event);
}

void FileSink::level(const LevelEvent& event) {
    started().level(event);
    on_level(event);
}

void FileSink::finish(Cycles end) {
    started().finish(end);
    on_finish(end);
    out_.commit();
    if (!companion_) return;
    try {
        companion_->commit();
    } catch (...) {
        std::remove(out_.path().c_str());
        throw;
    }
}

void FileSink::write_companion(std::string_view text) {
    if (out_.is_stream()) return;
    companion_ = std::make_unique<models::AtomicFile>(header_path(out_.path()));
    companion_->write(text);
}

std::string_view FileSink::layer_name(int index) const {
    if (index < 0) return {};
    return header_.layers[static_cast<std::size_t>(index)];
}

} // namespace fracbit::traces
