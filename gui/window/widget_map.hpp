// For scripts that drive the window with real mouse and key events: where every named widget is, and what it says, as a
// JSON file that is written anew whenever something of it has changed.
#pragma once

#include <QObject>

class QTimer;

namespace fracbit::gui {

/// All visible widgets with an object name, of all windows: "name": {"x", "y", "width", "height" (pixels of the
/// screen), "enabled", and "text", "value", "checked" or "rows" where it has them}. Tabs are "NAME/TITLE", entries of
/// open menus too; rows of tables and lists that can be seen are "NAME/row 0".
QByteArray widget_map();

class WidgetMapFile : public QObject {
    Q_OBJECT

public:
    /// Looks several times a second. A file that cannot be written is reported once, on stderr.
    WidgetMapFile(QString path, QObject* parent = nullptr);

private:
    void write();
    QString path_;
    QByteArray written_;
    QTimer* timer_;
};

} // namespace fracbit::gui
