// What a report says beside its ratios: sums, reasons, spans, JSON. Two layers with numbers chosen by hand.
#include "models/results/layer_facts.hpp"
#include "models/results/report.hpp"
#include "models/results/report_csv.hpp"
#include "models/results/report_json.hpp"
#include "models/results/report_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace fracbit;
using namespace fracbit::models;
using Catch::Matchers::Contains;

namespace {

constexpr auto at(StreamId stream) { return static_cast<std::size_t>(stream); }
constexpr auto at(BlockId block) { return static_cast<std::size_t>(block); }

struct TwoLayers {
    Architecture architecture;
    SimulationResult result;
    std::vector<LayerFacts> facts{2};

    TwoLayers() {
        architecture.clock_mhz = 500;
        architecture.memory.bytes_per_cycle = Rational(4);
        result.layers.resize(2);
        LayerResult &conv = result.layers[0], &pool = result.layers[1];
        conv.name = "conv";
        conv.cycles = Cycles(100);
        conv.patches = 3;
        conv.csr = {20, 9, 5, 4, 2};
        conv.vectors = 10;
        conv.streams[at(StreamId::mask)] = {Bytes(20), Bytes(32), 1, 2};
        conv.streams[at(StreamId::outputs)] = {Bytes(7), Bytes(64), 2, 1};
        conv.blocks[at(BlockId::decoder)].busy = conv.blocks[at(BlockId::array)].busy = Cycles(60);
        pool.name = "pool";
        pool.cycles = Cycles(50);
        pool.patches = 1;
        pool.macs = 5;
        pool.csr = {2, 0, 0, 1, 1};
        pool.streams[at(StreamId::mask)].fetches = 3;
        facts[0].on_array = true;
        facts[0].planes = 2;
        facts[0].weights_resident = true;
        facts[0].input_resident = true;
        facts[0].row_groups = 4;
        facts[0].distinct[at(StreamId::mask)] = Bytes(10);
        facts[0].distinct[at(StreamId::outputs)] = Bytes(7);
        facts[1].layer.kind = LayerKind::max_pool;
        facts[1].planes = 2;
        result.total_cycles = Cycles(150);
        result.seconds = 2;
    }
    [[nodiscard]] Report report(std::int64_t images = 1) const {
        return make_report(architecture, "net", result, facts, images);
    }
};

} // namespace

TEST_CASE("A report's total adds up what its layers count") {
    const LayerReport total = TwoLayers().report().total;
    CHECK(total.counts.cycles == Cycles(150));
    CHECK(total.counts.patches == 4);
    CHECK(total.counts.csr == CsrCounts{22, 9, 5, 5, 3});
    CHECK(total.counts.streams[at(StreamId::mask)].fetches == 3); // the most often
    CHECK(total.bytes == 27);
    CHECK(total.bus_bytes == 96);
    CHECK(total.memory_cycles == Cycles(24));
    CHECK(total.products == 0); // pools multiply nothing
}

TEST_CASE("Of blocks that are equally busy the first of the machine is named") {
    CHECK(TwoLayers().report().layers[0].bottleneck == BlockId::decoder);
}

TEST_CASE("A fetch has all of its reasons, and none that does not hold") {
    TwoLayers two;
    const auto why = [&two](std::int64_t images = 1) { return two.report(images).layers[0].fetches.at(0).why; };
    const std::string shared = "each of 2 planes reads the mask that they share";
    CHECK(two.report().layers[0].fetches.size() == 1); // outputs are no operand
    CHECK(why() == shared);
    CHECK(why(2) == "2 images, one after the other; " + shared);
    two.facts[0].layer.refetches = 5;
    CHECK(why() == shared + "; the layer runs 5 times");
    two.facts[0].weights_resident = false;
    two.facts[0].chunks = 1;
    CHECK(why() == shared + "; the layer runs 5 times");
    two.facts[0].layer.refetches = 1;
    two.facts[0].planes = 1;
    CHECK(why() == "slices at the edges of row groups are read twice");
}

TEST_CASE("Scales are fetched for each image, like all that belongs to weights") {
    TwoLayers two;
    two.result.layers[0].streams = {};
    two.result.layers[0].streams[at(StreamId::scales)].bytes = Bytes(20);
    two.facts[0].distinct[at(StreamId::scales)] = Bytes(10);
    const auto fetches = two.report(2).layers[0].fetches;
    REQUIRE(fetches.size() == 1);
    CHECK(fetches[0].times == 2);
    CHECK(fetches[0].why == "2 images, one after the other");
}

TEST_CASE("An input that is read for one row group and one chunk is not read again for them") {
    TwoLayers two;
    two.facts[0].row_groups = two.facts[0].chunks = 1;
    two.facts[0].input_resident = false;
    two.facts[0].layer.refetches = 2;
    two.facts[0].distinct[at(StreamId::activations)] = Bytes(10);
    two.result.layers[0].streams[at(StreamId::activations)].bytes = Bytes(20);
    CHECK(two.report().layers[0].fetches.at(1).why == "the layer runs 2 times");
}

TEST_CASE("What a layer needs once is counted operand by operand, in whole bytes") {
    LayerSchedule schedule{};
    schedule.layer.kind = LayerKind::attention;
    schedule.layer.input = {10, 1, 1};
    schedule.layer.out_channels = 6;
    schedule.input_on_chip = schedule.output_on_chip = true;
    schedule.order.reduction = schedule.order.tile_columns = 10;
    schedule.scale_bytes_per_row = 12;
    QuantizedLayer weights;
    weights.planes.resize(2);
    weights.planes[0].patches.counts = BitVector(5);
    weights.planes[1].patches.counts = BitVector(7);
    weights.planes[1].patches.locations = BitVector(17);
    const LayerFacts facts = facts_of(schedule, weights);
    CHECK(facts.distinct[at(StreamId::kv_cache)] == Bytes(60));
    CHECK(facts.distinct[at(StreamId::weights)] == Bytes(0));
    CHECK(facts.distinct[at(StreamId::scales)] == Bytes(72));
    CHECK(facts.distinct[at(StreamId::patch_counts)] == Bytes(2));
    CHECK(facts.distinct[at(StreamId::patch_locations)] == Bytes(3));
}

TEST_CASE("Row groups of different convolution groups read different inputs") {
    TwoLayers two;
    two.facts[0].chunks = 3;
    two.facts[0].input_resident = false;
    two.facts[0].layer.groups = 4;
    two.facts[0].distinct[at(StreamId::activations)] = Bytes(1);
    two.result.layers[0].streams[at(StreamId::activations)].bytes = Bytes(3);
    CHECK_THAT(two.report().layers[0].fetches.at(1).why, Contains("read for each of 3 chunks, with halo"));
    two.facts[0].layer.groups = 2;
    CHECK_THAT(two.report().layers[0].fetches.at(1).why, Contains("read for each of 2 row groups and 3 chunks"));
}

TEST_CASE("The JSON of a report has each number under its own name") {
    const auto json = to_json(TwoLayers().report());
    CHECK(json["milliseconds"] == 0.0003); // 150 cycles of 2 ns
    CHECK(json["total_cycles"] == 150);
    const auto& conv = json["layers"][0];
    CHECK(conv["bytes"]["mask"] == 20);
    CHECK(conv["bus_bytes"]["mask"] == 32);
    CHECK(conv["bursts"]["outputs"] == 2);
    CHECK(conv["total_bytes"] == 27);
    CHECK(conv["total_bus_bytes"] == 96);
    CHECK(conv["roofline_cycles"]["memory"] == 24);
    CHECK(conv["roofline_cycles"]["array"] == 10);
    CHECK(conv["csr_slots"]["fillers"] == 5);
    CHECK(conv["csr_slots"]["starved"] == 4);
    CHECK(conv["csr_slots"]["unbalanced"] == 2);
    CHECK(json["layers"][1]["kind"] == "max_pool");
    CHECK_FALSE(json["layers"][1].contains("planes"));
}

TEST_CASE("The spans of streams that share a column are joined") {
    Report report = TwoLayers().report();
    report.layers[0].spans[at(StreamId::weights)] = DramSpan{Cycles(5), Cycles(90)};
    report.layers[0].spans[at(StreamId::scales)] = DramSpan{Cycles(2), Cycles(40)};
    CHECK_THAT(report_csv_files(report)[2].text, Contains(", 2, 90, "));
}

TEST_CASE("The text of a report lists operands that are fetched again, alike ones on one line") {
    TwoLayers two;
    two.facts[0].planes = 1;
    two.facts[0].layer.refetches = 2;
    for (const StreamId stream : {StreamId::patch_counts, StreamId::patch_locations}) {
        two.facts[0].distinct[at(stream)] = Bytes(10);
        two.result.layers[0].streams[at(stream)].bytes = Bytes(20);
    }
    CHECK_THAT(to_text(two.report(), 200),
               Contains("\nconv: patch_counts, patch_locations, mask 2.00 times (the layer runs 2 times)\n"));
    two.result.layers[0].streams[at(StreamId::mask)].bytes = Bytes(30);
    const std::string text = to_text(two.report(), 200);
    CHECK_THAT(text, Contains("\nconv: patch_counts, patch_locations 2.00 times (the layer runs 2 times)\n"
                              "conv: mask 3.00 times (the layer runs 2 times)\n"));
    CHECK_THAT(text, !Contains("csr_decoder") && Contains("\npool "));
    two.result.layers[0].streams = {};
    CHECK_THAT(to_text(two.report(), 200), !Contains("fetched more than once"));
}

TEST_CASE("Operands that are fetched equally often for different reasons have a line each, and 1.00 times none") {
    TwoLayers two;
    two.facts[0].layer.refetches = 2;
    two.facts[0].distinct[at(StreamId::patch_locations)] = Bytes(10);
    two.result.layers[0].streams[at(StreamId::patch_locations)].bytes = Bytes(20);
    two.facts[0].distinct[at(StreamId::patch_counts)] = Bytes(1000);
    two.result.layers[0].streams[at(StreamId::patch_counts)].bytes = Bytes(1004);
    const std::string text = to_text(two.report(), 200);
    CHECK_THAT(text,
               Contains("\nconv: patch_locations 2.00 times (the layer runs 2 times)\n"
                        "conv: mask 2.00 times (each of 2 planes reads the mask that they share; the layer runs 2 "
                        "times)\n"));
    CHECK_THAT(text, !Contains("1.00 times"));
}

TEST_CASE("Lines of reasons keep to the width, and use all of it") {
    const auto report = TwoLayers().report();
    const std::string line = "conv: mask 2.00 times (each of 2 planes reads the mask that they share)";
    CHECK_THAT(to_text(report, static_cast<int>(line.size())), Contains("\n" + line + "\n"));
    std::istringstream lines(to_text(report, static_cast<int>(line.size()) - 1));
    bool broken = false;
    for (std::string one; std::getline(lines, one);) broken = broken || one == "    share)";
    CHECK(broken);
}

TEST_CASE("A run below a millisecond is told in microseconds") {
    Report report = TwoLayers().report();
    report.architecture.clock_mhz = 800;
    const auto told = [&report](std::int64_t cycles) {
        report.total.counts.cycles = Cycles(cycles);
        return to_text(report, 200);
    };
    CHECK_THAT(told(376), Contains("\n376 cycles = 0.470 us at 800 MHz;"));
    CHECK_THAT(told(799'999), Contains("\n799,999 cycles = 999.999 us at"));
    CHECK_THAT(told(800'000), Contains("\n800,000 cycles = 1.000 ms at"));
}

TEST_CASE("A layer off the array has no use of it to report") {
    std::istringstream lines(to_text(TwoLayers().report(), 200));
    std::string row;
    while (std::getline(lines, row) && row.rfind("pool ", 0) != 0) {
    }
    CHECK_THAT(row, Contains("  -  "));
}

TEST_CASE("The fetches of an attention layer's filter are those of its KV cache") {
    Report report = TwoLayers().report();
    report.layers[0].facts.layer.kind = LayerKind::attention;
    report.layers[0].fetches = {{StreamId::weights, 7, ""}, {StreamId::kv_cache, 3, ""}};
    CHECK_THAT(report_csv_files(report)[2].text, Contains(", 3, conv,"));
    report.layers[0].facts.layer.kind = LayerKind::linear;
    CHECK_THAT(report_csv_files(report)[2].text, Contains(", 7, conv,"));
}
