// Small stores without files, for tests of what shows them.
#pragma once

#include "gui/points/point_set.hpp"

#include <cmath>
#include <memory>

namespace fracbit::tests {

/// Columns: lanes, format (texts a, b), area_mm2, energy_uj, kind (note), objectives area_mm2 (less) and energy_uj
/// (less).
inline explorer::StoreContents some_contents() {
    explorer::StoreContents contents;
    contents.header.space_name = "small";
    contents.header.plan.chunks = 1;
    contents.header.columns = {
        {"weights.lanes", "slices/cycle", "parameter", false, {}, {}},
        {"encoding.format", "", "parameter", false, {}, {"flexor", "binary"}},
        {"area_mm2", "mm2", "metric", false, {}, {}},
        {"energy_uj", "uJ", "metric", false, {}, {}},
        {"net.accuracy_kind", "", "note", false, {}, {"published", "measured", "interpolated", "none"}},
        {"area_mm2", "", "objective", false, {}, {}},
        {"energy_uj", "", "objective", false, {}, {}}};
    const auto row = [](double lanes, double format, double area, double energy, double kind) {
        return std::vector<double>{lanes, format, area, energy, kind, area, energy};
    };
    contents.front = {{3, 1, {1, 30}, row(1, 0, 1, 30, 0)}, {7, 1, {2, 10}, row(2, 1, 2, 10, 1)}};
    contents.sample = {{1, row(4, 0, 4, 40, 2)}, {3, row(1, 0, 1, 30, 0)}, {5, row(8, 1, NAN, 100, 3)}};
    contents.counts.points[0] = 4;
    contents.done = {0};
    return contents;
}

inline std::shared_ptr<const gui::PointSet> some_points() {
    return std::make_shared<const gui::PointSet>(some_contents(), QStringLiteral("small.sqlite"));
}

} // namespace fracbit::tests
