#include "gui/support/page.hpp"

#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

/// Shows what it is told.
class ShowingPage final : public gui::Page {
public:
    using gui::Page::Page;
    [[nodiscard]] QString title() const override { return {}; }
    [[nodiscard]] QString purpose() const override { return {}; }
    [[nodiscard]] QStringList open_files() const override { return shown; }
    QStringList shown;
};

} // namespace

TEST_CASE("No page writes over a file that a page of its window shows, by whatever name") {
    const QTemporaryDir folder;
    const QString store = folder.filePath("a.sqlite"), other_name = folder.filePath("link.csv");
    QFile made(store);
    REQUIRE(made.open(QIODevice::WriteOnly));
    made.close();
    REQUIRE(QFile::link(store, other_name));
    QWidget window;
    auto* showing = new ShowingPage(&window);
    auto* writing = new ShowingPage(&window);
    showing->shown << store << folder.filePath("gone.csv");
    QStringList written, said;
    QObject::connect(writing, &gui::Page::failed, &window, [&](const QString& message) { said << message; });
    const auto write = [&](const QString& path) { written << path; };
    for (const QString& path : {store, other_name, folder.path() + "/./a.sqlite"}) writing->save_as(path, write);
    CHECK(written.isEmpty());
    CHECK(said.size() == 3);
    CHECK(said.value(0) == store + " is open in this window and is not replaced: choose another name");
    for (const char* name : {"b.csv", "gone.csv"}) writing->save_as(folder.filePath(name), write);
    CHECK(written == QStringList{folder.filePath("b.csv"), folder.filePath("gone.csv")});

    ShowingPage alone; // a window of its own
    alone.shown << store;
    alone.save_as(store, write);
    CHECK(written.size() == 2);
}
