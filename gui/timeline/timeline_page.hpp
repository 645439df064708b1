// The page that shows an event trace: lanes, overview, what the cursor says, and the way to stalls and layers.
#pragma once

#include "gui/support/page.hpp"
#include "gui/timeline/trace_loader.hpp"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;
class QTimer;

namespace fracbit::gui {

class CursorModel;
class OverviewBar;
class TimelineView;

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
    /// File, visible cycles, cursor. A restored file is read when the page is first seen.
    [[nodiscard]] QJsonObject state() const override;
    void restore(const QJsonObject& state) override;

    void next_stall() { find_stall(true); }
    void previous_stall() { find_stall(false); }

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* make_empty();
    QWidget* make_loading();
    QWidget* make_trace();
    QWidget* make_tools();
    QWidget* make_readout();
    QPushButton* make_button(const QString& text, const char* name, const QString& tip);
    void connect_parts();

    void ask_and_open();
    void export_picture();
    void find_stall(bool forward);
    void show_layer(int entry);
    void take_trace(const TraceLoader::Index& index);
    void opening_ended();
    void range_changed();
    void request_window();
    void cursor_changed();
    void show_cycle(const traces::EventWindow& window);
    void show_stall(const std::optional<traces::EventRow>& row, bool forward);
    void fill_combos();
    void size_columns();
    void lane_selected();

    TraceLoader::Index index_;
    QString opening_;      ///< the file that is being read
    QJsonObject wanted_;   ///< range and cursor for it
    bool pending_ = false; ///< `wanted_` names a file that waits until the page is seen

    QStackedWidget* stack_;
    QLabel* loading_label_ = nullptr;
    QProgressBar* progress_ = nullptr;
    TimelineView* view_ = nullptr;
    OverviewBar* overview_ = nullptr;
    QComboBox* layer_combo_ = nullptr;
    QComboBox* lane_combo_ = nullptr;
    QLabel* cycle_label_ = nullptr;
    QLabel* range_label_ = nullptr;
    QLabel* burst_label_ = nullptr;
    QTableView* table_ = nullptr;
    CursorModel* cursor_model_;
    TraceLoader* loader_;
};

} // namespace fracbit::gui
