#include "gui/runs/runs_page.hpp"

#include "gui/runs/exploration_form.hpp"
#include "gui/support/named_button.hpp"
#include "gui/support/splitter_state.hpp"
#include "gui/support/table_export.hpp"
#include "gui/support/text.hpp"
#include "gui/support/wheel_guard.hpp"
#include "models/core/error.hpp"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QFontDatabase>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace fracbit::gui {
namespace {

constexpr int most_kept_runs = 50; // from one session to the next

} // namespace

RunsPage::RunsPage(QString folder, QWidget* parent)
    : Page(parent), folder_(std::move(folder)), form_(new ExplorationForm) {
    setObjectName(QStringLiteral("runs"));
    QSplitter* both = named_splitter(Qt::Horizontal, "runs_across");
    both->addWidget(form_);
    both->addWidget(make_runs());
    both->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->addWidget(both);
    ignore_wheel_without_focus(*this);
    connect(form_, &ExplorationForm::start_clicked, this, &RunsPage::start_exploration);
    connect(form_, &ExplorationForm::space_chosen, this, [this](const QString& path) {
        if (can_open(path, {})) Q_EMIT open_requested(path); // else the form says later what is wrong with it
    });
    connect(&table_model_, &QAbstractItemModel::dataChanged, this, &RunsPage::show_chosen);
    connect(&table_model_, &QAbstractItemModel::modelReset, this, &RunsPage::show_chosen);
    auto* ticks = new QTimer(this); // times grow
    constexpr int milliseconds = 500;
    connect(ticks, &QTimer::timeout, this, [this] {
        if (table_model_.active() > 0) runs_->viewport()->update();
    });
    ticks->start(milliseconds);
    show_chosen();
}

QString RunsPage::purpose() const { return tr("Start explorations and simulations, watch them, stop them"); }

QWidget* RunsPage::make_runs() {
    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    runs_ = new QTableView;
    runs_->setObjectName(QStringLiteral("runs_table"));
    runs_->setAccessibleName(tr("Runs"));
    runs_->setModel(&table_model_);
    runs_->setSelectionBehavior(QAbstractItemView::SelectRows);
    runs_->setSelectionMode(QAbstractItemView::SingleSelection);
    runs_->verticalHeader()->hide();
    runs_->setWordWrap(false);
    runs_->horizontalHeader()->setHighlightSections(false);
    runs_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    runs_->horizontalHeader()->setSectionResizeMode(RunTable::progress, QHeaderView::Stretch);
    connect(&table_model_, &QAbstractItemModel::rowsInserted, runs_, [this] { // columns follow changes, not new rows
        for (const int column : {RunTable::title, RunTable::state, RunTable::time})
            runs_->resizeColumnToContents(column);
    });
    add_export_menu(*runs_, QStringLiteral("runs.csv"));
    connect(runs_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPage::show_chosen);
    bar_ = new QProgressBar;
    bar_->setObjectName(QStringLiteral("runs_progress"));
    bar_->setAccessibleName(tr("Progress of the chosen run"));
    constexpr int steps = 1000;
    bar_->setRange(0, steps);
    cancel_ = named_button(tr("&Cancel"), "runs_cancel",
                           tr("Stops the chosen run; an exploration keeps what it has found"), right);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        if (ChildRun* run = chosen()) run->cancel();
    });
    show_ = named_button(tr("Sh&ow result"), "runs_show",
                         tr("Opens the store, or the trace, that the chosen run has written"), right);
    connect(show_, &QPushButton::clicked, this, [this] {
        if (const ChildRun* run = chosen()) Q_EMIT open_requested(run->result());
    });
    use_ = named_button(tr("&Use settings"), "runs_use",
                        tr("Fills the form with the settings of the chosen exploration, in place of what it holds"),
                        right);
    connect(use_, &QPushButton::clicked, this, &RunsPage::use_settings);
    QPushButton* clear = named_button(tr("Remove e&nded"), "runs_clear",
                                      tr("Takes runs that have ended from the list; their files stay"), right);
    connect(clear, &QPushButton::clicked, &table_model_, &RunTable::remove_ended);
    auto* row = new QHBoxLayout;
    row->addWidget(bar_, 1);
    row->addWidget(show_);
    row->addWidget(use_);
    row->addWidget(cancel_);
    row->addWidget(clear);
    log_ = new QPlainTextEdit;
    log_->setObjectName(QStringLiteral("runs_log"));
    log_->setAccessibleName(tr("Log of the chosen run"));
    log_->setReadOnly(true);
    log_->setLineWrapMode(QPlainTextEdit::NoWrap);
    log_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    log_->setPlaceholderText(tr("What the chosen run prints"));
    column->addWidget(runs_, 2);
    column->addLayout(row);
    column->addWidget(log_, 3);
    return right;
}

bool RunsPage::can_open(const QString& path, const QByteArray& head) const {
    Q_UNUSED(head)
    if (!path.endsWith(QLatin1String(".toml"), Qt::CaseInsensitive)) return false;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return false;
    const QByteArray text = file.readAll(); // an architecture has no objectives
    return text.contains("[[objective]]");
}

void RunsPage::open(const QString& path) { form_->set_space(path); }

QStringList RunsPage::open_files() const {
    const ExploreRequest request = form_->request();
    return {request.space, request.store};
}

QString RunsPage::new_folder() const {
    const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    for (int i = 1;; ++i) {
        const QString path = QStringLiteral("%1/%2-%3").arg(folder_, stamp).arg(i);
        if (QFileInfo::exists(path)) continue;
        if (!QDir().mkpath(path))
            throw IoError("the folder '" + to_std(path) +
                          "' cannot be made: is the disk full, or may it not be written?");
        return path;
    }
}

void RunsPage::simulate(const Design& design) {
    guarded([&] {
        for (const explorer::NetworkUse& network : design.networks)
            start(simulate_command(design, to_qt(network.name), new_folder()));
        Q_EMIT wants_attention();
    });
}

void RunsPage::start_exploration() {
    guarded([&] { start(explore_command(form_->request())); });
}

void RunsPage::start(RunCommand command) {
    ChildRun& run = table_model_.add(std::make_unique<ChildRun>(std::move(command), fracbit_program()));
    connect(&run, &ChildRun::ended, this, [this, &run] { run_ended(run); });
    runs_->selectRow(table_model_.rowCount() - 1);
    Q_EMIT keep_wanted(); // whatever ends this program: its command is what one needs to go on
    if (run.state() == RunState::failed) run_ended(run); // it could not even be started
}

void RunsPage::run_ended(ChildRun& run) {
    if (run.state() == RunState::failed)
        Q_EMIT failed(tr("%1 failed: %2").arg(run.command().title, run.problem()));
    else
        Q_EMIT noticed(tr("%1: %2").arg(run.command().title, run_state_text(run.state())));
    show_chosen();
    Q_EMIT keep_wanted();
}

ChildRun* RunsPage::chosen() const {
    const QModelIndexList rows = runs_->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : table_model_.run(rows.front().row());
}

void RunsPage::show_chosen() {
    const ChildRun* run = chosen();
    cancel_->setEnabled(run != nullptr && run->state() == RunState::running);
    // A store can be looked at while it grows, a trace when it is whole.
    show_->setEnabled(run != nullptr && !run->result().isEmpty());
    use_->setEnabled(run != nullptr && explore_request(run->command()).has_value());
    show_share(run);
    show_log(run);
}

void RunsPage::use_settings() {
    const ChildRun* run = chosen();
    const auto request = run == nullptr ? std::nullopt : explore_request(run->command());
    if (!request) return;
    form_->set_request(*request);
    Q_EMIT noticed(tr("The form has the settings of: %1").arg(run->command().title));
}

void RunsPage::show_share(const ChildRun* run) {
    const double share = run == nullptr ? 0 : std::max(0.0, run->share());
    const QString known = run == nullptr ? QString() : share_text(*run);
    bar_->setFormat(run == nullptr     ? QString()
                    : !known.isEmpty() ? known
                    : run->active()    ? tr("working")
                                       : run_state_text(run->state()));
    bar_->setValue(static_cast<int>(share * bar_->maximum()));
}

void RunsPage::show_log(const ChildRun* run) {
    const QString log = run == nullptr ? QString() : run->log();
    QScrollBar& scroll = *log_->verticalScrollBar();
    const int before = scroll.value();
    const bool at_end = before == scroll.maximum();
    if (run == shown_run_ && log.startsWith(shown_log_)) { // the usual case: more of the same
        if (log.size() == shown_log_.size()) return;
        QTextCursor end(log_->document());
        end.movePosition(QTextCursor::End);
        end.insertText(log.mid(shown_log_.size()));
    } else {
        log_->setPlainText(log);
    }
    shown_run_ = run;
    shown_log_ = log;
    scroll.setValue(at_end ? scroll.maximum() : before);
}

QString RunsPage::busy() const {
    const int runs = table_model_.active();
    return runs == 0   ? QString()
           : runs == 1 ? tr("A run is still going on")
                       : tr("%1 runs are still going on").arg(runs);
}

QJsonObject RunsPage::state() const {
    QJsonObject state = form_->state();
    state[QStringLiteral("runs")] = table_model_.records(most_kept_runs);
    return state;
}

void RunsPage::restore(const QJsonObject& state) {
    form_->restore(state);
    table_model_.restore(state.value(QStringLiteral("runs")).toArray());
    if (table_model_.rowCount() > 0) runs_->selectRow(table_model_.rowCount() - 1);
}

} // namespace fracbit::gui
