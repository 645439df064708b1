// The page that shows a result store: scatter plot, parallel coordinates and table of the same points, filters, pins.
#pragma once

#include "gui/designs/design_list.hpp"
#include "gui/explore/store_looks.hpp"
#include "gui/explore/stored_pins.hpp"
#include "gui/points/point_view.hpp"
#include "gui/points/store_follower.hpp"
#include "gui/support/page.hpp"

#include <memory>
#include <optional>

class QLabel;

namespace fracbit::gui {

class AxesBox;
class ParallelAxesButton;
class ParallelPlot;
class PointTablePanel;
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
    [[nodiscard]] QStringList open_files() const override { return designs_.stores() << path(); }
    [[nodiscard]] QJsonObject state() const override;
    void restore(const QJsonObject& state) override;

    /// The store of the first start; opened if no other is, now or when the one that was asked for cannot be read.
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
    void connect_parts();
    void connect_store();
    void open_example();
    void take(std::shared_ptr<const PointSet> points);
    void begin_store(std::shared_ptr<const PointSet> points);
    void continue_store(std::shared_ptr<const PointSet> points);
    void restore_look(const QJsonObject& look);
    [[nodiscard]] QJsonObject look() const;
    [[nodiscard]] bool is_shown(const PointSet& points) const;
    [[nodiscard]] std::optional<int> row_of(const Design& design) const;
    void pin(std::int64_t id);
    void apply_columns();
    void show_summary();
    void mark_pins();

    DesignList& designs_;
    PointView view_;
    StoreFollower store_;
    StoredPins pins_;
    std::unique_ptr<explorer::DesignSpace> space_; ///< of the store, once it is needed
    QString wanted_;                               ///< of a restored session, until a store is read
    StoreLooks looks_;
    QString example_;

    ScatterPlot* scatter_;
    ParallelPlot* parallel_;
    AxesBox* axes_;
    PointTablePanel* table_;
    ParallelAxesButton* parallel_axes_;
    QLabel* summary_ = nullptr;
};

} // namespace fracbit::gui
