#include "models/charts/plot_frame.hpp"

#include "models/charts/svg.hpp"

namespace fracbit::models {

std::string PlotFrame::text(const std::string& title, const std::string& x_label, const std::string& y_label,
                            double label_room) const {
    std::string out = svg::label(left + width / 2, top - 12, "middle", title, " font-weight=\"bold\"");
    for (const double v : x.ticks()) {
        out += svg::grid_line(x_of(v), top, x_of(v), top + height);
        out += svg::label(x_of(v), top + height + 16, "middle", tick_text(v));
    }
    for (const double v : y.ticks()) {
        out += svg::grid_line(left, y_of(v), left + width, y_of(v));
        out += svg::label(left - 6, y_of(v) + 4, "end", tick_text(v));
    }
    out += svg::label(left + width / 2, top + height + 36, "middle", x_label);
    return out + svg::upright_label(left - label_room, top + height / 2, y_label);
}

} // namespace fracbit::models
