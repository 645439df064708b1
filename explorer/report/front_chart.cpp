#include "explorer/report/front_report.hpp"
#include "explorer/report/stored_values.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

/// How members of the front are drawn: by the least certain of their accuracies.
struct Look {
    const char* kind;
    models::ChartMark mark;
    const char* colour;
};
constexpr std::array<Look, 4> looks{{{"published", models::ChartMark::disc, "#0072b2"},
                                     {"measured", models::ChartMark::square, "#009e73"},
                                     {"interpolated", models::ChartMark::ring, "#d55e00"},
                                     {"none", models::ChartMark::diamond, "#000000"}}};

std::string axis_name(const StoredColumn& column) {
    return column.unit.empty() || column.unit == "1" ? column.name : fmt::format("{} [{}]", column.name, column.unit);
}

std::size_t default_column(const std::vector<StoredColumn>& columns, std::size_t objective) {
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].kind == "objective" && objective-- == 0) return i;
    return column_index(columns, "area_mm2");
}

/// Index into `looks`.
std::size_t look_of(const std::vector<std::size_t>& notes, const FrontMember& member) {
    std::size_t least = looks.size() - 1;
    bool any = false;
    for (const std::size_t note : notes) {
        const auto kind = static_cast<std::size_t>(member.values[note]);
        if (kind + 1 >= looks.size()) continue;
        least = any ? std::max(least, kind) : kind;
        any = true;
    }
    return least;
}

} // namespace

std::pair<std::size_t, std::size_t> chart_columns(const std::vector<StoredColumn>& columns, const std::string& x,
                                                  const std::string& y) {
    const std::size_t x_column = x.empty() ? default_column(columns, 1) : column_index(columns, x),
                      y_column = y.empty() ? default_column(columns, 0) : column_index(columns, y);
    for (const std::size_t column : {x_column, y_column})
        if (!columns[column].texts.empty())
            throw ConfigError(fmt::format("'{}' is a text: a chart's axes need numbers", columns[column].name));
    return {x_column, y_column};
}

models::ScatterChart front_chart(const StoreContents& contents, const std::string& x, const std::string& y) {
    const auto& columns = contents.header.columns;
    const auto [x_column, y_column] = chart_columns(columns, x, y);
    models::ScatterChart chart{
        contents.header.space_name, axis_name(columns[x_column]), axis_name(columns[y_column]), {}};
    const std::vector<std::size_t> notes = columns_of_kind(contents, "note");
    models::ScatterSeries sample{"sample", models::ChartMark::dot, "#999999", {}, {}};
    const auto at = [x = x_column, y = y_column](const std::vector<double>& values) {
        return std::pair{values[x], values[y]};
    };
    const auto finite = [](const std::pair<double, double>& p) {
        return std::isfinite(p.first) && std::isfinite(p.second);
    };
    for (const SamplePoint& point : contents.sample)
        if (finite(at(point.values))) sample.points.push_back(at(point.values));
    std::array<models::ScatterSeries, looks.size()> fronts;
    for (std::size_t i = 0; i < looks.size(); ++i)
        fronts[i] = {notes.empty() ? "front" : fmt::format("front, accuracy {}", looks[i].kind),
                     looks[i].mark,
                     looks[i].colour,
                     {},
                     {}};
    for (const FrontMember& member : contents.front) {
        if (!finite(at(member.values))) continue;
        models::ScatterSeries& series = fronts[look_of(notes, member)];
        series.points.push_back(at(member.values));
        series.notes.push_back(fmt::format("point {}", member.id));
    }
    if (!sample.points.empty()) chart.series.push_back(std::move(sample));
    for (auto series = fronts.rbegin(); series != fronts.rend(); ++series) // the most certain on top
        if (!series->points.empty()) chart.series.push_back(std::move(*series));
    return chart;
}

} // namespace fracbit::explorer
