#include "gui/support/shipped_files.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace fracbit::gui {

QString shipped_file(const QString& name) {
    const QString program = QCoreApplication::applicationDirPath();
    // Installed; in build/PRESET/bin; built elsewhere.
    for (const QString& folder : {program + QStringLiteral("/../share/fracbit"), program + QStringLiteral("/../../.."),
                                  QStringLiteral(FRACBIT_SOURCE_DIR)}) {
        const QFileInfo file(QDir(folder).filePath(name));
        if (file.isReadable()) return file.canonicalFilePath();
    }
    return {};
}

} // namespace fracbit::gui
