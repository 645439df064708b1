#include "gui/designs/design_figures.hpp"

#include "explorer/evaluation/encoding_keys.hpp"
#include "explorer/evaluation/network_timing.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace fracbit::gui {
namespace {

constexpr std::int64_t decoder_bytes = std::int64_t{64} << 20;
constexpr std::int64_t drawn_bytes = std::int64_t{512} << 20;

template <class Value>
int index_in(std::vector<Value>& known, const Value& value) {
    const auto found = std::find(known.begin(), known.end(), value);
    if (found != known.end()) return static_cast<int>(found - known.begin());
    known.push_back(value);
    return static_cast<int>(known.size()) - 1;
}

bool needs_costs(explorer::MetricId metric) {
    using explorer::MetricId;
    return metric == MetricId::energy_uj || metric == MetricId::energy_on_chip_uj ||
           metric == MetricId::energy_memory_uj || metric == MetricId::power_mw;
}

void add_scaled(models::RunEnergy& sum, models::RunEnergy one, double runs) {
    for (models::PartEnergy& part : one.parts)
        part = {runs * part.switching_pj, runs * part.clock_pj, runs * part.leakage_pj};
    for (double& stream : one.streams_pj) stream *= runs;
    sum += one;
}

} // namespace

double DesignFigures::value(explorer::MetricId metric, int network) const {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    const models::Architecture& architecture = design.point.architecture;
    if (static_cast<int>(metric) >= explorer::network_metric_count)
        return machine ? explorer::machine_metric_value(metric, *machine, architecture.clock_mhz) : unknown;
    if (needs_costs(metric) && !machine) return unknown;
    const explorer::RunTotals& of = network < 0 ? totals : networks[static_cast<std::size_t>(network)].totals;
    return explorer::metric_value(metric, of, double(architecture.array.rows) * architecture.array.columns);
}

DesignEvaluator::DesignEvaluator(CancelCheck timing_cancelled, CancelCheck costs_cancelled)
    : decoders_(decoder_bytes, std::move(costs_cancelled)),
      drawn_{explorer::SharedCache<explorer::EncodingKey, explorer::DrawnLayer>(drawn_bytes),
             std::move(timing_cancelled)} {}

int DesignEvaluator::number_of(const models::Network& network) {
    const std::lock_guard lock(mutex_);
    return index_in(networks_, network);
}

int DesignEvaluator::number_of(const models::Technology& technology) {
    const std::lock_guard lock(mutex_);
    return index_in(technologies_, technology);
}

DesignFigures DesignEvaluator::time(const Design& design) {
    DesignFigures figures;
    figures.design = design;
    const explorer::DesignPoint& point = design.point;
    models::validate(point.architecture);
    models::validate(point.weights);
    const explorer::XorPlanes planes =
        explorer::is_encoded(point.weights.format) ? decoders_.planes_of(point.weights) : explorer::XorPlanes{};
    for (const explorer::NetworkUse& use : design.networks) time_network(use, planes, figures);
    figures.totals.seconds = figures.totals.cycles / (point.architecture.clock_mhz * 1e6);
    return figures;
}

void DesignEvaluator::time_network(const explorer::NetworkUse& use, const explorer::XorPlanes& planes,
                                   DesignFigures& figures) {
    const explorer::DesignPoint& point = figures.design.point;
    const int number = number_of(use.network);
    const explorer::NetworkStorage storage = explorer::storage_of(use.network, number, point.weights, drawn_);
    if (!storage.refusal.empty()) throw ConfigError(storage.refusal);
    NetworkFigures own;
    own.name = use.name;
    own.result = explorer::run_of(use.network, number, point.architecture, point.weights, planes, drawn_);
    const double cells = double(point.architecture.array.rows) * point.architecture.array.columns;
    for (std::size_t i = 0; i < own.result.layers.size(); ++i) {
        const models::LayerResult& counts = own.result.layers[i];
        own.total += counts;
        const double products =
            explorer::product_cycles(use.network.layers[i], counts, point.architecture.array, point.weights);
        const auto cycles = static_cast<double>(counts.cycles.count());
        own.utilization.push_back(cycles > 0 ? products / (cycles * cells) : 0);
    }
    own.total.name = "total";
    explorer::RunTotals& totals = own.totals;
    totals.take_timing(explorer::sum_of(own.result, use.network, point.architecture, point.weights));
    totals.stored_bits = static_cast<double>(storage.stored_bits);
    totals.weights = static_cast<double>(use.network.weights());
    totals.seconds = totals.cycles / (point.architecture.clock_mhz * 1e6);
    figures.use = figures.networks.empty() ? storage.use : explorer::both(figures.use, storage.use);
    figures.decoder = figures.decoder || storage.decoder;
    figures.totals.add_storage(totals);
    figures.totals.add_timing(totals, use.runs);
    figures.networks.push_back(std::move(own));
}

void DesignEvaluator::add_costs(DesignFigures& figures) {
    const explorer::DesignPoint& point = figures.design.point;
    models::MachineUse use = figures.use;
    std::vector<models::DecoderCost> costs;
    if (figures.decoder) {
        const int technology = number_of(figures.design.technology);
        const explorer::XorPlanes planes = decoders_.planes_of(point.weights);
        costs = decoders_.costs(planes, point.architecture, point.weights, figures.design.technology, technology);
    }
    use.decoders = costs;
    const models::MachineCost machine = models::machine_cost(point.architecture, use, figures.design.technology);
    figures.energy = {};
    for (std::size_t n = 0; n < figures.networks.size(); ++n) {
        NetworkFigures& network = figures.networks[n];
        const models::RunActivity activity =
            models::activity_of(network.result, point.architecture.array.rows, point.architecture.array.columns);
        network.energy = models::run_energy(activity, machine);
        network.layer_energy_pj.clear();
        for (const models::LayerResult& layer : network.result.layers)
            network.layer_energy_pj.push_back(models::run_energy(layer, machine).total_pj());
        network.totals.dynamic_pj = models::dynamic_pj(activity, machine);
        network.totals.memory_pj = models::memory_pj(activity, machine);
        network.totals.leakage_pj = models::leakage_pj(machine, network.totals.seconds);
        const double runs = figures.design.networks[n].runs;
        figures.totals.add_energy(network.totals, runs);
        add_scaled(figures.energy, network.energy, runs);
    }
    figures.totals.leakage_pj = models::leakage_pj(machine, figures.totals.seconds);
    figures.machine = machine;
}

} // namespace fracbit::gui
