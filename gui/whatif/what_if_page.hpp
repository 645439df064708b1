// What if: a machine whose parameters are moved by hand, its blocks and figures worked out anew while they move.
#pragma once

#include "gui/designs/design_list.hpp"
#include "gui/designs/live_figures.hpp"
#include "gui/designs/pinned_figures.hpp"
#include "gui/support/page.hpp"
#include "gui/whatif/block_table.hpp"
#include "gui/whatif/key_figures.hpp"
#include "gui/whatif/layer_table.hpp"
#include "gui/whatif/network_book.hpp"
#include "gui/whatif/present_design.hpp"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QSortFilterProxyModel;
class QSplitter;
class QTableView;
class QTabWidget;
class QTimer;

namespace fracbit::gui {

class BlockDiagram;
class ControlColumn;
class PinnedPanel;
class StackedBars;

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
    [[nodiscard]] QJsonObject state() const override;
    void restore(const QJsonObject& state) override;

    /// Puts a design's values on the controls.
    void open_design(const fracbit::gui::Design& design);
    /// Comes to the front with the comparison of the pinned designs.
    void show_pinned();
    [[nodiscard]] const Figures& figures() const { return figures_; } ///< null before the first

Q_SIGNALS:
    void simulate_requested(const fracbit::gui::Design& design);
    /// New numbers are on the page; `complete`: with area and energy.
    void figures_shown(bool complete);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* make_left();
    QWidget* make_top();
    QWidget* make_bars_tab();
    QWidget* make_costs_tab();
    QTableView* make_sorted_table(QAbstractItemModel& model, const char* name);
    void make_tabs();
    void connect_parts();

    void recompute();
    void take(const Figures& figures);
    void show_figures();
    void show_scope();
    void show_message(const QString& message); ///< empty: all is well
    void set_stale(bool stale);
    void fill_scopes();
    void pin();
    void save_architecture();
    void export_tab();
    void export_diagram();
    [[nodiscard]] FigureScope scope() const;
    void run_guarded(const std::function<void()>& action); ///< errors become `failed`

    DesignList& designs_;
    NetworkBook book_;
    PresentDesign present_;
    LiveFigures live_;
    PinnedFigures pinned_;
    Figures figures_, complete_, start_; // shown; the last with costs; those of what was opened
    bool stale_ = false, starting_ = true, other_layers_ = false;

    KeyFiguresModel key_figures_;
    LayerTableModel layers_;
    BlockTableModel block_layers_;

    ControlColumn* controls_ = nullptr;
    QLineEdit* name_ = nullptr;
    QPushButton* pin_ = nullptr;
    QLabel *message_ = nullptr, *status_ = nullptr;
    QSplitter *across_ = nullptr, *down_ = nullptr;
    BlockDiagram* diagram_ = nullptr;
    QTableView *key_view_ = nullptr, *layer_view_ = nullptr, *block_view_ = nullptr;
    QTabWidget* tabs_ = nullptr;
    QComboBox* scope_ = nullptr;
    StackedBars *stalls_ = nullptr, *area_ = nullptr, *energy_ = nullptr;
    PinnedPanel* panel_ = nullptr;
    QTimer* slow_ = nullptr;
};

} // namespace fracbit::gui
