// What all plots look like, and how they become files.
#pragma once

#include <QString>

class QCustomPlot;
class QWidget;

namespace fracbit::gui {

/// Colours and fonts of background, axes, grid, legend by the plot's palette; call again when that changes.
void style_plot(QCustomPlot& plot);

/// Writes .svg, .pdf or .png, by the name's ending; the file appears whole or not at all. Throws ConfigError for
/// another ending, IoError if it cannot be written.
void save_plot(QCustomPlot& plot, const QString& path);
/// The same of any widget that paints itself, as it looks without the keyboard.
void save_widget(QWidget& widget, const QString& path);

/// Asks for a name (svg, pdf, png; save_dialog.hpp); empty if the user thought better of it.
QString ask_picture_path(QWidget* parent, const QString& suggestion);

} // namespace fracbit::gui
