#include "explorer/metrics/metric.hpp"

namespace fracbit::explorer {
namespace {

constexpr std::array<MetricInfo, metric_count> infos{{
    {"cycles", "cycles", "of one run of every network"},
    {"seconds", "s", "cycles at the machine's clock"},
    {"runs_per_second", "1/s", "runs of the network; of all networks one after the other"},
    {"gmacs_per_second", "10^9/s", "multiply-accumulates, padding included"},
    {"utilization", "1", "multiply-accumulates of the array's peak"},
    {"memory_busy", "1", "share of the cycles in which the memory channel transfers"},
    {"bus_bytes", "bytes", "carried by the memory channel, whole bursts"},
    {"weight_bytes", "bytes", "of them weights and what decoding them needs"},
    {"bandwidth_gb_s", "GB/s", "mean use of the memory channel"},
    {"bits_per_weight", "bits", "stored for a weight of an array layer, everything included"},
    {"energy_uj", "uJ", "of one run of every network, memory included"},
    {"energy_on_chip_uj", "uJ", "without memory"},
    {"energy_memory_uj", "uJ", "of memory and its interface"},
    {"power_mw", "mW", "energy over time"},
    {"accuracy", "%", "of the network; of the one that loses most"},
    {"accuracy_ratio", "1", "accuracy over full-precision accuracy; the smallest of the networks"},
    {"accuracy_drop", "points", "full-precision accuracy less accuracy; the largest of the networks"},
    {"area_mm2", "mm2", "of cells and memories"},
    {"placed_mm2", "mm2", "with the room that wires take"},
    {"decoder_area_mm2", "mm2", "of the XOR decoders of all lanes"},
    {"leakage_mw", "mW", "of all parts"},
    {"max_clock_mhz", "MHz", "of the slowest part"},
    {"meets_clock", "", "whether every part is through within the clock's period", true},
}};

} // namespace

const MetricInfo& metric_info(MetricId metric) { return infos[static_cast<std::size_t>(metric)]; }

} // namespace fracbit::explorer
