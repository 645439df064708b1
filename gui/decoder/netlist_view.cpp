#include "gui/decoder/netlist_view.hpp"

#include "gui/support/text.hpp"
#include "gui/support/theme.hpp"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace fracbit::gui {
namespace {

constexpr double faint_alpha = 0.15, stale_opacity = 0.4;

} // namespace

NetlistView::NetlistView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void NetlistView::show_netlist(std::shared_ptr<const models::XorNetlist> netlist) {
    netlist_ = std::move(netlist);
    highlighted_ = -1;
    large_ = netlist_ && layout_of(*netlist_).most_in_column > most_readable;
    arrange();
}

void NetlistView::highlight(int output) {
    if (!netlist_ || output == highlighted_) return;
    highlighted_ = output;
    arrange();
}

void NetlistView::set_stale(bool stale) {
    stale_ = stale;
    update();
}

void NetlistView::arrange() {
    cone_.clear();
    if (!netlist_) return;
    const bool some = highlighted_ >= 0 && highlighted_ < netlist_->n_out();
    summary_ = large_ && !some;
    layout_ = layout_of(*netlist_, large_ && some ? std::optional<int>(highlighted_) : std::nullopt);
    if (some) cone_ = cone_of(*netlist_, highlighted_);
    updateGeometry();
    update();
}

QSize NetlistView::sizeHint() const {
    const int text = fontMetrics().height();
    const int rows = summary_ ? layout_.columns : layout_.most_in_column;
    return {std::max(text * 16, summary_ ? 0 : layout_.columns * text * 4), (rows + 3) * (text + 3)};
}

QPointF NetlistView::place(const NetlistNode& node) const {
    const double text = fontMetrics().height(), margin = text * 2.2;
    const double across = (width() - 2 * margin) / std::max(1, layout_.columns - 1);
    return {margin + across * node.level, text * 1.6 + (height() - text * 2) * node.place};
}

QString NetlistView::name_of(const NetlistNode& node) const {
    switch (node.kind) {
    case NetlistNode::Kind::input:
        return QStringLiteral("x%1").arg(node.number);
    case NetlistNode::Kind::gate:
        return QStringLiteral("g%1").arg(node.number);
    default:
        return node.signal == models::constant_zero ? QStringLiteral("y%1 = 0").arg(node.number)
                                                    : QStringLiteral("y%1").arg(node.number);
    }
}

void NetlistView::paint_nodes(QPainter& painter) const {
    const PlotColors colors = plot_colors(palette());
    const auto stands_out = [&](const NetlistNode& node) {
        if (cone_.empty()) return true;
        if (node.kind == NetlistNode::Kind::output) return node.number == highlighted_;
        return static_cast<bool>(cone_[static_cast<std::size_t>(node.signal)]);
    };
    const double text = fontMetrics().height();
    painter.setBrush(Qt::NoBrush);
    for (const NetlistLayout::Edge& edge : layout_.edges) {
        const NetlistNode &from = layout_.nodes[static_cast<std::size_t>(edge.from)],
                          &to = layout_.nodes[static_cast<std::size_t>(edge.to)];
        const bool bright = stands_out(from) && stands_out(to);
        QColor color = cone_.empty() ? colors.faint : bright ? colors.accent : colors.faint;
        if (!bright) color.setAlphaF(faint_alpha);
        painter.setPen(QPen(color, bright && !cone_.empty() ? 1.6 : 1));
        const QPointF a = place(from), b = place(to);
        const double bend = (b.x() - a.x()) / 2;
        QPainterPath path(a);
        path.cubicTo(a + QPointF(bend, 0), b - QPointF(bend, 0), b);
        painter.drawPath(path);
    }
    for (const NetlistNode& node : layout_.nodes) {
        const bool gate = node.kind == NetlistNode::Kind::gate;
        const bool shared = gate && node.fan_out > 1;
        const QString name = name_of(node);
        const double wide = std::max(text * 1.5, fontMetrics().horizontalAdvance(name) + 6.0);
        const QPointF at = place(node);
        const QRectF box(at.x() - wide / 2, at.y() - text * 0.5, wide, text);
        painter.setOpacity((stale_ ? stale_opacity : 1) * (stands_out(node) ? 1 : 0.3));
        painter.setPen(QPen(shared ? colors.series[0] : colors.text, shared ? 1 + std::min(4, node.fan_out) * 0.5 : 1));
        painter.setBrush(gate ? palette().color(QPalette::Base) : palette().color(QPalette::Button));
        painter.drawRoundedRect(box, gate ? text / 2 : 2, gate ? text / 2 : 2);
        painter.setPen(colors.text);
        painter.drawText(box, Qt::AlignCenter, name);
    }
    painter.setOpacity(stale_ ? stale_opacity : 1);
}

void NetlistView::paint_summary(QPainter& painter) const {
    const PlotColors colors = plot_colors(palette());
    const double line = fontMetrics().height() + 3;
    std::vector<int> all(static_cast<std::size_t>(layout_.columns), 0), shared = all;
    for (const NetlistNode& node : layout_.nodes) {
        ++all[static_cast<std::size_t>(node.level)];
        if (node.kind == NetlistNode::Kind::gate && node.fan_out > 1) ++shared[static_cast<std::size_t>(node.level)];
    }
    const int most = *std::max_element(all.begin(), all.end());
    const double names = fontMetrics().horizontalAdvance(tr("level 88 ")),
                 numbers = fontMetrics().horizontalAdvance(tr(" 8888 gates, 8888 shared "));
    const double room = std::max(1.0, width() - names - numbers - 16);
    for (int level = 0; level < layout_.columns; ++level) {
        const auto index = static_cast<std::size_t>(level);
        const double y = line * (level + 1.5);
        const bool ends = level == 0 || level + 1 == layout_.columns;
        const QString name = level == 0 ? tr("inputs") : ends ? tr("outputs") : tr("level %1").arg(level);
        painter.setPen(colors.text);
        painter.drawText(QPointF(8, y + fontMetrics().ascent()), name);
        const double long_all = room * all[index] / most, long_shared = room * shared[index] / most;
        painter.fillRect(QRectF(8 + names, y + 1, long_all, line - 4), ends ? colors.faint : colors.series[5]);
        painter.fillRect(QRectF(8 + names, y + 1, long_shared, line - 4), colors.series[0]);
        painter.drawText(QPointF(12 + names + long_all, y + fontMetrics().ascent()),
                         ends ? QString::number(all[index])
                              : tr("%1 gates, %2 shared").arg(all[index]).arg(shared[index]));
    }
}

void NetlistView::paint_legend(QPainter& painter) const {
    QString text = summary_ ? tr("Too many gates to draw: gates of each level. Choose an output to see what it needs.")
                   : large_ ? tr("What y%1 needs").arg(highlighted_)
                            : tr("Thick outline: shared, read more than once");
    painter.setPen(plot_colors(palette()).text);
    painter.drawText(QPointF(8, fontMetrics().ascent()), fontMetrics().elidedText(text, Qt::ElideRight, width() - 16));
}

void NetlistView::paintEvent(QPaintEvent* /*event*/) {
    if (!netlist_) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(stale_ ? stale_opacity : 1);
    paint_legend(painter);
    if (summary_)
        paint_summary(painter);
    else
        paint_nodes(painter);
}

bool NetlistView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || summary_) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const double near = fontMetrics().height();
    for (const NetlistNode& node : layout_.nodes) {
        const QPointF off = place(node) - QPointF(help->pos());
        if (std::abs(off.x()) > near || std::abs(off.y()) > near / 2) continue;
        const QString readers =
            node.kind == NetlistNode::Kind::output ? QString() : tr(": read %1 times").arg(node.fan_out);
        QToolTip::showText(help->globalPos(), name_of(node) + readers, this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

} // namespace fracbit::gui
