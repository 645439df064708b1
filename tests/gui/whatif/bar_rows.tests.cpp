#include "gui/whatif/bar_rows.hpp"

#include "gui/whatif/stacked_bars.hpp"
#include "tests/gui/whatif/small_design.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;

TEST_CASE("Stall bars of a layer are its blocks' cycles, and each adds up to the layer's") {
    const auto figures = tests::figures_of(tests::small_design("a", 4));
    for (const FigureScope& scope : all_scopes(figures)) {
        const BarTable bars = stall_bars(*figures, scope);
        CAPTURE(bars.title.toStdString());
        CHECK(bars.full);
        CHECK(bars.rows.size() >= 2);
        CHECK(bars.whole == static_cast<double>(counts_of(*figures, scope).cycles.count()));
        for (const BarRow& row : bars.rows) CHECK(row.total() == bars.whole);
    }
}

TEST_CASE("Area and energy bars add up to the figures, the largest first") {
    const auto figures = tests::figures_of(tests::small_design("a", 4));
    for (const BarTable& bars : {area_bars(*figures), energy_bars(*figures)}) {
        double sum = 0, last = 1e300;
        for (const BarRow& row : bars.rows) {
            CHECK(row.total() <= last);
            last = row.total();
            sum += last;
        }
        CHECK(sum == Approx(bars.whole).epsilon(1e-12));
    }
    CHECK(area_bars(*figures).whole == Approx(figures->value(explorer::MetricId::area_mm2)).epsilon(1e-12));
    CHECK(energy_bars(*figures).whole == Approx(figures->value(explorer::MetricId::energy_uj)).epsilon(1e-12));
}

TEST_CASE("Without costs there are no bars of area and energy") {
    const auto figures = tests::figures_of(tests::small_design("a", 4), false);
    CHECK(area_bars(*figures).rows.empty());
    CHECK(energy_bars(*figures).rows.empty());
}

TEST_CASE("In narrow bars the legend takes lines of its own, for which they make room") {
    const auto figures = tests::figures_of(tests::small_design("a", 4));
    StackedBars bars(StackedBars::Colors::cycles);
    bars.show_table(stall_bars(*figures, all_scopes(figures).front()));
    bars.resize(2000, 400);
    const int one_line = bars.minimumSizeHint().height();
    for (const auto& [width, lines] : {std::pair(100, 4), std::pair(2000, 0)}) { // one a line; all behind the title
        bars.resize(width, 400);
        CHECK(bars.minimumSizeHint().height() == one_line + lines * bars.fontMetrics().height());
    }
}
