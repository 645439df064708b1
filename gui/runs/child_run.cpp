#include "gui/runs/child_run.hpp"

#include "gui/support/text.hpp"

#include <QFileInfo>
#include <QTimer>

#include <algorithm>
#include <csignal>

namespace fracbit::gui {
namespace {

QString signal_text(int signal) {
    switch (signal) {
    case SIGKILL:
        return ChildRun::tr("it was killed (by somebody, or because memory ran out)");
    case SIGSEGV:
    case SIGABRT:
    case SIGBUS:
        return ChildRun::tr("it crashed (signal %1); this is a defect of fracbit, please report it with the log")
            .arg(signal);
    default:
        return ChildRun::tr("a signal ended it (%1)").arg(signal);
    }
}

} // namespace

ChildRun::ChildRun(RunCommand command, const QString& program, QObject* parent)
    : QObject(parent), command_(std::move(command)) {
    clock_.start();
    stamp_before_ = result_stamp();
    log_ = QStringLiteral("$ fracbit %1\n").arg(shell_text(command_.arguments));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("FRACBIT_PROGRESS"), QStringLiteral("lines"));
    process_.setProcessEnvironment(environment);
    process_.setStandardInputFile(QProcess::nullDevice());
    connect(&process_, &QProcess::readyReadStandardOutput, this, &ChildRun::read_output);
    connect(&process_, &QProcess::readyReadStandardError, this, &ChildRun::read_output);
    connect(&process_, &QProcess::finished, this, &ChildRun::finish);
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) fail_to_start();
    });
    process_.start(program, command_.arguments);
}

ChildRun::ChildRun(RunRecord record, QObject* parent)
    : QObject(parent), command_(std::move(record.command)), state_(record.state),
      share_(record.state == RunState::done ? 1 : -1), log_(std::move(record.log)), problem_(std::move(record.problem)),
      ended_after_(record.seconds), wrote_(record.wrote) {}

RunRecord ChildRun::record() const {
    return {command_, active() ? RunState::cancelled : state_, seconds(), log_, problem_, wrote_};
}

ChildRun::~ChildRun() {
    constexpr int wait_ms = 3000;
    ask_to_stop();
    wait_until_stopped(QDeadlineTimer(wait_ms));
}

void ChildRun::ask_to_stop() {
    process_.disconnect(this);
    if (process_.state() != QProcess::NotRunning) process_.terminate();
}

void ChildRun::wait_until_stopped(QDeadlineTimer deadline) {
    if (process_.state() == QProcess::NotRunning) return;
    if (process_.waitForFinished(static_cast<int>(std::max<qint64>(1, deadline.remainingTime())))) return;
    constexpr int wait_ms = 3000;
    process_.kill();
    process_.waitForFinished(wait_ms);
}

QString ChildRun::result() const {
    const QString path = result_path();
    return !path.isEmpty() && wrote_ && QFileInfo::exists(path) ? path : QString();
}

std::pair<QDateTime, qint64> ChildRun::result_stamp() const {
    const QFileInfo file(result_path());
    const QFileInfo journal(result_path() + QStringLiteral("-wal")); // of SQLite, where new rows of a store go first
    return {std::max(file.lastModified(), journal.lastModified()), file.size() + journal.size()};
}

/// What to do after a run that a signal has ended.
QString ChildRun::advice() const {
    if (!command_.store.isEmpty()) return tr("; start it again with the same settings, and it goes on in its store");
    return tr("; start it again");
}

double ChildRun::seconds() const {
    constexpr double ms = 1000;
    return ended_after_ >= 0 ? ended_after_ : static_cast<double>(clock_.elapsed()) / ms;
}

void ChildRun::cancel() {
    if (state_ != RunState::running) return;
    state_ = RunState::stopping;
    process_.terminate();
    QTimer::singleShot(patience_ms, this, [this] {
        if (active()) process_.kill();
    });
    Q_EMIT changed();
}

void ChildRun::read_output() {
    log_ += QString(output_(process_.readAllStandardOutput()));
    pending_ += process_.readAllStandardError();
    qsizetype end = 0;
    while ((end = pending_.indexOf('\n')) >= 0) {
        take_line(QString::fromUtf8(pending_.left(end)));
        pending_.remove(0, end + 1);
    }
    if (log_.size() > most_log) log_.remove(0, log_.size() - most_log);
    Q_EMIT changed();
}

void ChildRun::take_line(const QString& line) {
    if (!line.startsWith(QLatin1String("progress "))) {
        log_ += line + QLatin1Char('\n');
        if (line.contains(QLatin1String("error: "))) last_error_ = line.section(QStringLiteral("error: "), 1);
        return;
    }
    bool known = false;
    const double share = line.section(QLatin1Char(' '), 1, 1).toDouble(&known);
    share_ = known ? share : -1;
    progress_ = line.section(QLatin1Char(' '), 2);
}

void ChildRun::finish(int exit_code, QProcess::ExitStatus status) {
    read_output();
    if (!pending_.isEmpty()) take_line(QString::fromUtf8(pending_));
    pending_.clear();
    const bool stopped = state_ == RunState::stopping;
    if (status == QProcess::CrashExit)
        return stopped ? end(RunState::cancelled) : end(RunState::failed, signal_text(exit_code) + advice());
    if (exit_code == 0) return end(RunState::done);
    if (stopped) return end(RunState::cancelled);
    end(RunState::failed,
        last_error_.isEmpty() ? tr("it ended with status %1; its log may say why").arg(exit_code) : last_error_);
}

void ChildRun::fail_to_start() {
    end(RunState::failed, process_.program().isEmpty()
                              ? tr("the program fracbit was found neither beside fracbit-gui nor in the PATH")
                              : tr("%1 could not be started: %2").arg(process_.program(), process_.errorString()));
}

void ChildRun::end(RunState state, const QString& problem) {
    ended_after_ = seconds();
    state_ = state;
    problem_ = problem;
    if (state == RunState::done) share_ = 1;
    wrote_ = state != RunState::failed || result_stamp() != stamp_before_;
    if (!problem.isEmpty() && problem != last_error_) log_ += QLatin1Char('\n') + problem + QLatin1Char('\n');
    Q_EMIT changed();
    Q_EMIT ended();
}

} // namespace fracbit::gui
