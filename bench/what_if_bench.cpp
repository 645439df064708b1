// How long it takes from a slider that moves on the What-if page to new numbers that are painted: cycles, and area and
// energy, for formats whose weights need not be drawn.
#include "gui/support/theme.hpp"
#include "gui/whatif/what_if_page.hpp"

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QSlider>
#include <QStandardPaths>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace fracbit::gui;

namespace {

struct Latencies {
    std::vector<double> cycles_ms, costs_ms;
    double slowest_ms = 0;
    QString slowest; ///< "lanes 3"
};

double share_of(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

/// Moves a slider over its whole range and back, a step at a time.
void move(WhatIfPage& page, const QString& name, Latencies& seen) {
    auto& slider = *page.findChild<QSlider*>(name);
    const int first = slider.value();
    std::vector<int> stops;
    constexpr int most = 64;
    const int step = std::max(1, (slider.maximum() - slider.minimum()) / most);
    for (int stop = slider.minimum(); stop <= slider.maximum(); stop += step) stops.push_back(stop);
    stops.push_back(first);
    for (const int stop : stops) {
        if (slider.value() == stop) continue;
        bool shown = false, complete_shown = false, timed = false, costed = false;
        QElapsedTimer clock;
        const auto connection = QObject::connect(&page, &WhatIfPage::figures_shown, &page, [&](bool complete) {
            shown = true;
            complete_shown = complete;
        });
        QTimer alarm; // wakes the loop where nothing else does
        alarm.start(50);
        clock.start();
        slider.setValue(stop);
        constexpr int patience_ms = 500; // a value that is not allowed has no new numbers
        while (!costed && clock.elapsed() < patience_ms) {
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
            if (!shown) continue;
            QCoreApplication::processEvents(); // paints
            const double ms = static_cast<double>(clock.nsecsElapsed()) * 1e-6;
            if (!timed) seen.cycles_ms.push_back(ms);
            if (!timed && ms > seen.slowest_ms) {
                seen.slowest_ms = ms;
                seen.slowest = QStringLiteral("%1 %2").arg(name).arg(stop);
            }
            timed = true;
            costed = complete_shown;
            if (costed) seen.costs_ms.push_back(ms);
        }
        QObject::disconnect(connection);
    }
}

void measure(const char* network, const char* format, const char* mode) {
    DesignList designs;
    WhatIfPage page(designs);
    page.resize(1280, 800);
    page.show();
    const auto choose = [&page](const char* name, const char* text) {
        auto& combo = *page.findChild<QComboBox*>(QLatin1String(name));
        combo.setCurrentText(QLatin1String(text));
        Q_EMIT combo.textActivated(QLatin1String(text));
    };
    choose("whatif_network_combo", network);
    choose("whatif_array_mode_combo", mode);
    choose("whatif_encoding_format_combo", format);
    QElapsedTimer settling;
    settling.start();
    while (settling.elapsed() < 1000) QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    Latencies seen;
    for (const char* name :
         {"whatif_weights_lanes_slider", "whatif_encoding_n_out_slider", "whatif_encoding_taps_slider",
          "whatif_memory_bytes_per_cycle_slider", "whatif_array_columns_slider", "whatif_clock_mhz_slider",
          "whatif_weights_fifo_depth_slider"})
        if (page.findChild<QSlider*>(QLatin1String(name))->isEnabled()) move(page, QLatin1String(name), seen);
    std::printf("%-16s %-10s %6zu %10.1f %10.1f %10.1f %10.1f %10.1f %s\n", network, format, seen.cycles_ms.size(),
                share_of(seen.cycles_ms, 0.5), share_of(seen.cycles_ms, 0.95), share_of(seen.costs_ms, 0.5),
                share_of(seen.costs_ms, 0.95), seen.slowest_ms, seen.slowest.toUtf8().constData());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    apply_theme(Theme::light);
    std::printf("%-16s %-10s %6s %21s %21s %s\n", "", "", "", "cycles, ms", "area and energy, ms",
                "slowest cycles, ms");
    std::printf("%-16s %-10s %6s %10s %10s %10s %10s\n", "network", "format", "moves", "median", "95 %", "median",
                "95 %");
    measure("resnet18", "flexor", "add_sub");
    measure("resnet18", "binary", "add_sub");
    measure("resnet18", "dense8", "dense");
    measure("alexnet", "flexor", "add_sub");
    return 0;
}
