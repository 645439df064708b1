// How stores were looked at last: a look (axes, filter, selection) each, kept from one session to the next.
#pragma once

#include <QJsonArray>
#include <QJsonObject>

namespace fracbit::gui {

class StoreLooks {
public:
    static constexpr int most = 10; ///< the oldest go first

    /// Of `state`.
    explicit StoreLooks(QJsonArray looks = {}) : looks_(std::move(looks)) {}

    /// In place of an older one of the same store, which it names as "store".
    void keep(const QJsonObject& look);
    /// Empty if there is none.
    [[nodiscard]] QJsonObject of(const QString& store) const;
    /// The latest first.
    [[nodiscard]] const QJsonArray& state() const { return looks_; }

private:
    QJsonArray looks_;
};

} // namespace fracbit::gui
