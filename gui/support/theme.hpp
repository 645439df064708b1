// Light and dark: the palette of widgets, and the colours of plots that go with it.
#pragma once

#include <QColor>
#include <QPalette>

#include <array>

namespace fracbit::gui {

enum class Theme { light, dark };

/// Sets style and palette of the whole program. Widgets hear of it by QEvent::PaletteChange.
void apply_theme(Theme theme);

/// Colours that stay apart for colour-blind eyes (Okabe and Ito, "Color universal design", 2008), lighter on dark.
struct PlotColors {
    QColor background, text, grid, accent, faint, busy, stall_in, stall_out, idle;
    std::array<QColor, 7> series;
};
/// Those that suit a widget's palette.
PlotColors plot_colors(const QPalette& palette);

/// Colour of a share 0 .. 1 on a scale of growing lightness, dark blue to yellow, for ordered values; readable on both
/// themes.
QColor scale_color(double share);

} // namespace fracbit::gui
