// Reads result stores without stopping the window.
#pragma once

#include "gui/points/point_set.hpp"

#include <QObject>

#include <memory>

namespace fracbit::gui {

class StoreLoader : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    /// The store of the last call is the one that is reported; earlier ones that are still being read are dropped.
    void load(const QString& path);
    [[nodiscard]] bool busy() const { return !reading_.isEmpty(); }
    [[nodiscard]] const QString& reading() const { return reading_; }

Q_SIGNALS:
    void loaded(std::shared_ptr<const fracbit::gui::PointSet> points);
    /// `locked`: by another program; later it may be read.
    void failed(const QString& path, const QString& message, bool locked);

private:
    QString reading_;
    int turn_ = 0;
};

} // namespace fracbit::gui
