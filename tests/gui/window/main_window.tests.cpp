#include "tests/gui/window/opening_window.hpp"

#include <QAbstractButton>
#include <QApplication>
#include <QDropEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QTimer>

#include <catch2/catch.hpp>

#include <array>
#include <sys/inotify.h>
#include <unistd.h>

using namespace fracbit;
using tests::Window;

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

TEST_CASE("A file that a page shows goes to it again without being touched") {
    Window w;
    const QString path = w.file("x.b");
    w.window.open(path);
    const int events = ::inotify_init1(IN_NONBLOCK);
    REQUIRE(::inotify_add_watch(events, path.toLocal8Bit().constData(), IN_OPEN | IN_CLOSE) >= 0);
    w.window.open(path);
    CHECK(w.second->opened == QStringList{path, path});
    std::array<char, 512> event{};
    CHECK(::read(events, event.data(), event.size()) < 0);
    QFile(path).open(QIODevice::ReadOnly);
    CHECK(::read(events, event.data(), event.size()) > 0);
    ::close(events);
    QFile::remove(path);
    w.window.open(path);
    CHECK(w.notice().startsWith("Cannot open"));
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
