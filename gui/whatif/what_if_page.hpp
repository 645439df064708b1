// What if: a machine whose parameters are moved by hand, its blocks and figures worked out anew while they move.
#pragma once

#include "gui/designs/design_list.hpp"
#include "gui/designs/live_figures.hpp"
#include "gui/designs/pinned_figures.hpp"
#include "gui/support/page.hpp"
#include "gui/whatif/figure_history.hpp"
#include "gui/whatif/network_book.hpp"
#include "gui/whatif/present_design.hpp"

class QTimer;

namespace fracbit::gui {

class ControlPanel;
class DesignView;
class FigureTabs;

class WhatIfPage : public Page {
    Q_OBJECT

public:
    /// `designs` must outlive this object.
    explicit WhatIfPage(DesignList& designs, QWidget* parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString purpose() const override;
    /// Architectures (.toml) and networks (.csv).
    [[nodiscard]] bool can_open(const QString& path, const QByteArray& head) const override;
    void open(const QString& path) override;
    [[nodiscard]] QStringList open_files() const override { return book_.files(); }
    [[nodiscard]] QJsonObject state() const override;
    void restore(const QJsonObject& state) override;

    /// Puts a design's values on the controls.
    void open_design(const fracbit::gui::Design& design);
    /// Comes to the front with the comparison of the pinned designs.
    void show_pinned();
    [[nodiscard]] const Figures& figures() const { return figures_.shown(); } ///< null before the first

Q_SIGNALS:
    void simulate_requested(const fracbit::gui::Design& design);
    /// New numbers are on the page; `complete`: with area and energy.
    void figures_shown(bool complete);

private:
    void connect_controls();
    void connect_figures();

    void ask_and_open();
    void begin_anew();
    void reset();
    void recompute();
    void take(const Figures& figures);
    void show_figures();
    void show_scope();
    void set_stale(bool cycles, bool costs); ///< area and energy come later than cycles
    void pin();
    void save_architecture();
    void export_tab();
    void export_diagram();

    DesignList& designs_;
    NetworkBook book_;
    PresentDesign present_;
    Design opened_; ///< what the controls began with
    LiveFigures live_;
    PinnedFigures pinned_;
    FigureHistory figures_;
    bool cycles_stale_ = false, costs_stale_ = false;

    ControlPanel* panel_ = nullptr;
    DesignView* view_ = nullptr;
    FigureTabs* tabs_ = nullptr;
    QTimer* slow_ = nullptr;
};

} // namespace fracbit::gui
