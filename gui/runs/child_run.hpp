// One run of fracbit in a process of its own: whatever happens to it, the window lives on.
#pragma once

#include "gui/runs/run_record.hpp"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QStringDecoder>

#include <utility>

namespace fracbit::gui {

class ChildRun : public QObject {
    Q_OBJECT

public:
    /// Starts at once. `program`: of fracbit.
    ChildRun(RunCommand command, const QString& program, QObject* parent = nullptr);
    /// A run of an earlier session.
    explicit ChildRun(RunRecord record, QObject* parent = nullptr);
    /// Stops the process: asked first, then killed.
    ~ChildRun() override;
    /// For an end without signals: the program quits.
    void ask_to_stop();
    void wait_until_stopped(QDeadlineTimer deadline); ///< kills it then

    [[nodiscard]] const RunCommand& command() const { return command_; }
    [[nodiscard]] RunState state() const { return state_; }
    [[nodiscard]] bool active() const { return state_ == RunState::running || state_ == RunState::stopping; }
    [[nodiscard]] double share() const { return share_; } ///< of the work; negative: not known
    [[nodiscard]] const QString& progress() const { return progress_; }
    [[nodiscard]] const QString& log() const { return log_; }         ///< the last `most_log` characters
    [[nodiscard]] const QString& problem() const { return problem_; } ///< of a failed run, for people
    /// The trace or the store that it writes; empty if there is none, or what is there is not this run's.
    [[nodiscard]] QString result() const;
    [[nodiscard]] double seconds() const;
    /// As the next session is to know it; one that still goes on will have been cancelled.
    [[nodiscard]] RunRecord record() const;
    [[nodiscard]] qint64 process_id() const { return process_.processId(); }

    /// As Ctrl-C would: fracbit keeps what it may keep and ends. Killed if it has not ended after `patience_ms`.
    void cancel();

    static constexpr qsizetype most_log = 200'000;
    static constexpr int patience_ms = 15'000;

Q_SIGNALS:
    void changed();
    void ended();

private:
    void read_output();
    void take_line(const QString& line);
    void finish(int exit_code, QProcess::ExitStatus status);
    void fail_to_start();
    [[nodiscard]] QString advice() const;
    void end(RunState state, const QString& problem = {});
    [[nodiscard]] QString result_path() const { return command_.trace.isEmpty() ? command_.store : command_.trace; }
    /// Time and size of what it writes: another one means that it was written.
    [[nodiscard]] std::pair<QDateTime, qint64> result_stamp() const;

    RunCommand command_;
    QProcess process_;
    RunState state_ = RunState::running;
    double share_ = -1;
    QString progress_, log_, problem_, last_error_;
    QStringDecoder output_{QStringDecoder::Utf8}; ///< of stdout, which may come in pieces of letters
    QByteArray pending_;                          ///< a line on stderr that has no end yet
    QElapsedTimer clock_;
    double ended_after_ = -1;
    std::pair<QDateTime, qint64> stamp_before_;
    bool wrote_ = true;
};

} // namespace fracbit::gui
