#include "gui/designs/stored_design.hpp"
#include "gui/whatif/block_table.hpp"
#include "gui/whatif/comparison.hpp"
#include "gui/whatif/elided_header.hpp"
#include "gui/whatif/key_figures.hpp"
#include "gui/whatif/layer_table.hpp"
#include "models/results/operand_fetches.hpp"
#include "tests/gui/qt_events.hpp"
#include "tests/gui/whatif/small_design.hpp"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QStyleOptionHeaderV2>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;
using explorer::MetricId;

namespace {

constexpr auto report = QAbstractItemModelTester::FailureReportingMode::Fatal;

QString cell(const QAbstractItemModel& model, int row, int column, int role = Qt::DisplayRole) {
    return model.index(row, column).data(role).toString();
}

int row_of(const QAbstractItemModel& model, const char* name) {
    for (int row = 0; row < model.rowCount(); ++row)
        if (cell(model, row, 0) == QLatin1String(name)) return row;
    FAIL("no row " << name);
    return -1;
}

} // namespace

TEST_CASE("Key figures show value, unit and the difference to the base") {
    KeyFiguresModel model;
    const QAbstractItemModelTester tester(&model, report);
    CHECK(cell(model, 0, KeyFiguresModel::value) == "-");
    const auto base = tests::figures_of(tests::small_design("a", 1)),
               own = tests::figures_of(tests::small_design("b", 8));
    model.show(own, own, base, "a");
    const int cycles = row_of(model, "cycles");
    CHECK(cell(model, cycles, KeyFiguresModel::value) == metric_text(MetricId::cycles, own->value(MetricId::cycles)));
    CHECK(model.index(cycles, KeyFiguresModel::value).data(Qt::UserRole).toDouble() == own->value(MetricId::cycles));
    CHECK(model.index(cycles, KeyFiguresModel::difference).data(Qt::UserRole).toDouble() ==
          100 * (own->value(MetricId::cycles) / base->value(MetricId::cycles) - 1));
    CHECK(cell(model, cycles, KeyFiguresModel::difference).endsWith(" %"));
    CHECK(cell(model, row_of(model, "area_mm2"), KeyFiguresModel::unit) == "mm2");
    CHECK(model.headerData(KeyFiguresModel::difference, Qt::Horizontal).toString() == "vs a");
    CHECK(cell(model, row_of(model, "meets_clock"), KeyFiguresModel::value) ==
          (own->value(MetricId::meets_clock) != 0 ? "yes" : "no"));
}

TEST_CASE("Yes and no have no difference in percent") {
    KeyFiguresModel model;
    const auto at = [](double mhz) {
        Design design = tests::small_design("a", 1);
        design.point.architecture.clock_mhz = mhz;
        explorer::resolve(design.point);
        return tests::figures_of(design);
    };
    const auto base = at(100), own = at(3000);
    REQUIRE(own->value(MetricId::meets_clock) == 0);
    REQUIRE(base->value(MetricId::meets_clock) == 1);
    model.show(own, own, base, "a");
    const int row = row_of(model, "meets_clock");
    CHECK(cell(model, row, KeyFiguresModel::value) == "no");
    CHECK(cell(model, row, KeyFiguresModel::difference).isEmpty());
}

TEST_CASE("Costs that are not known yet are those of before, greyed") {
    KeyFiguresModel model;
    const auto before = tests::figures_of(tests::small_design("a", 1)),
               now = tests::figures_of(tests::small_design("b", 8), false);
    model.show(now, before, nullptr, "");
    const int area = row_of(model, "area_mm2"), cycles = row_of(model, "cycles");
    CHECK(cell(model, area, KeyFiguresModel::value) ==
          metric_text(MetricId::area_mm2, before->value(MetricId::area_mm2)));
    CHECK(model.index(area, KeyFiguresModel::value).data(Qt::ForegroundRole).isValid());
    CHECK_FALSE(model.index(cycles, KeyFiguresModel::value).data(Qt::ForegroundRole).isValid());
    CHECK(cell(model, cycles, KeyFiguresModel::difference).isEmpty());
}

TEST_CASE("Differences are signed percent") {
    CHECK(difference_text(110, 100) == "+10 %");
    CHECK(difference_text(75, 100) == "-25 %");
    CHECK(difference_text(100, 100) == "=");
    CHECK(difference_text(1, 0).isEmpty());
}

TEST_CASE("The table of layers has a row for the sum and one for each layer, with exact numbers to sort by") {
    LayerTableModel model;
    const QAbstractItemModelTester tester(&model, report);
    const auto figures = tests::figures_of(tests::small_design("a", 4));
    model.show(figures);
    const auto& layers = figures->networks.front().result.layers;
    REQUIRE(model.rowCount() == static_cast<int>(layers.size()) + 1);
    CHECK(cell(model, 0, LayerTableModel::name) == "lenet5: all layers");
    qlonglong sum = 0;
    double energy = 0;
    for (int row = 1; row < model.rowCount(); ++row) {
        sum += model.index(row, LayerTableModel::cycles).data(Qt::UserRole).toLongLong();
        energy += model.index(row, LayerTableModel::energy_nj).data(Qt::UserRole).toDouble();
        CHECK(cell(model, row, LayerTableModel::name).toStdString() == layers[static_cast<std::size_t>(row) - 1].name);
    }
    CHECK(model.index(0, LayerTableModel::cycles).data(Qt::UserRole).toLongLong() == sum);
    CHECK(model.index(0, LayerTableModel::energy_nj).data(Qt::UserRole).toDouble() == Approx(energy).epsilon(1e-12));
    CHECK(cell(model, 1, LayerTableModel::kind) == "conv");
}

TEST_CASE("Shares are of the layer's own network, bytes of what the channel carried, energies in nJ") {
    LayerTableModel model;
    Design both = tests::small_design("both", 4);
    both.networks.push_back(tests::small_design("", 4, "resnet20").networks.front());
    const auto figures = tests::figures_of(both);
    model.show(figures);
    const auto number = [&model](int row, int column) {
        return model.index(row, column).data(Qt::UserRole).toDouble();
    };
    int row = 0;
    for (const NetworkFigures& network : figures->networks) {
        CHECK(number(row, LayerTableModel::share) == 100);
        CHECK(number(row, LayerTableModel::energy_nj) == Approx(network.energy.total_pj() / 1000));
        double shares = 0;
        for (const models::LayerResult& layer : network.result.layers) {
            CAPTURE(network.name, layer.name);
            shares += number(++row, LayerTableModel::share);
            std::int64_t all = 0, weights = 0;
            for (int s = 0; s < models::stream_count; ++s) {
                const auto stream = static_cast<models::StreamId>(s);
                const std::int64_t bytes = layer.streams[static_cast<std::size_t>(s)].bus_bytes.count();
                all += bytes;
                weights += models::holds_weights(stream) ? bytes : 0;
            }
            CHECK(number(row, LayerTableModel::weight_kib) == static_cast<double>(weights) / 1024);
            CHECK(number(row, LayerTableModel::bus_kib) == static_cast<double>(all) / 1024);
        }
        CHECK(shares == Approx(100));
        ++row;
    }
}

TEST_CASE("Moving a value keeps the rows of a table, another network resets them") {
    LayerTableModel model;
    model.show(tests::figures_of(tests::small_design("a", 4)));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset), changes(&model, &QAbstractItemModel::dataChanged);
    model.show(tests::figures_of(tests::small_design("a", 5)));
    CHECK(resets.isEmpty());
    CHECK(changes.size() == 1);
    model.show(tests::figures_of(tests::small_design("a", 5, "resnet20")));
    CHECK(resets.size() == 1);
}

TEST_CASE("A block's table has its four kinds of cycles, which add up") {
    BlockTableModel model;
    const QAbstractItemModelTester tester(&model, report);
    const auto figures = tests::figures_of(tests::small_design("a", 4));
    model.show(figures, models::BlockId::decoder);
    for (int row = 0; row < model.rowCount(); ++row) {
        qlonglong sum = 0;
        for (const int column :
             {BlockTableModel::busy, BlockTableModel::stall_in, BlockTableModel::stall_out, BlockTableModel::idle})
            sum += model.index(row, column).data(Qt::UserRole).toLongLong();
        CHECK(sum == model.index(row, BlockTableModel::cycles).data(Qt::UserRole).toLongLong());
    }
    const models::BlockCycles& decoder = figures->networks.front().total.block(models::BlockId::decoder);
    CHECK(model.index(0, BlockTableModel::busy).data(Qt::UserRole).toLongLong() == decoder.busy.count());
    REQUIRE(decoder.idle.count() > 0);
    CHECK(model.index(0, BlockTableModel::busy_share).data(Qt::UserRole).toDouble() ==
          Approx(100.0 * static_cast<double>(decoder.busy.count()) /
                 static_cast<double>(figures->networks.front().total.cycles.count())));
}

TEST_CASE("A comparison has the parameters that differ, all key figures, and percent of the first") {
    DesignList list;
    PinnedFigures pinned(list);
    ComparisonModel model(pinned);
    const QAbstractItemModelTester tester(&model, report);
    CHECK(model.rowCount() == 0);
    list.add(tests::small_design("one", 2));
    list.add(tests::small_design("two", 4));
    QSignalSpy spy(&pinned, &PinnedFigures::changed);
    while (pinned.working()) REQUIRE(spy.wait(tests::patience_ms));
    REQUIRE(model.columnCount() == 5);
    CHECK(model.rowCount() == 1 + static_cast<int>(key_metrics().size()));
    CHECK(cell(model, 0, 0) == "weights.lanes");
    CHECK(cell(model, 0, 2) == "2");
    CHECK(cell(model, 0, 3) == "4");
    CHECK(cell(model, 0, 4) == "+100 %");
    const int cycles = row_of(model, "cycles");
    const double first = model.index(cycles, 2).data(Qt::UserRole).toDouble(),
                 second = model.index(cycles, 3).data(Qt::UserRole).toDouble();
    CHECK(first == tests::figures_of(tests::small_design("one", 2))->value(MetricId::cycles));
    CHECK(model.index(cycles, 4).data(Qt::UserRole).toDouble() == 100 * (second / first - 1));
    CHECK(model.headerData(3, Qt::Horizontal).toString() == "two");
    CHECK(model.headerData(4, Qt::Horizontal).toString() == QStringLiteral("Δ % two"));
    CHECK(model.design_of(4) == 1);
    CHECK(model.design_of(2) == 0);
    CHECK(model.design_of(1) == -1);
}

TEST_CASE("A pinned design that the machine cannot run says so, and why") {
    DesignList list;
    PinnedFigures pinned(list);
    const ComparisonModel model(pinned);
    list.add(tests::small_design("good", 2));
    list.add(tests::small_design("bad", 0));
    CHECK(cell(model, row_of(model, "cycles"), 3) == "...");
    QSignalSpy spy(&pinned, &PinnedFigures::changed);
    while (pinned.working()) REQUIRE(spy.wait(tests::patience_ms));
    CHECK(cell(model, row_of(model, "cycles"), 3) == "does not run");
    CHECK(cell(model, row_of(model, "cycles"), 4).isEmpty());
    CHECK(model.headerData(3, Qt::Horizontal, Qt::ToolTipRole).toString().contains("weights.lanes = 0"));
}

TEST_CASE("Seeds and names have no percent, quantities do") {
    DesignList list;
    PinnedFigures pinned(list);
    const ComparisonModel model(pinned);
    Design one = tests::small_design("one", 2), other = tests::small_design("one", 4, "resnet20");
    other.point.weights.seed = 7;
    other.point.weights.xor_spec.seed = 3;
    list.add(one);
    list.add(other);
    REQUIRE(model.columnCount() == 5);
    CHECK(cell(model, row_of(model, "weights.lanes"), 4) == "+100 %");
    for (const char* name : {"encoding.seed", "encoding.matrix_seed", "network"}) {
        INFO(name);
        CHECK_FALSE(cell(model, row_of(model, name), 3).isEmpty());
        CHECK(cell(model, row_of(model, name), 4).isEmpty());
    }
    CHECK(model.headerData(2, Qt::Horizontal).toString() == "one");
    CHECK(model.headerData(3, Qt::Horizontal).toString() == "one (2)");
    CHECK(model.headerData(4, Qt::Horizontal, Qt::ToolTipRole).toString() == QStringLiteral("Δ % one (2)"));
}

TEST_CASE("A title that is too long for its column ends with an ellipsis, one that fits is whole") {
    class OpenHeader final : public ElidedHeader {
    public:
        [[nodiscard]] QString painted(int section) const {
            QStyleOptionHeaderV2 option;
            initStyleOption(&option);
            initStyleOptionForIndex(&option, section);
            return option.text;
        }
    } header;
    QStandardItemModel model(1, 2);
    model.setHorizontalHeaderLabels({"resnet18, flexor 8/10, 4 lanes", "two"});
    header.setModel(&model);
    header.resizeSection(0, 100);
    header.resizeSection(1, 100);
    CHECK(header.painted(0).startsWith("resnet18"));
    CHECK(header.painted(0).endsWith(QChar(0x2026)));
    CHECK(header.painted(1) == "two");
}

TEST_CASE("Accuracies of stored designs are compared, those of moved ones are not known") {
    const explorer::DesignSpace space = explorer::read_space(FRACBIT_SOURCE_DIR "/examples/explore/lpddr.toml");
    DesignList list;
    PinnedFigures pinned(list);
    ComparisonModel model(pinned);
    const QAbstractItemModelTester tester(&model, report);
    const Design answer = stored_design(space, "s", 523840); // of docs/explore.md
    REQUIRE(answer.accuracies.count("resnet18") == 1);
    Design moved = answer;
    moved.stored.reset();
    list.add(answer);
    list.add(moved);
    const int row = row_of(model, "accuracy of resnet18");
    const explorer::Accuracy& accuracy = answer.accuracies.at("resnet18");
    CHECK(model.index(row, 2).data(Qt::UserRole).toDouble() == accuracy.percent);
    CHECK(cell(model, row, 1) == "%");
    CHECK(cell(model, row, 2, Qt::ToolTipRole).startsWith(explorer::to_string(accuracy.kind)));
    CHECK(cell(model, row, 3) == "-");
    CHECK(cell(model, row, 4) == "-");
}
