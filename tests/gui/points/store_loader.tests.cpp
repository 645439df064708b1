#include "gui/points/store_loader.hpp"
#include "tests/gui/points/small_store.hpp"
#include "tests/gui/qt_events.hpp"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace fracbit;

namespace {

QString problem_with(const QString& path) {
    gui::StoreLoader loader;
    QSignalSpy failed(&loader, &gui::StoreLoader::failed);
    loader.load(path);
    REQUIRE(failed.wait(tests::patience_ms));
    CHECK_FALSE(loader.busy());
    return failed.front().at(1).toString();
}

} // namespace

TEST_CASE("A store is read beside the window, and the last one asked for is the one that comes") {
    const QTemporaryDir folder;
    const QString path = tests::small_store(folder);
    gui::StoreLoader loader;
    std::vector<std::shared_ptr<const gui::PointSet>> seen;
    QObject::connect(&loader, &gui::StoreLoader::loaded, &loader, [&](const auto& points) { seen.push_back(points); });
    QSignalSpy failed(&loader, &gui::StoreLoader::failed);
    QSignalSpy loaded(&loader, &gui::StoreLoader::loaded);
    loader.load(folder.filePath("nothing.sqlite"));
    loader.load(path);
    REQUIRE(loaded.wait(tests::patience_ms));
    REQUIRE(seen.size() == 1);
    CHECK(seen[0]->rows() == 4);
    CHECK(seen[0]->path() == path);
    CHECK(failed.isEmpty());
}

TEST_CASE("A store that is missing, damaged or something else is a message that names it") {
    const QTemporaryDir folder;
    CHECK(problem_with(folder.filePath("nothing.sqlite")).contains("nothing.sqlite"));
    const QString path = tests::small_store(folder);
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadWrite));
    REQUIRE(file.resize(file.size() / 2));
    file.close();
    CHECK(problem_with(path).contains("damaged"));
    QFile other(folder.filePath("other.sqlite"));
    REQUIRE(other.open(QIODevice::WriteOnly));
    other.write("not a database at all, but long enough to look at, really");
    other.close();
    CHECK(problem_with(other.fileName()).contains("not a result store"));
}

TEST_CASE("A loader that is gone when its store has been read hears nothing of it") {
    const QTemporaryDir folder;
    const QString path = tests::small_store(folder);
    { gui::StoreLoader().load(path); }
    gui::StoreLoader later;
    QSignalSpy loaded(&later, &gui::StoreLoader::loaded);
    later.load(path);
    CHECK(loaded.wait(tests::patience_ms));
}

TEST_CASE("A store that another program holds is told apart from a broken one, and read when it is free") {
    const QTemporaryDir folder;
    const QString path = tests::small_store(folder);
    gui::StoreLoader loader;
    QSignalSpy failed(&loader, &gui::StoreLoader::failed), loaded(&loader, &gui::StoreLoader::loaded);
    {
        const tests::Locked other(path);
        loader.load(path);
        REQUIRE(failed.wait(tests::patience_ms));
        CHECK(failed.front().at(1).toString().contains("is locked by another program"));
        CHECK(failed.front().at(2).toBool());
    }
    loader.load(path);
    REQUIRE(loaded.wait(tests::patience_ms));
}

TEST_CASE("A store is read at once however many others are waited for") {
    const QTemporaryDir folder, another;
    const QString locked = tests::small_store(folder), free = tests::small_store(another);
    const tests::Locked other(locked);
    std::vector<gui::StoreLoader> waiting(static_cast<std::size_t>(QThreadPool::globalInstance()->maxThreadCount()));
    const auto busy = [](const gui::StoreLoader& loader) { return loader.busy(); };
    bool all_wait = false;
    for (int tries = 0; !all_wait; ++tries) { // again on a machine so slow that they have given up meanwhile
        REQUIRE(tries < 5);
        for (gui::StoreLoader& loader : waiting) loader.load(locked);
        gui::StoreLoader next;
        QSignalSpy loaded(&next, &gui::StoreLoader::loaded);
        next.load(free);
        REQUIRE(loaded.wait(tests::patience_ms));
        all_wait = std::all_of(waiting.begin(), waiting.end(), busy);
        REQUIRE(tests::wait_for([&] { return std::none_of(waiting.begin(), waiting.end(), busy); }));
    }
}
