#include "gui/whatif/block_diagram.hpp"

#include <QImage>

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("The smallest block diagram has room for its legend and its numbers, whatever the size of letters") {
    for (const int points : {8, 11, 18}) {
        gui::BlockDiagram diagram;
        QFont font = diagram.font();
        font.setPointSize(points);
        diagram.setFont(font);
        diagram.resize(diagram.minimumSizeHint());
        const QImage picture = diagram.grab().toImage();
        const int last = picture.height() - 1;
        INFO(points);
        bool empty = true; // nothing is cut off
        for (int x = 0; x < picture.width(); ++x) empty = empty && picture.pixel(x, last) == picture.pixel(0, last);
        CHECK(empty);
        font.setPointSizeF(points * 0.9);
        CHECK(diagram.place_of(models::BlockId::array).width() - 8 >
              QFontMetrics(font).horizontalAdvance("100.0 % busy"));
    }
}
