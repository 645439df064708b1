// The window: pages as tabs, a place for messages, files that are opened from menus, by dropping them or by the command
// line, and a session that the next start finds again.
#pragma once

#include "gui/support/page.hpp"
#include "gui/support/theme.hpp"
#include "gui/window/recent_files.hpp"

#include <QMainWindow>

#include <vector>

class QMenu;
class QSettings;
class QTabWidget;

namespace fracbit::gui {

class NoticeBar;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// Takes the pages over. `settings` must outlive the window.
    MainWindow(const std::vector<Page*>& pages, QSettings& settings);

    /// Gives the file to the page that it is for; a message if there is none, or no such file.
    void open(const QString& path) { open_for(path, nullptr); }
    /// What the last session left: window, theme, page, recent files, splitters and state of each page.
    void restore_session();
    /// Also done every half minute.
    void save_session();
    void show_failure(const QString& message);
    [[nodiscard]] Page* current_page() const;

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void add_page(Page& page);
    /// `asking`: takes a file that no page knows by name and beginning, as it says best what is wrong with it.
    void open_for(const QString& path, Page* asking);
    /// The page that shows this file and knows it by its name, if any. The file is left alone: to open and close it
    /// would drop the locks of all who read it as a store in this program.
    [[nodiscard]] Page* page_showing(const QString& path) const;
    [[nodiscard]] Page* page_for(const QString& path, const QByteArray& head) const;
    void show_page(const Page& page);
    void make_menus();
    void fill_recent_menu();
    void set_theme(Theme theme);
    void show_notice(const QString& message);
    void ask_and_open();

    QSettings& settings_;
    std::vector<Page*> pages_;
    QTabWidget* tabs_;
    NoticeBar* notice_;
    QMenu* recent_menu_ = nullptr;
    QAction* dark_ = nullptr;
    RecentFiles recent_;
    QString last_folder_;
    bool restoring_ = false;
};

} // namespace fracbit::gui
