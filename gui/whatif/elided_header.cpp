#include "gui/whatif/elided_header.hpp"

#include <QStyle>
#include <QStyleOptionHeader>

namespace fracbit::gui {

ElidedHeader::ElidedHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setHighlightSections(false);
    setSectionsClickable(true);
}

void ElidedHeader::initStyleOptionForIndex(QStyleOptionHeader* option, int section) const {
    QHeaderView::initStyleOptionForIndex(option, section);
    const int margins = 2 * style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, this) + 2;
    option->text = option->fontMetrics.elidedText(option->text, Qt::ElideRight, sectionSize(section) - margins);
}

} // namespace fracbit::gui
