#include "gui/whatif/bar_rows.hpp"

#include "gui/support/plot_style.hpp"
#include "gui/whatif/stacked_bars.hpp"
#include "tests/gui/whatif/small_design.hpp"

#include <QApplication>
#include <QFile>
#include <QHelpEvent>
#include <QTemporaryDir>
#include <QToolTip>

#include <array>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;

TEST_CASE("Stall bars of a layer are its blocks' cycles, and each adds up to the layer's") {
    const auto figures = tests::figures_of(tests::small_design("a", 4));
    for (const FigureScope& scope : all_scopes(figures)) {
        const BarTable bars = stall_bars(*figures, scope);
        CAPTURE(bars.title.toStdString());
        CHECK(bars.full);
        CHECK(bars.rows.size() >= 2);
        CHECK(bars.whole == static_cast<double>(counts_of(*figures, scope).cycles.count()));
        for (const BarRow& row : bars.rows) CHECK(row.total() == bars.whole);
    }
}

TEST_CASE("Each block that is not idle all the time has a bar of what it does, in the legend's order") {
    const auto figures = tests::figures_of(tests::small_design("a", 4));
    for (const FigureScope& scope : all_scopes(figures)) {
        const models::LayerResult& counts = counts_of(*figures, scope);
        const BarTable bars = stall_bars(*figures, scope);
        CHECK(bars.legend == std::vector<QString>{"busy", "waits for input", "waits for room", "idle"});
        std::size_t row = 0;
        for (int b = 0; b < models::block_count; ++b) {
            const models::BlockCycles& block = counts.block(static_cast<models::BlockId>(b));
            if (block.idle == counts.cycles) continue;
            REQUIRE(row < bars.rows.size());
            CAPTURE(bars.title.toStdString(), bars.rows[row].name.toStdString());
            const std::array parts{block.busy, block.stall_in, block.stall_out, block.idle};
            REQUIRE(bars.rows[row].parts.size() == parts.size());
            for (std::size_t i = 0; i < parts.size(); ++i)
                CHECK(bars.rows[row].parts[i] == static_cast<double>(parts[i].count()));
            ++row;
        }
        CHECK(row == bars.rows.size());
    }
}

TEST_CASE("Energy of the memory has rows and a colour of its own, and all that runs several times counts as often") {
    Design design = tests::small_design("a", 4);
    design.networks.front().runs = 2.5;
    design.networks.push_back(tests::small_design("", 4, "resnet20").networks.front());
    const auto figures = tests::figures_of(design);
    const BarTable bars = energy_bars(*figures);
    double memory = 0;
    for (const BarRow& row : bars.rows) {
        CAPTURE(row.name.toStdString());
        CHECK(row.name.startsWith("memory: ") == (row.parts.back() > 0));
        CHECK((row.parts.back() == 0 || row.parts.back() == row.total()));
        memory += row.parts.back();
    }
    CHECK(memory == Approx(figures->value(explorer::MetricId::energy_memory_uj)).epsilon(1e-12));
    CHECK(bars.whole == Approx(figures->value(explorer::MetricId::energy_uj)).epsilon(1e-12));
}

TEST_CASE("A bar of cycles says the share that its block is busy, its tooltip all shares") {
    StackedBars bars(StackedBars::Colors::cycles);
    bars.show_table(
        {"a layer", "cycles", {"busy", "waits"}, {{"array", {150, 450}}, {"scaler", {60, 540}}}, 600, true});
    bars.resize(900, 200);
    const QTemporaryDir folder;
    save_widget(bars, folder.filePath("bars.svg"));
    QFile file(folder.filePath("bars.svg"));
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    for (const char* text : {">a layer, 600 cycles<", ">25 %<", ">10 %<"}) CHECK(svg.contains(text));
    const auto tip = [&bars](int line) {
        const QPoint at(200, bars.fontMetrics().height() * 2 + (bars.fontMetrics().height() + 5) * line);
        QHelpEvent help(QEvent::ToolTip, at, bars.mapToGlobal(at));
        QApplication::sendEvent(&bars, &help);
        return QToolTip::text();
    };
    CHECK(tip(0) == "array\nbusy: 150 cycles (25 %)\nwaits: 450 cycles (75 %)");
    CHECK(tip(1) == "scaler\nbusy: 60 cycles (10 %)\nwaits: 540 cycles (90 %)");
    // Of parts of a sum, shares are of the sum.
    bars.show_table({"area", "mm2", {"logic", "SRAM"}, {{"array", {3, 1}}, {"buffer", {0, 1}}}, 5, false});
    CHECK(tip(0) == "array\nlogic: 3 mm2 (60 %)\nSRAM: 1 mm2 (20 %)");
    QToolTip::hideText();
}

TEST_CASE("Area and energy bars add up to the figures, the largest first") {
    const auto figures = tests::figures_of(tests::small_design("a", 4));
    for (const BarTable& bars : {area_bars(*figures), energy_bars(*figures)}) {
        double sum = 0, last = 1e300;
        for (const BarRow& row : bars.rows) {
            CHECK(row.total() <= last);
            last = row.total();
            sum += last;
        }
        CHECK(sum == Approx(bars.whole).epsilon(1e-12));
    }
    CHECK(area_bars(*figures).whole == Approx(figures->value(explorer::MetricId::area_mm2)).epsilon(1e-12));
    CHECK(energy_bars(*figures).whole == Approx(figures->value(explorer::MetricId::energy_uj)).epsilon(1e-12));
}

TEST_CASE("Without costs there are no bars of area and energy") {
    const auto figures = tests::figures_of(tests::small_design("a", 4), false);
    CHECK(area_bars(*figures).rows.empty());
    CHECK(energy_bars(*figures).rows.empty());
}

TEST_CASE("In narrow bars the legend takes lines of its own, for which they make room") {
    const auto figures = tests::figures_of(tests::small_design("a", 4));
    StackedBars bars(StackedBars::Colors::cycles);
    bars.show_table(stall_bars(*figures, all_scopes(figures).front()));
    bars.resize(2000, 400);
    const int one_line = bars.minimumSizeHint().height();
    for (const auto& [width, lines] : {std::pair(100, 4), std::pair(2000, 0)}) { // one a line; all behind the title
        bars.resize(width, 400);
        CHECK(bars.minimumSizeHint().height() == one_line + lines * bars.fontMetrics().height());
    }
}
