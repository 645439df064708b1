#include "gui/explore/store_looks.hpp"

namespace fracbit::gui {
namespace {

QString store_of(const QJsonValue& look) { return look[QStringLiteral("store")].toString(); }

} // namespace

void StoreLooks::keep(const QJsonObject& look) {
    QJsonArray all{look};
    for (const QJsonValue& other : looks_)
        if (store_of(other) != store_of(look) && all.size() < most) all.append(other);
    looks_ = all;
}

QJsonObject StoreLooks::of(const QString& store) const {
    for (const QJsonValue& look : looks_)
        if (store_of(look) == store) return look.toObject();
    return {};
}

} // namespace fracbit::gui
