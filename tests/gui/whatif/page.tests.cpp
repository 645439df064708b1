#include "gui/whatif/block_diagram.hpp"
#include "gui/whatif/block_table.hpp"
#include "gui/whatif/stacked_bars.hpp"
#include "tests/gui/qt_events.hpp"
#include "tests/gui/whatif/shown_page.hpp"

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTest>
#include <QTimer>

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>
#include <vector>

using namespace fracbit;
using namespace fracbit::gui;
using namespace fracbit::tests;

TEST_CASE("A slider that moves gives new cycles, its number follows, and the slider follows the number") {
    DesignList designs;
    WhatIfPage page(designs);
    settle(page);
    const double before = shown_cycles(page);
    auto& slider = part<QSlider>(page, "whatif_memory_bytes_per_cycle_slider");
    auto& spin = part<QDoubleSpinBox>(page, "whatif_memory_bytes_per_cycle_spin");
    slider.setValue(slider.minimum());
    settle(page, [&] { return shown_cycles(page) > before; });
    CHECK(spin.value() == 0.1);
    spin.setValue(12.8);
    settle(page, [&] { return shown_cycles(page) == before; });
    CHECK(spin.value() == 12.8);
    auto& lanes = part<QSlider>(page, "whatif_weights_lanes_slider");
    part<QDoubleSpinBox>(page, "whatif_weights_lanes_spin").setValue(9);
    CHECK(lanes.value() == 8); // stops are 1, 2, 3, ...
}

TEST_CASE("A value that is not allowed is said where it is, and the last good numbers stay") {
    DesignList designs;
    WhatIfPage page(designs);
    page.show();
    settle(page);
    const auto figures = page.figures();
    part<QDoubleSpinBox>(page, "whatif_encoding_n_in_spin").setValue(40);
    QApplication::processEvents();
    CHECK(part<QLabel>(page, "whatif_encoding_n_in_problem").isVisible());
    CHECK(part<QLabel>(page, "whatif_encoding_n_in_problem").text().contains("n_in is 40 and n_out is 10"));
    CHECK_FALSE(part<QLabel>(page, "whatif_encoding_taps_problem").isVisible());
    CHECK(part<QLabel>(page, "whatif_message").isVisible());
    CHECK_FALSE(part<QPushButton>(page, "whatif_pin").isEnabled());
    CHECK_FALSE(part<QTableView>(page, "whatif_key_figures").isEnabled());
    CHECK(page.figures() == figures);
    part<QDoubleSpinBox>(page, "whatif_encoding_n_out_spin").setValue(50);
    settle(page, [&] { return page.figures() != figures; });
    CHECK_FALSE(part<QLabel>(page, "whatif_encoding_n_in_problem").isVisible());
    CHECK_FALSE(part<QLabel>(page, "whatif_message").isVisible());
    CHECK(part<QTableView>(page, "whatif_key_figures").isEnabled());
}

TEST_CASE("A network that does not fit the machine is said, and the last good numbers stay") {
    DesignList designs;
    WhatIfPage page(designs);
    settle(page);
    part<QDoubleSpinBox>(page, "whatif_array_accumulator_depth_spin").setValue(4);
    settle(page, [&] { return page.figures()->design.point.architecture.array.accumulator_depth == 4; });
    const auto cycles = shown_cycles(page);
    part<QDoubleSpinBox>(page, "whatif_encoding_q_spin").setValue(8); // 8 planes, 2 banks: 16 sums at the least
    auto& message = part<QLabel>(page, "whatif_message");
    REQUIRE(tests::wait_for([&] { return !message.text().isEmpty(); }));
    CHECK(message.text().contains("conv1"));
    CHECK(shown_cycles(page) == cycles);
}

TEST_CASE("Area and energy bars are greyed until they are those of the design whose cycles are shown") {
    DesignList designs;
    WhatIfPage page(designs);
    settle(page);
    const auto& area = part<StackedBars>(page, "whatif_area");
    const auto& energy = part<StackedBars>(page, "whatif_energy");
    const auto& stalls = part<StackedBars>(page, "whatif_stalls");
    auto& status = part<QLabel>(page, "whatif_status");
    CHECK_FALSE(area.is_stale());
    int incomplete = 0;
    QObject::connect(&page, &WhatIfPage::figures_shown, &page, [&](bool complete) {
        incomplete += !complete;
        CHECK(area.is_stale() == !complete);
        CHECK(energy.is_stale() == !complete);
        CHECK_FALSE(stalls.is_stale());
        CHECK(status.text().isEmpty() == complete);
    });
    status.setText("working..."); // as after a while
    // A circuit that takes longer than the cycles, and is not known yet.
    part<QDoubleSpinBox>(page, "whatif_encoding_n_out_spin").setValue(180);
    settle(page, [&] { return page.figures()->machine && page.figures()->design.point.weights.xor_spec.n_out == 180; });
    CHECK(incomplete == 1);
}

TEST_CASE("What is greyed stays so when figures of an older design come, until those of the newest are there") {
    DesignList designs;
    WhatIfPage page(designs);
    settle(page);
    auto& lanes = part<QDoubleSpinBox>(page, "whatif_weights_lanes_spin");
    const auto& stalls = part<StackedBars>(page, "whatif_stalls");
    const auto shown_lanes = [&page] { return page.figures()->design.point.architecture.weights.lanes; };
    std::vector<int> older; // that were shown
    QObject::connect(&page, &WhatIfPage::figures_shown, &page, [&] {
        const bool newest = shown_lanes() == lanes.value();
        CHECK(stalls.is_stale() == !newest);
        if (!newest) older.push_back(shown_lanes());
    });
    auto* slow = page.findChild<QTimer*>(QString(), Qt::FindDirectChildrenOnly);
    REQUIRE(slow != nullptr);
    // Again if the second took the first one's place before it had begun.
    for (int first = 8; older.empty(); first += 2) {
        REQUIRE(first < 64);
        lanes.setValue(first);
        std::this_thread::sleep_for(std::chrono::milliseconds(10 * (first - 7))); // it is worked out, and told later
        lanes.setValue(first + 1);
        REQUIRE(QMetaObject::invokeMethod(slow, "timeout")); // as after a while
        CHECK(stalls.is_stale());
        settle(page, [&] { return page.figures()->machine && shown_lanes() == first + 1; });
    }
}

TEST_CASE("A refusal ends the work that was announced") {
    DesignList designs;
    WhatIfPage page(designs);
    settle(page);
    part<QDoubleSpinBox>(page, "whatif_array_accumulator_depth_spin").setValue(4);
    settle(page, [&] {
        return page.figures()->machine && page.figures()->design.point.architecture.array.accumulator_depth == 4;
    });
    auto& status = part<QLabel>(page, "whatif_status");
    status.setText("working..."); // as after a while
    part<QDoubleSpinBox>(page, "whatif_encoding_q_spin").setValue(8);
    auto& message = part<QLabel>(page, "whatif_message");
    REQUIRE(tests::wait_for([&] { return !message.text().isEmpty(); }));
    CHECK(status.text().isEmpty());
    CHECK(part<StackedBars>(page, "whatif_area").is_stale());
}

TEST_CASE("Pinned designs are compared, opened again and handed over to be simulated") {
    DesignList designs;
    WhatIfPage page(designs);
    page.show();
    settle(page);
    part<QLineEdit>(page, "whatif_name").setText(" mine ");
    QTest::mouseClick(&part<QPushButton>(page, "whatif_pin"), Qt::LeftButton);
    part<QDoubleSpinBox>(page, "whatif_weights_lanes_spin").setValue(16);
    QSignalSpy noticed(&page, &Page::noticed);
    QTest::mouseClick(&part<QPushButton>(page, "whatif_pin"), Qt::LeftButton);
    REQUIRE(designs.designs().size() == 2);
    CHECK(designs.designs()[0].name == "mine");
    CHECK(designs.designs()[1].name == "mine (2)");
    CHECK(noticed.back().front().toString() == "Pinned mine (2)");
    QApplication::processEvents();
    CHECK(part<QTableView>(page, "whatif_comparison").model()->columnCount() == 5);
    QSignalSpy simulate(&page, &WhatIfPage::simulate_requested);
    part<QPushButton>(page, "whatif_simulate_2").click();
    REQUIRE(simulate.size() == 1);
    CHECK(simulate.front().front().value<Design>().point.architecture.weights.lanes == 16);
    part<QPushButton>(page, "whatif_open_1").click();
    CHECK(part<QDoubleSpinBox>(page, "whatif_weights_lanes_spin").value() == 4);
    part<QPushButton>(page, "whatif_remove_1").click();
    CHECK(designs.designs().size() == 1);
}

TEST_CASE("What is pinned beyond the list's end is a message") {
    DesignList designs;
    WhatIfPage page(designs);
    QSignalSpy failed(&page, &Page::failed);
    for (int i = 0; i < DesignList::most; ++i) part<QPushButton>(page, "whatif_pin").click();
    CHECK(failed.isEmpty());
    part<QLineEdit>(page, "whatif_name").setText("90 %2 bits");
    part<QPushButton>(page, "whatif_pin").click();
    REQUIRE(failed.size() == 1);
    CHECK(failed.front().front().toString() ==
          "90 %2 bits is not pinned: it is already, or there are 8, which is as many as fit; remove one of them.");
}

TEST_CASE("A click on a block shows its cycles layer by layer, and so do the arrow keys") {
    DesignList designs;
    WhatIfPage page(designs);
    page.resize(1280, 800);
    page.show();
    settle(page);
    auto& diagram = part<BlockDiagram>(page, "whatif_diagram");
    QTest::mouseClick(&diagram, Qt::LeftButton, Qt::NoModifier,
                      diagram.place_of(models::BlockId::decoder).center().toPoint());
    CHECK(diagram.selected() == models::BlockId::decoder);
    auto& table = part<QTableView>(page, "whatif_block_layers");
    CHECK(table.isVisible());
    CHECK(table.model()->index(0, BlockTableModel::busy).data(Qt::UserRole).toLongLong() ==
          page.figures()->networks.front().total.block(models::BlockId::decoder).busy.count());
    QTest::keyClick(&diagram, Qt::Key_Right);
    CHECK(diagram.selected() == models::BlockId::patch_reader);
}

TEST_CASE("Every control can be reached by a script and says what it is") {
    DesignList designs;
    const WhatIfPage page(designs);
    for (const QSlider* slider : page.findChildren<QSlider*>()) {
        CHECK(slider->objectName().startsWith("whatif_"));
        CHECK_FALSE(slider->toolTip().isEmpty());
    }
    for (const QPushButton* button : page.findChildren<QPushButton*>()) {
        CAPTURE(button->text().toStdString());
        CHECK(button->objectName().startsWith("whatif_"));
        CHECK_FALSE(button->toolTip().isEmpty());
    }
}

TEST_CASE("Reset puts the parameters back to those of the design that was opened last") {
    DesignList designs;
    WhatIfPage page(designs);
    auto& reset = part<QPushButton>(page, "whatif_reset");
    auto& rows = part<QDoubleSpinBox>(page, "whatif_array_rows_spin");
    CHECK_FALSE(reset.isEnabled());
    const double first = rows.value();
    rows.setValue(48);
    CHECK(reset.isEnabled());
    reset.click();
    CHECK(rows.value() == first);
    CHECK_FALSE(reset.isEnabled());
    page.open(QStringLiteral(FRACBIT_SOURCE_DIR "/examples/arch/generous.toml"));
    CHECK_FALSE(reset.isEnabled());
    const double opened = rows.value();
    part<QComboBox>(page, "whatif_technology_combo").textActivated("scaled_7nm");
    rows.setValue(7);
    reset.click();
    CHECK(rows.value() == opened);
    CHECK(part<QComboBox>(page, "whatif_technology_combo").currentText() == "nangate45");
}

TEST_CASE("The wheel over controls scrolls them and moves no parameter") {
    DesignList designs;
    WhatIfPage page(designs);
    page.resize(1280, 500);
    page.show();
    QApplication::processEvents();
    auto& area = part<QScrollArea>(page, "whatif_control_area");
    const QJsonObject before = page.state();
    for (const char* name : {"whatif_clock_mhz_slider", "whatif_clock_mhz_spin", "whatif_technology_combo",
                             "whatif_encoding_format_combo"}) {
        auto& control = part<QWidget>(page, name);
        const int scrolled = area.verticalScrollBar()->value();
        tests::turn_wheel_down(control);
        CAPTURE(name);
        CHECK(area.verticalScrollBar()->value() > scrolled);
    }
    CHECK(page.state() == before);
}

TEST_CASE("One of something has no plural") {
    DesignList designs;
    const WhatIfPage page(designs);
    auto& banks = part<QDoubleSpinBox>(page, "whatif_array_tile_banks_spin");
    banks.setValue(2);
    CHECK(banks.text() == "2 banks");
    banks.setValue(1);
    CHECK(banks.text() == "1 bank");
}

TEST_CASE("Key figures are wide enough for their columns beside a scroll bar") {
    DesignList designs;
    WhatIfPage page(designs);
    page.resize(1000, 700);
    page.show();
    settle(page);
    part<QDoubleSpinBox>(page, "whatif_array_rows_spin").setValue(48);
    settle(page, [&] { return page.figures()->machine && page.figures()->design.point.architecture.array.rows == 48; });
    part<QDoubleSpinBox>(page, "whatif_encoding_n_in_spin").setValue(40); // the message takes room
    for (int i = 0; i < 5; ++i) QApplication::processEvents();
    const auto& table = part<QTableView>(page, "whatif_key_figures");
    CHECK(table.viewport()->width() >= table.horizontalHeader()->length());
}
