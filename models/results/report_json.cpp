#include "models/results/report_json.hpp"

#include <nlohmann/json.hpp>

namespace fracbit::models {
namespace {

using Json = nlohmann::ordered_json;

Json blocks_json(const LayerResult& counts) {
    Json blocks = Json::object();
    for (int b = 0; b < block_count; ++b) {
        const BlockCycles& block = counts.blocks[static_cast<std::size_t>(b)];
        blocks[to_string(static_cast<BlockId>(b))] = {{"busy", block.busy.count()},
                                                      {"stall_in", block.stall_in.count()},
                                                      {"stall_out", block.stall_out.count()},
                                                      {"idle", block.idle.count()}};
    }
    return blocks;
}

template <class Read>
Json streams_json(const LayerResult& counts, const Read& read) {
    Json streams = Json::object();
    for (int s = 0; s < stream_count; ++s)
        streams[to_string(static_cast<StreamId>(s))] = read(counts.streams[static_cast<std::size_t>(s)]);
    return streams;
}

Json counts_json(const LayerReport& layer) {
    const LayerResult& counts = layer.counts;
    return {{"cycles", counts.cycles.count()},
            {"macs", counts.macs},
            {"share", layer.share},
            {"array_utilization", layer.array_utilization},
            {"mapping_efficiency", layer.mapping_efficiency},
            {"overall_utilization", layer.overall_utilization},
            {"busiest_block", to_string(layer.bottleneck)},
            {"roofline_cycles", {{"memory", layer.memory_cycles.count()}, {"array", layer.array_cycles.count()}}},
            {"vectors", counts.vectors},
            {"products", layer.products},
            {"decoded_bits", counts.decoded_bits.count()},
            {"decoded_slices", counts.decoded_slices},
            {"tiles_loaded", counts.tiles_loaded},
            {"patches", counts.patches},
            {"csr_slots",
             {{"total", counts.csr.slots},
              {"entries", counts.csr.entries},
              {"fillers", counts.csr.fillers},
              {"starved", counts.csr.starved},
              {"unbalanced", counts.csr.unbalanced}}},
            {"bytes", streams_json(counts, [](const StreamTraffic& stream) { return stream.bytes.count(); })},
            {"bus_bytes", streams_json(counts, [](const StreamTraffic& stream) { return stream.bus_bytes.count(); })},
            {"bursts", streams_json(counts, [](const StreamTraffic& stream) { return stream.bursts; })},
            {"total_bytes", layer.bytes},
            {"total_bus_bytes", layer.bus_bytes},
            {"bytes_per_cycle", layer.bytes_per_cycle},
            {"blocks", blocks_json(counts)}};
}

Json layer_json(const LayerReport& layer) {
    const LayerFacts& facts = layer.facts;
    Json json = {{"name", layer.counts.name}, {"kind", to_string(facts.layer.kind)}};
    json.update(counts_json(layer));
    if (facts.on_array) {
        json["format"] = to_string(facts.format);
        json["planes"] = facts.planes;
        json["row_groups"] = facts.row_groups;
        json["tiles"] = facts.tiles;
    }
    json["chunks"] = facts.chunks;
    Json fetches = Json::object();
    for (const OperandFetches& operand : layer.fetches)
        fetches[to_string(operand.stream)] = {{"times", operand.times}, {"why", operand.why}};
    json["fetches"] = fetches;
    return json;
}

} // namespace

nlohmann::ordered_json to_json(const Report& report) {
    Json json = {{"format_version", report_format_version},
                 {"engine", report.engine},
                 {"network", report.network},
                 {"architecture", report.architecture_name},
                 {"architecture_toml", to_toml(report.architecture)},
                 {"clock_mhz", report.architecture.clock_mhz},
                 {"images", report.images},
                 {"total_cycles", report.total.counts.cycles.count()},
                 {"milliseconds", report.machine_ms()},
                 {"seconds", report.seconds},
                 {"simulated_cycles_per_second", report.cycles_per_second()},
                 {"total", counts_json(report.total)}};
    Json layers = Json::array();
    for (const LayerReport& layer : report.layers) layers.push_back(layer_json(layer));
    json["layers"] = layers;
    return json;
}

} // namespace fracbit::models
