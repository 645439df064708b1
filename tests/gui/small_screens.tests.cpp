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
#include <QSettings>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("Every page fits a screen of 1024 x 600 pixels, and the first window its screen") {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath("session.ini"), QSettings::IniFormat);
    gui::DesignList designs;
    const std::vector<gui::Page*> pages{new gui::ExplorePage(designs), new gui::WhatIfPage(designs),
                                        new gui::DecoderPage, new gui::TimelinePage, new gui::RunsPage(folder.path())};
    gui::MainWindow window(pages, settings);
    CHECK(window.size().boundedTo(window.screen()->availableSize()) == window.size());
    window.resize(1024, 600);
    window.show();
    for (std::size_t i = 0; i < pages.size(); ++i) {
        QTest::keyClick(&window, static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i)), Qt::AltModifier);
        tests::wait_for([&] { return pages[i]->isVisible(); });
        QTest::qWait(300); // figures that come later widen their tables
        CAPTURE(pages[i]->objectName().toStdString());
        CHECK(window.minimumSizeHint().width() <= 1024);
        CHECK(window.minimumSizeHint().height() <= 600);
    }
}
