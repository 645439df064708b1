// A widget that may be larger than its place.
#pragma once

class QScrollArea;
class QWidget;

namespace fracbit::gui {

/// A scroll area without a frame around `inside`, which it owns and makes as wide as itself where that is wider.
QScrollArea* scrolled(QWidget* inside, QWidget* parent);

} // namespace fracbit::gui
