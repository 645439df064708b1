// What tables of figures have in common.
#pragma once

class QTableView;
class QWidget;

namespace fracbit::gui {

/// Rows as high as the text, alternating colours, whole rows selected, nothing edited.
QTableView* make_table_view(QWidget* parent);

} // namespace fracbit::gui
