#include "gui/points/store_follower.hpp"
#include "tests/gui/points/small_store.hpp"
#include "tests/gui/qt_events.hpp"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <filesystem>

using namespace fracbit;

TEST_CASE("A new state of the store is read though another one was asked for meanwhile, which cannot be read") {
    const QTemporaryDir folder;
    const QString path = tests::small_store(folder);
    gui::StoreFollower follower([] { return true; });
    QSignalSpy loaded(&follower, &gui::StoreFollower::loaded), failed(&follower, &gui::StoreFollower::failed),
        waiting(&follower, &gui::StoreFollower::waiting);
    follower.open(path);
    REQUIRE(tests::wait_for([&] { return loaded.size() == 1; }));
    {
        const tests::Locked other(path); // so that reading its new state takes a while
        std::filesystem::last_write_time(path.toStdString(), std::filesystem::file_time_type::clock::now());
        SECTION("while it was being read") {
            REQUIRE(tests::wait_for([&] { return follower.busy(); }));
        }
        SECTION("while it was waited for") {
            REQUIRE(tests::wait_for([&] { return !waiting.isEmpty(); }));
        }
        follower.open(folder.filePath("nothing.sqlite"));
        REQUIRE(tests::wait_for([&] { return !failed.isEmpty(); }));
    }
    CHECK(tests::wait_for([&] { return loaded.size() == 2; }));
    CHECK(failed.size() == 1);
}
