// Examples and samples that come with the program.
#pragma once

#include <QString>

namespace fracbit::gui {

/// Where `name` (a path in the source tree, e.g. "traces/samples/sample.events.csv") lies: beside the program in
/// ../share/fracbit, or in the source tree that it was built from. Empty if it is in neither.
QString shipped_file(const QString& name);

} // namespace fracbit::gui
