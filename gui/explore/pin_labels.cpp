#include "gui/explore/pin_labels.hpp"

#include "gui/explore/point_layer.hpp"
#include "gui/support/theme.hpp"

#include <cmath>

namespace fracbit::gui {

void PinLabels::show(const std::vector<int>& rows) {
    rows_ = rows;
    for (QCPItemText* label : labels_) plot_.removeItem(label);
    labels_.clear();
    const PlotColors colors = plot_colors(plot_.palette());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        auto* label = new QCPItemText(&plot_);
        label->setText(QString::number(i + 1));
        label->setColor(colors.background);
        label->setBrush(QBrush(colors.text));
        label->setPadding(QMargins(4, 1, 4, 1));
        label->position->setType(QCPItemPosition::ptAbsolute);
        label->setClipToAxisRect(true);
        labels_.push_back(label);
    }
    place();
}

void PinLabels::place() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const QPointF at = rows_[i] < 0 ? QPointF(NAN, NAN) : points_.pixel_of(rows_[i]);
        const bool shown = std::isfinite(at.x()) && std::isfinite(at.y());
        labels_[i]->setVisible(shown);
        if (!shown) continue;
        const bool above = at.y() - 2 * plot_.fontMetrics().height() > plot_.axisRect()->top(); // else it would be cut
        labels_[i]->setPositionAlignment(Qt::AlignLeft | (above ? Qt::AlignBottom : Qt::AlignTop));
        labels_[i]->position->setPixelPosition(at + QPointF(4, above ? -4 : 4));
    }
}

} // namespace fracbit::gui
