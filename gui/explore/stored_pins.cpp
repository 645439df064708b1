#include "gui/explore/stored_pins.hpp"

#include "gui/designs/stored_design.hpp"
#include "gui/support/text.hpp"
#include "models/core/error.hpp"

#include <QJsonObject>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace fracbit::gui {

StoredPins::StoredPins(DesignList& designs, QObject* parent) : QObject(parent), designs_(designs) {
    connect(&loader_, &StoreLoader::loaded, this, [this](const std::shared_ptr<const PointSet>& points) {
        take(*points);
        read_rest();
    });
    connect(&loader_, &StoreLoader::failed, this, [this](const QString& store, const QString& message, bool locked) {
        if (locked) return put_off(store);
        lose(store, message);
        read_rest();
    });
}

QJsonArray StoredPins::state() const {
    QJsonArray state;
    const auto add = [&state](const StoredPlace& place) {
        state.append(QJsonObject{{QStringLiteral("store"), place.store},
                                 {QStringLiteral("id"), static_cast<qint64>(place.id)},
                                 {QStringLiteral("space_hash"), to_qt(place.space_hash)}});
    };
    for (const Design& design : designs_.designs())
        if (design.stored) add(*design.stored);
    for (const StoredPlace& place : waiting_) add(place);
    return state;
}

void StoredPins::restore(const QJsonArray& state) {
    for (const QJsonValue& value : state) {
        const QJsonObject pin = value.toObject();
        StoredPlace place{pin[QStringLiteral("store")].toString(), pin[QStringLiteral("id")].toInteger(-1),
                          to_std(pin[QStringLiteral("space_hash")].toString())};
        if (!place.store.isEmpty() && place.id >= 0) waiting_.push_back(std::move(place));
    }
}

void StoredPins::take(const PointSet& points) {
    std::vector<StoredPlace> mine, others;
    for (StoredPlace& place : waiting_) (place.store == points.path() ? mine : others).push_back(std::move(place));
    waiting_ = std::move(others);
    if (mine.empty()) return;
    const explorer::StoreHeader& header = points.contents().header;
    try {
        const explorer::DesignSpace space = explorer::parse_space(header.files, to_std(points.path()));
        for (const StoredPlace& place : mine) {
            if (place.space_hash != header.space_hash)
                return lose(place.store, tr("it now holds another space, in which their numbers mean other designs"));
            designs_.add(stored_design(space, place.store, place.id));
        }
    } catch (const Error& error) {
        lose(points.path(), to_qt(error.what()));
    }
}

void StoredPins::read_rest() {
    if (!waiting_.empty() && !loader_.busy()) loader_.load(waiting_.front().store);
}

/// Another program has locked it: the others first, then again.
void StoredPins::put_off(const QString& store) {
    std::stable_partition(waiting_.begin(), waiting_.end(),
                          [&store](const StoredPlace& place) { return place.store != store; });
    constexpr int milliseconds = 1000;
    QTimer::singleShot(milliseconds, this, &StoredPins::read_rest);
    if (put_off_.contains(store)) return;
    put_off_ << store;
    Q_EMIT noticed(tr("Pins of %1 wait until another program lets go of it").arg(store));
}

void StoredPins::lose(const QString& store, const QString& why) {
    std::erase_if(waiting_, [&store](const StoredPlace& place) { return place.store == store; });
    Q_EMIT noticed(tr("Pins of %1 are left out: %2").arg(store, why));
}

} // namespace fracbit::gui
