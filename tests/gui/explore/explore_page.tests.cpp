#include "gui/explore/parallel_plot.hpp"
#include "gui/explore/scatter_plot.hpp"
#include "tests/gui/explore/opened_page.hpp"
#include "tests/gui/points/small_store.hpp"

#include <QCheckBox>
#include <QFile>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("The page shows a store: axes of its objectives, counts, table") {
    tests::Opened opened;
    CHECK(opened.page.view().points().contents().header.space_name == "lpddr");
    CHECK(opened.find<QTableView>("explore_table").model()->rowCount() == opened.page.view().points().rows());
    CHECK(opened.find<QLabel>("explore_summary").text().contains("space lpddr"));
    CHECK(opened.find<gui::ScatterPlot>("explore_scatter").columns().y >= 0);
    CHECK(opened.page.open_files() == QStringList{opened.folder.filePath("example.sqlite")});
    CHECK(opened.failed.isEmpty());
}

TEST_CASE("A filter is written, undone, and wrong ones are explained on the spot") {
    tests::Opened opened;
    auto& condition = opened.find<QLineEdit>("explore_condition");
    condition.setText("weights.lanes = 8");
    QTest::keyClick(&condition, Qt::Key_Return);
    const auto shown = opened.page.view().visible().size();
    CHECK(shown > 0);
    CHECK(shown < static_cast<std::size_t>(opened.page.view().points().rows()));
    condition.setText("weights.lane = 8");
    QTest::keyClick(&condition, Qt::Key_Return);
    CHECK(opened.find<QLabel>("explore_problem").isVisible());
    CHECK(opened.find<QLabel>("explore_problem").text().contains("weights.lanes"));
    opened.page.view().filters().history().undo();
    CHECK(condition.text() == "weights.lanes = 8");
    CHECK_FALSE(opened.find<QLabel>("explore_problem").isVisible());
    opened.find<QCheckBox>("explore_front_only").click();
    CHECK(opened.page.view().visible().size() < shown);
}

TEST_CASE("Points are pinned by a click, listed, and unpinned by another") {
    tests::Opened opened;
    opened.find<QPushButton>("explore_select_front").click();
    const std::vector<int> front = opened.page.view().selection();
    CHECK(front.size() == opened.page.view().points().contents().front.size());
    opened.page.toggle_pin(front[0]);
    opened.page.toggle_pin(front[1]);
    CHECK(opened.find<QListWidget>("explore_pins").count() == 2);
    QSignalSpy compare(&opened.page, &gui::ExplorePage::compare_requested);
    opened.find<QPushButton>("explore_compare").click();
    CHECK(compare.size() == 1);
    std::vector<std::int64_t> simulated;
    QObject::connect(&opened.page, &gui::ExplorePage::simulate_requested, &opened.page,
                     [&](const gui::Design& design) { simulated.push_back(design.stored->id); });
    opened.find<QListWidget>("explore_pins").setCurrentRow(1);
    opened.find<QPushButton>("explore_simulate").click();
    CHECK(simulated == std::vector<std::int64_t>{opened.page.view().points().id(front[1])});
    opened.page.toggle_pin(front[0]);
    CHECK(opened.designs.designs().size() == 1);
    auto& table = opened.find<QTableView>("explore_table");
    table.setFocus();
    table.setCurrentIndex(table.model()->index(2, 0));
    const std::int64_t id = table.model()->index(2, 0).data().toLongLong();
    QTest::keyClick(&table, Qt::Key_Return);
    REQUIRE(opened.designs.designs().size() == 2);
    CHECK(opened.designs.designs().back().stored->id == id);
}

TEST_CASE("Another state of the store on disk appears, and a store that vanishes leaves what was read") {
    tests::Opened opened;
    const QString path = opened.page.path();
    const auto contents = opened.page.view().points().contents();
    const int rows = opened.page.view().points().rows();
    auto& plot = opened.find<gui::ParallelPlot>("explore_parallel");
    plot.set_axes({plot.columns()[2], plot.columns()[0]});
    const std::vector<int> axes = plot.columns();
    QFile::remove(path);
    {
        explorer::StoreContents fewer = contents;
        fewer.sample.resize(10);
        auto store = explorer::ResultStore::open(path.toStdString(), fewer.header);
        store.commit(fewer.done, fewer.counts, fewer.front, fewer.sample);
    }
    REQUIRE(tests::wait_for([&] { return opened.page.view().points().rows() < rows; }));
    CHECK(plot.columns() == axes); // as they were chosen
    const int now = opened.page.view().points().rows();
    QFile::remove(path);
    REQUIRE(tests::wait_for([&] { return !opened.failed.isEmpty(); }));
    CHECK(opened.failed.front().front().toString().contains("no longer there"));
    CHECK(opened.page.view().points().rows() == now);
}

TEST_CASE("What is no store is a message, and the store that was open stays") {
    tests::Opened opened;
    const int rows = opened.page.view().points().rows();
    QFile broken(opened.folder.filePath("broken.sqlite"));
    REQUIRE(broken.open(QIODevice::WriteOnly));
    broken.write("SQLite format 3");
    broken.close();
    opened.page.open(broken.fileName());
    REQUIRE(tests::wait_for([&] { return !opened.failed.isEmpty(); }));
    CHECK(opened.failed.front().front().toString().contains("broken.sqlite"));
    CHECK(opened.page.view().points().rows() == rows);
    CHECK(opened.find<QLabel>("explore_summary").text().contains("example.sqlite"));
}

TEST_CASE("Ctrl+Z in the condition is the filter's where the text has nothing to undo") {
    tests::Opened opened;
    auto& condition = opened.find<QLineEdit>("explore_condition");
    condition.setText("weights.lanes = 8");
    QTest::keyClick(&condition, Qt::Key_Return);
    const auto overridden = [&](Qt::Key key) {
        QKeyEvent event(QEvent::ShortcutOverride, key, Qt::ControlModifier);
        event.ignore();
        QApplication::sendEvent(&condition, &event);
        return event.isAccepted(); // then it would be the text's
    };
    CHECK_FALSE(overridden(Qt::Key_Z));
    QTest::keyClicks(&condition, "0");
    CHECK(overridden(Qt::Key_Z));
}

TEST_CASE("Selected points that the filter hides are counted and fade nothing") {
    tests::Opened opened;
    gui::PointView& view = opened.page.view();
    view.select({0, 1, 2});
    view.filters().change({true, {}, ""}, "front only");
    std::vector<int> hidden;
    for (int row = 0; row < view.points().rows() && hidden.size() < 3; ++row)
        if (!view.points().on_front(row)) hidden.push_back(row);
    view.select(hidden);
    CHECK(view.selected_count() == 3);
    CHECK(view.visible_selected_count() == 0);
    CHECK(opened.find<QLabel>("explore_counts").text().endsWith("3 selected (3 of them hidden by the filter)"));
}

TEST_CASE("The numbers on screen are those that fracbit report writes") {
    tests::Opened opened;
    const QString front = opened.folder.filePath("front.csv"), sample = opened.folder.filePath("sample.csv");
    QProcess report;
    report.start(QStringLiteral(FRACBIT_BINARY_DIR "/bin/fracbit"),
                 {"report", opened.page.path(), "--csv", front, "--sample-csv", sample});
    REQUIRE(report.waitForFinished(tests::patience_ms));
    REQUIRE(report.exitCode() == 0);
    const gui::PointSet& points = opened.page.view().points();
    qsizetype compared = 0;
    for (const QString& path : {front, sample}) {
        QFile file(path);
        REQUIRE(file.open(QIODevice::ReadOnly));
        QStringList names;
        while (!file.atEnd()) {
            const QString line = QString::fromUtf8(file.readLine()).trimmed();
            if (line.startsWith('#')) continue;
            const QStringList cells = line.split(',');
            if (names.isEmpty()) {
                names = cells;
                continue;
            }
            const auto row = points.row_of(cells[names.indexOf("point")].toLongLong());
            REQUIRE(row.has_value());
            for (int column = 0; column < points.columns(); ++column) {
                const QString name = QString::fromStdString(points.column(column).name);
                if (points.column(column).kind == "objective" || !names.contains(name)) continue;
                if (cells[names.indexOf(name)] != points.exact_text(*row, column)) {
                    INFO("point " << points.id(*row) << ", " << name.toStdString());
                    CHECK(cells[names.indexOf(name)].toStdString() == points.exact_text(*row, column).toStdString());
                }
                ++compared;
            }
        }
    }
    CHECK(compared > 100'000);
}

TEST_CASE("Stores of different spaces follow each other, the larger and the smaller") {
    tests::Opened opened;
    const QString small = tests::small_store(opened.folder), large = opened.page.path();
    const int rows = opened.page.view().points().rows();
    for (int turn = 0; turn < 2; ++turn) {
        opened.page.open(small);
        REQUIRE(tests::wait_for([&] { return opened.page.view().points().rows() == 4; }));
        opened.page.grab();
        CHECK(opened.find<gui::ScatterPlot>("explore_scatter").columns().x < opened.page.view().points().columns());
        opened.page.open(large);
        REQUIRE(tests::wait_for([&] { return opened.page.view().points().rows() == rows; }));
        opened.page.grab();
    }
    CHECK(opened.failed.isEmpty());
}

TEST_CASE("What is being typed stays while the store is read again and points are selected") {
    tests::Opened opened;
    auto& condition = opened.find<QLineEdit>("explore_condition");
    condition.setText("weights.lanes >=");
    opened.find<QPushButton>("explore_select_front").click();
    opened.page.view().set_points(
        std::make_shared<const gui::PointSet>(opened.page.view().points().contents(), opened.page.path()), true);
    CHECK(condition.text() == "weights.lanes >=");
    opened.find<QCheckBox>("explore_front_only").click(); // another filter: the field says what is in force
    CHECK(condition.text().isEmpty());
}

TEST_CASE("A table of which all rows are chosen is sorted as quickly as any, and a row can be chosen again") {
    tests::Opened opened;
    auto& table = opened.find<QTableView>("explore_table");
    table.selectAll();
    CHECK(opened.page.view().selected_count() == opened.page.view().points().rows());
    table.sortByColumn(3, Qt::DescendingOrder); // minutes, if it took each chosen cell by itself
    CHECK(table.selectionModel()->selectedRows().size() == opened.page.view().points().rows());
    table.selectRow(0);
    CHECK(opened.page.view().selected_count() == 1);
    opened.find<QPushButton>("explore_select_none").click();
    CHECK(opened.page.view().selected_count() == 0);
    table.selectRow(0);
    CHECK(opened.page.view().selected_count() == 1);
    opened.find<QPushButton>("explore_select_front").click();
    opened.find<QCheckBox>("explore_selected_only").click();
    const int front = table.model()->rowCount();
    table.selectRow(1);
    CHECK(table.model()->rowCount() == front);
}

TEST_CASE("Axes of the parallel coordinates are chosen from a menu") {
    tests::Opened opened;
    auto& plot = opened.find<gui::ParallelPlot>("explore_parallel");
    auto& menu = opened.find<QMenu>("explore_axes_menu");
    const std::size_t before = plot.axes().size();
    const auto choose = [&](const char* title) {
        Q_EMIT menu.aboutToShow();
        for (QAction* action : menu.actions())
            if (action->text() == QLatin1String(title)) return action->trigger();
        FAIL("no such column");
    };
    choose("power_mw (mW)");
    REQUIRE(plot.axes().size() == before + 1);
    CHECK(opened.page.view().points().column(plot.axes().back().column).name == "power_mw");
    choose("power_mw (mW)");
    CHECK(plot.axes().size() == before);
    opened.page.grab();
}

TEST_CASE("Several axes are ticked while their menu is open, and another store meanwhile does no harm") {
    tests::Opened opened;
    auto& plot = opened.find<gui::ParallelPlot>("explore_parallel");
    auto& menu = opened.find<QMenu>("explore_axes_menu");
    menu.popup({0, 0});
    const std::vector<int> before = plot.columns();
    REQUIRE(before.size() > 2);
    for (QAction* action : {menu.actions()[0], menu.actions()[1]}) // objectives, which are axes at first
        QTest::mouseClick(&menu, Qt::LeftButton, {}, menu.actionGeometry(action).center());
    CHECK(plot.columns() == std::vector<int>(before.begin() + 2, before.end()));
    CHECK(menu.isVisible());
    opened.page.view().set_points(tests::some_points(), false);
    const std::vector<int> now = plot.columns();
    menu.actions().back()->trigger(); // a column that this store has not
    CHECK(plot.columns() == now);
}
