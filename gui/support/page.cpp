#include "gui/support/page.hpp"

#include "gui/support/text.hpp"

#include <exception>

namespace fracbit::gui {

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
        write(path);
        Q_EMIT noticed(tr("Wrote %1").arg(path));
    });
}

} // namespace fracbit::gui
