#include "gui/window/notice_bar.hpp"

#include <QPushButton>

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("Messages stand with the newest first, each once, those beyond three as a number, until dismissed") {
    gui::NoticeBar bar;
    for (const char* message : {"one", "two", "three", "two"}) bar.show_message(message);
    CHECK(bar.text() == "two\nthree\none");
    bar.show_message("four");
    bar.show_message("five");
    CHECK(bar.text() == "five\nfour\ntwo\nand 2 earlier");
    bar.findChild<QPushButton*>("notice_dismiss")->click();
    CHECK(bar.isHidden());
    bar.show_message("six");
    CHECK(bar.text() == "six");
    CHECK_FALSE(bar.isHidden());
}
