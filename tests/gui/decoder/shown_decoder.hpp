// The Decoder page and what is on it.
#pragma once

#include "gui/decoder/decoder_page.hpp"
#include "tests/gui/qt_events.hpp"

#include <QSignalSpy>

#include <functional>

#include <catch2/catch.hpp>

namespace fracbit::tests {

template <class Widget>
Widget& piece(const gui::DecoderPage& page, const char* name) {
    auto* found = page.findChild<Widget*>(QLatin1String(name));
    INFO(name);
    REQUIRE(found != nullptr);
    return *found;
}

inline void settle(gui::DecoderPage& page, const std::function<bool()>& there) {
    QSignalSpy spy(&page, &gui::DecoderPage::result_shown);
    while (!there()) REQUIRE(spy.wait(patience_ms));
}
inline void settle(gui::DecoderPage& page) {
    settle(page, [&page] { return page.result() != nullptr; });
}

} // namespace fracbit::tests
