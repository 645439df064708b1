// Small screens: laptops of 1024 x 600 pixels, or larger ones whose picture is enlarged.
#include "gui/decoder/decoder_page.hpp"
#include "gui/designs/design_list.hpp"
#include "gui/explore/explore_page.hpp"
#include "gui/runs/runs_page.hpp"
#include "gui/timeline/timeline_page.hpp"
#include "gui/whatif/what_if_page.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/qt_events.hpp"

#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

struct Pages {
    QTemporaryDir folder;
    QSettings settings{folder.filePath("session.ini"), QSettings::IniFormat};
    gui::DesignList designs;
    std::vector<gui::Page*> pages{new gui::ExplorePage(designs), new gui::WhatIfPage(designs), new gui::DecoderPage,
                                  new gui::TimelinePage, new gui::RunsPage(folder.path())};
    gui::MainWindow window{pages, settings};
    void go_to(std::size_t page) {
        QTest::keyClick(&window, static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(page)), Qt::AltModifier);
        tests::wait_for([&] { return pages[page]->isVisible(); });
        QTest::qWait(300); // figures that come later widen their tables
    }
};

} // namespace

TEST_CASE("Every page fits a screen of 1024 x 600 pixels, and the first window its screen") {
    Pages of;
    gui::MainWindow& window = of.window;
    const auto& pages = of.pages;
    CHECK(window.size().boundedTo(window.screen()->availableSize()) == window.size());
    window.resize(1024, 600);
    window.show();
    for (std::size_t i = 0; i < pages.size(); ++i) {
        of.go_to(i);
        CAPTURE(pages[i]->objectName().toStdString());
        CHECK(window.minimumSizeHint().width() <= 1024);
        CHECK(window.minimumSizeHint().height() <= 600);
        const QSize place = pages[i]->parentWidget()->size(); // where it would be scrolled
        CHECK(pages[i]->minimumSizeHint().width() <= place.width());
        CHECK(pages[i]->minimumSizeHint().height() <= place.height());
    }
}

TEST_CASE("On a screen that is smaller than a page, scroll bars reach all of it") {
    Pages of;
    of.window.resize(640, 400);
    of.window.show();
    CHECK(of.window.size() == QSize(640, 400));
    for (std::size_t i = 0; i < of.pages.size(); ++i) {
        gui::Page& page = *of.pages[i];
        of.go_to(i);
        CAPTURE(page.objectName().toStdString());
        auto* area = qobject_cast<QScrollArea*>(page.parentWidget()->parentWidget());
        REQUIRE(area != nullptr);
        CHECK(area->focusPolicy() == Qt::NoFocus);
        CHECK(area->horizontalScrollBar()->maximum() == std::max(0, page.width() - area->viewport()->width()));
        CHECK(area->verticalScrollBar()->maximum() == std::max(0, page.height() - area->viewport()->height()));
        CHECK(page.width() >= page.minimumSizeHint().width());
        CHECK(page.height() >= page.minimumSizeHint().height());
    }
}
