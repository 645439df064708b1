#include "gui/designs/stored_design.hpp"
#include "gui/designs/design_list.hpp"
#include "models/core/error.hpp"

#include <QSignalSpy>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

explorer::DesignSpace example_space() {
    return explorer::read_space(FRACBIT_SOURCE_DIR "/examples/explore/lpddr.toml");
}

} // namespace

TEST_CASE("A stored point becomes the design that its space says") {
    const explorer::DesignSpace space = example_space();
    const gui::Design design = gui::stored_design(space, "lpddr.sqlite", 523840); // the answer of docs/explore.md
    CHECK(design.name == "point 523840");
    CHECK(design.point.architecture.weights.lanes == 8);
    CHECK(design.point.architecture.array.rows == 32);
    CHECK(design.point.architecture.clock_mhz == 960);
    CHECK(design.point.weights.xor_spec.n_in == 12);
    CHECK(design.point.weights.xor_spec.n_out == 15);
    REQUIRE(design.networks.size() == 2);
    CHECK(design.networks[0].name == "resnet18");
    CHECK(design.stored == gui::StoredPlace{"lpddr.sqlite", 523840, space.hash()});
}

TEST_CASE("Points that a space does not have are refused") {
    const explorer::DesignSpace space = example_space();
    CHECK_THROWS_AS(gui::stored_design(space, "s", -1), ConfigError);
    CHECK_THROWS_WITH(gui::stored_design(space, "s", space.size()), Catch::Contains("the space has points 0 to"));
    CHECK_THROWS_WITH(gui::stored_design(space, "s", space.size() - 1),
                      Catch::Contains("a condition of the space excludes it"));
}

TEST_CASE("A list of designs holds a stored point once, and only so many") {
    gui::DesignList list;
    QSignalSpy changed(&list, &gui::DesignList::changed);
    gui::Design design;
    design.stored = gui::StoredPlace{"s", 1};
    CHECK(list.add(design));
    CHECK_FALSE(list.add(design));
    design.stored.reset(); // made by hand: two may be equal
    for (int i = 1; i < gui::DesignList::most; ++i) CHECK(list.add(design));
    CHECK_FALSE(list.add(design));
    list.remove(0);
    list.remove(99);
    CHECK(static_cast<int>(list.designs().size()) == gui::DesignList::most - 1);
    list.clear();
    list.clear();
    CHECK(changed.size() == gui::DesignList::most + 2);
}
