#include "explorer/metrics/metric.hpp"
#include "explorer/search/findings.hpp"

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

StoredColumn parameter_column(const Parameter& parameter) {
    StoredColumn column{parameter.rule.path(), parameter.rule.unit, "parameter", false, {}, {}};
    for (std::size_t i = 0; i < parameter.values.size(); ++i) {
        const auto* text = std::get_if<std::string>(&parameter.values[i]);
        if (!text || parameter.rule.type == models::KeyType::number) continue;
        const auto number = static_cast<std::size_t>(parameter.numbers[i]);
        if (column.texts.size() <= number) column.texts.resize(number + 1);
        column.texts[number] = *text;
    }
    return column;
}

StoredColumn metric_column(int metric, const std::string& network) {
    const MetricInfo& info = metric_info(static_cast<MetricId>(metric));
    return {network.empty() ? info.name : fmt::format("{}.{}", network, info.name), info.unit, "metric", false, {}, {}};
}

} // namespace

std::vector<StoredColumn> stored_columns(const DesignSpace& space) {
    std::vector<StoredColumn> columns;
    for (const Parameter& parameter : space.parameters()) columns.push_back(parameter_column(parameter));
    for (int metric = 0; metric < metric_count; ++metric) columns.push_back(metric_column(metric, ""));
    if (space.networks().size() > 1)
        for (const NetworkUse& network : space.networks())
            for (int metric = 0; metric < network_metric_count; ++metric)
                columns.push_back(metric_column(metric, network.name));
    for (const NetworkUse& network : space.networks())
        if (!network.accuracy_network.empty())
            columns.push_back({fmt::format("{}.accuracy_kind", network.name),
                               "",
                               "note",
                               false,
                               {},
                               {to_string(AccuracyKind::published), to_string(AccuracyKind::measured),
                                to_string(AccuracyKind::interpolated), "none"}});
    for (const Objective& objective : space.objectives())
        columns.push_back({objective.value.text(), "", "objective", objective.maximize, objective.reference, {}});
    return columns;
}

void stored_values(const DesignSpace& space, Evaluator::Worker& worker, std::vector<double>& values) {
    constexpr double no_kind = 3; // behind the kinds, in stored_columns
    values.clear();
    const auto slots = worker.slots();
    for (const Parameter& parameter : space.parameters())
        values.push_back(slots[static_cast<std::size_t>(parameter.slot)]);
    for (int metric = 0; metric < metric_count; ++metric)
        values.push_back(slots[static_cast<std::size_t>(space.metric_slot(metric))]);
    const auto networks = static_cast<int>(space.networks().size());
    if (networks > 1)
        for (int network = 0; network < networks; ++network)
            for (int metric = 0; metric < network_metric_count; ++metric)
                values.push_back(slots[static_cast<std::size_t>(space.network_metric_slot(network, metric))]);
    for (int network = 0; network < networks; ++network) {
        if (space.networks()[static_cast<std::size_t>(network)].accuracy_network.empty()) continue;
        const Accuracy& accuracy = worker.accuracies()[static_cast<std::size_t>(network)];
        values.push_back(accuracy.source.empty() ? no_kind : static_cast<double>(accuracy.kind));
    }
    for (std::size_t i = 0; i < space.objectives().size(); ++i)
        values.push_back(space.objectives()[i].maximize ? -worker.objectives()[i] : worker.objectives()[i]);
}

} // namespace fracbit::explorer
