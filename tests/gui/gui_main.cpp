// One QApplication without a screen for all cases of a test program. Made in main: a static one crashes at exit.
#include "gui/support/theme.hpp"

#include <QApplication>
#include <QStandardPaths>

#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    int qt_arguments = 1; // Catch's are not for Qt
    QApplication application(qt_arguments, argv);
    fracbit::gui::apply_theme(fracbit::gui::Theme::light);
    return Catch::Session().run(argc, argv);
}
