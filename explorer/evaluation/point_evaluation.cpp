#include "explorer/evaluation/point_evaluation.hpp"

#include "explorer/evaluation/accuracy_query.hpp"
#include "models/config/architecture.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <limits>

namespace fracbit::explorer {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

PointEvaluation::PointEvaluation(SharedResults& shared)
    : shared_(shared), plan_(shared.plan), space_(shared.space),
      slots_(static_cast<std::size_t>(space_.symbols().slots()), unknown), objectives_(space_.objectives().size()),
      states_(plan_.steps.size()), networks_(space_.networks().size()), accuracies_(space_.networks().size()) {}

PointStatus PointEvaluation::run(std::span<const int> digits) {
    digits_ = digits;
    const AxisMask changed = changed_;
    completed_ = false;
    for (std::size_t i = 0; i < states_.size(); ++i) {
        const Step& step = plan_.steps[i];
        StepState& state = states_[i];
        if ((step.mask & changed) != 0 || state.stale) {
            state.stale = true; // in case of an exception
            state.status = execute(step, state);
            state.stale = false;
        }
        if (state.status == PointStatus::feasible) continue;
        failed_ = i;
        changed_ = 0;
        for (std::size_t later = i + 1; later < states_.size(); ++later)
            states_[later].stale |= (plan_.steps[later].mask & changed) != 0;
        return state.status;
    }
    failed_ = states_.size();
    changed_ = 0;
    return PointStatus::feasible;
}

const std::string& PointEvaluation::reason() const {
    static const std::string none;
    if (failed_ >= states_.size()) return none;
    const auto index = static_cast<std::size_t>(failed().index);
    switch (failed().kind) {
    case Step::Kind::condition:
        return space_.conditions()[index].text();
    case Step::Kind::constraint:
        return space_.constraints()[index].holds.text();
    default:
        return states_[failed_].reason;
    }
}

std::span<const double> PointEvaluation::complete() {
    if (completed_) return slots_;
    std::string ignored;
    for (int s = 0; s < stage_count; ++s) {
        const auto stage = static_cast<Stage>(s);
        const auto index = static_cast<std::size_t>(s);
        if (stage == Stage::machine && !plan_.has(stage)) find_machine();
        if (stage == Stage::energy && !plan_.has(stage)) find_energy();
        if (stage == Stage::time) find_seconds();
        if (stage == Stage::energy_time) find_leakage(plan_.all[index]);
        for (const MetricSlot& metric : plan_.all[index])
            slots_[static_cast<std::size_t>(metric.slot)] = value_of(metric);
    }
    completed_ = true;
    return slots_;
}

PointStatus PointEvaluation::execute(const Step& step, StepState& state) {
    const auto index = static_cast<std::size_t>(step.index);
    switch (step.kind) {
    case Step::Kind::condition:
        return space_.conditions()[index].evaluate(slots_) != 0 ? PointStatus::feasible : PointStatus::excluded;
    case Step::Kind::constraint: {
        const double holds = space_.constraints()[index].holds.evaluate(slots_);
        return holds != 0 ? PointStatus::feasible : PointStatus::constrained;
    }
    case Step::Kind::objective: {
        const Objective& objective = space_.objectives()[index];
        const double value = objective.value.evaluate(slots_);
        objectives_[index] = objective.maximize ? -value : value;
        return PointStatus::feasible;
    }
    case Step::Kind::stage:
        return work_out(static_cast<Stage>(step.index), plan_.needed[index], state.reason);
    }
    return PointStatus::feasible;
}

PointStatus PointEvaluation::work_out(Stage stage, const std::vector<MetricSlot>& metrics, std::string& reason) {
    PointStatus status = PointStatus::feasible;
    switch (stage) {
    case Stage::parameters:
    case Stage::machine_clock:
        break;
    case Stage::check:
        status = check(reason);
        break;
    case Stage::accuracy:
        status = find_accuracy(reason);
        break;
    case Stage::storage:
        status = find_storage(reason);
        break;
    case Stage::machine:
        find_machine();
        break;
    case Stage::timing:
        status = find_timing(reason);
        break;
    case Stage::time:
        find_seconds();
        break;
    case Stage::energy:
        find_energy();
        break;
    case Stage::energy_time:
        find_leakage(metrics);
        break;
    }
    if (status != PointStatus::feasible) return status;
    for (const MetricSlot& metric : metrics) slots_[static_cast<std::size_t>(metric.slot)] = value_of(metric);
    return status;
}

PointStatus PointEvaluation::check(std::string& reason) {
    point_ = space_.point(digits_);
    try {
        models::validate(point_.architecture);
        models::validate(point_.weights);
    } catch (const ConfigError& error) {
        reason = error.what();
        return PointStatus::invalid;
    }
    return PointStatus::feasible;
}

PointStatus PointEvaluation::find_accuracy(std::string& reason) {
    for (NetworkState& network : networks_) network.runs = false;
    std::fill(accuracies_.begin(), accuracies_.end(), Accuracy{}); // networks that do not run have none
    whole_.accuracy = whole_.accuracy_ratio = whole_.accuracy_drop = unknown;
    for (const int n : networks_that_run()) {
        const auto index = static_cast<std::size_t>(n);
        const NetworkUse& use = space_.networks()[index];
        NetworkState& network = networks_[index];
        network.runs = true;
        network.accuracy = network.accuracy_ratio = network.accuracy_drop = unknown;
        if (use.accuracy_network.empty()) continue;
        const AccuracyQuery query = accuracy_query(use, point_.weights);
        const std::optional<Accuracy> found = shared_.accuracy.find(query);
        if (!found) {
            reason = no_accuracy_reason(query);
            return PointStatus::no_accuracy;
        }
        network.accuracy = found->percent;
        network.accuracy_ratio = found->percent / found->full_precision_percent;
        network.accuracy_drop = found->full_precision_percent - found->percent;
        // Not >=: the first number takes the place of what is not known.
        if (!(network.accuracy_ratio >= whole_.accuracy_ratio)) {
            whole_.accuracy = network.accuracy;
            whole_.accuracy_ratio = network.accuracy_ratio;
        }
        if (!(network.accuracy_drop <= whole_.accuracy_drop)) whole_.accuracy_drop = network.accuracy_drop;
        accuracies_[index] = *found;
    }
    return PointStatus::feasible;
}

PointStatus PointEvaluation::find_storage(std::string& reason) {
    took_long_ = true;
    whole_.totals = {};
    use_ = {};
    decoder_ = false;
    planes_ = is_encoded(point_.weights.format) ? shared_.decoders.planes_of(point_.weights) : XorPlanes{};
    bool first = true;
    for (const int n : networks_that_run()) {
        NetworkState& network = networks_[static_cast<std::size_t>(n)];
        network.storage = shared_.storage(n, point_.weights);
        if (!network.storage->refusal.empty()) {
            reason = network.storage->refusal;
            return PointStatus::invalid;
        }
        network.totals.stored_bits = static_cast<double>(network.storage->stored_bits);
        network.totals.weights = static_cast<double>(shared_.facts[static_cast<std::size_t>(n)].weights);
        whole_.totals.add_storage(network.totals);
        use_ = first ? network.storage->use : both(use_, network.storage->use);
        decoder_ |= network.storage->decoder;
        first = false;
    }
    return PointStatus::feasible;
}

void PointEvaluation::find_machine() {
    took_long_ = true;
    const int technology = shared_.technology.at(digits_);
    std::vector<models::DecoderCost> costs;
    if (decoder_) costs = shared_.decoder_costs(point_.architecture, point_.weights, planes_, technology);
    models::MachineUse use = use_;
    use.decoders = costs;
    machine_ =
        models::machine_cost(point_.architecture, use, *shared_.technologies[static_cast<std::size_t>(technology)]);
}

PointStatus PointEvaluation::find_timing(std::string& reason) {
    took_long_ = true;
    RunTotals& whole = whole_.totals;
    whole.cycles = whole.macs = whole.product_cycles = whole.memory_busy = whole.bus_bytes = whole.weight_bytes = 0;
    for (const int n : networks_that_run()) {
        NetworkState& network = networks_[static_cast<std::size_t>(n)];
        network.timing = shared_.timing(n, point_.architecture, point_.weights, planes_);
        const NetworkTiming& timing = *network.timing;
        if (!timing.refusal.empty()) {
            reason = timing.refusal;
            return PointStatus::invalid;
        }
        RunTotals& totals = network.totals;
        totals.take_timing(timing);
        whole.add_timing(totals, space_.networks()[static_cast<std::size_t>(n)].runs);
    }
    return PointStatus::feasible;
}

void PointEvaluation::find_energy() {
    whole_.totals.dynamic_pj = whole_.totals.memory_pj = 0;
    for (const int n : networks_that_run()) {
        NetworkState& network = networks_[static_cast<std::size_t>(n)];
        network.totals.dynamic_pj = models::dynamic_pj(network.timing->activity, machine_);
        network.totals.memory_pj = models::memory_pj(network.timing->activity, machine_);
        whole_.totals.add_energy(network.totals, space_.networks()[static_cast<std::size_t>(n)].runs);
    }
}

void PointEvaluation::find_seconds() {
    const double hz = shared_.clock_mhz.at(digits_) * 1e6;
    for (const int n : networks_that_run()) {
        RunTotals& totals = networks_[static_cast<std::size_t>(n)].totals;
        totals.seconds = totals.cycles / hz;
    }
    whole_.totals.seconds = whole_.totals.cycles / hz;
}

/// Of the networks that the metrics name.
void PointEvaluation::find_leakage(const std::vector<MetricSlot>& metrics) {
    find_seconds();
    int last = -2; // metrics of a network follow each other
    for (const MetricSlot& metric : metrics) {
        if (metric.network == last) continue;
        last = metric.network;
        RunTotals& totals = last < 0 ? whole_.totals : networks_[static_cast<std::size_t>(last)].totals;
        totals.leakage_pj = models::leakage_pj(machine_, totals.seconds);
    }
}

double PointEvaluation::value_of(const MetricSlot& metric) const {
    const NetworkState& of = metric.network < 0 ? whole_ : networks_[static_cast<std::size_t>(metric.network)];
    if (metric.network >= 0 && !of.runs) return unknown;
    switch (metric.metric) {
    case MetricId::accuracy:
        return of.accuracy;
    case MetricId::accuracy_ratio:
        return of.accuracy_ratio;
    case MetricId::accuracy_drop:
        return of.accuracy_drop;
    default:
        break;
    }
    if (static_cast<int>(metric.metric) >= network_metric_count)
        return machine_metric_value(metric.metric, machine_, shared_.clock_mhz.at(digits_));
    const models::ArrayConfig& array = point_.architecture.array;
    return metric_value(metric.metric, of.totals, double(array.rows) * array.columns);
}

const std::vector<int>& PointEvaluation::networks_that_run() const {
    const int network = shared_.network.at(digits_);
    return shared_.runs[static_cast<std::size_t>(network) + 1];
}

} // namespace fracbit::explorer
