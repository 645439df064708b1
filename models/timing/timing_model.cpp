#include "models/timing/timing_model.hpp"

#include "models/timing/layer_timing.hpp"
#include "models/timing/network_tensors.hpp"
#include "models/timing/repeated_layers.hpp"

#include <chrono>
#include <utility>

namespace fracbit::models {
namespace {

/// Every run of a layer starts from rest, so all of them are alike.
LayerResult repeated(const LayerResult& once, std::int64_t runs) {
    LayerResult sum = once;
    sum.cycles = once.cycles * runs;
    sum.macs *= runs;
    sum.vectors *= runs;
    sum.decoded_bits = once.decoded_bits * runs;
    sum.decoded_slices *= runs;
    sum.tiles_loaded *= runs;
    sum.patches *= runs;
    CsrCounts& csr = sum.csr;
    for (std::int64_t* count : {&csr.slots, &csr.entries, &csr.fillers, &csr.starved, &csr.unbalanced}) *count *= runs;
    for (StreamTraffic& stream : sum.streams)
        stream = {stream.bytes * runs, stream.bus_bytes * runs, stream.bursts * runs, stream.fetches};
    for (BlockCycles& block : sum.blocks)
        block = {block.busy * runs, block.stall_in * runs, block.stall_out * runs, block.idle * runs};
    return sum;
}

} // namespace

SimulationResult time_network(const Architecture& architecture, const Workload& workload, std::int64_t images,
                              bool skip_periods, TimingEffort* effort) {
    const auto begin = std::chrono::steady_clock::now();
    const Network& network = workload.network();
    SimulationResult result;
    result.engine = "timing";
    std::vector<timing::LayerTensors> tensors = timing::tensors_of(architecture, network);
    thread_local timing::LayerTiming timing;
    timing.configure(architecture, skip_periods);
    timing::RepeatedLayers known(network.layers.size());
    result.layers.reserve(network.layers.size());
    for (int i = 0; i < static_cast<int>(network.layers.size()); ++i) {
        const auto index = static_cast<std::size_t>(i);
        const Layer& layer = network.layers[index];
        const auto stored = workload.layer(i);
        timing::LayerWork work = timing::plan_work(architecture, layer, *stored, std::move(tensors[index]));
        const LayerResult* twin = known.find(work);
        LayerResult once = twin ? *twin : timing.run(work);
        const bool ran = !twin;
        if (ran) known.add(std::move(work), once);
        if (effort && ran) {
            const TimingEffort own = timing.effort();
            effort->events += own.events;
            effort->looks += own.looks;
            effort->copies += own.copies;
            if (own.period_words > 0) effort->period_words = own.period_words;
        }
        once.name = layer.name;
        result.layers.push_back(repeated(once, layer.refetches * images));
        result.total_cycles += result.layers.back().cycles;
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

} // namespace fracbit::models
