// Qt's Fusion style with two repairs: outlines can be seen on dark (Fusion makes them darker than the window, whatever
// that is), and what is chosen in a list ends with an ellipsis where it does not fit.
#pragma once

#include <QProxyStyle>

namespace fracbit::gui {

class WindowStyle : public QProxyStyle {
    Q_OBJECT

public:
    WindowStyle();
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
};

} // namespace fracbit::gui
