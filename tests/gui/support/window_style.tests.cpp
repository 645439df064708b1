#include "gui/support/theme.hpp"
#include "tests/gui/qt_events.hpp"

#include <QApplication>
#include <QLabel>
#include <QToolTip>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

const auto like_html = QStringLiteral("<b>net</b> &amp; <i>x</i>.csv");

} // namespace

TEST_CASE("A label shows the letters of a text that looks like HTML, unless it says that it is HTML") {
    gui::apply_theme(gui::Theme::light);
    QWidget window;
    QLabel name(like_html, &window), help(like_html, &window);
    help.setTextFormat(Qt::RichText);
    window.show();
    CHECK(name.textFormat() == Qt::PlainText);
    CHECK(name.text() == like_html);
    CHECK(help.textFormat() == Qt::RichText);
    CHECK(name.sizeHint().width() > help.sizeHint().width());
}

TEST_CASE("A tooltip shows the letters of a text that looks like HTML") {
    gui::apply_theme(gui::Theme::light);
    QWidget window;
    window.show();
    QToolTip::showText({10, 10}, like_html, &window);
    const auto tip = [] {
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* label = qobject_cast<QLabel*>(widget); label != nullptr && label->text() == like_html)
                return label;
        return static_cast<QLabel*>(nullptr);
    };
    REQUIRE(tests::wait_for([&] { return tip() != nullptr; }));
    CHECK(tip()->textFormat() == Qt::PlainText);
    QToolTip::hideText();
}
