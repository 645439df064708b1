// The tap matrix as a grid: a row for each output, a square for each tap. A row can be pointed at and chosen.
#pragma once

#include "models/xor/xor_network.hpp"

#include <QWidget>

#include <memory>

namespace fracbit::gui {

class MatrixView : public QWidget {
    Q_OBJECT

public:
    explicit MatrixView(QWidget* parent = nullptr);
    void show_network(std::shared_ptr<const models::XorNetwork> network);
    void choose_row(int row); ///< -1: none
    [[nodiscard]] int row() const { return row_; }
    [[nodiscard]] QRectF place_of(int row, int column) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void row_chosen(int row);  ///< clicked, or reached with the arrow keys
    void row_hovered(int row); ///< -1: the pointer is on none

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int cell() const; ///< pixels
    [[nodiscard]] int left() const;
    [[nodiscard]] int top() const;
    [[nodiscard]] int row_at(const QPointF& point) const;
    void hover(int row);

    std::shared_ptr<const models::XorNetwork> network_;
    int row_ = -1, hovered_ = -1;
};

} // namespace fracbit::gui
