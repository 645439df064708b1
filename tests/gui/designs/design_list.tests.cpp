#include "gui/designs/design_list.hpp"

#include <catch2/catch.hpp>

using fracbit::gui::Design;
using fracbit::gui::DesignList;

TEST_CASE("A name that a pinned design has already gets the first number that is free") {
    DesignList list;
    CHECK(list.free_name("edge") == "edge");
    for (const char* name : {"edge", "edge (2)", "edge (4)"}) {
        Design design;
        design.name = name;
        REQUIRE(list.add(design));
    }
    CHECK(list.free_name("edge") == "edge (3)");
    CHECK(list.free_name("edge (2)") == "edge (2) (2)");
    CHECK(list.free_name("Edge") == "Edge");
}
