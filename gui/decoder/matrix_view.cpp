#include "gui/decoder/matrix_view.hpp"

#include "gui/support/theme.hpp"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <bit>
#include <cmath>

namespace fracbit::gui {

MatrixView::MatrixView(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

int MatrixView::cell() const {
    const int text = fontMetrics().height();
    constexpr int wide = 32; // columns from which on squares are smaller
    return network_ && network_->n_in() > wide ? text / 2 : std::max(8, text * 3 / 4);
}

int MatrixView::left() const { return fontMetrics().horizontalAdvance(QStringLiteral("y1023 ")) + 4; }

int MatrixView::top() const { return fontMetrics().height() + 4; }

QSize MatrixView::sizeHint() const {
    if (!network_) return {left(), top()};
    const int weight = fontMetrics().horizontalAdvance(QStringLiteral(" taps: 64 "));
    return {left() + network_->n_in() * cell() + weight, top() + network_->n_out() * cell() + 4};
}

void MatrixView::show_network(std::shared_ptr<const models::XorNetwork> network) {
    network_ = std::move(network);
    if (!network_ || row_ >= network_->n_out()) row_ = -1;
    hovered_ = -1;
    updateGeometry();
    resize(sizeHint());
    update();
}

void MatrixView::choose_row(int row) {
    row_ = network_ && row < network_->n_out() ? row : -1;
    update();
}

QRectF MatrixView::place_of(int row, int column) const {
    return {double(left() + column * cell()), double(top() + row * cell()), double(cell()), double(cell())};
}

int MatrixView::row_at(const QPointF& point) const {
    if (!network_ || point.y() < top()) return -1;
    const int row = static_cast<int>((point.y() - top()) / cell());
    return row < network_->n_out() ? row : -1;
}

void MatrixView::paintEvent(QPaintEvent* event) {
    if (!network_) return;
    QPainter painter(this);
    const PlotColors colors = plot_colors(palette());
    const int size = cell(), text = fontMetrics().height();
    const int label_every = (text + size - 1) / size;
    painter.setPen(colors.text);
    const int column_every = std::max(1, (fontMetrics().horizontalAdvance(QStringLiteral("x63 ")) + size - 1) / size);
    for (int column = 0; column < network_->n_in(); column += column_every)
        painter.drawText(QPointF(left() + column * size, fontMetrics().ascent()), QStringLiteral("x%1").arg(column));
    const int first = std::max(0, (event->rect().top() - top()) / size);
    const int last = std::min(network_->n_out() - 1, (event->rect().bottom() - top()) / size);
    for (int row = first; row <= last; ++row) {
        const bool chosen = row == row_ || row == hovered_;
        const QRectF line(0, top() + row * size, width(), size);
        if (row == row_)
            painter.fillRect(line, QColor(colors.accent.red(), colors.accent.green(), colors.accent.blue(), 60));
        const std::uint64_t taps = network_->row(row);
        for (int column = 0; column < network_->n_in(); ++column) {
            const QRectF square = place_of(row, column).adjusted(0.5, 0.5, -0.5, -0.5);
            const bool tap = (taps >> column & 1U) != 0;
            painter.fillRect(square, !tap ? colors.grid : chosen ? colors.accent : colors.series[0]);
        }
        const bool labelled = row % label_every == 0;
        painter.setPen(colors.text);
        if (labelled && row_ != row)
            painter.drawText(QRectF(0, line.center().y() - text / 2.0, left() - 4, text),
                             Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("y%1").arg(row));
        if (row == row_ || row == hovered_) {
            painter.fillRect(QRectF(0, line.center().y() - text / 2.0, left() - 2, text),
                             palette().color(QPalette::Base));
            painter.drawText(QRectF(0, line.center().y() - text / 2.0, left() - 4, text),
                             Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("y%1").arg(row));
            painter.drawText(QPointF(left() + network_->n_in() * size + 4, line.center().y() + text / 3.0),
                             tr("taps: %1").arg(std::popcount(taps)));
        }
    }
}

void MatrixView::hover(int row) {
    if (row == hovered_) return;
    hovered_ = row;
    update();
    Q_EMIT row_hovered(row);
}

void MatrixView::mouseMoveEvent(QMouseEvent* event) { hover(row_at(event->position())); }

void MatrixView::leaveEvent(QEvent* /*event*/) { hover(-1); }

void MatrixView::mousePressEvent(QMouseEvent* event) {
    const int row = row_at(event->position());
    choose_row(row == row_ ? -1 : row);
    Q_EMIT row_chosen(row_);
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (step == 0 || !network_) return QWidget::keyPressEvent(event);
    choose_row(std::clamp(row_ + step, 0, network_->n_out() - 1));
    Q_EMIT row_chosen(row_);
}

} // namespace fracbit::gui
