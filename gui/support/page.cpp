#include "gui/support/page.hpp"

#include "gui/support/text.hpp"
#include "models/core/error.hpp"

#include <QFileInfo>

#include <algorithm>
#include <exception>

namespace fracbit::gui {
namespace {

bool shows(const Page& page, const QString& file) {
    const QStringList files = page.open_files();
    return std::any_of(files.begin(), files.end(),
                       [&](const QString& shown) { return QFileInfo(shown).canonicalFilePath() == file; });
}

/// Somebody may well say yes to the file dialog's question whether to replace it.
void refuse_shown_file(const Page& asking, const QString& path) {
    const QString file = QFileInfo(path).canonicalFilePath();
    if (file.isEmpty()) return; // it is not there yet
    QList<const Page*> pages = asking.window()->findChildren<const Page*>();
    if (!pages.contains(&asking)) pages.append(&asking);
    if (std::any_of(pages.begin(), pages.end(), [&](const Page* page) { return shows(*page, file); }))
        throw ConfigError(to_std(path) + " is open in this window and is not replaced: choose another name");
}

} // namespace

void Page::guarded(const std::function<void()>& action) {
    try {
        action();
    } catch (const std::exception& error) {
        Q_EMIT failed(to_qt(error.what()));
    }
}

void Page::save_as(const QString& path, const std::function<void(const QString&)>& write) {
    if (path.isEmpty()) return;
    guarded([&] {
        refuse_shown_file(*this, path);
        write(path);
        Q_EMIT noticed(tr("Wrote %1").arg(path));
    });
}

} // namespace fracbit::gui
