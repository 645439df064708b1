#include "tests/gui/points/some_points.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("Front and sample become rows by number, a point in both only one") {
    const auto points = tests::some_points();
    REQUIRE(points->rows() == 4);
    const std::vector<std::int64_t> ids{1, 3, 5, 7};
    const std::vector<bool> front{false, true, false, true};
    for (int row = 0; row < 4; ++row) {
        CHECK(points->id(row) == ids[static_cast<std::size_t>(row)]);
        CHECK(points->on_front(row) == front[static_cast<std::size_t>(row)]);
    }
    CHECK(points->row_of(5) == 2);
    CHECK_FALSE(points->row_of(2).has_value());
}

TEST_CASE("Values are written as reports write them, a missing one as a dash") {
    const auto points = tests::some_points();
    CHECK(points->text(0, 0) == "4");
    CHECK(points->text(3, 1) == "binary");
    CHECK(points->text(2, 2) == "-");
    CHECK(points->exact_text(2, 2) == "nan");
    CHECK(points->text(1, 4) == "published");
}

TEST_CASE("An objective has the unit of what it is made of") {
    explorer::StoreContents contents = tests::some_contents();
    contents.header.columns[6].name = "energy_uj / area_mm2";
    const gui::PointSet quotient(std::move(contents), "s");
    CHECK(quotient.unit(5) == "mm2");
    CHECK(quotient.unit(6) == "uJ / mm2");
    CHECK(quotient.title(2) == "area_mm2 (mm2)");
    explorer::StoreContents sum = tests::some_contents();
    sum.header.columns[6].name = "energy_uj + 3";
    CHECK(gui::PointSet(std::move(sum), "s").unit(6).empty());
}

TEST_CASE("Ranges are of finite values, and columns that never differ are known") {
    const auto points = tests::some_points();
    CHECK(points->range(2) == std::pair(1.0, 4.0));
    CHECK(points->varied_columns_of("parameter") == std::vector<int>{0, 1});
    explorer::StoreContents same = tests::some_contents();
    for (auto& point : same.sample) point.values[1] = 0;
    for (auto& member : same.front) member.values[1] = 0;
    CHECK(gui::PointSet(std::move(same), "s").varied_columns_of("parameter") == std::vector<int>{0});
    CHECK(gui::PointSet({}, "empty").rows() == 0);
}

TEST_CASE("A column that no point has a value of does not differ between points") {
    explorer::StoreContents contents = tests::some_contents();
    for (auto& point : contents.sample) point.values[3] = NAN;
    for (auto& member : contents.front) member.values[3] = NAN;
    CHECK(gui::PointSet(contents, "s").varied_columns_of("metric") == std::vector<int>{2});
    contents.front[1].values[3] = 1;
    CHECK(gui::PointSet(contents, "s").varied_columns_of("metric") == std::vector<int>{2, 3});
}
