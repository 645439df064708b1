#include "gui/explore/axis_titles.hpp"

#include <algorithm>

namespace fracbit::gui {
namespace {

int width_of(const QString& text, const QFontMetrics& font) { return font.horizontalAdvance(text); }

/// Where a line ends so that the longer one of both is as short as it can be; -1: nowhere.
qsizetype middle_blank(const QString& title, const QFontMetrics& font) {
    qsizetype best = -1;
    int least = 0;
    for (qsizetype at = title.indexOf(QLatin1Char(' ')); at >= 0; at = title.indexOf(QLatin1Char(' '), at + 1)) {
        const int longer = std::max(width_of(title.left(at), font), width_of(title.mid(at + 1), font));
        if (best >= 0 && longer >= least) continue;
        best = at;
        least = longer;
    }
    return best;
}

qsizetype blank_before_unit(const QString& title) {
    return title.endsWith(QLatin1Char(')')) ? title.lastIndexOf(QLatin1String(" (")) : -1;
}

/// A title stands at the middle of its axis; beyond the ends of that there is room as far as both have margins.
int room_beside(const QCPAxis& axis, bool upright) {
    const QRect inner = axis.axisRect()->rect(), outer = axis.axisRect()->outerRect();
    const auto room = [](int length, int before, int behind) { return length + 2 * std::min(before, behind); };
    return upright ? room(inner.height(), inner.top() - outer.top(), outer.bottom() - inner.bottom())
                   : room(inner.width(), inner.left() - outer.left(), outer.right() - inner.right());
}

} // namespace

QString fitted_title(const QString& title, const QFontMetrics& font, int room, int lines) {
    if (width_of(title, font) <= room) return title;
    const auto lines_at = [&](qsizetype blank) { return std::pair(title.left(blank), title.mid(blank + 1)); };
    const auto elided = [&](const QString& text, int width) { return font.elidedText(text, Qt::ElideRight, width); };
    if (const qsizetype blank = middle_blank(title, font); lines > 1 && blank >= 0) {
        const auto [first, second] = lines_at(blank);
        if (width_of(first, font) <= room && width_of(second, font) <= room) return first + QLatin1Char('\n') + second;
    }
    const qsizetype unit_at = blank_before_unit(title);
    if (unit_at < 0) return elided(title, room);
    const auto [name, unit] = lines_at(unit_at);
    if (lines > 1) return elided(name, room) + QLatin1Char('\n') + elided(unit, room);
    const int rest = room - width_of(QLatin1Char(' ') + unit, font);
    return 2 * rest < room ? elided(title, room) : elided(name, rest) + QLatin1Char(' ') + unit;
}

void AxisTitles::set(QCPAxis& axis, const QString& title) {
    QString& shown = titles_[&axis];
    if (shown == title) return;
    shown = title;
    axis.setLabel(title);
}

bool AxisTitles::fit() {
    bool changed = false;
    for (const auto& [axis, title] : titles_) {
        // Only beside upright axes: a second line there takes nothing of their own length.
        const bool upright = QCPAxis::orientation(axis->axisType()) == Qt::Vertical;
        const int room = room_beside(*axis, upright);
        const QString label = fitted_title(title, QFontMetrics(axis->labelFont()), room, upright ? 2 : 1);
        changed = changed || label != axis->label();
        axis->setLabel(label);
    }
    return changed;
}

QString AxisTitles::missing_at(QPointF place) const {
    for (const auto& [axis, title] : titles_)
        if (axis->label() != title && axis->getPartAt(place) == QCPAxis::spAxisLabel) return title;
    return {};
}

} // namespace fracbit::gui
