#include "gui/window/widget_map.hpp"
#include "tests/gui/window/opening_window.hpp"

#include <QJsonDocument>
#include <QProgressBar>

#include <catch2/catch.hpp>

using namespace fracbit;
using tests::Window;

TEST_CASE("The map of widgets names what is visible, with places, texts and tabs") {
    Window w;
    w.window.show();
    const QJsonObject map = QJsonDocument::fromJson(gui::widget_map()).object();
    CHECK(map.contains("first"));
    CHECK_FALSE(map.contains("second")); // its tab is not in front
    CHECK(map.contains("tabs/second"));
    CHECK(map.contains("menu_bar/File"));
    CHECK(map.value("first").toObject().value("width").toInt() > 100);
}

TEST_CASE("The map of widgets says what messages, status bar and progress bars say") {
    Window w;
    QProgressBar bar;
    bar.setObjectName("bar");
    bar.setFormat("working");
    bar.setValue(1);
    bar.show();
    w.window.show();
    Q_EMIT w.first->failed("the disk is full");
    Q_EMIT w.first->noticed("wrote a table");
    const QJsonObject map = QJsonDocument::fromJson(gui::widget_map()).object();
    CHECK(map["notice_text"]["text"] == "the disk is full");
    CHECK(map["status"]["text"] == "wrote a table");
    CHECK(map["bar"]["text"] == "working");
}
