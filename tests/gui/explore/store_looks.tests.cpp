#include "gui/explore/store_looks.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

QJsonObject look_at(const QString& store, int axis) { return {{"store", store}, {"axis", axis}}; }

} // namespace

TEST_CASE("Of each store the last look is kept, of the ten looked at last") {
    gui::StoreLooks looks;
    CHECK(looks.of("a").isEmpty());
    looks.keep(look_at("a", 1));
    looks.keep(look_at("b", 2));
    looks.keep(look_at("a", 3));
    CHECK(looks.of("a") == look_at("a", 3));
    CHECK(looks.state() == QJsonArray{look_at("a", 3), look_at("b", 2)});
    CHECK(gui::StoreLooks(looks.state()).of("b") == look_at("b", 2));
    for (int i = 0; i < gui::StoreLooks::most; ++i) looks.keep(look_at(QString::number(i), i));
    CHECK(looks.state().size() == gui::StoreLooks::most);
    CHECK(looks.of("a").isEmpty());
    CHECK(gui::StoreLooks({12, "odd"}).of("a").isEmpty());
}
