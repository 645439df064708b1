// The Explore page on a store of the shipped example's space.
#pragma once

#include "gui/explore/explore_page.hpp"
#include "tests/gui/qt_events.hpp"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

namespace fracbit::tests {

/// A store of the example's space with 200 points.
inline QString example_store(const QTemporaryDir& folder) {
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
        REQUIRE(wait_for([this] { return page.view().points().rows() > 0; }));
    }
    template <class Widget>
    [[nodiscard]] Widget& find(const char* name) const {
        auto* widget = page.findChild<Widget*>(QLatin1String(name));
        REQUIRE(widget != nullptr);
        return *widget;
    }
};

} // namespace fracbit::tests
