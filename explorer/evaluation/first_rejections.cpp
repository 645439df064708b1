#include "explorer/evaluation/first_rejections.hpp"

#include "explorer/evaluation/evaluator.hpp"
#include "models/core/cancelled.hpp"
#include "models/core/one_line.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

std::string value_text(const Symbols& symbols, const Symbol& symbol, double value) {
    for (const std::string& choice : symbol.choices)
        if (symbols.interned(choice) == value) return fmt::format("is '{}'", choice);
    if (symbol.type == ValueType::boolean) return value != 0 ? "is true" : "is false";
    if (!std::isnan(value))
        return std::abs(value) < 1e15 && value == std::floor(value) ? fmt::format("is {:.0f}", value)
                                                                    : fmt::format("is {:.6g}", value);
    return symbol.name.find("accuracy") == std::string::npos
               ? "is not known"
               : "is not known: only a network that runs and has accuracy = \"NETWORK/DATASET\" gives one";
}

/// Of what the constraint names.
std::string found_values(const DesignSpace& space, const std::string& constraint, std::span<const double> slots) {
    std::string text;
    for (const Constraint& one : space.constraints()) {
        if (one.holds.text() != constraint) continue;
        for (const std::string& name : space.symbols().names()) {
            const Symbol& symbol = *space.symbols().find(name);
            const auto& used = one.holds.used_slots();
            if (!std::binary_search(used.begin(), used.end(), symbol.slot)) continue;
            const double value = slots[static_cast<std::size_t>(symbol.slot)];
            text += (text.empty() ? "" : ", ") + name + " " + value_text(space.symbols(), symbol, value);
        }
        break;
    }
    return text;
}

} // namespace

std::vector<Rejection> first_rejections(std::shared_ptr<const DesignSpace> space,
                                        const std::function<bool()>& cancelled) {
    constexpr PointId most = 32; // a point may take a second
    const PointId points = space->size(), looked_at = std::min(points, most);
    std::vector<Rejection> found;
    const Evaluator evaluator(space, {}, cancelled);
    Evaluator::Worker worker(evaluator);
    try {
        for (PointId i = 0; i < looked_at && !(cancelled && cancelled()); ++i) {
            const PointId point = i * (points / looked_at);
            const PointStatus status = worker.evaluate(point);
            const auto is_such = [&](const Rejection& other) { return other.status == status; };
            if (status == PointStatus::feasible || std::any_of(found.begin(), found.end(), is_such)) continue;
            found.push_back({point, status, models::in_one_line(worker.reason()), {}});
            if (status == PointStatus::constrained)
                found.back().found = found_values(*space, worker.reason(), worker.known_slots());
        }
    } catch (const Cancelled&) {
    }
    return found;
}

std::string to_text(const Rejection& rejection) {
    switch (rejection.status) {
    case PointStatus::excluded:
        return fmt::format("point {} is excluded: the condition '{}' does not hold", rejection.point, rejection.reason);
    case PointStatus::constrained:
        return fmt::format("point {} is constrained: '{}' does not hold{}", rejection.point, rejection.reason,
                           rejection.found.empty() ? "" : "; " + rejection.found);
    case PointStatus::no_accuracy:
        return fmt::format("point {} has no accuracy: {}", rejection.point, rejection.reason);
    default:
        return fmt::format("point {} is {}: {}", rejection.point, to_string(rejection.status), rejection.reason);
    }
}

} // namespace fracbit::explorer
