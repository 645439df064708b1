// Keeps to a result store: reads it without stopping the window, waits while another program has it locked, and reads
// it anew whenever it has changed.
#pragma once

#include "gui/points/store_loader.hpp"

#include <functional>

namespace fracbit::gui {

class StoreFollower : public QObject {
    Q_OBJECT

public:
    /// `looked_at`: whether changes are worth reading now.
    explicit StoreFollower(std::function<bool()> looked_at, QObject* parent = nullptr);
    /// What was followed stays so until this one is read.
    void open(const QString& path);
    /// The same, but one that is waited for comes as soon as it can be read.
    void open_meanwhile(const QString& path) { load(path); }
    [[nodiscard]] bool busy() const { return loader_.busy(); }
    /// A store that another program has locked; empty: none.
    [[nodiscard]] const QString& waiting_for() const { return waiting_for_; }

Q_SIGNALS:
    void loaded(std::shared_ptr<const fracbit::gui::PointSet> points);
    void failed(const QString& path, const QString& message);
    /// Locked by another program; it is tried again until it can be read.
    void waiting(const QString& path);
    /// The file is gone; told once.
    void vanished(const QString& path);

private:
    void load(const QString& path);
    void take_failure(const QString& of, const QString& message, bool locked);
    void look();
    std::function<bool()> looked_at_;
    StoreLoader loader_;
    QString path_, waiting_for_;
    qint64 seen_ = 0, asked_ = 0; ///< times of the last change: of what was read, of what is being read
};

} // namespace fracbit::gui
