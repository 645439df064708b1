#include "tests/gui/explore/opened_page.hpp"
#include "tests/gui/points/small_store.hpp"

#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("A store that a running exploration holds is shown as soon as it lets go") {
    const QTemporaryDir folder;
    const QString path = tests::example_store(folder);
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
    const QString path = tests::small_store(folder), example = tests::example_store(folder);
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
    const QString path = folder.filePath("broken.sqlite"), example = tests::example_store(folder);
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
    tests::Opened opened;
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
