#include "gui/whatif/stacked_bars.hpp"

#include "gui/support/text.hpp"
#include "gui/support/theme.hpp"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace fracbit::gui {
namespace {

constexpr int margin = 6;
constexpr int least_name_characters = 19, most_name_characters = 40;
constexpr int sum_characters = 17;
constexpr double stale_opacity = 0.4;

} // namespace

StackedBars::StackedBars(Colors colors, QWidget* parent) : QWidget(parent), colors_(colors) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StackedBars::show_table(const BarTable& table) {
    const QSize before = minimumSizeHint();
    table_ = table;
    if (minimumSizeHint() != before) updateGeometry();
    update();
}

void StackedBars::set_stale(bool stale) {
    stale_ = stale;
    update();
}

int StackedBars::row_height() const { return fontMetrics().height() + 5; }

int StackedBars::header_height() const {
    const std::vector<QPoint> places = legend_places();
    return (places.empty() ? margin : places.back().y()) + fontMetrics().height() + margin;
}

QString StackedBars::headline() const {
    return table_.whole > 0 ? tr("%1, %2 %3").arg(table_.title, short_number(table_.whole), table_.unit) : table_.title;
}

std::vector<QPoint> StackedBars::legend_places() const {
    const QFontMetrics metrics = fontMetrics();
    std::vector<QPoint> places;
    QPoint at(margin + metrics.horizontalAdvance(headline()) + 3 * margin, margin);
    for (const QString& text : table_.legend) {
        const int length = metrics.ascent() - 2 + margin + metrics.horizontalAdvance(text);
        if (at.x() > margin && at.x() + length > width()) at = QPoint(margin, at.y() + metrics.height());
        places.push_back(at);
        at.rx() += length + 2 * margin;
    }
    return places;
}

/// As wide as the longest name, as far as that leaves room for bars.
int StackedBars::names_width() const {
    const int character = fontMetrics().averageCharWidth();
    int widest = character * least_name_characters;
    for (const BarRow& row : table_.rows) widest = std::max(widest, fontMetrics().horizontalAdvance(row.name) + 2);
    return std::min(widest, character * most_name_characters);
}

QSize StackedBars::sizeHint() const {
    const int rows = static_cast<int>(table_.rows.size());
    return {fontMetrics().averageCharWidth() * 70, header_height() + rows * row_height() + margin};
}

QSize StackedBars::minimumSizeHint() const {
    return {names_width() + fontMetrics().averageCharWidth() * (sum_characters + 8), sizeHint().height()};
}

std::vector<QColor> StackedBars::part_colors() const {
    const PlotColors colors = plot_colors(palette());
    if (colors_ == Colors::cycles) return {colors.busy, colors.stall_in, colors.stall_out, colors.idle};
    return {colors.series.begin(), colors.series.end()};
}

void StackedBars::paint_legend(QPainter& painter) const {
    const QFontMetrics metrics = fontMetrics();
    const std::vector<QColor> colors = part_colors();
    painter.drawText(margin, margin + metrics.ascent(), headline());
    const int box = metrics.ascent() - 2;
    const std::vector<QPoint> places = legend_places();
    for (std::size_t i = 0; i < places.size(); ++i) {
        const QPoint at = places[i];
        painter.fillRect(at.x(), at.y() + 2, box, box, colors[i]);
        painter.drawText(at.x() + box + margin, at.y() + metrics.ascent(), table_.legend[i]);
    }
}

void StackedBars::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    updateGeometry(); // the legend may take other lines now
}

QString StackedBars::row_text(const BarRow& row) const {
    const double shown = table_.full ? row.parts.front() : row.total();
    const double share = table_.whole > 0 ? 100 * shown / table_.whole : 0;
    return QStringLiteral("%1 %").arg(short_number(share, 3)) +
           (table_.full ? QString() : QStringLiteral("  %1").arg(short_number(shown, 3)));
}

void StackedBars::paint_row(QPainter& painter, const BarRow& row, int top) const {
    const QFontMetrics metrics = fontMetrics();
    const int names = names_width(), sums = metrics.averageCharWidth() * sum_characters;
    const int base = top + metrics.ascent() + 2;
    painter.drawText(margin, base, metrics.elidedText(row.name, Qt::ElideRight, names));
    const int left = 2 * margin + names, room = std::max(1, width() - left - sums - 2 * margin);
    const double longest = table_.full || table_.rows.empty() ? table_.whole : table_.rows.front().total();
    const std::vector<QColor> colors = part_colors();
    double sum = 0;
    for (std::size_t i = 0; i < row.parts.size() && longest > 0; ++i) {
        const double begin = left + room * sum / longest;
        sum += row.parts[i];
        painter.fillRect(QRectF(begin, top + 2, left + room * sum / longest - begin, row_height() - 4), colors[i]);
    }
    const double end = table_.full ? left + room : left + room * sum / std::max(longest, 1e-300);
    painter.drawText(static_cast<int>(end) + margin, base, row_text(row));
}

void StackedBars::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::Text));
    painter.setFont(font());
    if (stale_) painter.setOpacity(stale_opacity);
    paint_legend(painter);
    int top = header_height();
    for (const BarRow& row : table_.rows) {
        paint_row(painter, row, top);
        top += row_height();
    }
}

bool StackedBars::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = (help->pos().y() - header_height()) / row_height();
    if (help->pos().y() < header_height() || row >= static_cast<int>(table_.rows.size())) {
        QToolTip::hideText();
        return true;
    }
    const BarRow& of = table_.rows[static_cast<std::size_t>(row)];
    QStringList lines{of.name};
    for (std::size_t i = 0; i < of.parts.size(); ++i)
        lines += tr("%1: %2 %3 (%4 %)")
                     .arg(table_.legend[i], short_number(of.parts[i]), table_.unit,
                          short_number(table_.whole > 0 ? 100 * of.parts[i] / table_.whole : 0, 3));
    QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
    return true;
}

} // namespace fracbit::gui
