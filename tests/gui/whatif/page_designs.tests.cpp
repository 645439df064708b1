#include "gui/whatif/key_figures.hpp"
#include "gui/whatif/layer_table.hpp"
#include "tests/gui/qt_events.hpp"
#include "tests/gui/whatif/shown_page.hpp"
#include "tests/gui/whatif/small_design.hpp"

#include <QComboBox>
#include <QTableView>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;
using namespace fracbit::tests;

TEST_CASE("Figures are held against the first pinned design") {
    DesignList designs;
    WhatIfPage page(designs);
    page.open_design(small_design("mine", 4));
    settle(page, [&] { return page.figures() && page.figures()->machine && designs.designs().empty(); });
    const auto& model = *part<QTableView>(page, "whatif_key_figures").model();
    const auto base = [&model] { return model.headerData(KeyFiguresModel::difference, Qt::Horizontal).toString(); };
    CHECK(base() == "vs start");
    designs.add(small_design("one", 2));
    designs.add(small_design("two", 9));
    REQUIRE(tests::wait_for([&] { return base() == "vs one"; }));
    REQUIRE(tests::wait_for(
        [&] { return part<QTableView>(page, "whatif_comparison").model()->index(5, 3).data(Qt::UserRole).isValid(); }));
    const double own = shown_cycles(page), one = figures_of(small_design("one", 2))->value(explorer::MetricId::cycles);
    REQUIRE(own != one);
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data().toString() == "cycles")
            CHECK(model.index(row, KeyFiguresModel::difference).data(Qt::UserRole).toDouble() == 100 * (own / one - 1));
}

TEST_CASE("A design with a technology of its own and two networks has both on the controls") {
    DesignList designs;
    WhatIfPage page(designs);
    Design design = small_design("own", 4);
    design.technology.name = "own_5nm";
    design.point.technology = "own_5nm";
    design.networks.push_back(small_design("", 4, "resnet20").networks.front());
    page.open_design(design);
    CHECK(part<QComboBox>(page, "whatif_technology_combo").currentText() == "own_5nm");
    CHECK(part<QComboBox>(page, "whatif_network_combo").currentText() == "lenet5 + resnet20");
}

TEST_CASE("A double click chooses the layer of its row, however rows are sorted, and it stays with its network") {
    DesignList designs;
    WhatIfPage page(designs);
    page.open_design(small_design("one", 4));
    settle(page, [&] { return page.figures() && page.figures()->networks.front().name == "lenet5"; });
    auto& table = part<QTableView>(page, "whatif_layers");
    table.sortByColumn(LayerTableModel::cycles, Qt::DescendingOrder);
    const int last = table.model()->rowCount() - 1;
    const QString layer = table.model()->index(last, LayerTableModel::name).data().toString();
    Q_EMIT table.doubleClicked(table.model()->index(last, LayerTableModel::name));
    auto& scope = part<QComboBox>(page, "whatif_scope");
    CHECK(scope.currentText() == "lenet5: " + layer);
    Design both = small_design("both", 4);
    both.networks.insert(both.networks.begin(), small_design("", 4, "resnet20").networks.front());
    page.open_design(both);
    settle(page, [&] { return page.figures()->networks.size() == 2; });
    CHECK(scope.currentText() == "lenet5: " + layer);
}
