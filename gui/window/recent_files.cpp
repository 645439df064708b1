#include "gui/window/recent_files.hpp"

#include <QFileInfo>

namespace fracbit::gui {

void RecentFiles::add(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    paths_.removeAll(absolute);
    paths_.prepend(absolute);
    while (paths_.size() > most) paths_.removeLast();
}

void RecentFiles::remove(const QString& path) { paths_.removeAll(QFileInfo(path).absoluteFilePath()); }

} // namespace fracbit::gui
