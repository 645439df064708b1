// Qt's Fusion style with outlines that can be seen on dark: Fusion makes them darker than the window, whatever that is.
#pragma once

#include <QProxyStyle>

namespace fracbit::gui {

class OutlineStyle : public QProxyStyle {
    Q_OBJECT

public:
    OutlineStyle();
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
};

} // namespace fracbit::gui
