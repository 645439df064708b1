// The machine's block diagram: data flow, and in each block where its cycles went.
#pragma once

#include "models/results/simulation_result.hpp"

#include <QWidget>

#include <optional>

namespace fracbit::gui {

class BlockDiagram : public QWidget {
    Q_OBJECT

public:
    explicit BlockDiagram(QWidget* parent = nullptr);
    void show_counts(const models::LayerResult& counts, const QString& title);
    void set_stale(bool stale); ///< greyed: the numbers belong to what was before
    void select(models::BlockId block);
    [[nodiscard]] models::BlockId selected() const { return selected_; }
    /// Where a block is drawn.
    [[nodiscard]] QRectF place_of(models::BlockId block) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void block_selected(fracbit::models::BlockId block);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override; ///< arrow keys walk through the blocks
    bool event(QEvent* event) override;            ///< tooltips

private:
    [[nodiscard]] std::optional<models::BlockId> block_at(const QPointF& point) const;
    [[nodiscard]] QPointF grid(double column, double row) const;
    void paint_arrows(QPainter& painter) const;
    void paint_block(QPainter& painter, models::BlockId block) const;
    void paint_legend(QPainter& painter) const;

    models::LayerResult counts_;
    QString title_;
    models::BlockId selected_ = models::BlockId::array;
    bool stale_ = false;
};

} // namespace fracbit::gui
