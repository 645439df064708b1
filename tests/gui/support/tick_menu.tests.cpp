#include "gui/support/tick_menu.hpp"

#include <QTest>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

/// Two entries that can be ticked, one that cannot.
struct OpenMenu {
    gui::TickMenu menu;
    QAction* first = menu.addAction("first");
    QAction* second = menu.addAction("second");
    QAction* plain = menu.addAction("plain");
    OpenMenu() {
        for (QAction* action : {first, second}) action->setCheckable(true);
        menu.popup({0, 0});
    }
    void click(QAction* action) { QTest::mouseClick(&menu, Qt::LeftButton, {}, menu.actionGeometry(action).center()); }
};

} // namespace

TEST_CASE("Clicks and Space tick one entry after the other, and the menu stays open") {
    OpenMenu open;
    open.click(open.first);
    open.click(open.second);
    CHECK(open.first->isChecked());
    CHECK(open.second->isChecked());
    REQUIRE(open.menu.isVisible());
    open.menu.setActiveAction(open.first);
    QTest::keyClick(&open.menu, Qt::Key_Space);
    QTest::keyClick(&open.menu, Qt::Key_Down);
    QTest::keyClick(&open.menu, Qt::Key_Space);
    CHECK_FALSE(open.first->isChecked());
    CHECK_FALSE(open.second->isChecked());
    CHECK(open.menu.isVisible());
}

TEST_CASE("Enter, Escape and entries that cannot be ticked close the menu") {
    OpenMenu open;
    open.menu.setActiveAction(open.first);
    QTest::keyClick(&open.menu, Qt::Key_Return);
    CHECK(open.first->isChecked());
    CHECK_FALSE(open.menu.isVisible());
    open.menu.popup({0, 0});
    QTest::keyClick(&open.menu, Qt::Key_Escape);
    CHECK_FALSE(open.menu.isVisible());
    open.menu.popup({0, 0});
    int chosen = 0;
    QObject::connect(open.plain, &QAction::triggered, [&chosen] { ++chosen; });
    open.click(open.plain);
    CHECK(chosen == 1);
    CHECK_FALSE(open.menu.isVisible());
}

TEST_CASE("A release whose press was elsewhere ticks nothing") {
    OpenMenu open;
    open.menu.setActiveAction(open.first);
    QTest::mouseRelease(&open.menu, Qt::LeftButton, {}, open.menu.actionGeometry(open.first).center());
    CHECK_FALSE(open.first->isChecked());
}
