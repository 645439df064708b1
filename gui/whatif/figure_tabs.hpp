// The tabs below the diagram: where cycles, area and energy go, layer by layer and block by block, and what is pinned.
#pragma once

#include "gui/designs/design_list.hpp"
#include "gui/designs/pinned_figures.hpp"
#include "gui/whatif/block_table.hpp"
#include "gui/whatif/layer_table.hpp"

#include <QTabWidget>

class QComboBox;
class QTableView;

namespace fracbit::gui {

class Page;
class PinnedPanel;
class StackedBars;

class FigureTabs : public QTabWidget {
    Q_OBJECT

public:
    /// Both must outlive this object.
    FigureTabs(DesignList& designs, const PinnedFigures& pinned, QWidget* parent = nullptr);

    /// `block`: whose table is shown; it stays behind.
    void show_figures(const Figures& figures, models::BlockId block);
    /// Comes to the front with this block's table.
    void show_block(models::BlockId block);
    void show_pinned();
    /// Greyed: the numbers belong to what was before. `costs`: area and energy.
    void set_stale(bool cycles, bool costs);
    [[nodiscard]] FigureScope scope() const; ///< the layer that was chosen
    [[nodiscard]] PinnedPanel& pinned() const { return *pinned_; }
    /// Asks where, and has the page write the table or the bars at the front.
    void export_front(Page& page);

Q_SIGNALS:
    void scope_chosen();
    void export_clicked();

private:
    QWidget* make_stalls();
    QWidget* make_costs();
    QTableView* make_sorted_table(QAbstractItemModel& model, const char* name);
    /// True if it lists other layers than before.
    bool fill_scopes();
    void show_stalls();

    Figures figures_;
    LayerTableModel layers_;
    BlockTableModel block_layers_;
    QComboBox* scope_ = nullptr;
    StackedBars *stalls_ = nullptr, *area_ = nullptr, *energy_ = nullptr;
    QTableView *layer_view_ = nullptr, *block_view_ = nullptr;
    PinnedPanel* pinned_ = nullptr;
};

} // namespace fracbit::gui
