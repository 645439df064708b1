// What tests of widgets do again and again.
#pragma once

#include <QApplication>
#include <QMouseEvent>
#include <QtTest/QTest>

#include <functional>

namespace fracbit::tests {

constexpr int patience_ms = 120'000; ///< until a test gives up waiting: long, machines are busy

inline bool wait_for(const std::function<bool()>& condition) { return QTest::qWaitFor(condition, patience_ms); }

/// With the left button, by way of the middle.
inline void drag(QWidget& widget, QPoint from, QPoint to, Qt::KeyboardModifiers keys = {}) {
    QTest::mousePress(&widget, Qt::LeftButton, keys, from);
    for (const QPoint at : {(from + to) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, keys);
        QApplication::sendEvent(&widget, &move);
    }
    QTest::mouseRelease(&widget, Qt::LeftButton, keys, to);
}

} // namespace fracbit::tests
