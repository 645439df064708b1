#include "gui/timeline/timeline_page.hpp"

#include "gui/support/text.hpp"
#include "gui/timeline/loading_sheet.hpp"
#include "gui/timeline/start_sheet.hpp"
#include "gui/timeline/trace_sheet.hpp"

#include <QAction>
#include <QBoxLayout>
#include <QFileDialog>
#include <QFileInfo>
#include <QShowEvent>
#include <QStackedWidget>

namespace fracbit::gui {
namespace {

const auto file_key = QStringLiteral("file");

} // namespace

TimelinePage::TimelinePage(QWidget* parent)
    : Page(parent), stack_(new QStackedWidget(this)), loader_(new TraceLoader(this)), start_(new StartSheet(this)),
      loading_(new LoadingSheet(this)), trace_(new TraceSheet(*loader_, this)) {
    setObjectName(QStringLiteral("timeline"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 6);
    column->addWidget(stack_);
    for (QWidget* sheet :
         {static_cast<QWidget*>(start_), static_cast<QWidget*>(loading_), static_cast<QWidget*>(trace_)})
        stack_->addWidget(sheet);
    connect_parts();
    add_shortcuts();
}

TimelinePage::~TimelinePage() = default;

QString TimelinePage::title() const { return tr("Timeline"); }

QString TimelinePage::purpose() const {
    return tr(
        "Look at a run cycle by cycle: which block works, waits or is blocked, and what is on the memory channel");
}

void TimelinePage::connect_parts() {
    connect(start_, &StartSheet::open_asked, this, &TimelinePage::ask_and_open);
    connect(start_, &StartSheet::sample_wanted, this, &Page::open_requested);
    connect(start_, &StartSheet::failed, this, &Page::failed);
    connect(loading_, &LoadingSheet::cancelled, this, [this] {
        loader_->cancel_open();
        opening_ended();
    });
    connect(trace_, &TraceSheet::open_asked, this, &TimelinePage::ask_and_open);
    connect(trace_, &TraceSheet::failed, this, &Page::failed);
    connect(trace_, &TraceSheet::noticed, this, &Page::noticed);
    connect(loader_, &TraceLoader::progressed, loading_, &LoadingSheet::show_progress);
    connect(loader_, &TraceLoader::opened, this, &TimelinePage::take_trace);
    connect(loader_, &TraceLoader::open_failed, this, [this](const QString& message) {
        opening_ended();
        Q_EMIT failed(message);
    });
}

void TimelinePage::add_shortcuts() {
    const auto shortcut = [this](const QKeySequence& keys, bool forward) {
        auto* action = new QAction(this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, forward] { find_stall(forward); });
        addAction(action);
    };
    shortcut(QKeySequence(Qt::Key_N), true);
    shortcut(QKeySequence(Qt::SHIFT | Qt::Key_N), false);
}

bool TimelinePage::can_open(const QString& path, const QByteArray& head) const {
    if (head.startsWith("# fracbit ") && head.contains(" trace")) return true;
    for (const char* ending : {".events.csv", ".vcd", ".perfetto.json", ".trace", ".stl"})
        if (path.endsWith(QLatin1String(ending))) return true;
    return false;
}

QStringList TimelinePage::open_files() const { return {state()[file_key].toString()}; }

void TimelinePage::ask_and_open() {
    const QString folder =
        trace_->index() == nullptr ? QString() : QFileInfo(to_qt(trace_->index()->path())).absolutePath();
    const QString path = QFileDialog::getOpenFileName(this, tr("Open an event trace"), folder,
                                                      tr("Event traces (*.events.csv);;All files (*)"));
    if (!path.isEmpty()) Q_EMIT open_requested(path);
}

void TimelinePage::open(const QString& path) {
    pending_ = false;
    wanted_ = {};
    loading_->begin(path);
    stack_->setCurrentWidget(loading_);
    loader_->open(path);
}

void TimelinePage::opening_ended() {
    wanted_ = {};
    stack_->setCurrentWidget(trace_->index() == nullptr ? static_cast<QWidget*>(start_) : trace_);
}

void TimelinePage::take_trace(const TraceLoader::Index& index) {
    trace_->set_trace(index, wanted_);
    opening_ended();
    trace_->focus_lanes();
    Q_EMIT noticed(
        tr("%1: %2 rows, %3 cycles")
            .arg(QFileInfo(to_qt(index->path())).fileName(), grouped_text(index->rows()), grouped_text(index->end())));
}

void TimelinePage::find_stall(bool forward) {
    if (stack_->currentWidget() == trace_) trace_->find_stall(forward);
}

QJsonObject TimelinePage::state() const {
    if (pending_ || (trace_->index() == nullptr && !wanted_.isEmpty())) return wanted_;
    if (trace_->index() == nullptr) return {};
    QJsonObject state = trace_->place();
    state[file_key] = to_qt(trace_->index()->path());
    return state;
}

void TimelinePage::restore(const QJsonObject& state) {
    const QString path = state[file_key].toString();
    if (path.isEmpty()) return;
    if (!QFileInfo(path).isReadable()) {
        Q_EMIT noticed(tr("%1, which was open when the last session ended, is no longer there.").arg(path));
        return;
    }
    wanted_ = state;
    pending_ = true;
    if (isVisible()) showEvent(nullptr);
}

void TimelinePage::showEvent(QShowEvent* event) {
    if (event != nullptr) Page::showEvent(event);
    if (!pending_) return;
    const QJsonObject wanted = wanted_;
    open(wanted[file_key].toString());
    wanted_ = wanted;
}

} // namespace fracbit::gui
