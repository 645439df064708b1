#include "gui/whatif/block_diagram.hpp"

#include "gui/support/plot_style.hpp"

#include <QApplication>
#include <QFile>
#include <QHelpEvent>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>

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

namespace {

/// 1,000 cycles in which only the array and the scaler did anything.
models::LayerResult two_blocks() {
    models::LayerResult counts;
    counts.cycles = Cycles(1'000);
    for (models::BlockCycles& block : counts.blocks) block.idle = Cycles(1'000);
    counts.blocks[static_cast<std::size_t>(models::BlockId::array)] = {Cycles(500), Cycles(300), Cycles(150),
                                                                       Cycles(50)};
    counts.blocks[static_cast<std::size_t>(models::BlockId::scaler)] = {Cycles(1), Cycles(0), Cycles(0), Cycles(999)};
    return counts;
}

} // namespace

TEST_CASE("The pointer on a block says its four kinds of cycles") {
    gui::BlockDiagram diagram;
    diagram.resize(900, 500);
    diagram.show_counts(two_blocks(), "net: conv1");
    const QPoint at = diagram.place_of(models::BlockId::array).center().toPoint();
    QHelpEvent help(QEvent::ToolTip, at, diagram.mapToGlobal(at));
    QApplication::sendEvent(&diagram, &help);
    CHECK(QToolTip::text() == "array (net: conv1)\nbusy: 500 cycles (50 %)\nwaits for input: 300 cycles (30 %)\n"
                              "waits for room: 150 cycles (15 %)\nidle: 50 cycles (5 %)");
    QToolTip::hideText();
}

TEST_CASE("Blocks that do something say how much of the time they are busy, others nothing") {
    gui::BlockDiagram diagram;
    diagram.resize(900, 500);
    diagram.show_counts(two_blocks(), "net: conv1");
    const QTemporaryDir folder;
    gui::save_widget(diagram, folder.filePath("diagram.svg"));
    QFile file(folder.filePath("diagram.svg"));
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    CHECK(svg.count("% busy") == 2);
    CHECK(svg.contains(">50.0 % busy<"));
    CHECK(svg.contains(">0.1 % busy<"));
}

TEST_CASE("Arrow keys go from block to block, and round") {
    gui::BlockDiagram diagram;
    diagram.select(models::BlockId::decoder);
    QTest::keyClick(&diagram, Qt::Key_Left);
    const auto before = diagram.selected();
    CHECK(before != models::BlockId::decoder);
    QTest::keyClick(&diagram, Qt::Key_Down);
    CHECK(diagram.selected() == models::BlockId::decoder);
    std::vector<models::BlockId> seen;
    for (int i = 0; i < models::block_count; ++i) {
        QTest::keyClick(&diagram, Qt::Key_Up);
        CHECK(std::find(seen.begin(), seen.end(), diagram.selected()) == seen.end());
        seen.push_back(diagram.selected());
    }
    CHECK(diagram.selected() == models::BlockId::decoder);
}
