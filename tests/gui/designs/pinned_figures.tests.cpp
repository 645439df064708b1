#include "gui/designs/pinned_figures.hpp"

#include "tests/gui/designs/lenet5_design.hpp"
#include "tests/gui/qt_events.hpp"

#include <QSignalSpy>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

void wait_for(const gui::PinnedFigures& pinned) {
    QSignalSpy spy(&pinned, &gui::PinnedFigures::changed);
    while (pinned.working()) REQUIRE(spy.wait(tests::patience_ms));
}

} // namespace

TEST_CASE("Figures of pinned designs follow the list, each worked out once") {
    gui::DesignList list;
    list.add(tests::lenet5_design(1, "early"));
    gui::PinnedFigures pinned(list);
    wait_for(pinned);
    list.add(tests::lenet5_design(2, "two"));
    list.add(tests::lenet5_design(0, "not allowed"));
    wait_for(pinned);
    REQUIRE(pinned.entries().size() == 3);
    const auto first = pinned.entries()[0].figures, second = pinned.entries()[1].figures;
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->machine);
    CHECK(second->design.point.architecture.weights.lanes == 2);
    CHECK(pinned.entries()[2].refusal.endsWith("weights.lanes = 0 is not allowed: use 1 to 64"));
    list.remove(0);
    REQUIRE(pinned.entries().size() == 2);
    CHECK(pinned.entries()[0].figures == second);
    list.clear();
    CHECK(pinned.entries().empty());
}

TEST_CASE("Designs are the same if they say the same, whatever they are called") {
    CHECK(gui::same_design(tests::lenet5_design(2, "a"), tests::lenet5_design(2, "b")));
    CHECK_FALSE(gui::same_design(tests::lenet5_design(2, "a"), tests::lenet5_design(3, "a")));
    gui::Design other = tests::lenet5_design(2, "a");
    other.networks.front().runs = 2;
    CHECK_FALSE(gui::same_design(tests::lenet5_design(2, "a"), other));
    other = tests::lenet5_design(2, "a");
    other.technology.node_nm.value += 1;
    CHECK_FALSE(gui::same_design(tests::lenet5_design(2, "a"), other));
}
