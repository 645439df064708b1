#include "gui/whatif/figure_history.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::gui;

namespace {

Figures some_figures(bool with_costs) {
    DesignFigures figures;
    if (with_costs) figures.machine.emplace();
    return std::make_shared<const DesignFigures>(figures);
}

} // namespace

TEST_CASE("The start of a design is its first complete figures that no newer ones follow") {
    FigureHistory history;
    CHECK_FALSE(history.shown());
    const Figures timed = some_figures(false), moving = some_figures(true), settled = some_figures(true);
    history.take(timed, false);
    CHECK(history.shown() == timed);
    CHECK_FALSE(history.complete());
    history.take(moving, false);
    CHECK(history.complete() == moving);
    CHECK_FALSE(history.start());
    history.take(settled, true);
    CHECK(history.start() == settled);

    const Figures later = some_figures(true), late = some_figures(true);
    history.take(timed, true);
    CHECK(history.shown() == timed);
    CHECK(history.complete() == settled);
    history.take(later, true);
    CHECK(history.start() == settled);
    history.begin_anew();
    CHECK(history.start() == settled); // until there are others
    history.take(timed, true);
    history.take_late(late); // of the design before: neither what is shown nor a start
    CHECK(history.shown() == timed);
    CHECK(history.complete() == late);
    CHECK(history.start() == settled);
    history.take(later, true);
    CHECK(history.start() == later);
}
