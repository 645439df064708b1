// fracbit-gui: makes the pages and the window. Usage errors end with status 2, like those of fracbit.
#include "gui/decoder/decoder_page.hpp"
#include "gui/designs/design_list.hpp"
#include "gui/explore/explore_page.hpp"
#include "gui/runs/runs_page.hpp"
#include "gui/support/shipped_files.hpp"
#include "gui/support/text.hpp"
#include "gui/timeline/timeline_page.hpp"
#include "gui/whatif/what_if_page.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/quit_signals.hpp"
#include "gui/window/start_messages.hpp"
#include "gui/window/widget_map.hpp"
#include "models/core/version.hpp"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <memory>
#include <string_view>

namespace {

using namespace fracbit::gui;

struct Options {
    QStringList files;
    QString settings, widget_map;
};

Options parse(const QCoreApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Looks at design spaces, machines, decoders and traces of accelerators with fractional-bit weights."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption settings(QStringLiteral("settings"),
                                      QStringLiteral("Keep the session in FILE instead of the user's settings."),
                                      QStringLiteral("FILE"));
    const QCommandLineOption map(
        QStringLiteral("widget-map"),
        QStringLiteral("For scripts: keep in FILE, as JSON, where every named widget is and what it says."),
        QStringLiteral("FILE"));
    parser.addOption(settings);
    parser.addOption(map);
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 QStringLiteral("Files to open: stores, traces, architectures."),
                                 QStringLiteral("[FILE...]"));
    if (!parser.parse(application.arguments())) {
        std::fprintf(stderr, "fracbit-gui: error: %s\nrun 'fracbit-gui --help' for the options\n",
                     qPrintable(parser.errorText()));
        std::exit(2);
    }
    parser.process(application); // --help, --version
    return {parser.positionalArguments(), parser.value(settings), parser.value(map)};
}

QString runs_folder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/runs");
}

/// Numbers as in files and on the command line, in every country.
void set_number_format() {
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::DefaultNumberOptions); // 1,000 where a widget asks for it
    QLocale::setDefault(locale);
}

/// Help and version are told without a screen, too.
bool only_tells(int argc, char** argv) {
    return std::any_of(argv + 1, argv + argc, [](std::string_view word) {
        return word == "-h" || word == "--help" || word == "--help-all" || word == "-v" || word == "--version";
    });
}

std::unique_ptr<QApplication> start(int& argc, char** argv) {
    const StartMessages messages;
    return std::make_unique<QApplication>(argc, argv);
}

} // namespace

int main(int argc, char** argv) {
    set_number_format();
    QCoreApplication::setOrganizationName(QStringLiteral("fracbit"));
    QCoreApplication::setApplicationName(QStringLiteral("fracbit-gui"));
    QCoreApplication::setApplicationVersion(to_qt(fracbit::program_version()));
    if (only_tells(argc, argv)) parse(QCoreApplication(argc, argv));
    const std::unique_ptr<QApplication> application = start(argc, argv);
    const Options options = parse(*application);
    const auto settings = options.settings.isEmpty()
                              ? std::make_unique<QSettings>()
                              : std::make_unique<QSettings>(options.settings, QSettings::IniFormat);
    DesignList designs;
    auto* explore = new ExplorePage(designs);
    auto* what_if = new WhatIfPage(designs);
    auto* decoder = new DecoderPage;
    auto* runs = new RunsPage(runs_folder());
    QObject::connect(explore, &ExplorePage::simulate_requested, runs, &RunsPage::simulate);
    QObject::connect(what_if, &WhatIfPage::simulate_requested, runs, &RunsPage::simulate);
    QObject::connect(explore, &ExplorePage::compare_requested, what_if, &WhatIfPage::show_pinned);
    auto* timeline = new TimelinePage;
    MainWindow window({explore, what_if, decoder, timeline, runs}, *settings);
    window.restore_session();
    window.show();
    for (const QString& file : options.files) window.open(QFileInfo(file).absoluteFilePath());
    explore->show_example(shipped_file(QStringLiteral("example.sqlite")));
    std::unique_ptr<WidgetMapFile> map;
    const QuitSignals signals_to_quit;
    QObject::connect(&signals_to_quit, &QuitSignals::arrived, &window, [&window] {
        window.save_session();
        QApplication::exit(); // quit() would close the window, which asks about runs: nobody may be there to answer
    });
    if (!options.widget_map.isEmpty()) map = std::make_unique<WidgetMapFile>(options.widget_map);
    return QApplication::exec();
}
