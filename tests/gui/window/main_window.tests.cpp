#include "gui/window/main_window.hpp"
#include "gui/support/text.hpp"
#include "gui/window/help_text.hpp"
#include "gui/window/notice_bar.hpp"
#include "gui/window/recent_files.hpp"
#include "gui/window/widget_map.hpp"
#include "models/core/version.hpp"
#include "tests/gui/qt_events.hpp"

#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QJsonDocument>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QTimer>
#include <QVBoxLayout>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

/// Opens files whose name ends in .a (or whatever is said), and remembers.
class OpeningPage : public gui::Page {
public:
    OpeningPage(const char* name, QString ending) : ending_(std::move(ending)) { setObjectName(QLatin1String(name)); }
    [[nodiscard]] QString title() const override { return objectName(); }
    [[nodiscard]] QString purpose() const override { return QStringLiteral("Tests"); }
    [[nodiscard]] bool can_open(const QString& path, const QByteArray&) const override {
        return path.endsWith(ending_);
    }
    void open(const QString& path) override { opened << path; }
    [[nodiscard]] QJsonObject state() const override { return {{"opened", opened.size()}}; }
    [[nodiscard]] QString busy() const override { return going_on; }
    void restore(const QJsonObject& state) override {
        restored = state;
        if (!miss.isEmpty()) Q_EMIT noticed(miss);
    }
    QStringList opened;
    QJsonObject restored;
    QString going_on, miss;

private:
    QString ending_;
};

struct Window {
    QTemporaryDir folder;
    QSettings settings{folder.filePath("session.ini"), QSettings::IniFormat};
    OpeningPage* first = new OpeningPage("first", ".a");
    OpeningPage* second = new OpeningPage("second", ".b");
    gui::MainWindow window{{first, second}, settings};
    [[nodiscard]] QString file(const QString& name) const {
        QFile made(folder.filePath(name));
        REQUIRE(made.open(QIODevice::WriteOnly));
        made.write("text");
        return made.fileName();
    }
    [[nodiscard]] QString notice() const { return window.findChild<gui::NoticeBar*>()->text(); }
};

} // namespace

TEST_CASE("A file goes to the page that it is for, which comes to the front") {
    Window w;
    w.window.open(w.file("x.b"));
    CHECK(w.second->opened.size() == 1);
    CHECK(w.first->opened.isEmpty());
    CHECK(w.window.current_page() == w.second);
}

TEST_CASE("A file that is missing or of no known kind is a message that says what can be opened") {
    Window w;
    w.window.open(w.folder.filePath("nothing.a"));
    CHECK(w.notice().startsWith("Cannot open " + w.folder.filePath("nothing.a")));
    w.window.open(w.file("x.c"));
    CHECK(w.notice().contains("of no kind that can be shown here"));
    for (const char* kind : {".sqlite", "traces", "design spaces", "networks", "matrices"})
        CHECK(w.notice().contains(QLatin1String(kind)));
    CHECK(w.notice().contains("nothing.a")); // the older message is still there
    CHECK(w.first->opened.isEmpty());
}

TEST_CASE("A file that a page asks for is a recent file, and goes to the asking page if no other one knows it") {
    Window w;
    Q_EMIT w.second->open_requested(w.file("x.a"));
    CHECK(w.first->opened.size() == 1);
    CHECK(w.window.current_page() == w.first);
    Q_EMIT w.second->open_requested(w.file("y.c"));
    CHECK(w.second->opened == QStringList{w.folder.filePath("y.c")}); // it says what is wrong with it
    CHECK(w.notice().isEmpty());
    Q_EMIT w.second->open_requested(w.folder.filePath("nothing.b"));
    CHECK(w.notice().startsWith("Cannot open"));
    w.window.save_session();
    CHECK(w.settings.value("recent").toStringList() == QStringList{w.folder.filePath("x.a")}); // what it can open again
}

TEST_CASE("Files that are dropped are opened") {
    Window w;
    QMimeData dropped;
    const QUrl elsewhere("https://example.org/z.a"); // is not opened
    dropped.setUrls({elsewhere, QUrl::fromLocalFile(w.file("x.a")), QUrl::fromLocalFile(w.file("y.b"))});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QApplication::sendEvent(&w.window, &enter);
    CHECK(enter.isAccepted());
    QDropEvent event({10, 10}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
    QApplication::sendEvent(&w.window, &event);
    CHECK(w.first->opened.size() == 1);
    CHECK(w.second->opened.size() == 1);
    dropped.setUrls({elsewhere});
    QDragEnterEvent refused({10, 10}, Qt::CopyAction, &dropped, Qt::LeftButton, {});
    refused.ignore();
    QApplication::sendEvent(&w.window, &refused);
    CHECK_FALSE(refused.isAccepted());
}

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

TEST_CASE("A window whose pages are at work asks before it closes, and closes only on Yes") {
    Window w;
    w.window.show();
    w.second->going_on = "A run is still going on";
    QString asked;
    const auto answer = [&asked](QMessageBox::StandardButton button) {
        auto* waiting = new QTimer;
        QObject::connect(waiting, &QTimer::timeout, waiting, [waiting, button, &asked] {
            auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            if (box == nullptr) return;
            waiting->deleteLater();
            asked = box->text();
            box->button(button)->click();
        });
        waiting->start(10);
    };
    answer(QMessageBox::No);
    CHECK_FALSE(w.window.close());
    CHECK(w.window.isVisible());
    CHECK(asked == "A run is still going on. Stop and quit?");
    answer(QMessageBox::Yes);
    CHECK(w.window.close());
    CHECK(w.settings.contains("pages/second"));
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

TEST_CASE("The menu of recent files has their whole names, and none that could not be opened") {
    Window w;
    auto* menu = w.window.findChild<QMenu*>("recent_menu");
    REQUIRE(menu != nullptr);
    const auto entries = [menu] {
        Q_EMIT menu->aboutToShow();
        QStringList texts;
        for (const QAction* entry : menu->actions()) texts << entry->text();
        return texts;
    };
    CHECK(entries() == QStringList{"(none yet)"});
    const QString path = w.file("this & that.b");
    w.window.open(path);
    CHECK(entries() == QStringList{w.folder.filePath("this && that.b")}); // one & on screen
    menu->actions().front()->trigger();
    CHECK(w.second->opened == QStringList{path, path});
    REQUIRE(QFile::remove(path));
    menu->actions().front()->trigger();
    CHECK(w.notice().startsWith("Cannot open " + path));
    CHECK(entries() == QStringList{"(none yet)"});
}

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

TEST_CASE("Recent files are the newest first, each once, ten of them") {
    gui::RecentFiles recent;
    for (int i = 0; i < 12; ++i) recent.add("/f" + QString::number(i));
    recent.add("/f5");
    CHECK(recent.paths().size() == gui::RecentFiles::most);
    CHECK(recent.paths().front() == "/f5");
    CHECK(recent.paths().count("/f5") == 1);
    recent.remove("/f5");
    CHECK_FALSE(recent.paths().contains("/f5"));
}

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
