// The mouse wheel over controls scrolls the page, and changes a control only when that has the focus.
#pragma once

class QWidget;

namespace fracbit::gui {

/// For all number fields, lists and sliders that are inside of `root` now: no focus by the wheel, and without focus
/// the wheel goes to what is around them (a scroll area). Once more for controls that were made later.
void ignore_wheel_without_focus(QWidget& root);

} // namespace fracbit::gui
