#include "gui/runs/runs_page.hpp"

#include "gui/support/named_button.hpp"
#include "gui/support/save_dialog.hpp"
#include "gui/support/table_export.hpp"
#include "gui/support/text.hpp"
#include "gui/support/wheel_guard.hpp"
#include "models/core/error.hpp"

#include <QComboBox>
#include <QDateTime>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace fracbit::gui {
namespace {

constexpr int most_kept_runs = 50; // from one session to the next
constexpr double most_evaluations = 1e12, least_population = 8, most_population = 1e12;
constexpr double largest_seed_number = 9'007'199'254'740'992.0; // 2^53: all below are doubles

QSpinBox* number(const QString& name, int low, int high, int value, const QString& tip) {
    auto* box = new QSpinBox;
    box->setObjectName(name);
    box->setRange(low, high);
    box->setValue(value);
    box->setGroupSeparatorShown(true);
    box->setToolTip(tip);
    return box;
}

/// Of whole numbers, as many as a double tells apart.
QDoubleSpinBox* large_number(const QString& name, double low, double high, qint64 value, const QString& tip) {
    auto* box = new QDoubleSpinBox;
    box->setObjectName(name);
    box->setDecimals(0);
    box->setRange(low, high);
    box->setValue(static_cast<double>(value));
    box->setGroupSeparatorShown(true);
    box->setToolTip(tip);
    return box;
}

qint64 whole(const QDoubleSpinBox& box) { return static_cast<qint64>(box.value()); }

void add_row(QFormLayout& form, const QString& label, QWidget* field, QWidget* buddy = nullptr) {
    auto* text = new QLabel(label);
    text->setBuddy(buddy == nullptr ? field : buddy);
    form.addRow(text, field);
}

} // namespace

RunsPage::RunsPage(QString folder, QWidget* parent) : Page(parent), folder_(std::move(folder)) {
    setObjectName(QStringLiteral("runs"));
    auto* both = new QSplitter(Qt::Horizontal);
    both->setObjectName(QStringLiteral("runs_across"));
    both->addWidget(make_form());
    both->addWidget(make_runs());
    both->setStretchFactor(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->addWidget(both);
    ignore_wheel_without_focus(*this);
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

QWidget* RunsPage::make_form() {
    auto* box = new QGroupBox(tr("New exploration"));
    auto* form = new QFormLayout(box);
    const auto file = [this](QLineEdit*& edit, const QString& name, const QString& tip, bool save) {
        edit = new QLineEdit;
        edit->setObjectName(name);
        edit->setToolTip(tip);
        edit->setAcceptDrops(false); // a file that is dropped goes to the window
        edit->setMinimumWidth(fontMetrics().averageCharWidth() * 24);
        auto* browse = new QPushButton(tr("..."));
        browse->setObjectName(name + QStringLiteral("_browse"));
        browse->setToolTip(tr("Choose a file"));
        browse->setMaximumWidth(fontMetrics().averageCharWidth() * 6);
        connect(browse, &QPushButton::clicked, this, [this, &edit, save] {
            const SaveQuestion question{
                tr("Result store"), edit->text(), {{tr("Result stores"), QStringLiteral("sqlite")}}, false};
            const QString path = save ? ask_save_path(this, question)
                                      : QFileDialog::getOpenFileName(this, tr("Design space"), edit->text(),
                                                                     tr("Design spaces (*.toml)"));
            if (!path.isEmpty()) edit->setText(path);
        });
        auto* both = new QWidget;
        auto* row = new QHBoxLayout(both);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(edit, 1);
        row->addWidget(browse);
        return both;
    };
    QWidget* space =
        file(space_, QStringLiteral("runs_space"), tr("Design space (TOML; docs/design_spaces.md)"), false);
    add_row(*form, tr("&Space"), space, space_);
    QWidget* store = file(store_, QStringLiteral("runs_store"),
                          tr("Result store (SQLite); an exploration that was stopped goes on in it"), true);
    add_row(*form, tr("S&tore"), store, store_);
    search_ = new QComboBox;
    search_->setObjectName(QStringLiteral("runs_search"));
    search_->addItems({QStringLiteral("exhaustive"), QStringLiteral("random"), QStringLiteral("nsga2")});
    search_->setToolTip(tr("exhaustive: every point; random: points drawn without repetition; nsga2: evolutionary"));
    add_row(*form, tr("Sea&rch"), search_);
    const ExploreRequest defaults; // those of the command line
    evaluations_ = large_number(QStringLiteral("runs_evaluations"), 1, most_evaluations, 100'000,
                                tr("Points to evaluate (random, nsga2), 1 to 1,000,000,000,000"));
    add_row(*form, tr("&Evaluations"), evaluations_);
    population_ = large_number(QStringLiteral("runs_population"), least_population, most_population,
                               defaults.population, tr("Points of a generation (nsga2), a multiple of 4, at least 8"));
    population_->setSingleStep(4);
    add_row(*form, tr("&Population"), population_);
    const auto follow_search = [this] {
        evaluations_->setEnabled(search_->currentIndex() > 0);
        population_->setEnabled(search_->currentText() == QLatin1String("nsga2"));
    };
    connect(search_, &QComboBox::currentIndexChanged, this, follow_search);
    follow_search();
    seed_ = large_number(QStringLiteral("runs_seed"), 0, largest_seed_number, defaults.seed,
                         tr("Seed of random and nsga2, and of the sample"));
    add_row(*form, tr("See&d"), seed_);
    sample_ = number(QStringLiteral("runs_sample"), 0, 1'000'000, static_cast<int>(defaults.sample),
                     tr("Feasible points that are kept beside the front, 0 to 1,000,000"));
    add_row(*form, tr("Sa&mple"), sample_);
    threads_ = number(QStringLiteral("runs_threads"), 0, 1024, 0, tr("Threads; 0: one for each core"));
    threads_->setSpecialValueText(tr("all cores"));
    add_row(*form, tr("Thre&ads"), threads_);
    QPushButton* start = named_button(
        tr("Start e&xploration"), "runs_start",
        tr("Runs `fracbit explore` in a process of its own; results appear on the page Explore while it runs"), box);
    connect(start, &QPushButton::clicked, this, &RunsPage::start_exploration);
    form->addRow(start);
    auto* hint = new QLabel(
        tr("Simulations are started from a pinned design: buttons Simulate on the pages Explore and What if."));
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);
    form->addRow(hint);
    return box;
}

QWidget* RunsPage::make_runs() {
    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    runs_ = new QTableView;
    runs_->setObjectName(QStringLiteral("runs_table"));
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
    QPushButton* clear = named_button(tr("Remove e&nded"), "runs_clear",
                                      tr("Takes runs that have ended from the list; their files stay"), right);
    connect(clear, &QPushButton::clicked, &table_model_, &RunTable::remove_ended);
    auto* row = new QHBoxLayout;
    row->addWidget(bar_, 1);
    row->addWidget(show_);
    row->addWidget(cancel_);
    row->addWidget(clear);
    log_ = new QPlainTextEdit;
    log_->setObjectName(QStringLiteral("runs_log"));
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

void RunsPage::open(const QString& path) {
    space_->setText(path);
    if (store_->text().isEmpty())
        store_->setText(QFileInfo(path).absolutePath() + QLatin1Char('/') + QFileInfo(path).completeBaseName() +
                        QStringLiteral(".sqlite"));
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
    ExploreRequest request;
    request.space = space_->text().trimmed();
    request.store = store_->text().trimmed();
    request.search = search_->currentText();
    request.evaluations = whole(*evaluations_);
    request.population = whole(*population_);
    request.seed = whole(*seed_);
    request.sample = sample_->value();
    request.threads = threads_->value();
    guarded([&] { start(explore_command(request)); });
}

void RunsPage::start(RunCommand command) {
    ChildRun& run = table_model_.add(std::make_unique<ChildRun>(std::move(command), fracbit_program()));
    connect(&run, &ChildRun::ended, this, [this, &run] { run_ended(run); });
    runs_->selectRow(table_model_.rowCount() - 1);
    if (run.state() == RunState::failed) run_ended(run); // it could not even be started
}

void RunsPage::run_ended(ChildRun& run) {
    if (run.state() == RunState::failed)
        Q_EMIT failed(tr("%1 failed: %2").arg(run.command().title, run.problem()));
    else
        Q_EMIT noticed(tr("%1: %2").arg(run.command().title, run_state_text(run.state())));
    show_chosen();
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
    show_share(run);
    show_log(run);
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
    return {{QStringLiteral("space"), space_->text()},
            {QStringLiteral("store"), store_->text()},
            {QStringLiteral("search"), search_->currentText()},
            {QStringLiteral("evaluations"), evaluations_->value()},
            {QStringLiteral("population"), population_->value()},
            {QStringLiteral("seed"), seed_->value()},
            {QStringLiteral("sample"), sample_->value()},
            {QStringLiteral("threads"), threads_->value()},
            {QStringLiteral("runs"), table_model_.records(most_kept_runs)}};
}

void RunsPage::restore(const QJsonObject& state) {
    space_->setText(state.value(QStringLiteral("space")).toString());
    store_->setText(state.value(QStringLiteral("store")).toString());
    search_->setCurrentText(state.value(QStringLiteral("search")).toString(QStringLiteral("exhaustive")));
    evaluations_->setValue(state.value(QStringLiteral("evaluations")).toDouble(evaluations_->value()));
    population_->setValue(state.value(QStringLiteral("population")).toDouble(population_->value()));
    seed_->setValue(state.value(QStringLiteral("seed")).toDouble(seed_->value()));
    sample_->setValue(state.value(QStringLiteral("sample")).toInt(sample_->value()));
    threads_->setValue(state.value(QStringLiteral("threads")).toInt(threads_->value()));
    table_model_.restore(state.value(QStringLiteral("runs")).toArray());
    if (table_model_.rowCount() > 0) runs_->selectRow(table_model_.rowCount() - 1);
}

} // namespace fracbit::gui
