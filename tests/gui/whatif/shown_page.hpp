// The What-if page and what is on it.
#pragma once

#include "gui/whatif/what_if_page.hpp"
#include "tests/gui/qt_events.hpp"

#include <QSignalSpy>

#include <catch2/catch.hpp>

namespace fracbit::tests {

template <class Widget>
Widget& part(const gui::WhatIfPage& page, const char* name) {
    auto* found = page.findChild<Widget*>(QLatin1String(name));
    INFO(name);
    REQUIRE(found != nullptr);
    return *found;
}

/// Until everything that was asked for is on the page.
inline void settle(gui::WhatIfPage& page, const std::function<bool()>& there) {
    QSignalSpy spy(&page, &gui::WhatIfPage::figures_shown);
    while (!there()) REQUIRE(spy.wait(patience_ms));
}
inline void settle(gui::WhatIfPage& page) {
    settle(page, [&page] { return page.figures() && page.figures()->machine; });
}

inline double shown_cycles(const gui::WhatIfPage& page) { return page.figures()->value(explorer::MetricId::cycles); }

} // namespace fracbit::tests
