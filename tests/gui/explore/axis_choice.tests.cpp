#include "gui/explore/axis_choice.hpp"
#include "gui/explore/axes_box.hpp"
#include "tests/gui/points/some_points.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalSpy>

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("A choice offers the columns that suit it and keeps what was chosen") {
    const auto points = tests::some_points();
    gui::AxisChoice axis(gui::AxisChoice::What::axis, "a"), size(gui::AxisChoice::What::size, "s"),
        shape(gui::AxisChoice::What::shape, "h");
    for (gui::AxisChoice* choice : {&axis, &size, &shape}) choice->set_points(*points);
    const auto entries = [](gui::AxisChoice& choice) { return choice.findChild<QComboBox*>()->count(); };
    CHECK(entries(axis) == 6);  // all but the note
    CHECK(entries(size) == 6);  // none, and all numbers
    CHECK(entries(shape) == 2); // none, and the note
    CHECK(size.column() == -1);
    QSignalSpy changed(&axis, &gui::AxisChoice::changed);
    axis.choose("energy_uj");
    axis.choose("no such column");
    CHECK(axis.column_key() == "objective energy_uj"); // the first of this name
    CHECK(changed.size() == 1);
    axis.choose("metric energy_uj");
    CHECK(axis.findChild<QComboBox*>()->currentText() == "energy_uj (uJ), metric");
    axis.set_points(*points);
    CHECK(axis.column_key() == "metric energy_uj");
}

TEST_CASE("Logarithms are offered where all values are positive, and chosen where they suit") {
    explorer::StoreContents contents = tests::some_contents();
    contents.sample[2].values[6] = 5000;
    contents.sample[0].values[5] = -1;
    const gui::PointSet points(std::move(contents), "s");
    gui::AxisChoice axis(gui::AxisChoice::What::axis, "a");
    axis.set_points(points);
    axis.choose("weights.lanes");
    CHECK_FALSE(axis.logarithmic());
    axis.set_logarithmic(true);
    CHECK(axis.logarithmic());
    axis.choose("encoding.format");
    axis.set_logarithmic(true);
    CHECK_FALSE(axis.logarithmic());
}

TEST_CASE("The first column in the list may be logarithmic, too, and stays so when points come anew") {
    explorer::StoreContents contents = tests::some_contents();
    for (auto& point : contents.sample) point.values[5] = 1000 * static_cast<double>(point.id);
    const gui::PointSet points(std::move(contents), "s");
    gui::AxisChoice axis(gui::AxisChoice::What::axis, "a");
    axis.set_points(points);
    REQUIRE(axis.column() == 5);
    axis.set_logarithmic(true);
    CHECK(axis.logarithmic());
    axis.set_points(points);
    CHECK(axis.logarithmic());
}

TEST_CASE("Points of two objectives are coloured by accuracy where they have any, and else by nothing") {
    explorer::StoreContents contents = tests::some_contents();
    contents.header.columns[2].name = "accuracy";
    const gui::PointSet some(contents, "some");
    for (auto& point : contents.sample) point.values[2] = NAN;
    for (auto& member : contents.front) member.values[2] = NAN;
    const gui::PointSet none(contents, "none");
    gui::AxesBox axes;
    for (const auto& [points, color] : {std::pair(&none, -1), std::pair(&some, 2), std::pair(&none, -1)}) {
        axes.set_points(*points);
        axes.choose_first(*points, {});
        CHECK(axes.columns().color == color);
    }
}
