// Pinned designs as the session keeps them.
#pragma once

#include "gui/designs/design_list.hpp"
#include "gui/whatif/network_book.hpp"

#include <QJsonArray>
#include <QStringList>

namespace fracbit::gui {

/// Those made by hand. Points of stores are the stores' to keep.
QJsonArray pinned_state(const DesignList& designs, NetworkBook& book);
/// Designs whose networks or technology are no longer there are left out; they are returned, as phrases.
QStringList restore_pinned(const QJsonArray& state, NetworkBook& book, DesignList& designs);

/// "resnet18, flexor 8/10, 4 lanes": what people call a design that has no name.
QString describe(const Design& design);

} // namespace fracbit::gui
