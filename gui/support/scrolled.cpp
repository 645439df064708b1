#include "gui/support/scrolled.hpp"

#include <QScrollArea>

namespace fracbit::gui {

QScrollArea* scrolled(QWidget* inside, QWidget* parent) {
    auto* area = new QScrollArea(parent);
    area->setWidget(inside);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    return area;
}

} // namespace fracbit::gui
