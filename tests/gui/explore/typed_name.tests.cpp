#include "gui/explore/typed_name.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("The name at the cursor is found between signs, and told up to the cursor") {
    const QString text = "area_mm2<3 and weights.lanes>= 4";
    const auto name = gui::typed_name(text, text.indexOf("lanes") + 2);
    REQUIRE(name.has_value());
    CHECK(text.mid(name->begin, name->end - name->begin) == "weights.lanes");
    CHECK(name->before_cursor == "weights.la");
    REQUIRE(gui::typed_name(text, 8).has_value());
    CHECK(gui::typed_name(text, 8)->before_cursor == "area_mm2");
}

TEST_CASE("Numbers, quoted texts, words of the language and gaps are no names") {
    const auto name_before = [](const QString& text) { return gui::typed_name(text, text.size()).has_value(); };
    for (const char* text : {"", "a ", "3", "3.5e", "a < 10", "f = 'fle", "f = \"it's fl", "a and", "a or", "not"})
        CHECK_FALSE(name_before(text));
    for (const char* text : {"a", "f = 'flexor' and w", "nota", "not (b"}) CHECK(name_before(text));
    CHECK_FALSE(gui::typed_name(" area", 0).has_value());
}

TEST_CASE("Names fit by their beginning, then by that of a part") {
    const QStringList names{"weights.lanes", "encoding.format", "area_mm2", "placed_mm2", "lanes_used", "mm2"};
    CHECK(gui::fitting_names("LA", names) == QStringList{"lanes_used", "weights.lanes"});
    CHECK(gui::fitting_names("mm", names) == QStringList{"mm2", "area_mm2", "placed_mm2"});
    CHECK(gui::fitting_names("weights.lanes", names) == QStringList{"weights.lanes"});
    CHECK(gui::fitting_names("anes", names).isEmpty());
}
