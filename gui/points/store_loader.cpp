#include "gui/points/store_loader.hpp"

#include "gui/support/text.hpp"
#include "models/core/error.hpp"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <exception>

namespace fracbit::gui {
namespace {

struct Outcome {
    std::shared_ptr<const PointSet> points;
    QString problem;
    bool locked = false;
};

constexpr int patience_ms = 5000; // somebody looks on; a run that writes lets go of its store in between

Outcome read(const QString& path) {
    try {
        return {std::make_shared<const PointSet>(explorer::read_store(to_std(path), patience_ms), path), {}};
    } catch (const explorer::LockedStoreError& error) {
        return {nullptr, to_qt(error.what()), true};
    } catch (const std::bad_alloc&) {
        return {nullptr, QObject::tr("%1 does not fit into memory").arg(path)};
    } catch (const std::exception& error) {
        return {nullptr, to_qt(error.what())};
    }
}

} // namespace

void StoreLoader::load(const QString& path) {
    reading_ = path;
    const int turn = ++turn_;
    // Reading cannot be interrupted: its thread may outlive this object, and then tells nobody.
    QThreadPool::globalInstance()->start(
        [path, turn, receiver = QPointer<StoreLoader>(this), application = QCoreApplication::instance()] {
            QThreadPool& threads = *QThreadPool::globalInstance();
            threads.releaseThread(); // most of the time it waits, for a disk or a lock: others need not wait with it
            auto outcome = std::make_shared<Outcome>(read(path));
            threads.reserveThread();
            QMetaObject::invokeMethod(application, [path, turn, receiver, outcome] {
                if (receiver == nullptr || receiver->turn_ != turn) return;
                receiver->reading_.clear();
                if (outcome->points)
                    Q_EMIT receiver->loaded(outcome->points);
                else
                    Q_EMIT receiver->failed(path, outcome->problem, outcome->locked);
            });
        });
}

} // namespace fracbit::gui
