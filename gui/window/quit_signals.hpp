// SIGTERM, SIGINT and SIGHUP end the program as a person would, without questions: the session is kept, runs are
// stopped.
#pragma once

#include <QObject>

#include <array>

class QSocketNotifier;

namespace fracbit::gui {

/// One at a time.
class QuitSignals : public QObject {
    Q_OBJECT

public:
    explicit QuitSignals(QObject* parent = nullptr);
    ~QuitSignals() override;
    QuitSignals(const QuitSignals&) = delete;
    QuitSignals& operator=(const QuitSignals&) = delete;

Q_SIGNALS:
    void arrived(int signal);

private:
    std::array<int, 2> pipe_{-1, -1}; ///< a handler may do little more than write
    QSocketNotifier* notifier_ = nullptr;
};

} // namespace fracbit::gui
