#include "gui/support/theme.hpp"

#include "gui/support/window_style.hpp"

#include <QApplication>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

QPalette light_palette() {
    QPalette palette;
    const QColor text(0x20, 0x22, 0x26);
    const QColor window(0xf4, 0xf5, 0xf7);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::AlternateBase, QColor(0xf7, 0xf8, 0xfa));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, QColor(0xe9, 0xeb, 0xef));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::ToolTipBase, QColor(0xff, 0xff, 0xe8));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, QColor(0x00, 0x72, 0xb2));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x00, 0x72, 0xb2));
    palette.setColor(QPalette::PlaceholderText, QColor(0x6b, 0x70, 0x78));
    return palette;
}

QPalette dark_palette() {
    QPalette palette;
    const QColor text(0xe4, 0xe6, 0xea);
    palette.setColor(QPalette::Window, QColor(0x25, 0x28, 0x2d));
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, QColor(0x1b, 0x1d, 0x21));
    palette.setColor(QPalette::AlternateBase, QColor(0x21, 0x24, 0x28));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, QColor(0x34, 0x38, 0x3f));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::ToolTipBase, QColor(0x34, 0x38, 0x3f));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x8f, 0xd1));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x6c, 0xb6, 0xee));
    palette.setColor(QPalette::PlaceholderText, QColor(0x9a, 0xa0, 0xa8));
    return palette;
}

void grey_out_disabled(QPalette& palette) {
    const QColor grey = palette.color(QPalette::PlaceholderText);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, grey);
}

bool is_dark(const QPalette& palette) { return palette.color(QPalette::Window).lightnessF() < 0.5F; }

} // namespace

void apply_theme(Theme theme) {
    static const QStyle* const style = [] {
        auto* made = new WindowStyle;
        QApplication::setStyle(made);
        return made;
    }(); // once: it visits all widgets
    Q_UNUSED(style)
    QPalette palette = theme == Theme::dark ? dark_palette() : light_palette();
    grey_out_disabled(palette);
    QApplication::setPalette(palette);
}

PlotColors plot_colors(const QPalette& palette) {
    const bool dark = is_dark(palette);
    PlotColors colors;
    colors.background = palette.color(QPalette::Base);
    colors.text = palette.color(QPalette::Text);
    colors.grid = dark ? QColor(0x3a, 0x3e, 0x45) : QColor(0xe1, 0xe4, 0xe8);
    colors.faint = dark ? QColor(0x6a, 0x70, 0x79) : QColor(0xb4, 0xb9, 0xc1);
    colors.accent = dark ? QColor(0xff, 0x9d, 0x4d) : QColor(0xd5, 0x5e, 0x00);
    colors.busy = dark ? QColor(0x35, 0xc4, 0x9a) : QColor(0x00, 0x9e, 0x73);
    colors.stall_in = dark ? QColor(0xff, 0xb8, 0x3a) : QColor(0xe6, 0x9f, 0x00);
    colors.stall_out = dark ? QColor(0xe8, 0x84, 0xb4) : QColor(0xcc, 0x79, 0xa7);
    colors.idle = dark ? QColor(0x3c, 0x41, 0x48) : QColor(0xdd, 0xe1, 0xe6);
    colors.series = {dark ? QColor(0x4d, 0xa9, 0xe8) : QColor(0x00, 0x72, 0xb2),
                     dark ? QColor(0xff, 0x9d, 0x4d) : QColor(0xd5, 0x5e, 0x00),
                     dark ? QColor(0x35, 0xc4, 0x9a) : QColor(0x00, 0x9e, 0x73),
                     dark ? QColor(0xe8, 0x84, 0xb4) : QColor(0xcc, 0x79, 0xa7),
                     dark ? QColor(0xff, 0xb8, 0x3a) : QColor(0xe6, 0x9f, 0x00),
                     dark ? QColor(0x8f, 0xd4, 0xf7) : QColor(0x56, 0xb4, 0xe9),
                     dark ? QColor(0xf0, 0xe4, 0x42) : QColor(0x8a, 0x81, 0x00)};
    return colors;
}

QColor scale_color(double share) {
    struct Stop {
        double r, g, b;
    };
    static constexpr std::array<Stop, 5> stops{
        {{0.27, 0.32, 0.76}, {0.13, 0.50, 0.68}, {0.13, 0.66, 0.52}, {0.55, 0.78, 0.28}, {0.96, 0.82, 0.15}}};
    const double at = std::clamp(share, 0.0, 1.0) * (stops.size() - 1);
    const auto low = std::min<std::size_t>(static_cast<std::size_t>(at), stops.size() - 2);
    const double part = at - static_cast<double>(low);
    const auto mix = [part](double a, double b) { return static_cast<float>(a + (b - a) * part); };
    return QColor::fromRgbF(mix(stops[low].r, stops[low + 1].r), mix(stops[low].g, stops[low + 1].g),
                            mix(stops[low].b, stops[low + 1].b));
}

} // namespace fracbit::gui
