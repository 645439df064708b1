// A window of two pages that open files.
#pragma once

#include "gui/window/main_window.hpp"
#include "gui/window/notice_bar.hpp"

#include <QFile>
#include <QJsonObject>
#include <QSettings>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

namespace fracbit::tests {

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
    [[nodiscard]] QStringList open_files() const override { return opened; }
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

} // namespace fracbit::tests
