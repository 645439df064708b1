#include "gui/window/help_text.hpp"
#include "gui/support/text.hpp"
#include "models/core/version.hpp"
#include "tests/gui/window/opening_window.hpp"

#include <QAction>
#include <QDialog>
#include <QPushButton>
#include <QScreen>
#include <QTextBrowser>
#include <QTimer>

#include <catch2/catch.hpp>

using namespace fracbit;
using tests::Window;

TEST_CASE("The keys that help names are the program's") {
    Window w;
    const QString keys = gui::keys_text();
    for (const char* key : {"Ctrl+O", "Alt+1", "Ctrl+Shift+D", "Ctrl+Z", "N, Shift+N"}) CHECK(keys.contains(key));
    std::vector<QKeySequence> shortcuts;
    for (const QAction* action : w.window.findChildren<QAction*>()) shortcuts.push_back(action->shortcut());
    for (const QKeySequence& shortcut : shortcuts)
        if (const QString name = shortcut.toString(); !name.startsWith("Alt+")) CHECK(keys.contains(name));
    for (const QKeySequence& wanted : {QKeySequence(QKeySequence::Open), QKeySequence(Qt::ALT | Qt::Key_1),
                                       QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), QKeySequence(Qt::Key_F1)})
        CHECK(std::find(shortcuts.begin(), shortcuts.end(), wanted) != shortcuts.end());
    CHECK(gui::about_text().contains(gui::to_qt(fracbit::program_version())));
}

TEST_CASE("Help is shown as the HTML that it is, and scrolls where the screen is low") {
    Window w;
    int shown = 0;
    for (const auto& [text, part] : {std::pair("&Keys and pointer", "Ctrl+O"), std::pair("&About fracbit", "docs")}) {
        QTimer::singleShot(0, &w.window, [&, part = part] {
            auto* help = w.window.findChild<QDialog*>("help");
            REQUIRE(help != nullptr);
            const QString read = help->findChild<QTextBrowser*>("help_text")->toPlainText();
            shown += read.contains(QLatin1String(part)) && !read.contains('<') ? 1 : 0;
            CHECK(help->minimumSizeHint().height() < 200);
            CHECK(help->height() <= help->screen()->availableSize().height());
            help->findChild<QPushButton*>("help_close")->click();
        });
        for (QAction* action : w.window.findChildren<QAction*>())
            if (action->text() == QLatin1String(text)) action->trigger();
    }
    CHECK(shown == 2);
}
