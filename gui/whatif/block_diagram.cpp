#include "gui/whatif/block_diagram.hpp"

#include "gui/support/text.hpp"
#include "gui/support/theme.hpp"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <array>
#include <cmath>
#include <vector>

namespace fracbit::gui {
namespace {

using models::BlockId;

constexpr int grid_columns = 6, grid_rows = 5;
constexpr double outer = 8;          // pixels around everything
constexpr double beside = 4;         // pixels, of text in a block
constexpr double block_width = 0.86; // of a column's
constexpr double stale_alpha = 0.4;

struct Cell {
    int column, row, rows = 1;
};
Cell cell_of(BlockId block) {
    switch (block) {
    case BlockId::memory:
        return {0, 0, grid_rows};
    case BlockId::weight_reader:
        return {1, 0};
    case BlockId::decoder:
        return {2, 0};
    case BlockId::patch_unit:
        return {3, 0};
    case BlockId::weight_buffer:
        return {4, 0};
    case BlockId::tile_loader:
        return {5, 0};
    case BlockId::patch_reader:
        return {1, 1};
    case BlockId::mask_decoder:
        return {2, 1};
    case BlockId::csr_decoder:
        return {4, 1};
    case BlockId::activation_reader:
        return {1, 2};
    case BlockId::array:
        return {5, 2};
    case BlockId::operand_reader:
        return {1, 3};
    case BlockId::vector_unit:
        return {3, 3};
    case BlockId::scaler:
        return {5, 3};
    case BlockId::output_writer:
        return {3, 4};
    }
    return {0, 0};
}

/// Points of an arrow, in columns and rows: whole numbers are centres, .5 lies between two of them.
using Way = std::vector<std::pair<double, double>>;
const std::vector<Way>& ways() {
    constexpr double in = 0.38; // where an arrow from the side enters, from a block's centre
    static const std::vector<Way> all{
        {{0, 0}, {1, 0}},                                   // memory -> weight reader
        {{1, 0}, {2, 0}},                                   // -> decoder
        {{2, 0}, {3, 0}},                                   // -> patch unit
        {{3, 0}, {4, 0}},                                   // -> weight buffer
        {{4, 0}, {5, 0}},                                   // -> tile loader
        {{0, 1}, {1, 1}},                                   // memory -> patch reader
        {{1, 1}, {1, 0.5}, {3, 0.5}, {3, 0}},               // -> patch unit
        {{0, 1.5}, {2, 1.5}, {2, 1}},                       // memory -> mask decoder
        {{2, 1}, {2, 0.5}, {3, 0.5}, {3, 0}},               // -> patch unit
        {{0, 1.5}, {4, 1.5}, {4, 1}},                       // memory -> CSR decoder
        {{4, 1}, {4, 0}},                                   // -> weight buffer
        {{5, 0}, {5, 2}},                                   // tile loader -> array
        {{0, 2}, {1, 2}},                                   // memory -> activation reader
        {{1, 2}, {5, 2}},                                   // -> array
        {{3 - in, 2}, {3 - in, 3}},                         // -> vector unit
        {{0, 3}, {1, 3}},                                   // memory -> operand reader
        {{1, 3}, {3, 3}},                                   // -> vector unit
        {{2.1, 3}, {2.1, 2.5}, {5 - in, 2.5}, {5 - in, 3}}, // -> scaler
        {{5, 2}, {5, 3}},                                   // array -> scaler
        {{5, 3}, {5, 4}, {3, 4}},                           // -> output writer
        {{3, 3}, {3, 4}},                                   // vector unit -> output writer
        {{3, 4}, {0, 4}},                                   // -> memory
    };
    return all;
}

double share(Cycles part, Cycles whole) {
    return whole.count() > 0 ? static_cast<double>(part.count()) / static_cast<double>(whole.count()) : 0;
}

QString readable(BlockId block) { return to_qt(models::to_string(block)).replace(QLatin1Char('_'), QLatin1Char(' ')); }

QFont block_font(QFont font) {
    constexpr double of_text = 0.9;
    font.setPointSizeF(font.pointSizeF() * of_text);
    return font;
}

QString busy_text(double share) { return BlockDiagram::tr("%1 % busy").arg(100 * share, 0, 'f', 1); }

} // namespace

BlockDiagram::BlockDiagram(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize BlockDiagram::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 17 * grid_columns, fontMetrics().height() * 4 * grid_rows};
}

QSize BlockDiagram::minimumSizeHint() const {
    constexpr double lines = 3.6; // of a row: a name of two over its bar, half the legend under the last block's middle
    const double block = QFontMetrics(block_font(font())).horizontalAdvance(busy_text(1)) + 2 * beside + 1;
    return {static_cast<int>(std::ceil(block / block_width * grid_columns + 2 * outer)),
            static_cast<int>(std::ceil(fontMetrics().height() * lines * grid_rows + 2 * outer))};
}

void BlockDiagram::show_counts(const models::LayerResult& counts, const QString& title) {
    counts_ = counts;
    title_ = title;
    update();
}

void BlockDiagram::set_stale(bool stale) {
    stale_ = stale;
    update();
}

void BlockDiagram::select(BlockId block) {
    selected_ = block;
    update();
    Q_EMIT block_selected(block);
}

QPointF BlockDiagram::grid(double column, double row) const {
    const double across = (width() - 2 * outer) / grid_columns, down = (height() - 2 * outer) / grid_rows;
    return {outer + (column + 0.5) * across, outer + (row + 0.5) * down};
}

QRectF BlockDiagram::place_of(BlockId block) const {
    const Cell cell = cell_of(block);
    const double across = (width() - 2 * outer) / grid_columns, down = (height() - 2 * outer) / grid_rows;
    const double wide = across * block_width, high = std::min(down * 0.8, fontMetrics().height() * 4.0);
    const QPointF center = grid(cell.column, cell.row + (cell.rows - 1) / 2.0);
    const double tall = cell.rows > 1 ? down * (cell.rows - 1) + high : high;
    return {center.x() - wide / 2, center.y() - tall / 2, wide, tall};
}

void BlockDiagram::paint_arrows(QPainter& painter) const {
    const PlotColors colors = plot_colors(palette());
    painter.setPen(QPen(colors.faint, 1.4));
    painter.setBrush(colors.faint);
    for (const Way& way : ways()) {
        QPolygonF line;
        for (const auto& [column, row] : way) line << grid(column, row);
        // The tip is where the line meets the block that it leads to.
        QPointF end = line.back(), before = line[line.size() - 2];
        for (int b = 0; b < models::block_count; ++b) {
            const QRectF block = place_of(static_cast<BlockId>(b));
            if (!block.adjusted(-1, -1, 1, 1).contains(end) || block.contains(before)) continue;
            if (std::abs(end.x() - before.x()) > std::abs(end.y() - before.y()))
                end.setX(end.x() > before.x() ? block.left() : block.right());
            else
                end.setY(end.y() > before.y() ? block.top() : block.bottom());
        }
        line.back() = end;
        painter.drawPolyline(line);
        const double length = std::hypot(end.x() - before.x(), end.y() - before.y());
        if (length <= 0) continue;
        constexpr double tip = 7;
        const QPointF along = (end - before) / length * tip, aside(-along.y() * 0.5, along.x() * 0.5);
        painter.drawPolygon(QPolygonF({end, end - along + aside, end - along - aside}));
    }
}

void BlockDiagram::paint_block(QPainter& painter, BlockId block) const {
    const PlotColors colors = plot_colors(palette());
    const models::BlockCycles& cycles = counts_.block(block);
    const Cycles whole = cycles.total();
    const bool used = cycles.idle != whole;
    const QRectF place = place_of(block);
    const bool chosen = block == selected_;
    painter.setPen(QPen(chosen ? palette().color(QPalette::Highlight)
                        : used ? colors.text
                               : colors.faint,
                        chosen ? 2.5 : 1));
    const double opacity = painter.opacity();
    painter.setOpacity(1); // arrows end behind it
    painter.fillRect(place, palette().color(QPalette::Window));
    painter.setOpacity(opacity);
    painter.setBrush(palette().color(QPalette::Button));
    painter.drawRoundedRect(place, 4, 4);
    painter.setPen(used ? colors.text : palette().color(QPalette::PlaceholderText));
    const QFontMetrics metrics(painter.font());
    const QRectF inner = place.adjusted(beside, 2, -beside, -4);
    QString name = readable(block);
    if (metrics.horizontalAdvance(name) > inner.width()) name.replace(QLatin1Char(' '), QLatin1Char('\n'));
    const double named = metrics.height() * (1.0 + static_cast<double>(name.count(QLatin1Char('\n'))));
    painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), named), Qt::AlignCenter, name);
    if (!used) return;
    const double high = metrics.height() * 0.5;
    const QRectF bar(inner.left(), inner.bottom() - high, inner.width(), high);
    const std::array<std::pair<Cycles, QColor>, 4> parts{{{cycles.busy, colors.busy},
                                                          {cycles.stall_in, colors.stall_in},
                                                          {cycles.stall_out, colors.stall_out},
                                                          {cycles.idle, colors.idle}}};
    double x = bar.left();
    for (const auto& [count, color] : parts) {
        const double wide = bar.width() * share(count, whole);
        painter.fillRect(QRectF(x, bar.top(), wide, high), color);
        x += wide;
    }
    const QRectF middle(inner.left(), inner.top() + named, inner.width(), bar.top() - inner.top() - named);
    if (middle.height() >= metrics.height() - 4)
        painter.drawText(middle, Qt::AlignCenter, busy_text(share(cycles.busy, whole)));
}

void BlockDiagram::paint_legend(QPainter& painter) const {
    const PlotColors colors = plot_colors(palette());
    const std::array<std::pair<QString, QColor>, 4> entries{{{tr("busy"), colors.busy},
                                                             {tr("waits for input"), colors.stall_in},
                                                             {tr("waits for room"), colors.stall_out},
                                                             {tr("idle"), colors.idle}}};
    const QFontMetrics metrics(painter.font());
    const double line = metrics.height() + 1, box = metrics.ascent() - 2;
    // Above and under the way from the scaler to the output writer.
    const double x = grid(3.5, 0).x() + 4, way = grid(0, 4).y(), gap = 5;
    painter.setPen(colors.text);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const double y = i < 2 ? way - gap - line * (2.0 - static_cast<double>(i))
                               : way + gap + line * (static_cast<double>(i) - 2.0);
        painter.fillRect(QRectF(x, y + 2, box, box), entries[i].second);
        painter.drawText(QPointF(x + box + 4, y + metrics.ascent()), entries[i].first);
    }
}

void BlockDiagram::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(block_font(font()));
    if (stale_) painter.setOpacity(stale_alpha);
    paint_arrows(painter);
    for (int b = 0; b < models::block_count; ++b) paint_block(painter, static_cast<BlockId>(b));
    paint_legend(painter);
}

std::optional<BlockId> BlockDiagram::block_at(const QPointF& point) const {
    for (int b = 0; b < models::block_count; ++b)
        if (place_of(static_cast<BlockId>(b)).contains(point)) return static_cast<BlockId>(b);
    return std::nullopt;
}

void BlockDiagram::mousePressEvent(QMouseEvent* event) {
    if (const auto block = block_at(event->position())) select(*block);
}

void BlockDiagram::keyPressEvent(QKeyEvent* event) {
    const int now = static_cast<int>(selected_);
    const bool next = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    const bool previous = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    if (!next && !previous) return QWidget::keyPressEvent(event);
    const int step = next ? 1 : models::block_count - 1;
    select(static_cast<BlockId>((now + step) % models::block_count));
}

bool BlockDiagram::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto block = block_at(help->pos());
    if (!block) {
        QToolTip::hideText();
        return true;
    }
    const models::BlockCycles& cycles = counts_.block(*block);
    const auto line = [&](const QString& what, Cycles count) {
        return tr("%1: %2 cycles (%3 %)")
            .arg(what, grouped_text(count.count()), short_number(100 * share(count, cycles.total()), 3));
    };
    QToolTip::showText(help->globalPos(),
                       QStringList{QStringLiteral("%1 (%2)").arg(readable(*block), title_),
                                   line(tr("busy"), cycles.busy), line(tr("waits for input"), cycles.stall_in),
                                   line(tr("waits for room"), cycles.stall_out), line(tr("idle"), cycles.idle)}
                           .join(QLatin1Char('\n')),
                       this);
    return true;
}

} // namespace fracbit::gui
