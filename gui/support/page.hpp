// One page of the window. Pages know nothing of each other: what they share comes through their constructors, and they
// speak through signals.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QWidget>

#include <functional>

namespace fracbit::gui {

class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    [[nodiscard]] virtual QString title() const = 0;
    /// One sentence: what can be done here.
    [[nodiscard]] virtual QString purpose() const = 0;

    /// Whether a file is for this page, by its name and its first bytes (at most 64).
    [[nodiscard]] virtual bool can_open(const QString& path, const QByteArray& head) const {
        Q_UNUSED(path)
        Q_UNUSED(head)
        return false;
    }
    /// Begins to open it; what is wrong with it becomes a `failed`, and what was open stays.
    virtual void open(const QString& path) { Q_UNUSED(path) }

    /// Files that are shown here, over which nothing may be written.
    [[nodiscard]] virtual QStringList open_files() const { return {}; }

    /// What would be lost if the window closed now, as a sentence without its full stop; empty: nothing.
    [[nodiscard]] virtual QString busy() const { return {}; }

    /// What the next start is to find again. `restore` takes what an older or newer program wrote: it ignores what it
    /// does not know, and what is no longer there.
    [[nodiscard]] virtual QJsonObject state() const { return {}; }
    virtual void restore(const QJsonObject& state) { Q_UNUSED(state) }

    /// Has a file written, and says so; without a path (somebody thought better of it) nothing happens. One that a page
    /// of this window shows is refused.
    void save_as(const QString& path, const std::function<void(const QString&)>& write);

protected:
    /// Whatever it throws becomes a `failed`.
    void guarded(const std::function<void()>& action);

Q_SIGNALS:
    /// Something that a person should read; it stays on the window until it is put away.
    void failed(const QString& message);
    /// Something that may be overlooked, for the status bar.
    void noticed(const QString& message);
    /// The file is to be opened by the page that it is for, this one perhaps, and offered among recent files.
    void open_requested(const QString& path);
    /// This page has something to show and wants to be seen.
    void wants_attention();
    /// The session is to be kept now: something has begun or ended that would be missed if the program were killed.
    void keep_wanted();
};

} // namespace fracbit::gui
