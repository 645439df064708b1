#include "models/timing/timing_model.hpp"

#include "models/core/error.hpp"
#include "models/timing/network_layers.hpp"

#include <chrono>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// Every run of a layer starts from rest, so all of them are alike.
void repeat(LayerResult& sum, std::int64_t runs) {
    sum.cycles = sum.cycles * runs;
    sum.macs *= runs;
    sum.vectors *= runs;
    sum.decoded_bits = sum.decoded_bits * runs;
    sum.decoded_slices *= runs;
    sum.tiles_loaded *= runs;
    sum.patches *= runs;
    CsrCounts& csr = sum.csr;
    for (std::int64_t* count : {&csr.slots, &csr.entries, &csr.fillers, &csr.starved, &csr.unbalanced}) *count *= runs;
    for (StreamTraffic& stream : sum.streams)
        stream = {stream.bytes * runs, stream.bus_bytes * runs, stream.bursts * runs, stream.fetches};
    for (BlockCycles& block : sum.blocks)
        block = {block.busy * runs, block.stall_in * runs, block.stall_out * runs, block.idle * runs};
}

} // namespace

SimulationResult time_network(const Architecture& architecture, const Workload& workload, std::int64_t images,
                              bool skip_periods, TimingEffort* effort, int threads) {
    const auto begin = std::chrono::steady_clock::now();
    if (threads < 1) throw ConfigError(fmt::format("threads is {}; 1 or more are allowed", threads));
    const Network& network = workload.network();
    SimulationResult result;
    result.engine = "timing";
    result.layers = timing::time_layers(architecture, workload, skip_periods, effort, threads);
    for (std::size_t i = 0; i < result.layers.size(); ++i) {
        LayerResult& layer = result.layers[i];
        repeat(layer, network.layers[i].refetches * images);
        layer.name = network.layers[i].name;
        result.total_cycles += layer.cycles;
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

} // namespace fracbit::models
