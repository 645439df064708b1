#include "models/charts/svg.hpp"

#include <fmt/format.h>

namespace fracbit::models::svg {

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) switch (c) {
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '&':
            out += "&amp;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    return out;
}

std::string opening(double width, double height) {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
        "{1:.0f}\" "
        "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
        width, height);
}

std::string label(double x, double y, const char* anchor, const std::string& text, const std::string& more) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                       escaped(text));
}

std::string upright_label(double x, double y, const std::string& text) {
    return label(x, y, "middle", text, fmt::format(" transform=\"rotate(-90 {:.1f} {:.1f})\"", x, y));
}

std::string grid_line(double x1, double y1, double x2, double y2) {
    return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#cccccc\"/>\n", x1, y1,
                       x2, y2);
}

} // namespace fracbit::models::svg
