#include "explorer/space/design_space.hpp"

#include "explorer/metrics/metric.hpp"
#include "explorer/space/space_keys.hpp"
#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"

#include <fmt/format.h>

namespace fracbit::explorer {

const models::Technology& DesignSpace::technology(const std::string& name) const {
    if (const auto found = technologies_.find(name); found != technologies_.end()) return found->second;
    std::vector<std::string> names;
    for (const auto& [known, technology] : technologies_) names.push_back(known);
    throw ConfigError(fmt::format("technology '{}' is not in the space; {}", name, suggest_name(name, names)));
}

int DesignSpace::metric_slot(int metric) const { return static_cast<int>(parameters_.size()) + metric; }

int DesignSpace::network_metric_slot(int network, int metric) const {
    return metric_slot(metric_count) + network * network_metric_count + metric;
}

void DesignSpace::digits_of(PointId id, std::span<int> digits) const {
    for (std::size_t axis = axes_.size(); axis-- > 0;) {
        const PointId size = axes_[axis].size;
        const PointId rest = id / size;
        digits[axis] = static_cast<int>(id - rest * size);
        id = rest;
    }
}

PointId DesignSpace::id_of(std::span<const int> digits) const {
    PointId id = 0;
    for (std::size_t axis = 0; axis < axes_.size(); ++axis) id = id * axes_[axis].size + digits[axis];
    return id;
}

void DesignSpace::fill_slots(std::span<const int> digits, std::span<double> slots) const {
    for (const Column& column : columns_)
        slots[static_cast<std::size_t>(column.slot)] =
            numbers_[column.first + static_cast<std::size_t>(digits[static_cast<std::size_t>(column.axis)])];
    for (const Constant& constant : constants_) slots[static_cast<std::size_t>(constant.slot)] = constant.value;
}

bool DesignSpace::allowed(std::span<const double> slots) const {
    for (const Expression& condition : conditions_)
        if (condition.evaluate(slots) == 0) return false;
    return true;
}

DesignPoint DesignSpace::point(std::span<const int> digits) const {
    DesignPoint point = base_;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        const Parameter& parameter = parameters_[i];
        keys_[i]->set(point,
                      parameter.values[static_cast<std::size_t>(digits[static_cast<std::size_t>(parameter.axis)])]);
    }
    resolve(point);
    return point;
}

std::vector<int> digits_of_named(const DesignSpace& space, PointId id, const std::string& point,
                                 const std::string& where) {
    if (id < 0 || id >= space.size())
        throw ConfigError(fmt::format("{}: {} has points 0 to {}", point, where, space.size() - 1));
    std::vector<int> digits(space.axes().size());
    space.digits_of(id, digits);
    std::vector<double> slots(static_cast<std::size_t>(space.symbols().slots()));
    space.fill_slots(digits, slots);
    if (!space.allowed(slots)) throw ConfigError(fmt::format("{}: a condition of the space excludes it", point));
    return digits;
}

} // namespace fracbit::explorer
