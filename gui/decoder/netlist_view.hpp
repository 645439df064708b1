// A circuit of XOR gates, drawn by levels; of a large one a summary, or what a chosen output needs.
#pragma once

#include "gui/decoder/netlist_layout.hpp"

#include <QWidget>

#include <memory>
#include <optional>

namespace fracbit::gui {

class NetlistView : public QWidget {
    Q_OBJECT

public:
    /// More parts than this in a column, and they are drawn as a number for each level.
    static constexpr int most_readable = 64;

    explicit NetlistView(QWidget* parent = nullptr);
    void show_netlist(std::shared_ptr<const models::XorNetlist> netlist);
    /// What this output needs stands out; in a large circuit it is all that is drawn. -1: nothing does.
    void highlight(int output);
    [[nodiscard]] bool summarized() const { return summary_; } ///< what is drawn now
    [[nodiscard]] const NetlistLayout& layout_shown() const { return layout_; }
    void set_stale(bool stale);
    [[nodiscard]] bool is_stale() const { return stale_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override; ///< tooltips

private:
    void arrange();
    [[nodiscard]] QPointF place(const NetlistNode& node) const;
    [[nodiscard]] QString name_of(const NetlistNode& node) const;
    void paint_nodes(QPainter& painter) const;
    void paint_summary(QPainter& painter) const;
    void paint_legend(QPainter& painter) const;

    std::shared_ptr<const models::XorNetlist> netlist_;
    NetlistLayout layout_;
    std::vector<bool> cone_; ///< of the highlighted output; empty: none
    int highlighted_ = -1;
    bool large_ = false, summary_ = false, stale_ = false;
};

} // namespace fracbit::gui
