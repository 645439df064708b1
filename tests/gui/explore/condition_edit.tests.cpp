#include "gui/explore/condition_edit.hpp"

#include "tests/gui/qt_events.hpp"

#include <QAbstractItemView>
#include <QCompleter>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

struct Typed {
    gui::ConditionEdit edit;
    QSignalSpy applied{&edit, &QLineEdit::returnPressed};
    explicit Typed(const char* text) {
        edit.set_names({"weights.lanes", "weights.planes", "area_mm2"});
        edit.show();
        edit.setFocus();
        QTest::keyClicks(&edit, text);
    }
    [[nodiscard]] QAbstractItemView& offers() const { return *edit.findChild<QCompleter*>()->popup(); }
    void key(Qt::Key key) { QTest::keyClick(offers().isVisible() ? static_cast<QWidget*>(&offers()) : &edit, key); }
};

} // namespace

TEST_CASE("Names are offered while one is typed, and the chosen one takes its place") {
    Typed typed("area_mm2 < 3 and la");
    REQUIRE(typed.offers().isVisible());
    CHECK(typed.offers().model()->rowCount() == 1);
    typed.key(Qt::Key_Down);
    typed.key(Qt::Key_Return);
    CHECK(typed.edit.text() == "area_mm2 < 3 and weights.lanes");
    CHECK_FALSE(typed.offers().isVisible());
    CHECK(typed.applied.isEmpty());
    QTest::keyClicks(&typed.edit, " > 1");
    typed.key(Qt::Key_Return);
    CHECK(typed.applied.size() == 1);
    typed.edit.undo();
    CHECK(typed.edit.text().startsWith("area_mm2 < 3 and "));
}

TEST_CASE("Enter applies what is typed where no name was chosen, and Escape puts the offers away") {
    Typed typed("weights.");
    REQUIRE(typed.offers().isVisible());
    CHECK(typed.offers().model()->rowCount() == 2);
    typed.key(Qt::Key_Return);
    CHECK(typed.applied.size() == 1);
    CHECK(typed.edit.text() == "weights.");
    CHECK_FALSE(typed.offers().isVisible());
    QTest::keyClicks(&typed.edit, "p");
    REQUIRE(typed.offers().isVisible());
    typed.key(Qt::Key_Escape);
    CHECK_FALSE(typed.offers().isVisible());
    CHECK(typed.edit.text() == "weights.p");
}

TEST_CASE("A name in the middle of a condition is completed where it stands") {
    Typed typed("are < 3");
    typed.edit.setCursorPosition(2);
    QTest::keyClicks(&typed.edit, "e");
    QTest::keyClick(&typed.edit, Qt::Key_Backspace);
    REQUIRE(typed.offers().isVisible());
    typed.key(Qt::Key_Down);
    typed.key(Qt::Key_Return);
    CHECK(typed.edit.text() == "area_mm2 < 3");
}

TEST_CASE("Nothing is offered for whole names, numbers and texts") {
    for (const char* text : {"area_mm2", "area_mm2 < 3", "'area"}) CHECK_FALSE(Typed(text).offers().isVisible());
}

TEST_CASE("Keys that only go with others leave the offers, and Tab goes on to the next field") {
    QWidget window;
    QVBoxLayout column(&window);
    Typed typed("");
    QLineEdit next;
    column.addWidget(&typed.edit);
    column.addWidget(&next);
    window.show();
    window.activateWindow();
    typed.edit.setFocus();
    REQUIRE(QTest::qWaitForWindowActive(&window, tests::patience_ms));
    typed.key(Qt::Key_A);
    REQUIRE(typed.offers().isVisible());
    typed.key(Qt::Key_Shift);
    CHECK(typed.offers().isVisible());
    typed.key(Qt::Key_Tab);
    CHECK_FALSE(typed.offers().isVisible());
    CHECK(next.hasFocus());
    CHECK(typed.edit.text() == "a");
}
