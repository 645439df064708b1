// The page that shows a result store: scatter plot, parallel coordinates and table of the same points, filters, pins.
#pragma once

#include "gui/designs/design_list.hpp"
#include "gui/points/point_table.hpp"
#include "gui/points/point_view.hpp"
#include "gui/points/store_loader.hpp"
#include "gui/support/page.hpp"

#include <memory>

class QLabel;
class QMenu;
class QTableView;
class QTimer;

namespace fracbit::gui {

class AxesBox;
class ParallelPlot;
class ScatterPlot;

class ExplorePage : public Page {
    Q_OBJECT

public:
    /// `designs` must outlive the page.
    explicit ExplorePage(DesignList& designs, QWidget* parent = nullptr);
    ~ExplorePage() override;

    [[nodiscard]] QString title() const override { return tr("Explore"); }
    [[nodiscard]] QString purpose() const override;
    [[nodiscard]] bool can_open(const QString& path, const QByteArray& head) const override;
    void open(const QString& path) override;
    [[nodiscard]] QJsonObject state() const override;
    void restore(const QJsonObject& state) override;

    /// The store of the first start; opened now if no other is.
    void show_example(const QString& path);
    [[nodiscard]] PointView& view() { return view_; }
    /// The store that is shown; empty at first.
    [[nodiscard]] QString path() const { return view_.points().path(); }
    /// Pins the point, or takes its pin away.
    void toggle_pin(int row);

Q_SIGNALS:
    void compare_requested();
    void simulate_requested(const fracbit::gui::Design& design);

private:
    QWidget* make_controls();
    QWidget* make_plots();
    QWidget* make_table();
    void fill_axes_menu();
    void connect_parts();
    void take(std::shared_ptr<const PointSet> points);
    void restore_on_points();
    void pin(std::int64_t id);
    void apply_columns();
    void show_summary();
    void mark_pins();
    void export_plot(QWidget& plot, const QString& name);
    void export_table();
    void look_for_changes();

    DesignList& designs_;
    PointView view_;
    PointTable table_model_;
    StoreLoader loader_;
    std::unique_ptr<explorer::DesignSpace> space_; ///< of the store, once it is needed
    QJsonObject wanted_;                           ///< of a restored session, until its store is read
    QTimer* watch_;
    qint64 seen_change_ = 0;
    bool choosing_rows_ = false; ///< a selection comes from the table
    QString example_, waiting_for_;

    ScatterPlot* scatter_;
    ParallelPlot* parallel_;
    AxesBox* axes_;
    QTableView* table_ = nullptr;
    QMenu* axes_menu_ = nullptr; ///< of the parallel coordinates
    QLabel* summary_ = nullptr;
};

} // namespace fracbit::gui
