// The Timeline page, a long trace for it, and what it said.
#pragma once

#include "gui/timeline/timeline_page.hpp"
#include "gui/timeline/timeline_view.hpp"
#include "tests/gui/qt_events.hpp"
#include "tests/gui/timeline/trace_files.hpp"

#include <QLabel>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

namespace fracbit::tests {

struct OpenPage {
    QTemporaryDir folder;
    gui::TimelinePage page;
    QString trace = folder.filePath(QStringLiteral("long.events.csv"));
    QStringList failures, notices, wanted_files;

    OpenPage() {
        write_long_trace(trace.toStdString());
        QObject::connect(&page, &gui::Page::failed, [this](const QString& message) { failures << message; });
        QObject::connect(&page, &gui::Page::noticed, [this](const QString& message) { notices << message; });
        QObject::connect(&page, &gui::Page::open_requested, [this](const QString& path) { wanted_files << path; });
        page.resize(1280, 700);
        page.show();
    }
    void open(const QString& path) {
        const auto before = notices.size() + failures.size();
        page.open(path);
        REQUIRE(wait_for([&] { return notices.size() + failures.size() > before; }));
    }
    template <class Widget>
    Widget* find(const char* name) {
        auto* widget = page.findChild<Widget*>(QString::fromLatin1(name));
        REQUIRE(widget != nullptr);
        return widget;
    }
    gui::TimelineView& view() { return *find<gui::TimelineView>("timeline_lanes"); }
    QString label(const char* name) { return find<QLabel>(name)->text(); }
    bool cursor_at(std::int64_t cycle) {
        return wait_for([&] { return view().cursor() == cycle; });
    }
};

} // namespace fracbit::tests
