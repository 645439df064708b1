// Pictures of the pages Explore and Runs, as in docs/: make_window_pictures FOLDER [dark] [WIDTHxHEIGHT]
#include "gui/explore/explore_page.hpp"
#include "gui/runs/runs_page.hpp"
#include "gui/support/shipped_files.hpp"
#include "gui/support/theme.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/qt_events.hpp"

#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>

#include <cstdio>

int main(int argc, char** argv) {
    using namespace fracbit;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        std::fprintf(stderr, "usage: make_window_pictures FOLDER [dark] [WIDTHxHEIGHT]\n");
        return 2;
    }
    const bool dark = arguments.contains(QStringLiteral("dark"));
    gui::apply_theme(dark ? gui::Theme::dark : gui::Theme::light);
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("session.ini")), QSettings::IniFormat);
    gui::DesignList designs;
    auto* explore = new gui::ExplorePage(designs);
    auto* runs = new gui::RunsPage(folder.filePath(QStringLiteral("runs")));
    QObject::connect(explore, &gui::ExplorePage::simulate_requested, runs, &gui::RunsPage::simulate);
    gui::MainWindow window({explore, runs}, settings);
    const QString name = arguments.last();
    if (const qsizetype cross = name.indexOf(QLatin1Char('x')); cross > 0 && name.left(cross).toInt() > 0)
        window.resize(name.left(cross).toInt(), name.mid(cross + 1).toInt());
    window.show();
    explore->show_example(gui::shipped_file(QStringLiteral("example.sqlite")));
    if (!tests::wait_for([&] { return explore->view().points().rows() > 0; })) return 1;
    explore->findChild<QPushButton*>(QStringLiteral("explore_select_front"))->click();
    explore->toggle_pin(*explore->view().points().row_of(523840)); // the answer of docs/explore.md
    explore->toggle_pin(explore->view().selection().front());
    QTest::qWait(300);
    const QString suffix = dark ? QStringLiteral("_dark") : QString();
    window.grab().save(arguments[1] + QStringLiteral("/explore") + suffix + QStringLiteral(".png"));
    explore->findChild<QPushButton*>(QStringLiteral("explore_simulate"))->click();
    if (!tests::wait_for([&] { return runs->table().active() == 0; })) return 1;
    QTest::qWait(300);
    window.grab().save(arguments[1] + QStringLiteral("/runs") + suffix + QStringLiteral(".png"));
    return 0;
}
