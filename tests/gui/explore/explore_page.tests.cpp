#include "gui/explore/explore_page.hpp"
#include "gui/explore/parallel_plot.hpp"
#include "gui/explore/scatter_plot.hpp"
#include "tests/gui/points/small_store.hpp"
#include "tests/gui/qt_events.hpp"

#include <QCheckBox>
#include <QFile>
#include <QHeaderView>
#include <QJsonArray>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <functional>

using namespace fracbit;

namespace {

/// A store of the example's space with 200 points.
QString example_store(const QTemporaryDir& folder) {
    const QString path = folder.filePath("example.sqlite");
    QFile::copy(QStringLiteral(FRACBIT_BINARY_DIR "/share/fracbit/example.sqlite"), path);
    return path;
}

struct Opened {
    QTemporaryDir folder;
    gui::DesignList designs;
    gui::ExplorePage page{designs};
    QSignalSpy failed{&page, &gui::Page::failed};
    Opened() {
        page.resize(1200, 700);
        page.show();
        page.open(example_store(folder));
        REQUIRE(tests::wait_for([this] { return page.view().points().rows() > 0; }));
    }
    template <class Widget>
    [[nodiscard]] Widget& find(const char* name) const {
        auto* widget = page.findChild<Widget*>(QLatin1String(name));
        REQUIRE(widget != nullptr);
        return *widget;
    }
};

} // namespace

TEST_CASE("The page shows a store: axes of its objectives, counts, table") {
    Opened opened;
    CHECK(opened.page.view().points().contents().header.space_name == "lpddr");
    CHECK(opened.find<QTableView>("explore_table").model()->rowCount() == opened.page.view().points().rows());
    CHECK(opened.find<QLabel>("explore_summary").text().contains("space lpddr"));
    CHECK(opened.find<gui::ScatterPlot>("explore_scatter").columns().y >= 0);
    CHECK(opened.failed.isEmpty());
}

TEST_CASE("A filter is written, undone, and wrong ones are explained on the spot") {
    Opened opened;
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
    Opened opened;
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
    Opened opened;
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
    Opened opened;
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

TEST_CASE("The next start finds store, axes, filter, selection, order and pins again") {
    Opened opened;
    auto& plot = opened.find<gui::ParallelPlot>("explore_parallel");
    std::vector<int> columns = plot.columns();
    columns.pop_back();
    columns.push_back(opened.page.view().points().find_column("power_mw").value());
    plot.set_axes(columns);
    opened.find<QTableView>("explore_table").sortByColumn(2, Qt::DescendingOrder);
    opened.page.view().select({3, 5, 8});
    opened.find<QCheckBox>("explore_selected_only").click();
    opened.page.view().filters().change({true, {{"placed_mm2", {0, 1.5}}}, "weights.lanes >= 2"}, "all");
    opened.page.toggle_pin(opened.page.view().visible().front());
    const QJsonObject state = opened.page.state();
    gui::DesignList designs;
    gui::ExplorePage next(designs);
    next.restore(state);
    REQUIRE(tests::wait_for([&] { return next.view().points().rows() > 0; }));
    CHECK(next.view().filters().filter() == opened.page.view().filters().filter());
    CHECK(next.state() == state);
    CHECK(next.findChild<gui::ParallelPlot*>("explore_parallel")->columns() == columns);
    CHECK(next.view().selection() == std::vector<int>{3, 5, 8});
    const auto& table = *next.findChild<QTableView*>("explore_table");
    CHECK(table.horizontalHeader()->sortIndicatorSection() == 2);
    const auto& before = *opened.find<QTableView>("explore_table").model();
    REQUIRE(table.model()->rowCount() == before.rowCount());
    for (int row = 0; row < before.rowCount(); ++row)
        CHECK(table.model()->index(row, 0).data() == before.index(row, 0).data());
    REQUIRE(designs.designs().size() == 1);
    CHECK(designs.designs().front().stored == opened.designs.designs().front().stored);
    gui::ExplorePage stranger(designs);
    QSignalSpy missed(&stranger, &gui::Page::failed);
    const QJsonArray looks{QJsonObject{{"store", "/nowhere/at.all"}, {"filter", 12}}};
    stranger.restore({{"store", "/nowhere/at.all"}, {"x", 12}, {"pins", "no"}, {"looks", looks}});
    QTest::qWait(200);
    CHECK(stranger.view().points().rows() == 0);
    REQUIRE(missed.size() == 1);
    CHECK(missed.front().front().toString().contains("/nowhere/at.all, which was open"));
    CHECK(stranger.state().value("looks").toArray() == looks); // it may come back
}

TEST_CASE("Pins of several stores and how each store was looked at are found again") {
    Opened opened;
    const QString first = opened.page.path(), second = opened.folder.filePath("second.sqlite");
    QFile::copy(first, second);
    opened.page.toggle_pin(2);
    opened.page.view().filters().change({true, {}, ""}, "front only");
    const auto open = [&](gui::ExplorePage& page, const QString& path) {
        page.open(path);
        REQUIRE(tests::wait_for([&] { return page.path() == path; }));
    };
    open(opened.page, second);
    CHECK_FALSE(opened.page.view().filters().filter().front_only);
    opened.page.toggle_pin(5);
    opened.page.toggle_pin(6);
    const QJsonObject state = opened.page.state();
    gui::DesignList designs;
    gui::ExplorePage next(designs);
    next.restore(state);
    CHECK(next.state().value("pins").toArray().size() == 3);
    REQUIRE(tests::wait_for([&] { return designs.designs().size() == 3; }));
    CHECK(designs.designs()[0].stored->store == second);
    CHECK(designs.designs()[2].stored->store == first);
    CHECK(next.state().value("pins").toArray().size() == 3);
    open(next, first);
    CHECK(next.view().filters().filter().front_only);
    next.toggle_pin(2); // takes it away
    CHECK(designs.designs().size() == 2);
}

TEST_CASE("Pins whose store is gone or holds another space are named and left out") {
    Opened opened;
    opened.page.toggle_pin(2);
    QJsonObject state = opened.page.state();
    QJsonObject pin = state["pins"].toArray()[0].toObject();
    QJsonObject other = pin, gone = pin;
    other["space_hash"] = "of another";
    gone["store"] = "/nowhere/at.all";
    for (const QJsonObject& lost : {other, gone}) {
        state["pins"] = QJsonArray{lost};
        gui::DesignList designs;
        gui::ExplorePage next(designs);
        QSignalSpy noticed(&next, &gui::Page::noticed);
        next.restore(state);
        REQUIRE(tests::wait_for([&] { return noticed.size() == 1; }));
        CHECK(noticed.front().front().toString().startsWith("Pins of " + lost["store"].toString() + " are left out: "));
        CHECK(designs.designs().empty());
        CHECK(next.state().value("pins").toArray().isEmpty());
    }
}

TEST_CASE("Ctrl+Z in the condition is the filter's where the text has nothing to undo") {
    Opened opened;
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
    Opened opened;
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

TEST_CASE("A store that a running exploration holds is shown as soon as it lets go") {
    const QTemporaryDir folder;
    const QString path = example_store(folder);
    gui::DesignList designs;
    gui::ExplorePage page(designs);
    QSignalSpy failed(&page, &gui::Page::failed), noticed(&page, &gui::Page::noticed);
    {
        const tests::Locked other(path);
        page.open(path);
        REQUIRE(tests::wait_for([&] { return !noticed.isEmpty(); }));
        CHECK(noticed.front().front().toString().contains("is locked by another program"));
    }
    REQUIRE(tests::wait_for([&] { return page.view().points().rows() > 0; }));
    CHECK(failed.isEmpty());
}

TEST_CASE("While the first store is locked the example is shown, and the store comes when it can be read") {
    const QTemporaryDir folder;
    const QString path = tests::small_store(folder), example = example_store(folder);
    gui::DesignList designs;
    gui::ExplorePage page(designs);
    const auto& summary = *page.findChild<QLabel*>("explore_summary");
    QSignalSpy failed(&page, &gui::Page::failed);
    {
        const tests::Locked other(path);
        page.open(path);
        page.show_example(example);
        REQUIRE(tests::wait_for([&] { return page.path() == example; }));
        CHECK(summary.text().startsWith("Waiting for " + path + ", which another program has locked"));
        CHECK(summary.text().contains("Meanwhile: An example"));
        CHECK(page.state().value("store").toString() == path); // the next start waits for it again
    }
    REQUIRE(tests::wait_for([&] { return page.path() == path; }));
    CHECK(summary.text().startsWith(path));
    CHECK(failed.isEmpty());
}

TEST_CASE("Where the first store cannot be read at all its message comes with the example") {
    const QTemporaryDir folder;
    const QString path = folder.filePath("broken.sqlite"), example = example_store(folder);
    QFile broken(path);
    REQUIRE(broken.open(QIODevice::WriteOnly));
    broken.write("SQLite format 3");
    broken.close();
    gui::DesignList designs;
    gui::ExplorePage page(designs);
    QSignalSpy failed(&page, &gui::Page::failed);
    page.open(path);
    page.show_example(example);
    REQUIRE(tests::wait_for([&] { return page.path() == example; }));
    CHECK(failed.size() == 1);
    gui::ExplorePage none(designs); // nor can the example
    QSignalSpy refused(&none, &gui::Page::failed);
    none.show_example(path);
    REQUIRE(tests::wait_for([&] { return !refused.isEmpty(); }));
    QTest::qWait(200);
    CHECK(refused.size() == 1);
}

TEST_CASE("Pins of a store that is locked at the start come when it can be read") {
    Opened opened;
    opened.page.toggle_pin(2);
    const QJsonObject state = opened.page.state();
    gui::DesignList designs;
    gui::ExplorePage next(designs);
    QSignalSpy noticed(&next, &gui::Page::noticed);
    {
        const tests::Locked other(opened.page.path());
        next.restore({{"pins", state["pins"]}});
        REQUIRE(tests::wait_for([&] { return !noticed.isEmpty(); }));
        CHECK(noticed.front().front().toString().contains("wait until another program lets go of it"));
        CHECK(next.state()["pins"] == state["pins"]);
    }
    REQUIRE(tests::wait_for([&] { return designs.designs().size() == 1; }));
    CHECK(noticed.size() == 1);
}

TEST_CASE("Of each locked store it is said once that its pins wait") {
    const QTemporaryDir folder, another;
    const QString path = tests::small_store(folder), other = tests::small_store(another);
    const tests::Locked first(path), second(other);
    gui::DesignList designs;
    gui::StoredPins pins(designs);
    QSignalSpy noticed(&pins, &gui::StoredPins::noticed);
    pins.restore({QJsonObject{{"store", path}, {"id", 3}}, QJsonObject{{"store", other}, {"id", 3}}});
    pins.read_rest();
    REQUIRE(tests::wait_for([&] { return noticed.size() == 2; }));
    CHECK_FALSE(noticed.wait(8'000)); // the first one is tried again within 6 s
}

TEST_CASE("The numbers on screen are those that fracbit report writes") {
    Opened opened;
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
    Opened opened;
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
    Opened opened;
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
    Opened opened;
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

TEST_CASE("A session whose store could not be read yet is kept as it was") {
    const QTemporaryDir folder;
    const QString path = example_store(folder);
    gui::DesignList designs;
    gui::ExplorePage page(designs);
    const QJsonObject look{{"store", path}, {"filter", QJsonObject{{"front_only", true}}}};
    const QJsonObject pin{{"store", path}, {"id", 3}, {"space_hash", "?"}};
    const QJsonObject state{{"store", path}, {"looks", QJsonArray{look}}, {"pins", QJsonArray{pin}}};
    page.restore(state);
    CHECK(page.state() == state); // it is still being read
    REQUIRE(tests::wait_for([&] { return page.view().points().rows() > 0; }));
    CHECK(page.view().filters().filter().front_only);
}

TEST_CASE("Axes of the parallel coordinates are chosen from a menu") {
    Opened opened;
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
    Opened opened;
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
