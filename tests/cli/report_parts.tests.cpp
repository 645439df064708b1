// What a report says beside its ratios: sums, reasons, spans, JSON. Two layers with numbers chosen by hand.
#include "models/results/report.hpp"
#include "models/results/report_csv.hpp"
#include "models/results/report_json.hpp"
#include "models/results/report_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

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
