#include "models/charts/scatter_chart.hpp"

#include "models/charts/plot_frame.hpp"
#include "models/charts/svg.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr double picture_width = 760, plot_bottom = 464, legend_top = 532, legend_step = 20, label_room = 68;

ChartAxis axis_of(const ScatterChart& chart, double std::pair<double, double>::*coordinate) {
    double low = INFINITY, high = -INFINITY;
    for (const ScatterSeries& series : chart.series)
        for (const auto& point : series.points) {
            if (!std::isfinite(point.*coordinate))
                throw ConfigError(
                    fmt::format("chart '{}': series '{}' has a point that is not finite", chart.title, series.name));
            low = std::min(low, point.*coordinate);
            high = std::max(high, point.*coordinate);
        }
    if (low > high) throw ConfigError(fmt::format("chart '{}' has no points", chart.title));
    return low > 0 && high > 30 * low ? logarithmic_axis(low, high) : linear_axis(low, high);
}

std::string mark(ChartMark kind, double x, double y, const std::string& colour, const std::string& note) {
    std::string shape;
    switch (kind) {
    case ChartMark::dot:
        shape = fmt::format("circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"1.5\" fill=\"{}\"", x, y, colour);
        break;
    case ChartMark::disc:
        shape = fmt::format("circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" fill=\"{}\"", x, y, colour);
        break;
    case ChartMark::ring:
        shape = fmt::format(
            "circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" fill=\"white\" stroke=\"{}\" stroke-width=\"1.5\"", x, y,
            colour);
        break;
    case ChartMark::square:
        shape =
            fmt::format("rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"8\" height=\"8\" fill=\"{}\"", x - 4, y - 4, colour);
        break;
    case ChartMark::diamond:
        shape = fmt::format("polygon points=\"{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}\" fill=\"{}\"", x,
                            y - 5, x + 5, y, x, y + 5, x - 5, y, colour);
        break;
    }
    if (note.empty()) return fmt::format("<{}/>\n", shape);
    return fmt::format("<{}><title>{}</title></{}>\n", shape, svg::escaped(note), shape.substr(0, shape.find(' ')));
}

std::string legend(const std::vector<ScatterSeries>& series, const PlotFrame& frame) {
    std::string out;
    for (std::size_t i = 0; i < series.size(); ++i) {
        const double x = frame.left + static_cast<double>(i % 3) * frame.width / 3,
                     y = legend_top + static_cast<double>(i / 3) * legend_step;
        out += mark(series[i].mark, x, y - 4, series[i].colour, "");
        out += svg::label(x + 12, y, "start", series[i].name);
    }
    return out;
}

} // namespace

std::string to_svg(const ScatterChart& chart) {
    using Point = std::pair<double, double>;
    const PlotFrame frame{86, 40, 650, plot_bottom - 40, axis_of(chart, &Point::first), axis_of(chart, &Point::second)};
    const double legend_rows = static_cast<double>((chart.series.size() + 2) / 3);
    std::string out = svg::opening(picture_width, legend_top + legend_step * (legend_rows - 0.5));
    out += frame.text(chart.title, chart.x_label, chart.y_label, label_room);
    for (const ScatterSeries& series : chart.series)
        for (std::size_t i = 0; i < series.points.size(); ++i)
            out += mark(series.mark, frame.x_of(series.points[i].first), frame.y_of(series.points[i].second),
                        series.colour, series.notes.empty() ? "" : series.notes[i]);
    return out + legend(chart.series, frame) + "</svg>\n";
}

} // namespace fracbit::models
