// The page that shows an event trace: before there is one, while it is read, and once it is open.
#pragma once

#include "gui/support/page.hpp"
#include "gui/timeline/trace_loader.hpp"

class QStackedWidget;

namespace fracbit::gui {

class LoadingSheet;
class StartSheet;
class TraceSheet;

class TimelinePage : public Page {
    Q_OBJECT

public:
    explicit TimelinePage(QWidget* parent = nullptr);
    ~TimelinePage() override;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString purpose() const override;
    /// Any trace of ours: one of another kind is refused with the way to make one of events.
    [[nodiscard]] bool can_open(const QString& path, const QByteArray& head) const override;
    void open(const QString& path) override;
    [[nodiscard]] QStringList open_files() const override;
    /// File, visible cycles, cursor. A restored file is read when the page is first seen.
    [[nodiscard]] QJsonObject state() const override;
    void restore(const QJsonObject& state) override;

    void next_stall() { find_stall(true); }
    void previous_stall() { find_stall(false); }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void connect_parts();
    void add_shortcuts();
    void ask_and_open();
    void find_stall(bool forward);
    void take_trace(const TraceLoader::Index& index);
    void opening_ended();

    QJsonObject wanted_;   ///< range and cursor for the file that is being read
    bool pending_ = false; ///< `wanted_` names a file that waits until the page is seen

    QStackedWidget* stack_;
    TraceLoader* loader_;
    StartSheet* start_;
    LoadingSheet* loading_;
    TraceSheet* trace_;
};

} // namespace fracbit::gui
