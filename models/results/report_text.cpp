#include "models/results/report_text.hpp"

#include "models/results/text_table.hpp"

#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr double noticed_fetches = 1.005; // below: 1.00 in print

std::string percent(double share) { return fmt::format("{:.1f}", share * 100); }

std::string time_text(double ms) { return ms < 1 ? fmt::format("{:.3f} us", ms * 1e3) : fmt::format("{:.3f} ms", ms); }

std::string bytes_text(std::int64_t bytes) { return grouped(bytes); }

std::int64_t read_bytes(const LayerResult& counts, std::initializer_list<StreamId> streams) {
    std::int64_t sum = 0;
    for (const StreamId stream : streams) sum += counts.stream(stream).bytes.count();
    return sum;
}

std::vector<std::string> layer_row(const LayerReport& layer, bool total) {
    const LayerResult& counts = layer.counts;
    const BlockCycles& array = counts.block(BlockId::array);
    const bool array_used = counts.vectors > 0;
    return {counts.name,
            grouped(counts.cycles.count()),
            percent(layer.share),
            total ? "" : to_string(layer.bottleneck),
            array_used ? percent(layer.array_utilization) : "-",
            array_used ? percent(layer.mapping_efficiency) : "-",
            grouped(array.stall_in.count()),
            grouped(array.stall_out.count()),
            bytes_text(read_bytes(counts, {StreamId::weights, StreamId::offsets, StreamId::patch_counts,
                                           StreamId::patch_locations, StreamId::mask, StreamId::csr_entries,
                                           StreamId::csr_counts, StreamId::scales, StreamId::kv_cache})),
            bytes_text(read_bytes(counts, {StreamId::activations, StreamId::residual})),
            bytes_text(read_bytes(counts, {StreamId::outputs})),
            bytes_text(read_bytes(counts, {StreamId::psum_read, StreamId::psum_write})),
            fmt::format("{:.2f}", layer.bytes_per_cycle)};
}

std::string layers_text(const Report& report, int width) {
    TextTable table({{"layer", 99, true},
                     {"cycles", 99, false},
                     {"%", 80, false},
                     {"busiest", 60, true},
                     {"array %", 70, false},
                     {"map %", 65, false},
                     {"wait in", 20, false},
                     {"wait out", 15, false},
                     {"weights B", 55, false},
                     {"inputs B", 50, false},
                     {"outputs B", 45, false},
                     {"psums B", 10, false},
                     {"B/cycle", 40, false}});
    for (const LayerReport& layer : report.layers) table.add(layer_row(layer, false));
    table.rule();
    table.add(layer_row(report.total, true));
    return table.text(width);
}

std::string blocks_text(const Report& report, int width) {
    TextTable table({{"block, % of cycles", 99, true},
                     {"busy", 90, false},
                     {"wait in", 80, false},
                     {"wait out", 70, false},
                     {"idle", 60, false}});
    const auto cycles = static_cast<double>(std::max<std::int64_t>(report.total.counts.cycles.count(), 1));
    for (int b = 0; b < block_count; ++b) {
        const BlockCycles& block = report.total.counts.blocks[static_cast<std::size_t>(b)];
        const auto id = static_cast<BlockId>(b);
        const bool for_pruned = id == BlockId::patch_reader || id == BlockId::patch_unit ||
                                id == BlockId::mask_decoder || id == BlockId::csr_decoder;
        if (for_pruned && block.idle == block.total()) continue; // most networks have no pruned weights
        const auto share = [cycles](Cycles part) { return percent(static_cast<double>(part.count()) / cycles); };
        table.add({to_string(id), share(block.busy), share(block.stall_in), share(block.stall_out), share(block.idle)});
    }
    return table.text(width);
}

std::string fetches_text(const Report& report, int width) {
    std::string text;
    for (const LayerReport& layer : report.layers) {
        // Operands that are fetched equally often for the same reason share a line.
        std::string streams;
        for (std::size_t i = 0; i < layer.fetches.size(); ++i) {
            const OperandFetches& fetches = layer.fetches[i];
            if (fetches.times < noticed_fetches) continue;
            streams += (streams.empty() ? "" : ", ") + std::string(to_string(fetches.stream));
            const OperandFetches* next = i + 1 < layer.fetches.size() ? &layer.fetches[i + 1] : nullptr;
            if (next != nullptr && next->why == fetches.why && next->times == fetches.times) continue;
            text += wrapped(
                fmt::format("{}: {} {:.2f} times ({})", layer.counts.name, streams, fetches.times, fetches.why), width);
            streams.clear();
        }
    }
    return text.empty() ? text : "\nfetched more than once:\n" + text;
}

} // namespace

std::string wrapped(const std::string& line, int width) {
    std::string text, current;
    std::size_t at = 0;
    while (at < line.size()) {
        const std::size_t end = std::min(line.find(' ', at), line.size());
        const std::string word = line.substr(at, end - at);
        if (!current.empty() && current.size() + 1 + word.size() > static_cast<std::size_t>(width)) {
            text += current + "\n";
            current = "   ";
        }
        current += (current.empty() ? "" : " ") + word;
        at = end + 1;
    }
    return text + current + "\n";
}

std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::size_t first = digits.front() == '-' ? 1 : 0;
    for (std::size_t i = digits.size(); i > first + 3;) digits.insert(i -= 3, ",");
    return digits;
}

std::string to_text(const Report& report, int width) {
    std::string text = wrapped(fmt::format("{} on {}: {} x {} {} array, {:g} bytes/cycle, {:g} MHz; {} image{}",
                                           report.network, report.architecture_name, report.architecture.array.rows,
                                           report.architecture.array.columns, to_string(report.architecture.array.mode),
                                           report.architecture.memory.bytes_per_cycle.value(),
                                           report.architecture.clock_mhz, report.images, report.images == 1 ? "" : "s"),
                               width);
    text += "\n" + layers_text(report, width) + "\n" + blocks_text(report, width) + fetches_text(report, width);
    text += "\n" + wrapped(fmt::format("{} cycles = {} at {:g} MHz; simulated in {:.2f} s ({:.2f} M cycles/s)",
                                       grouped(report.total.counts.cycles.count()), time_text(report.machine_ms()),
                                       report.architecture.clock_mhz, report.seconds, report.cycles_per_second() / 1e6),
                           width);
    return text;
}

} // namespace fracbit::models
