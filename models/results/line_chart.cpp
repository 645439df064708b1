#include "models/results/line_chart.hpp"

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

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
    return out;
}

/// 1, 2 or 5 times a power of ten, so that about five steps cover `span`.
double round_step(double span) {
    const double power = std::pow(10, std::floor(std::log10(span / 5)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (span / (factor * power) <= 6) return factor * power;
    return 10 * power;
}

struct Axis {
    double low, high, step;
    [[nodiscard]] double share(double value) const { return (value - low) / (high - low); }
};

Axis axis_of(double low, double high) {
    if (!(high > low)) high = low + 1;
    const double step = round_step(high - low);
    return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step, step};
}

std::vector<double> ticks(const Axis& axis) {
    std::vector<double> values;
    const long count = std::lround((axis.high - axis.low) / axis.step);
    for (long i = 0; i <= count; ++i) values.push_back(axis.low + static_cast<double>(i) * axis.step);
    return values;
}

class PanelWriter {
public:
    PanelWriter(const ChartPanel& panel, double x) : panel_(panel), x0_(x + left) {
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
        x_axis_ = axis_of(x_low, x_high);
        y_axis_ = axis_of(0, y_high);
    }

    std::string text() {
        frame();
        for (std::size_t i = 0; i < panel_.series.size(); ++i) line(i);
        return out_;
    }

private:
    [[nodiscard]] double x_of(double value) const { return x0_ + x_axis_.share(value) * plot_width; }
    [[nodiscard]] double y_of(double value) const { return top + (1 - y_axis_.share(value)) * plot_height; }

    void label(double x, double y, const char* anchor, const std::string& text, const char* more = "") {
        out_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                            escaped(text));
    }
    void rule(double x1, double y1, double x2, double y2) {
        out_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#cccccc\"/>\n", x1,
                            y1, x2, y2);
    }

    void frame() {
        label(x0_ + plot_width / 2, top - 12, "middle", panel_.title, " font-weight=\"bold\"");
        for (const double v : ticks(x_axis_)) {
            rule(x_of(v), top, x_of(v), top + plot_height);
            label(x_of(v), top + plot_height + 16, "middle", fmt::format("{:.6g}", v));
        }
        for (const double v : ticks(y_axis_)) {
            rule(x0_, y_of(v), x0_ + plot_width, y_of(v));
            label(x0_ - 6, y_of(v) + 4, "end", fmt::format("{:.6g}", v));
        }
        label(x0_ + plot_width / 2, top + plot_height + 36, "middle", panel_.x_label);
        const double middle = top + plot_height / 2;
        label(x0_ - left + 14, middle, "middle", panel_.y_label,
              fmt::format(" transform=\"rotate(-90 {:.1f} {:.1f})\"", x0_ - left + 14, middle).c_str());
    }

    void line(std::size_t i) {
        const Look& look = look_of(i);
        std::string path;
        for (const auto& [x, y] : panel_.series[i].points)
            path += fmt::format("{}{:.1f},{:.1f}", path.empty() ? "" : " ", x_of(x), y_of(y));
        if (path.empty()) return;
        out_ += fmt::format(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-dasharray=\"{}\"/>\n", path,
            look.colour, look.dash);
        for (const auto& [x, y] : panel_.series[i].points)
            out_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.5\" fill=\"{}\"/>\n", x_of(x), y_of(y),
                                look.colour);
    }

    const ChartPanel& panel_;
    double x0_;
    Axis x_axis_{}, y_axis_{};
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
        out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x + 42, y, escaped(series[i].name));
    }
    return out;
}

} // namespace

std::string to_svg(const std::vector<ChartPanel>& panels) {
    if (panels.empty()) throw ConfigError("a chart needs at least one panel");
    const double width = panel_width * static_cast<double>(panels.size());
    const std::size_t rows = (panels.front().series.size() + 2) / 3;
    const double height = panel_height + legend_line * (static_cast<double>(rows) + 0.5);
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
        "{1:.0f}\" "
        "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
        width, height);
    for (std::size_t i = 0; i < panels.size(); ++i)
        out += PanelWriter(panels[i], static_cast<double>(i) * panel_width).text();
    return out + legend(panels.front().series, width) + "</svg>\n";
}

} // namespace fracbit::models
