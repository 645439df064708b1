#include "gui/designs/pinned_figures.hpp"

#include "models/network/network_csv.hpp"
#include "tests/cli/program.hpp"

#include <QSignalSpy>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

constexpr int pin_patience_ms = 20'000;

gui::Design pinned_design(const char* name, int lanes) {
    gui::Design design;
    design.name = QString::fromLatin1(name);
    design.technology = models::default_technology();
    design.point.architecture.weights.lanes = lanes;
    explorer::resolve(design.point);
    design.networks.push_back(
        {"lenet5", models::read_network(tests::repository("examples/networks/lenet5.csv")), 1, {}, {}});
    return design;
}

void wait_for(const gui::PinnedFigures& pinned) {
    QSignalSpy spy(&pinned, &gui::PinnedFigures::changed);
    while (pinned.working()) REQUIRE(spy.wait(pin_patience_ms));
}

} // namespace

TEST_CASE("Figures of pinned designs follow the list, each worked out once") {
    gui::DesignList list;
    list.add(pinned_design("early", 1));
    gui::PinnedFigures pinned(list);
    wait_for(pinned);
    list.add(pinned_design("two", 2));
    list.add(pinned_design("not allowed", 0));
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
    CHECK(gui::same_design(pinned_design("a", 2), pinned_design("b", 2)));
    CHECK_FALSE(gui::same_design(pinned_design("a", 2), pinned_design("a", 3)));
    gui::Design other = pinned_design("a", 2);
    other.networks.front().runs = 2;
    CHECK_FALSE(gui::same_design(pinned_design("a", 2), other));
    other = pinned_design("a", 2);
    other.technology.node_nm.value += 1;
    CHECK_FALSE(gui::same_design(pinned_design("a", 2), other));
}
