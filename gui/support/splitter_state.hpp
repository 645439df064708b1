// Where the splitters of a page stand, for the next start.
#pragma once

#include <QJsonObject>

class QSplitter;
class QWidget;

namespace fracbit::gui {

/// A splitter that is among them.
QSplitter* named_splitter(Qt::Orientation orientation, const char* name);

/// Of all splitters with an object name inside of the widget.
QJsonObject splitter_state(const QWidget& widget);
/// Those that are there are moved; all else is ignored.
void restore_splitters(const QWidget& widget, const QJsonObject& state);

} // namespace fracbit::gui
