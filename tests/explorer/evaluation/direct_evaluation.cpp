#include "tests/explorer/evaluation/direct_evaluation.hpp"

#include "explorer/accuracy/accuracy_table.hpp"
#include "explorer/metrics/metric.hpp"
#include "models/core/error.hpp"
#include "models/cost/machine_needs.hpp"
#include "models/cost/run_energy.hpp"
#include "models/results/layer_facts.hpp"
#include "models/schedule/network_planner.hpp"
#include "models/timing/timing_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

namespace fracbit::test {
namespace {

using namespace explorer;
using namespace models;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// One network on one machine.
struct Run {
    const NetworkUse* use = nullptr;
    SimulationResult result;
    double macs = 0, product_cycles = 0, stored_bits = 0, weights = 0;
    std::optional<Accuracy> accuracy;
};

double stream_sum(const SimulationResult& result, std::initializer_list<StreamId> streams) {
    double sum = 0;
    for (const LayerResult& layer : result.layers)
        for (const StreamId stream : streams) sum += static_cast<double>(layer.stream(stream).bus_bytes.count());
    return sum;
}

double all_streams(const SimulationResult& result) {
    double sum = 0;
    for (const LayerResult& layer : result.layers)
        for (const StreamTraffic& stream : layer.streams) sum += static_cast<double>(stream.bus_bytes.count());
    return sum;
}

double weight_streams(const SimulationResult& result) {
    return stream_sum(result, {StreamId::weights, StreamId::offsets, StreamId::patch_counts, StreamId::patch_locations,
                               StreamId::mask, StreamId::csr_entries, StreamId::csr_counts});
}

double memory_busy(const SimulationResult& result) {
    double sum = 0;
    for (const LayerResult& layer : result.layers)
        sum += static_cast<double>(layer.block(BlockId::memory).busy.count());
    return sum;
}

/// Metrics that follow from cycles, bytes, seconds and energies.
struct Sums {
    double cycles = 0, macs = 0, product_cycles = 0, memory_busy = 0, bus_bytes = 0, weight_bytes = 0, stored_bits = 0,
           weights = 0, dynamic_pj = 0, memory_pj = 0;
};

class Direct {
public:
    Direct(const DesignSpace& space, PointId id)
        : space_(space), digits_(space.axes().size()),
          slots_(static_cast<std::size_t>(space.symbols().slots()), unknown),
          known_(static_cast<std::size_t>(space.symbols().slots()), true) {
        space.digits_of(id, digits_);
        space.fill_slots(digits_, slots_);
        for (int m = 0; m < metric_count; ++m) forget(space.metric_slot(m));
        for (int n = 0; n < static_cast<int>(space.networks().size()); ++n)
            for (int m = 0; m < network_metric_count; ++m) forget(space.network_metric_slot(n, m));
        for (const std::string& text : space.accuracy_tables()) table_.add_csv(text, "table");
    }

    DirectResult result() {
        if (!space_.allowed(slots_)) return {PointStatus::excluded, {}, {}};
        if (!constraints_hold()) return {PointStatus::constrained, {}, {}};
        const DesignPoint point = space_.point(digits_);
        try {
            validate(point.architecture);
            validate(point.weights);
        } catch (const ConfigError&) {
            return {PointStatus::invalid, {}, {}};
        }
        for (const NetworkUse& use : space_.networks())
            if (point.network.empty() || point.network == use.name) runs_.push_back({&use, {}, 0, 0, 0, 0, {}});
        if (!add_accuracy(point.weights)) return {PointStatus::no_accuracy, {}, {}};
        if (!constraints_hold()) return {PointStatus::constrained, {}, {}};
        MachineNeeds needs;
        std::vector<std::unique_ptr<SyntheticWorkload>> workloads;
        try {
            for (const Run& run : runs_) {
                workloads.push_back(std::make_unique<SyntheticWorkload>(run.use->network, point.weights));
                for (int i = 0; i < static_cast<int>(run.use->network.layers.size()); ++i)
                    needs.add(*workloads.back()->layer(i));
            }
        } catch (const ConfigError&) {
            return {PointStatus::invalid, {}, {}};
        }
        for (std::size_t r = 0; r < runs_.size(); ++r) find_facts(point.architecture, *workloads[r], runs_[r]);
        add_storage();
        if (!constraints_hold()) return {PointStatus::constrained, {}, {}};
        add_machine(needs.cost(point.architecture, space_.technology(point.technology)));
        if (!constraints_hold()) return {PointStatus::constrained, {}, {}};
        try {
            for (std::size_t r = 0; r < runs_.size(); ++r)
                runs_[r].result = time_network(point.architecture, *workloads[r]);
        } catch (const ConfigError&) {
            return {PointStatus::invalid, {}, {}};
        }
        add_timing(point.architecture);
        if (!constraints_hold()) return {PointStatus::constrained, {}, {}};
        DirectResult result{PointStatus::feasible, slots_, {}};
        for (const Objective& objective : space_.objectives()) {
            const double value = objective.value.evaluate(slots_);
            result.objectives.push_back(objective.maximize ? -value : value);
        }
        return result;
    }

private:
    void forget(int slot) { known_[static_cast<std::size_t>(slot)] = false; }
    void set_slot(int slot, double value) {
        slots_[static_cast<std::size_t>(slot)] = value;
        known_[static_cast<std::size_t>(slot)] = true;
    }
    /// Of a network, or with nothing of the whole point.
    void set(const NetworkUse* use, MetricId metric, double value) {
        const int m = static_cast<int>(metric);
        if (use == nullptr)
            set_slot(space_.metric_slot(m), value);
        else
            set_slot(space_.network_metric_slot(static_cast<int>(use - space_.networks().data()), m), value);
    }

    /// Those whose metrics are all known.
    [[nodiscard]] bool constraints_hold() const {
        for (const Constraint& constraint : space_.constraints()) {
            bool known = true;
            for (const int slot : constraint.holds.used_slots())
                known = known && known_[static_cast<std::size_t>(slot)];
            if (known && constraint.holds.evaluate(slots_) == 0) return false;
        }
        return true;
    }

    void set_for_idle(std::initializer_list<MetricId> metrics) {
        for (const NetworkUse& use : space_.networks())
            for (const MetricId metric : metrics) set(&use, metric, unknown);
    }

    bool add_accuracy(const SyntheticSpec& spec) {
        const auto metrics = {MetricId::accuracy, MetricId::accuracy_ratio, MetricId::accuracy_drop};
        set_for_idle(metrics);
        double worst = unknown, ratio = unknown, drop = unknown;
        for (Run& run : runs_) {
            if (run.use->accuracy_network.empty()) continue;
            const bool pruned = spec.format == WeightFormat::sparse || spec.format == WeightFormat::csr;
            AccuracyQuery query;
            query.network = run.use->accuracy_network;
            query.dataset = run.use->accuracy_dataset;
            query.q = spec.format == WeightFormat::dense8 || spec.format == WeightFormat::csr ? 1 : spec.q;
            query.shift_bits = is_shift(spec.format) ? spec.q : 0;
            query.full_precision = spec.format == WeightFormat::dense8;
            if (spec.format == WeightFormat::flexor || spec.format == WeightFormat::sparse)
                query.n_in = spec.xor_spec.n_in, query.n_out = spec.xor_spec.n_out, query.taps = spec.xor_spec.taps;
            if (pruned) query.sparsity = spec.pruned.sparsity;
            const auto& array = space_.point(digits_).architecture.array;
            const bool planes =
                array.mode == ArrayMode::xnor && spec.format != WeightFormat::dense8 && !is_shift(spec.format);
            query.activation_bits = planes ? array.activation_bits : 8;
            const auto found = table_.find(query);
            if (!found) return false;
            const double own_ratio = found->percent / found->full_precision_percent,
                         own_drop = found->full_precision_percent - found->percent;
            set(run.use, MetricId::accuracy, found->percent);
            set(run.use, MetricId::accuracy_ratio, own_ratio);
            set(run.use, MetricId::accuracy_drop, own_drop);
            if (std::isnan(ratio) || own_ratio < ratio) worst = found->percent, ratio = own_ratio;
            if (std::isnan(drop) || own_drop > drop) drop = own_drop;
        }
        set(nullptr, MetricId::accuracy, worst);
        set(nullptr, MetricId::accuracy_ratio, ratio);
        set(nullptr, MetricId::accuracy_drop, drop);
        return true;
    }

    /// From the plan for a machine of the same array that every layer fits.
    static void find_facts(Architecture architecture, const SyntheticWorkload& workload, Run& run) {
        constexpr std::int64_t large = 1 << 24;
        for (std::int64_t* bytes :
             {&architecture.weights.buffer_bytes, &architecture.weights.reader_bytes, &architecture.weights.patch_bytes,
              &architecture.weights.mask_bytes, &architecture.weights.mask_memory_bytes,
              &architecture.activations.buffer_bytes, &architecture.output.writer_bytes, &architecture.csr.reader_bytes,
              &architecture.csr.counts_bytes, &architecture.array.spill_bytes, &architecture.array.accumulator_depth})
            *bytes = large;
        architecture.weights.fill_width = std::max<std::int64_t>(2, architecture.weights.fill_width);
        const Network& network = workload.network();
        NetworkPlanner planner(architecture, network);
        for (int i = 0; i < static_cast<int>(network.layers.size()); ++i) {
            const auto weights = workload.layer(i);
            const LayerFacts facts = facts_of(planner.plan(i, *weights), *weights);
            const auto macs = static_cast<double>(facts.layer.macs());
            run.macs += macs;
            run.product_cycles +=
                macs * static_cast<double>(facts.planes) * static_cast<double>(facts.cycles_per_vector);
            if (facts.layer.kind != LayerKind::attention) run.weights += static_cast<double>(facts.layer.weights());
            for (const StreamId stream :
                 {StreamId::weights, StreamId::offsets, StreamId::patch_counts, StreamId::patch_locations,
                  StreamId::mask, StreamId::csr_entries, StreamId::csr_counts})
                run.stored_bits += 8 * static_cast<double>(facts.distinct[static_cast<std::size_t>(stream)].count());
        }
    }

    void add_storage() {
        set_for_idle({MetricId::bits_per_weight});
        double bits = 0, weights = 0;
        for (const Run& run : runs_) {
            bits += run.stored_bits;
            weights += run.weights;
            set(run.use, MetricId::bits_per_weight, run.stored_bits / run.weights);
        }
        set(nullptr, MetricId::bits_per_weight, bits / weights);
    }

    void add_machine(const MachineCost& machine) {
        const double clock = space_.point(digits_).architecture.clock_mhz;
        machine_ = machine;
        machine_.clock_mhz = clock;
        set(nullptr, MetricId::area_mm2, machine.area.total_um2() * 1e-6);
        set(nullptr, MetricId::placed_mm2, machine.placed_um2 * 1e-6);
        set(nullptr, MetricId::decoder_area_mm2, machine.part(PartId::decoder).area.total_um2() * 1e-6);
        set(nullptr, MetricId::leakage_mw, machine.leakage_nw * 1e-6);
        set(nullptr, MetricId::max_clock_mhz, 1e6 / machine.slowest_ps);
        set(nullptr, MetricId::meets_clock, machine.meets_clock() ? 1 : 0);
    }

    void add_timing(const Architecture& architecture) {
        set_for_idle({MetricId::cycles, MetricId::seconds, MetricId::runs_per_second, MetricId::gmacs_per_second,
                      MetricId::utilization, MetricId::memory_busy, MetricId::bus_bytes, MetricId::weight_bytes,
                      MetricId::bandwidth_gb_s, MetricId::energy_uj, MetricId::energy_on_chip_uj,
                      MetricId::energy_memory_uj, MetricId::power_mw});
        Sums whole;
        for (const Run& run : runs_) {
            const RunEnergy energy = run_energy(run.result, machine_);
            const Sums own{static_cast<double>(run.result.total_cycles.count()),
                           run.macs,
                           run.product_cycles,
                           test::memory_busy(run.result),
                           all_streams(run.result),
                           weight_streams(run.result),
                           0,
                           0,
                           energy.dynamic_pj(),
                           energy.memory_pj()};
            add_sums(run.use, own, architecture, energy.leakage_pj());
            // What simulate prints, to the last bit.
            const double total = energy.total_pj() * 1e-6;
            const int slot = space_.network_metric_slot(static_cast<int>(run.use - space_.networks().data()),
                                                        static_cast<int>(MetricId::energy_uj));
            if (slots_[static_cast<std::size_t>(slot)] != total)
                throw Error("a network's energy is not that of its simulation");
            const double times = run.use->runs;
            whole.cycles += times * own.cycles;
            whole.macs += times * own.macs;
            whole.product_cycles += times * own.product_cycles;
            whole.memory_busy += times * own.memory_busy;
            whole.bus_bytes += times * own.bus_bytes;
            whole.weight_bytes += times * own.weight_bytes;
            whole.dynamic_pj += times * own.dynamic_pj;
            whole.memory_pj += times * own.memory_pj;
        }
        double leakage = 0;
        for (const PartCost& part : machine_.parts)
            leakage += part.leakage_nw * (whole.cycles / (architecture.clock_mhz * 1e6)) * 1e3;
        add_sums(nullptr, whole, architecture, leakage);
    }

    void add_sums(const NetworkUse* use, const Sums& sums, const Architecture& architecture, double leakage_pj) {
        const double seconds = sums.cycles / (architecture.clock_mhz * 1e6);
        const double cells = double(architecture.array.rows) * architecture.array.columns;
        set(use, MetricId::cycles, sums.cycles);
        set(use, MetricId::seconds, seconds);
        set(use, MetricId::runs_per_second, 1 / seconds);
        set(use, MetricId::gmacs_per_second, sums.macs / seconds * 1e-9);
        set(use, MetricId::utilization, sums.product_cycles / (sums.cycles * cells));
        set(use, MetricId::memory_busy, sums.memory_busy / sums.cycles);
        set(use, MetricId::bus_bytes, sums.bus_bytes);
        set(use, MetricId::weight_bytes, sums.weight_bytes);
        set(use, MetricId::bandwidth_gb_s, sums.bus_bytes / seconds * 1e-9);
        const double on_chip = sums.dynamic_pj + leakage_pj;
        set(use, MetricId::energy_uj, (on_chip + sums.memory_pj) * 1e-6);
        set(use, MetricId::energy_on_chip_uj, on_chip * 1e-6);
        set(use, MetricId::energy_memory_uj, sums.memory_pj * 1e-6);
        set(use, MetricId::power_mw, (on_chip + sums.memory_pj) * 1e-9 / seconds);
    }

    const DesignSpace& space_;
    std::vector<int> digits_;
    std::vector<double> slots_;
    std::vector<bool> known_;
    AccuracyTable table_;
    std::vector<Run> runs_;
    MachineCost machine_;
};

} // namespace

DirectResult evaluate_directly(const DesignSpace& space, PointId id) { return Direct(space, id).result(); }

} // namespace fracbit::test
