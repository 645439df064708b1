#include "gui/designs/design_list.hpp"

#include <catch2/catch.hpp>

using fracbit::gui::Design;
using fracbit::gui::DesignList;

TEST_CASE("A name that a pinned design has already gets the first number that is free") {
    DesignList list;
    const auto name_of_added = [&list](const char* name) {
        Design design;
        design.name = name;
        REQUIRE(list.add(design));
        return list.designs().back().name;
    };
    for (const char* name : {"edge", "edge (2)", "edge (4)"}) CHECK(name_of_added(name) == name);
    CHECK(name_of_added("edge") == "edge (3)");
    CHECK(name_of_added("edge (2)") == "edge (2) (2)");
    CHECK(name_of_added("Edge") == "Edge");
    CHECK(name_of_added("50%1") == "50%1");
    CHECK(name_of_added("50%1") == "50%1 (2)");
}

TEST_CASE("Points of two stores that have the same number are told apart by their names") {
    DesignList list;
    for (const char* store : {"a.sqlite", "b.sqlite", "b.sqlite"}) {
        Design design;
        design.name = "point 7";
        design.stored = fracbit::gui::StoredPlace{store, 7};
        list.add(design);
    }
    REQUIRE(list.designs().size() == 2);
    CHECK(list.designs()[0].name == "point 7");
    CHECK(list.designs()[1].name == "point 7 (2)");
    CHECK(list.stores() == QStringList{"a.sqlite", "b.sqlite"});
}
