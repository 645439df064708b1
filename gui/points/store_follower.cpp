#include "gui/points/store_follower.hpp"

#include <QFileInfo>
#include <QTimer>

#include <utility>

namespace fracbit::gui {
namespace {

qint64 time_of_change(const QString& path) {
    const QFileInfo file(path);
    return file.exists() ? file.lastModified().toMSecsSinceEpoch() : 0;
}

} // namespace

StoreFollower::StoreFollower(std::function<bool()> looked_at, QObject* parent)
    : QObject(parent), looked_at_(std::move(looked_at)) {
    connect(&loader_, &StoreLoader::loaded, this, [this](const std::shared_ptr<const PointSet>& points) {
        path_ = points->path();
        seen_ = asked_;
        if (waiting_for_ == path_) waiting_for_.clear();
        Q_EMIT loaded(points);
    });
    connect(&loader_, &StoreLoader::failed, this, &StoreFollower::take_failure);
    auto* watch = new QTimer(this);
    constexpr int milliseconds = 1000;
    connect(watch, &QTimer::timeout, this, &StoreFollower::look);
    watch->start(milliseconds);
}

void StoreFollower::open(const QString& path) {
    waiting_for_.clear();
    load(path);
}

void StoreFollower::load(const QString& path) {
    asked_ = time_of_change(path);
    loader_.load(path);
}

void StoreFollower::take_failure(const QString& of, const QString& message, bool locked) {
    if (!locked) {
        if (of == path_) seen_ = asked_; // not again until it changes
        if (waiting_for_ == of) waiting_for_.clear();
        Q_EMIT failed(of, message);
    } else if (waiting_for_.isEmpty()) { // a run that is writing: nothing is wrong
        waiting_for_ = of;
        Q_EMIT waiting(of);
    }
}

void StoreFollower::look() {
    if (loader_.busy()) return;
    if (!waiting_for_.isEmpty()) return load(waiting_for_);
    if (path_.isEmpty() || !looked_at_()) return;
    const qint64 changed = time_of_change(path_);
    if (changed == seen_) return;
    if (changed != 0) return load(path_); // seen when it has been read: another store may be asked for before
    seen_ = 0;
    Q_EMIT vanished(path_);
}

} // namespace fracbit::gui
