#include "gui/window/main_window.hpp"

#include "gui/support/scrolled.hpp"
#include "gui/support/shipped_files.hpp"
#include "gui/support/splitter_state.hpp"
#include "gui/support/text.hpp"
#include "gui/window/help_dialog.hpp"
#include "gui/window/help_text.hpp"
#include "gui/window/notice_bar.hpp"

#include <QApplication>
#include <QCloseEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonDocument>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QScrollArea>
#include <QSettings>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace fracbit::gui {
namespace {

constexpr int message_milliseconds = 10'000;
constexpr qsizetype head_bytes = 64;

QString page_key(const Page& page) { return QStringLiteral("pages/") + page.objectName(); }
QString splitters_key(const Page& page) { return QStringLiteral("splitters/") + page.objectName(); }

QJsonObject object_at(const QSettings& settings, const QString& key) {
    return QJsonDocument::fromJson(settings.value(key).toByteArray()).object();
}

QByteArray text_of(const QJsonObject& object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

QStringList local_files(const QMimeData& data) {
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

} // namespace

MainWindow::MainWindow(const std::vector<Page*>& pages, QSettings& settings)
    : settings_(settings), tabs_(new QTabWidget(this)), notice_(new NoticeBar(this)) {
    setObjectName(QStringLiteral("window"));
    setWindowTitle(QStringLiteral("fracbit"));
    setAcceptDrops(true);
    auto* center = new QWidget(this);
    auto* column = new QVBoxLayout(center);
    column->setContentsMargins(6, 6, 6, 0);
    column->addWidget(notice_);
    column->addWidget(tabs_, 1);
    setCentralWidget(center);
    tabs_->tabBar()->setObjectName(QStringLiteral("tabs"));
    tabs_->setDocumentMode(true);
    for (Page* page : pages) add_page(*page);
    make_menus();
    statusBar()->setObjectName(QStringLiteral("status"));
    resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
    auto* keep = new QTimer(this); // whatever ends the program, little is lost
    constexpr int milliseconds = 30'000;
    connect(keep, &QTimer::timeout, this, &MainWindow::save_session);
    keep->start(milliseconds);
}

void MainWindow::add_page(Page& page) {
    pages_.push_back(&page);
    QScrollArea* area = scrolled(&page, tabs_); // where the screen is smaller than a page can be
    area->setFocusPolicy(Qt::NoFocus);
    const int index = tabs_->addTab(area, page.title());
    tabs_->setTabToolTip(index, tr("%1 (Alt+%2)").arg(page.purpose()).arg(index + 1));
    auto* go = new QAction(this);
    go->setShortcut(QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + index)));
    connect(go, &QAction::triggered, this, [this, index] { tabs_->setCurrentIndex(index); });
    addAction(go);
    connect(&page, &Page::failed, this, &MainWindow::show_failure);
    connect(&page, &Page::noticed, this, &MainWindow::show_notice);
    connect(&page, &Page::open_requested, this, [this, &page](const QString& path) { open_for(path, &page); });
    connect(&page, &Page::keep_wanted, this, &MainWindow::save_session);
    connect(&page, &Page::wants_attention, this, [this, &page] { show_page(page); });
}

void MainWindow::make_menus() {
    menuBar()->setObjectName(QStringLiteral("menu_bar"));
    QMenu& file = *menuBar()->addMenu(tr("&File"));
    file.setObjectName(QStringLiteral("file_menu"));
    file.addAction(tr("&Open..."), QKeySequence::Open, this, &MainWindow::ask_and_open);
    recent_menu_ = file.addMenu(tr("Open &recent"));
    recent_menu_->setObjectName(QStringLiteral("recent_menu"));
    connect(recent_menu_, &QMenu::aboutToShow, this, &MainWindow::fill_recent_menu);
    const QString example = shipped_file(QStringLiteral("example.sqlite"));
    if (!example.isEmpty()) file.addAction(tr("Open &example"), this, [this, example] { open(example); });
    file.addSeparator();
    file.addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
    QMenu& view = *menuBar()->addMenu(tr("&View"));
    view.setObjectName(QStringLiteral("view_menu"));
    dark_ = view.addAction(tr("&Dark"), this, [this](bool on) { set_theme(on ? Theme::dark : Theme::light); });
    dark_->setCheckable(true);
    dark_->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D));
    QMenu& help = *menuBar()->addMenu(tr("&Help"));
    help.setObjectName(QStringLiteral("help_menu"));
    help.addAction(tr("&Keys and pointer"), QKeySequence::HelpContents, this,
                   [this] { HelpDialog(tr("Keys and pointer"), keys_text(), this).exec(); });
    help.addAction(tr("&About fracbit"), this, [this] { HelpDialog(tr("About fracbit"), about_text(), this).exec(); });
}

void MainWindow::set_theme(Theme theme) {
    dark_->setChecked(theme == Theme::dark);
    apply_theme(theme);
}

void MainWindow::fill_recent_menu() {
    recent_menu_->clear();
    for (const QString& path : recent_.paths()) {
        QString text = path; // an & would mark a letter
        recent_menu_->addAction(text.replace(QLatin1Char('&'), QLatin1String("&&")), this,
                                [this, path] { open(path); });
    }
    if (recent_.paths().isEmpty()) recent_menu_->addAction(tr("(none yet)"))->setEnabled(false);
}

void MainWindow::ask_and_open() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Open"), last_folder_,
                                                      tr("All that can be opened (*.sqlite *.toml *.csv *.txt);;Result "
                                                         "stores (*.sqlite);;Traces (*.events.csv);;All files (*)"));
    if (!path.isEmpty()) open(path);
}

Page* MainWindow::page_showing(const QString& path) const {
    const auto page = std::find_if(pages_.begin(), pages_.end(), [&path](const Page* one) {
        return one->open_files().contains(path) && one->can_open(path, {});
    });
    return page == pages_.end() || !QFile::exists(path) ? nullptr : *page;
}

Page* MainWindow::page_for(const QString& path, const QByteArray& head) const {
    const auto page =
        std::find_if(pages_.begin(), pages_.end(), [&](const Page* one) { return one->can_open(path, head); });
    return page == pages_.end() ? nullptr : *page;
}

void MainWindow::open_for(const QString& path, Page* asking) {
    Page* page = page_showing(path);
    if (page == nullptr) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            recent_.remove(path);
            show_failure(tr("Cannot open %1: %2.").arg(path, file.errorString()));
            return;
        }
        page = page_for(path, file.read(head_bytes));
    }
    if (page != nullptr) {
        recent_.add(path);
        last_folder_ = QFileInfo(path).absolutePath();
        show_page(*page);
        return page->open(path);
    }
    if (asking != nullptr) return asking->open(path);
    show_failure(
        tr("%1 is of no kind that can be shown here. Result stores (.sqlite) that `fracbit explore --out` writes, "
           "event traces that `fracbit simulate --trace events=FILE` writes, architectures and design spaces (.toml), "
           "networks (.csv), and matrices of 0s and 1s (.txt) can be opened.")
            .arg(path));
}

void MainWindow::show_notice(const QString& message) {
    const QString before = restoring_ ? statusBar()->currentMessage() : QString(); // what all pages miss is read
    statusBar()->showMessage(before.isEmpty() ? message : before + QStringLiteral("  ") + message,
                             message_milliseconds);
}

void MainWindow::show_failure(const QString& message) { notice_->show_message(message); }

void MainWindow::show_page(const Page& page) {
    const auto at = std::find(pages_.begin(), pages_.end(), &page);
    tabs_->setCurrentIndex(static_cast<int>(at - pages_.begin()));
}

Page* MainWindow::current_page() const {
    return tabs_->currentIndex() < 0 ? nullptr : pages_[static_cast<std::size_t>(tabs_->currentIndex())];
}

void MainWindow::restore_session() {
    restoreGeometry(settings_.value(QStringLiteral("window/geometry")).toByteArray());
    recent_ = RecentFiles(settings_.value(QStringLiteral("recent")).toStringList());
    last_folder_ = settings_.value(QStringLiteral("folder")).toString();
    set_theme(settings_.value(QStringLiteral("window/dark")).toBool() ? Theme::dark : Theme::light);
    restoring_ = true;
    for (Page* page : pages_) {
        page->restore(object_at(settings_, page_key(*page)));
        restore_splitters(*page, object_at(settings_, splitters_key(*page)));
    }
    restoring_ = false;
    tabs_->setCurrentIndex(settings_.value(QStringLiteral("window/page"), 0).toInt());
    if (!settings_.isWritable())
        show_failure(
            tr("The session cannot be kept, as %1 cannot be written: the next start will not find what is open "
               "now. Make it writable, or name another file with --settings.")
                .arg(settings_.fileName()));
}

void MainWindow::save_session() {
    const auto keep = [this](const QString& key, const QVariant& value) { // the file is written only if it changes
        if (settings_.value(key) != value) settings_.setValue(key, value);
    };
    keep(QStringLiteral("window/geometry"), saveGeometry());
    keep(QStringLiteral("window/dark"), dark_->isChecked());
    keep(QStringLiteral("window/page"), tabs_->currentIndex());
    keep(QStringLiteral("recent"), recent_.paths());
    keep(QStringLiteral("folder"), last_folder_);
    for (const Page* page : pages_) {
        keep(page_key(*page), text_of(page->state()));
        keep(splitters_key(*page), text_of(splitter_state(*page)));
    }
    settings_.sync();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    QStringList going_on;
    for (const Page* page : pages_)
        if (!page->busy().isEmpty()) going_on << page->busy();
    if (!going_on.isEmpty()) {
        QMessageBox question(QMessageBox::Question, tr("Quit"),
                             tr("%1. Stop and quit?").arg(going_on.join(QStringLiteral(". "))),
                             QMessageBox::Yes | QMessageBox::No, this);
        question.setObjectName(QStringLiteral("quit_question"));
        question.setDefaultButton(QMessageBox::No);
        if (question.exec() != QMessageBox::Yes) return event->ignore();
    }
    save_session();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!local_files(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QString& path : local_files(*event->mimeData())) open(path);
    event->acceptProposedAction();
}

} // namespace fracbit::gui
