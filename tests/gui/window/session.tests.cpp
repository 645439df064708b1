#include "tests/gui/window/opening_window.hpp"

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QSplitter>
#include <QStatusBar>
#include <QTimer>

#include <catch2/catch.hpp>

using namespace fracbit;
using tests::OpeningPage;
using tests::Window;

TEST_CASE("A session is kept and found again: theme, page, recent files, what pages say") {
    Window w;
    w.window.open(w.file("x.b"));
    w.window.save_session();
    auto* first = new OpeningPage("first", ".a");
    auto* second = new OpeningPage("second", ".b");
    gui::MainWindow next({first, second}, w.settings);
    next.restore_session();
    CHECK(next.current_page() == second);
    CHECK(second->restored.value("opened").toInt() == 1);
    CHECK(w.settings.value("recent").toStringList() == QStringList{w.folder.filePath("x.b")});
}

TEST_CASE("The session is written as soon as a page asks for it") {
    Window w;
    w.first->open(w.file("x.a"));
    Q_EMIT w.first->keep_wanted();
    auto* next = new OpeningPage("first", ".a");
    gui::MainWindow again({next}, w.settings);
    again.restore_session();
    CHECK(next->restored.value("opened").toInt() == 1);
}

TEST_CASE("Splitters stand where they stood, and what pages could not restore is all read") {
    Window w;
    const auto add_splitter = [](gui::Page* page) {
        auto* splitter = new QSplitter(page);
        splitter->setObjectName("halves");
        splitter->resize(500, 100);
        for (int i = 0; i < 2; ++i) splitter->addWidget(new QWidget);
        return splitter;
    };
    QSplitter& before = *add_splitter(w.first);
    before.setSizes({400, 95});
    w.window.save_session();
    auto* first = new OpeningPage("first", ".a");
    auto* second = new OpeningPage("second", ".b");
    const QSplitter& again = *add_splitter(first);
    first->miss = "a matrix is gone";
    second->miss = "a network is gone";
    CHECK(again.sizes() != before.sizes());
    gui::MainWindow next({first, second}, w.settings);
    next.restore_session();
    CHECK(again.sizes() == before.sizes());
    CHECK(next.statusBar()->currentMessage() == "a matrix is gone  a network is gone");
    Q_EMIT first->noticed("later"); // replaces them
    CHECK(next.statusBar()->currentMessage() == "later");
}

TEST_CASE("The next start has the theme, and its file dialog begins in the folder of the last file") {
    Window w;
    w.window.restore_session();
    const auto action = [](const gui::MainWindow& window, const char* text) {
        for (QAction* one : window.findChildren<QAction*>())
            if (one->text() == QLatin1String(text)) return one;
        FAIL("no action " << text);
        return static_cast<QAction*>(nullptr);
    };
    const QColor light = QApplication::palette().color(QPalette::Window);
    action(w.window, "&Dark")->trigger();
    CHECK(QApplication::palette().color(QPalette::Window) != light);
    w.window.open(w.file("x.b"));
    w.window.save_session();
    gui::MainWindow next({new OpeningPage("first", ".a")}, w.settings);
    next.restore_session();
    CHECK(action(next, "&Dark")->isChecked());
    QString folder;
    QTimer waiting;
    QObject::connect(&waiting, &QTimer::timeout, &waiting, [&] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr) return;
        waiting.stop();
        folder = dialog->directory().absolutePath();
        dialog->reject();
    });
    waiting.start(10);
    action(next, "&Open...")->trigger();
    CHECK(folder == w.folder.path());
    action(next, "&Dark")->trigger();
    CHECK(QApplication::palette().color(QPalette::Window) == light);
}

TEST_CASE("A session that cannot be kept is said at the start, and one that can be is not") {
    Window w;
    w.window.restore_session();
    CHECK(w.notice().isEmpty());
    QSettings unwritable(w.folder.path(), QSettings::IniFormat); // a folder
    gui::MainWindow window({new OpeningPage("third", ".c")}, unwritable);
    window.restore_session();
    const QString said = window.findChild<gui::NoticeBar*>()->text();
    CHECK(said.contains(w.folder.path()));
    CHECK(said.contains("cannot be kept"));
}
