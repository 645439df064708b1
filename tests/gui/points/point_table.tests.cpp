#include "gui/points/point_table.hpp"
#include "tests/gui/points/some_points.hpp"

#include <QAbstractItemModelTester>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

QStringList column_of(const gui::PointTable& table, int column) {
    QStringList cells;
    for (int row = 0; row < table.rowCount(); ++row) cells << table.index(row, column).data().toString();
    return cells;
}

} // namespace

TEST_CASE("The table of points is a well-behaved item model while points, filter, order and selection change") {
    gui::PointView view;
    gui::PointTable table(view);
    const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::Fatal);
    view.set_points(tests::some_points(), false);
    table.sort(2, Qt::DescendingOrder);
    view.filters().change({true, {}, ""}, "front");
    view.select({1});
    table.show_selected_only(true);
    CHECK(table.rowCount() == 1);
    view.select({});
    CHECK(table.rowCount() == 0);
    table.show_selected_only(false);
    view.filters().history().undo();
    CHECK(table.rowCount() == 4);
}

TEST_CASE("Rows are sorted by any column, points without a value last either way") {
    gui::PointView view;
    gui::PointTable table(view);
    view.set_points(tests::some_points(), false);
    CHECK(column_of(table, 0) == QStringList{"1", "3", "5", "7"});
    CHECK(table.headerData(2, Qt::Horizontal).toString() == "area_mm2 (mm2)");
    table.sort(2, Qt::AscendingOrder);
    CHECK(column_of(table, 2) == QStringList{"1", "2", "4", "-"});
    table.sort(2, Qt::DescendingOrder);
    CHECK(column_of(table, 2) == QStringList{"4", "2", "1", "-"});
    table.sort(1, Qt::AscendingOrder);
    CHECK(column_of(table, 0) == QStringList{"3", "7", "1", "5"});
    table.sort(0, Qt::DescendingOrder);
    CHECK(column_of(table, 0) == QStringList{"7", "5", "3", "1"});
}

TEST_CASE("A cell that is followed keeps its point when the order changes") {
    gui::PointView view;
    gui::PointTable table(view);
    view.set_points(tests::some_points(), false);
    const QPersistentModelIndex followed(table.index(0, 0)); // point 1
    table.sort(0, Qt::DescendingOrder);
    CHECK(followed.row() == 3);
    CHECK(followed.data().toString() == "1");
}

TEST_CASE("Selected points are marked, and exact values go to files") {
    gui::PointView view;
    gui::PointTable table(view);
    explorer::StoreContents contents = tests::some_contents();
    contents.sample[0].values[5] = 1.23456789012345;
    view.set_points(std::make_shared<const gui::PointSet>(std::move(contents), "s"), false);
    view.select({0});
    CHECK(table.index(0, 0).data(Qt::BackgroundRole).isValid());
    CHECK_FALSE(table.index(1, 0).data(Qt::BackgroundRole).isValid());
    CHECK(table.index(0, 2).data().toString() == "1.2346");
    CHECK(table.index(0, 2).data(Qt::UserRole).toString() == "1.23456789012345");
}

TEST_CASE("Objectives are columns of the table, also where all points have the same value, parameters are not") {
    explorer::StoreContents same = tests::some_contents();
    for (auto& point : same.sample) point.values[0] = point.values[5] = 4;
    for (auto& member : same.front) member.values[0] = member.values[5] = 4;
    gui::PointView view;
    const gui::PointTable table(view);
    view.set_points(std::make_shared<const gui::PointSet>(std::move(same), "s"), false);
    QStringList titles;
    for (int column = 0; column < table.columnCount(); ++column)
        titles << table.headerData(column, Qt::Horizontal).toString();
    CHECK(titles == QStringList{"point", "front", "area_mm2 (mm2)", "energy_uj (uJ)", "encoding.format",
                                "net.accuracy_kind", "area_mm2 (mm2)", "energy_uj (uJ)"});
}
