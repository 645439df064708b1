#include "gui/explore/parallel_plot.hpp"
#include "tests/gui/explore/opened_page.hpp"

#include <QCheckBox>
#include <QFile>
#include <QHeaderView>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("The next start finds store, axes, filter, selection, order and pins again") {
    tests::Opened opened;
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
    tests::Opened opened;
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
    tests::Opened opened;
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

TEST_CASE("A session whose store could not be read yet is kept as it was") {
    const QTemporaryDir folder;
    const QString path = tests::example_store(folder);
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
