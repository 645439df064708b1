#include "models/results/report.hpp"
#include "models/results/report_csv.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

namespace {

/// A layer with numbers chosen by hand: 4 outputs, reduction 6, 5 positions, one row group of 4 rows, 2 tiles of 4
/// columns.
struct HandMade {
    Architecture architecture;
    SimulationResult result;
    std::vector<LayerFacts> facts;

    HandMade() {
        architecture.array.rows = 4;
        architecture.array.columns = 4;
        architecture.memory.bytes_per_cycle = Rational(2);
        LayerFacts fact;
        fact.layer.name = "a, b";
        fact.layer.input = {6, 1, 5};
        fact.layer.out_channels = 4;
        fact.on_array = true;
        fact.planes = 2;
        fact.reduction = 6;
        fact.row_groups = 1;
        fact.tiles = 2;
        fact.chunks = 3;
        fact.cycles_per_vector = 3;
        fact.distinct[static_cast<int>(StreamId::weights)] = Bytes(6);
        fact.distinct[static_cast<int>(StreamId::outputs)] = Bytes(20);
        fact.distinct[static_cast<int>(StreamId::activations)] = Bytes(30);
        facts.push_back(fact);
        LayerResult layer;
        layer.name = "a, b";
        layer.cycles = Cycles(240);
        layer.macs = 5 * 4 * 6;
        layer.vectors = 5 * 2 * 2;
        layer.tiles_loaded = 2 * 2 * 3;
        layer.streams[static_cast<int>(StreamId::weights)] = {Bytes(18), Bytes(64), 1, 0};
        layer.streams[static_cast<int>(StreamId::activations)] = {Bytes(30), Bytes(65), 2, 0};
        layer.streams[static_cast<int>(StreamId::outputs)] = {Bytes(20), Bytes(20), 1, 0};
        layer.blocks[static_cast<int>(BlockId::array)] = {Cycles(60), Cycles(100), Cycles(20), Cycles(60)};
        layer.blocks[static_cast<int>(BlockId::memory)] = {Cycles(100), Cycles(140), Cycles(0), Cycles(0)};
        result.engine = "hand";
        result.layers.push_back(layer);
        result.total_cycles = Cycles(240);
        result.seconds = 0.5;
    }
    [[nodiscard]] Report report(std::int64_t images = 1) const {
        return make_report(architecture, "net", result, facts, images);
    }
};

} // namespace

TEST_CASE("A report's ratios are those of its definitions") {
    const Report report = HandMade().report();
    const LayerReport& layer = report.layers[0];
    CHECK(layer.products == 240);
    CHECK(layer.array_cycles == Cycles(60));
    CHECK(layer.array_utilization == Approx(60.0 / 240));
    CHECK(layer.mapping_efficiency == Approx(240.0 / (20 * 16)));
    CHECK(layer.overall_utilization == Approx(240.0 * 3 / (240 * 16)));
    CHECK(layer.bytes == 68);
    CHECK(layer.bus_bytes == 149);
    CHECK(layer.memory_cycles == Cycles(75));
    CHECK(layer.bytes_per_cycle == Approx(149.0 / 240));
    CHECK(layer.bottleneck == BlockId::memory);
    CHECK(layer.share == 1);
    CHECK(report.total.mapping_efficiency == Approx(layer.mapping_efficiency));
    CHECK(report.cycles_per_second() == Approx(480));
    CHECK(report.machine_ms() == Approx(240 / 800e3));
}

TEST_CASE("Fetches say how often and why") {
    HandMade made;
    const auto fetches = made.report().layers[0].fetches;
    REQUIRE(fetches.size() == 2);
    CHECK(fetches[0].stream == StreamId::weights);
    CHECK(fetches[0].times == Approx(3));
    CHECK_THAT(fetches[0].why, Catch::Contains("read for each of 3 chunks"));
    CHECK(fetches[1].stream == StreamId::activations);
    CHECK(fetches[1].times == Approx(1));
    CHECK(fetches[1].why.empty());

    made.result.layers[0].streams[static_cast<int>(StreamId::activations)].bytes = Bytes(90);
    CHECK_THAT(made.report().layers[0].fetches[1].why, Catch::Contains("read for each of 3 chunks, with halo"));
    made.facts[0].row_groups = 2;
    CHECK_THAT(made.report().layers[0].fetches[1].why, Catch::Contains("read for each of 2 row groups and 3 chunks"));
    CHECK(made.report(3).layers[0].fetches[1].times == Approx(1)); // each of three images is read once
    CHECK_THAT(made.report(3).layers[0].fetches[0].why, Catch::Contains("3 images"));
}

TEST_CASE("CSV reports count words as their definitions say") {
    Report report = HandMade().report();
    report.layers[0].spans[static_cast<int>(StreamId::weights)] = DramSpan{Cycles(1), Cycles(99)};
    const auto files = report_csv_files(report);
    REQUIRE(files.size() == 3);
    CHECK(files[0].name == "COMPUTE_REPORT.csv");
    CHECK_THAT(files[0].text, Catch::Contains("\n0, 240, 240, 120, 18.75, 75, 25, a; b,\n"));
    // 5 positions x 6 inputs x 2 planes; 24 weights x 3 chunks x 2 planes; 5 x 4 outputs x 2 planes x 2 tiles
    CHECK_THAT(files[1].text, Catch::Contains("\n0, 0.25, 0.6, 0.333333, 0.125, 0.075, 0.0833333, a; b,\n"));
    CHECK_THAT(files[2].text, Catch::Contains("\n0, 60, 144, 80, 0, 0, 30, 1, 99, 18, 0, 0, 20, 0, 0, 1, 3, a; b,\n"));
}

TEST_CASE("CSV reports have a row a layer, whatever its name") {
    HandMade made;
    made.result.layers[0].name = "two\nlines, \"a\"\r";
    for (const auto& file : report_csv_files(made.report())) {
        CHECK(std::count(file.text.begin(), file.text.end(), '\n') == 2);
        CHECK_THAT(file.text, Catch::EndsWith(", two lines; \"a\" ,\n"));
    }
}

TEST_CASE("A report of a run without cycles has no infinities") {
    HandMade made;
    made.result.layers[0] = LayerResult{};
    made.result.total_cycles = Cycles(0);
    made.result.seconds = 0;
    const Report report = made.report();
    CHECK(report.layers[0].array_utilization == 0);
    CHECK(report.layers[0].mapping_efficiency == 0);
    CHECK(report.cycles_per_second() == 0);
}
