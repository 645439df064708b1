// What the menu Help shows.
#pragma once

#include <QString>

namespace fracbit::gui {

/// Keys and pointer of all pages, as rich text.
[[nodiscard]] QString keys_text();
/// Program, version, where its pages are.
[[nodiscard]] QString about_text();

} // namespace fracbit::gui
