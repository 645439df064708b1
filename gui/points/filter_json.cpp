#include "gui/points/filter_json.hpp"

#include "gui/support/text.hpp"

#include <cmath>

namespace fracbit::gui {

QJsonObject to_json(const PointFilter& filter) {
    QJsonObject ranges;
    for (const auto& [name, range] : filter.ranges) {
        QJsonObject ends;
        if (std::isfinite(range.low)) ends[QStringLiteral("low")] = range.low;
        if (std::isfinite(range.high)) ends[QStringLiteral("high")] = range.high;
        ranges[to_qt(name)] = ends;
    }
    return {{QStringLiteral("front_only"), filter.front_only},
            {QStringLiteral("condition"), to_qt(filter.condition)},
            {QStringLiteral("ranges"), ranges}};
}

PointFilter filter_from_json(const QJsonObject& json) {
    PointFilter filter;
    filter.front_only = json.value(QStringLiteral("front_only")).toBool();
    filter.condition = to_std(json.value(QStringLiteral("condition")).toString());
    const QJsonObject ranges = json.value(QStringLiteral("ranges")).toObject();
    for (auto at = ranges.begin(); at != ranges.end(); ++at) {
        const QJsonObject ends = at->toObject();
        ValueRange& range = filter.ranges[to_std(at.key())];
        range.low = ends.value(QStringLiteral("low")).toDouble(range.low);
        range.high = ends.value(QStringLiteral("high")).toDouble(range.high);
    }
    return filter;
}

} // namespace fracbit::gui
