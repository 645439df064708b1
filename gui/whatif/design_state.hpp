// Pinned designs as the session keeps them.
#pragma once

#include "gui/designs/design_list.hpp"
#include "gui/whatif/network_book.hpp"

#include <QJsonArray>

namespace fracbit::gui {

/// Those made by hand, of one network of the book and a shipped technology. Points of stores are the stores' to keep.
QJsonArray pinned_state(const DesignList& designs, NetworkBook& book);
void restore_pinned(const QJsonArray& state, NetworkBook& book, DesignList& designs);

/// "resnet18, flexor 8/10, 4 lanes": what people call a design that has no name.
QString describe(const Design& design);

} // namespace fracbit::gui
