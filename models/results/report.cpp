#include "models/results/report.hpp"

#include "models/results/operand_fetches.hpp"

#include <algorithm>

namespace fracbit::models {
namespace {

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

double ratio(std::int64_t part, std::int64_t whole) {
    return ratio(static_cast<double>(part), static_cast<double>(whole));
}

BlockId busiest(const LayerResult& counts) {
    const auto longest = std::max_element(counts.blocks.begin(), counts.blocks.end(),
                                          [](const BlockCycles& a, const BlockCycles& b) { return a.busy < b.busy; });
    return static_cast<BlockId>(longest - counts.blocks.begin());
}

/// What follows from the counters alone.
void derive(LayerReport& report, const Architecture& architecture, std::int64_t offered_products) {
    const LayerResult& counts = report.counts;
    for (const StreamTraffic& stream : counts.streams) {
        report.bytes += stream.bytes.count();
        report.bus_bytes += stream.bus_bytes.count();
    }
    const Rational rate = architecture.memory.bytes_per_cycle;
    report.bytes_per_cycle = ratio(report.bus_bytes, counts.cycles.count());
    report.memory_cycles = Cycles(ceil_div(report.bus_bytes * rate.denominator, rate.numerator));
    report.array_utilization = ratio(report.array_cycles.count(), counts.cycles.count());
    report.mapping_efficiency = ratio(report.products, offered_products);
    report.overall_utilization = report.array_utilization * report.mapping_efficiency;
    report.bottleneck = busiest(counts);
}

} // namespace

double Report::cycles_per_second() const { return ratio(static_cast<double>(total.counts.cycles.count()), seconds); }

double Report::machine_ms() const {
    return static_cast<double>(total.counts.cycles.count()) / (architecture.clock_mhz * 1e3);
}

Report make_report(const Architecture& architecture, const std::string& network, const SimulationResult& result,
                   const std::vector<LayerFacts>& facts, std::int64_t images) {
    Report report;
    report.network = network;
    report.architecture_name = architecture.name;
    report.architecture = architecture;
    report.engine = result.engine;
    report.images = images;
    report.seconds = result.seconds;
    const std::int64_t size = std::int64_t{architecture.array.rows} * architecture.array.columns;
    for (std::size_t i = 0; i < result.layers.size(); ++i) {
        LayerReport layer;
        layer.counts = result.layers[i];
        layer.facts = facts[i];
        layer.share = ratio(layer.counts.cycles.count(), result.total_cycles.count());
        layer.products = layer.counts.macs * (layer.facts.on_array ? layer.facts.planes : 0);
        layer.array_cycles = Cycles(layer.counts.vectors * layer.facts.cycles_per_vector);
        derive(layer, architecture, layer.counts.vectors * size);
        layer.fetches = operand_fetches(layer.counts, layer.facts, images);
        report.total.counts += layer.counts;
        report.total.products += layer.products;
        report.total.array_cycles += layer.array_cycles;
        report.layers.push_back(std::move(layer));
    }
    report.total.counts.name = "total";
    report.total.share = 1;
    derive(report.total, architecture, report.total.counts.vectors * size);
    return report;
}

} // namespace fracbit::models
