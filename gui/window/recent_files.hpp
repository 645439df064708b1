// The files that were opened last, newest first.
#pragma once

#include <QStringList>

namespace fracbit::gui {

class RecentFiles {
public:
    static constexpr qsizetype most = 10;
    explicit RecentFiles(QStringList paths = {}) : paths_(std::move(paths)) {}
    void add(const QString& path); ///< kept as an absolute path
    void remove(const QString& path);
    [[nodiscard]] const QStringList& paths() const { return paths_; }

private:
    QStringList paths_;
};

} // namespace fracbit::gui
