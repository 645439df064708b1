// What tests of widgets do again and again.
#pragma once

#include <QApplication>
#include <QMouseEvent>
#include <QWheelEvent>
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

/// One notch towards the user, as from a real wheel: what a widget ignores goes to its parent.
inline void turn_wheel_down(QWidget& over) {
    const QPointF middle = over.rect().center();
    QWheelEvent event(middle, over.mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QSpontaneKeyEvent::setSpontaneous(&event);
    QApplication::instance()->notify(&over, &event);
}

} // namespace fracbit::tests
