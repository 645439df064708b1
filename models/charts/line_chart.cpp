#include "models/charts/line_chart.hpp"

#include "models/charts/plot_frame.hpp"
#include "models/charts/svg.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr double panel_width = 380, panel_height = 300, left = 62, right = 14, top = 34, bottom = 46, legend_line = 20;
constexpr double plot_width = panel_width - left - right, plot_height = panel_height - top - bottom;

/// Colours and dashes that can be told apart without colour (after Okabe and Ito, "Color universal design", 2008).
struct Look {
    const char *colour, *dash;
};
constexpr std::array<Look, 7> looks{{{"#000000", "none"},
                                     {"#e69f00", "6 3"},
                                     {"#56b4e9", "2 2"},
                                     {"#009e73", "none"},
                                     {"#0072b2", "6 3"},
                                     {"#d55e00", "2 2"},
                                     {"#cc79a7", "8 2 2 2"}}};

const Look& look_of(std::size_t series) { return looks[series % looks.size()]; }

class PanelWriter {
public:
    PanelWriter(const ChartPanel& panel, double x)
        : panel_(panel), frame_{x + left, top, plot_width, plot_height, {}, {}} {
        double x_low = INFINITY, x_high = -INFINITY, y_high = 0;
        for (const ChartSeries& series : panel.series)
            for (const auto& [px, py] : series.points) {
                if (!std::isfinite(px) || !std::isfinite(py))
                    throw ConfigError(fmt::format("chart '{}': series '{}' has a point that is not finite", panel.title,
                                                  series.name));
                x_low = std::min(x_low, px);
                x_high = std::max(x_high, px);
                y_high = std::max(y_high, py);
            }
        if (x_low > x_high) throw ConfigError(fmt::format("chart '{}' has no points", panel.title));
        frame_.x = linear_axis(x_low, x_high);
        frame_.y = linear_axis(0, y_high);
    }

    std::string text() {
        out_ = frame_.text(panel_.title, panel_.x_label, panel_.y_label, left - 14);
        for (std::size_t i = 0; i < panel_.series.size(); ++i) line(i);
        return out_;
    }

private:
    void line(std::size_t i) {
        const Look& look = look_of(i);
        std::string path;
        for (const auto& [x, y] : panel_.series[i].points)
            path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "" : " ", frame_.x_of(x), frame_.y_of(y));
        if (path.empty()) return;
        out_ += fmt::format(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-dasharray=\"{}\"/>\n", path,
            look.colour, look.dash);
        for (const auto& [x, y] : panel_.series[i].points)
            out_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.5\" fill=\"{}\"/>\n", frame_.x_of(x),
                                frame_.y_of(y), look.colour);
    }

    const ChartPanel& panel_;
    PlotFrame frame_;
    std::string out_;
};

std::string legend(const std::vector<ChartSeries>& series, double width) {
    std::string out;
    const double column = width / 3;
    for (std::size_t i = 0; i < series.size(); ++i) {
        const std::size_t row = i / 3;
        const double x = left + static_cast<double>(i % 3) * column,
                     y = panel_height + 14 + static_cast<double>(row) * legend_line;
        const Look& look = look_of(i);
        out += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" "
                           "stroke-width=\"2\" stroke-dasharray=\"{}\"/>\n",
                           x, y - 4, x + 34, y - 4, look.colour, look.dash);
        out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x + 42, y, svg::escaped(series[i].name));
    }
    return out;
}

} // namespace

std::string to_svg(const std::vector<ChartPanel>& panels) {
    if (panels.empty()) throw ConfigError("a chart needs at least one panel");
    const double width = panel_width * static_cast<double>(panels.size());
    const std::size_t rows = (panels.front().series.size() + 2) / 3;
    const double height = panel_height + legend_line * (static_cast<double>(rows) + 0.5);
    std::string out = svg::opening(width, height);
    for (std::size_t i = 0; i < panels.size(); ++i)
        out += PanelWriter(panels[i], static_cast<double>(i) * panel_width).text();
    return out + legend(panels.front().series, width) + "</svg>\n";
}

} // namespace fracbit::models
