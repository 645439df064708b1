// Alt and a letter does one thing on each page.
#include "gui/decoder/decoder_page.hpp"
#include "gui/designs/design_list.hpp"
#include "gui/runs/runs_page.hpp"
#include "gui/timeline/timeline_page.hpp"
#include "gui/whatif/what_if_page.hpp"

#include <QAbstractButton>
#include <QKeySequence>
#include <QLabel>

#include <catch2/catch.hpp>

#include <map>
#include <string>

using namespace fracbit::gui;

namespace {

/// Labels with buddies, buttons and check boxes that share a mnemonic, as "Alt+I: n_&in, C&ircuit seed". The letters of
/// the menus Alt+F, Alt+V and Alt+H are taken.
QStringList shared_mnemonics(const Page& page) {
    std::map<QString, QStringList> texts{{"Alt+F", {"&File"}}, {"Alt+V", {"&View"}}, {"Alt+H", {"&Help"}}};
    const auto add = [&texts](const QString& text) {
        const QString keys = QKeySequence::mnemonic(text).toString();
        if (!keys.isEmpty()) texts[keys] += text;
    };
    for (const QLabel* label : page.findChildren<QLabel*>())
        if (label->buddy() != nullptr) add(label->text());
    for (const QAbstractButton* button : page.findChildren<QAbstractButton*>()) add(button->text());
    QStringList shared;
    for (const auto& [keys, of] : texts)
        if (of.size() > 1) shared += keys + ": " + of.join(", ");
    REQUIRE(texts.size() > 6);
    return shared;
}

void check_mnemonics(const Page& page) {
    CAPTURE(page.title().toStdString(), shared_mnemonics(page).join("; ").toStdString());
    CHECK(shared_mnemonics(page).isEmpty());
}

} // namespace

TEST_CASE("No two controls of a page share a mnemonic") {
    DesignList designs;
    check_mnemonics(WhatIfPage(designs));
    check_mnemonics(DecoderPage());
    check_mnemonics(TimelinePage());
    check_mnemonics(RunsPage(QString()));
}
