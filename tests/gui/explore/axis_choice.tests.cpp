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
    axis.choose("objective area_mm2"); // -1 is one of its values
    axis.set_logarithmic(true);
    CHECK_FALSE(axis.logarithmic());
    CHECK_FALSE(axis.findChild<QCheckBox*>()->isEnabled());
    axis.choose("objective energy_uj"); // up to 5,000
    CHECK(axis.logarithmic());
    axis.set_logarithmic(false);
    axis.set_points(points); // as they come anew
    CHECK_FALSE(axis.logarithmic());
}

TEST_CASE("At first a store of three objectives has the third across, the first upwards and the second as colour") {
    explorer::StoreContents contents = tests::some_contents();
    contents.header.columns.push_back({"power_mw", "mW", "objective", false, {}, {}});
    for (auto& point : contents.sample) point.values.push_back(5);
    for (auto& member : contents.front) member.values.push_back(5);
    const gui::PointSet points(std::move(contents), "s");
    gui::AxesBox axes;
    axes.set_points(points);
    axes.choose_first(points, {});
    const gui::PlotColumns first = axes.columns();
    CHECK(first.x == 7);
    CHECK(first.y == 5);
    CHECK(first.color == 6);
    CHECK(first.size == -1);
    CHECK(first.shape == 4);
}

TEST_CASE("Axes are found again as they were left, without a colour and shapes, too, and with their scales") {
    const auto points = tests::some_points();
    gui::AxesBox axes, again;
    for (gui::AxesBox* box : {&axes, &again}) {
        box->set_points(*points);
        box->choose_first(*points, {});
    }
    const auto choice = [&axes](const char* name) { return axes.findChild<QComboBox*>(QLatin1String(name)); };
    REQUIRE(axes.columns().shape == 4);
    choice("explore_shape")->setCurrentIndex(0); // (none)
    choice("explore_size")->setCurrentIndex(2);
    axes.findChild<QCheckBox*>("explore_y_log")->setChecked(true);
    again.choose_first(*points, axes.state());
    CHECK(again.columns().shape == -1);
    CHECK(again.columns().size == axes.columns().size);
    CHECK(again.columns().log_y);
    CHECK_FALSE(again.columns().log_x);
    CHECK(again.state() == axes.state());
    choice("explore_size")->setCurrentIndex(0);
    again.choose_first(*points, axes.state());
    CHECK(again.columns().size == -1);
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
