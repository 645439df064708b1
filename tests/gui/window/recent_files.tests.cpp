#include "gui/window/recent_files.hpp"
#include "tests/gui/window/opening_window.hpp"

#include <QMenu>

#include <catch2/catch.hpp>

using namespace fracbit;
using tests::Window;

TEST_CASE("The menu of recent files has their whole names, and none that could not be opened") {
    Window w;
    auto* menu = w.window.findChild<QMenu*>("recent_menu");
    REQUIRE(menu != nullptr);
    const auto entries = [menu] {
        Q_EMIT menu->aboutToShow();
        QStringList texts;
        for (const QAction* entry : menu->actions()) texts << entry->text();
        return texts;
    };
    CHECK(entries() == QStringList{"(none yet)"});
    const QString path = w.file("this & that.b");
    w.window.open(path);
    CHECK(entries() == QStringList{w.folder.filePath("this && that.b")}); // one & on screen
    menu->actions().front()->trigger();
    CHECK(w.second->opened == QStringList{path, path});
    REQUIRE(QFile::remove(path));
    menu->actions().front()->trigger();
    CHECK(w.notice().startsWith("Cannot open " + path));
    CHECK(entries() == QStringList{"(none yet)"});
}

TEST_CASE("Recent files are the newest first, each once, ten of them") {
    gui::RecentFiles recent;
    for (int i = 0; i < 12; ++i) recent.add("/f" + QString::number(i));
    recent.add("/f5");
    CHECK(recent.paths().size() == gui::RecentFiles::most);
    CHECK(recent.paths().front() == "/f5");
    CHECK(recent.paths().count("/f5") == 1);
    recent.remove("/f5");
    CHECK_FALSE(recent.paths().contains("/f5"));
}
