// Column titles that end with "..." where they are too long for their columns; tool tips have them whole.
#pragma once

#include <QHeaderView>

namespace fracbit::gui {

class ElidedHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit ElidedHeader(QWidget* parent = nullptr);

protected:
    // QHeaderView::setTextElideMode does not do it.
    void initStyleOptionForIndex(QStyleOptionHeader* option, int section) const override;
};

} // namespace fracbit::gui
