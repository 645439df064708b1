#include "explorer/evaluation/evaluator.hpp"
#include "explorer/evaluation/first_rejections.hpp"

#include "explorer/metrics/metric.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>
#include <map>

using namespace fracbit;
using namespace fracbit::explorer;

namespace {

struct Parts {
    std::string base = "", parameters = "", conditions = "", constraints = "";
    std::string networks = "[[network]]\nname = \"net\"\nfile = \"net.csv\"\n";
    std::string objectives = "[[objective]]\nminimize = \"cycles\"\n";
};

std::shared_ptr<const DesignSpace> space_of(const Parts& parts) {
    SpaceFiles files;
    files[""] = fmt::format("format_version = 1\nname = \"small\"\n[base]\n\"array.rows\" = 8\n\"array.columns\" = "
                            "16\n{}\n{}\n[parameters]\n{}\n[conditions]\nall = [{}]\n[constraints]\nall = [{}]\n{}",
                            parts.base, parts.networks, parts.parameters, parts.conditions, parts.constraints,
                            parts.objectives);
    files["net.csv"] = "name,kind,channels,height,width,out_channels,kernel,padding\n"
                       "c,conv,3,6,6,10,3,1\n"
                       "fc,linear,10,6,6,20,,\n";
    files["other.csv"] = "name,kind,channels,out_channels\nfc,linear,40,30\n";
    files["vectors.csv"] = "name,kind,channels\nnorm,rms_norm,24\n";
    files["table.csv"] = "network,dataset,q,n_in,n_out,taps,accuracy,full_precision,kind,source\n"
                         "toy,data,1,8,10,2,90,96,published,a paper\n"
                         "toy,data,1,4,10,2,72,96,published,a paper\n"
                         "tiny,data,1,8,10,2,60,80,published,a paper\n"
                         "tiny,data,1,4,10,2,50,80,published,a paper\n";
    return std::make_shared<const DesignSpace>(parse_space(files, "space.toml"));
}

/// Networks that are timed while all points of a space are worked through.
std::int64_t timings_of(const std::string& base, const std::string& parameters) {
    const auto space = space_of({.base = base, .parameters = parameters});
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    for (PointId id = 0; id < space->size(); ++id) {
        INFO(base << parameters << "point " << id << ": " << worker.reason());
        CHECK(worker.evaluate(id) == PointStatus::feasible);
    }
    return evaluator.timings();
}

struct Counts final : PointSink {
    void feasible(PointId) override { ++of[PointStatus::feasible], ++calls; }
    void rejected(PointStatus status, std::int64_t count) override { of[status] += count, ++calls; }
    std::map<PointStatus, std::int64_t> of;
    std::int64_t calls = 0;
};

Counts counts_of(const std::shared_ptr<const DesignSpace>& space) {
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    Counts counts;
    for (std::int64_t chunk = 0; chunk < evaluator.chunks(); ++chunk)
        CHECK(worker.evaluate_chunk(chunk, counts, [] { return false; }));
    return counts;
}

std::string reason_of(const Parts& parts, PointStatus expected) {
    const auto space = space_of(parts);
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    CHECK(worker.evaluate(0) == expected);
    return worker.reason();
}

const std::string two_lanes = "\"weights.lanes\" = [1, 4]\n";

} // namespace

TEST_CASE("what no layer can meet is timed once") {
    const std::string dense = "\"encoding.format\" = \"dense8\"\n", binary = "\"encoding.format\" = \"binary\"\n",
                      flexor = "\"encoding.format\" = \"flexor\"\n", shift = "\"encoding.format\" = \"shift\"\n",
                      shift_xor = "\"encoding.format\" = \"shift-xor\"\n", none;
    const std::tuple<std::string, std::string, int> cases[] = {
        // Nothing behind a decoder that is not there.
        {dense, two_lanes, 1},
        {binary, two_lanes, 1},
        {flexor, two_lanes, 2},
        {dense, "\"encoding.n_out\" = [10, 20]\n", 1},
        {dense, "\"encoding.q\" = [1, 2]\n", 1},
        {binary, "\"encoding.q\" = [1, 2]\n", 2},
        {shift, "\"encoding.q\" = [1, 2, 4]\n", 3},
        {shift, two_lanes, 1},
        {shift, "\"encoding.n_out\" = [10, 20]\n\"array.mode\" = [\"add_sub\", \"dense\", \"xnor\", \"shift\"]\n", 1},
        {shift_xor, two_lanes, 2},
        {shift_xor, "\"encoding.q\" = [1, 2, 4]\n", 3},
        {flexor, "\"weights.mask_lanes\" = [64, 512]\n\"csr.decoders\" = [4, 8]\n\"weights.patch_ports\" = [1, 2]\n",
         1},
        {flexor, "\"encoding.sparsity\" = [0.5, 0.9]\n\"encoding.seed\" = [1, 2]\n", 1},
        // Pipelines by their depth.
        {flexor, "\"encoding.taps\" = [3, 4]\n\"encoding.matrix_seed\" = [1, 2, 3]\n", 1},
        {flexor + "\"weights.levels_per_stage\" = 1\n", "\"encoding.taps\" = [2, 3, 4]\n", 2},
        {flexor, "\"weights.levels_per_stage\" = [1, 2, 5]\n", 1},
        {flexor, "\"weights.decoder_stages\" = [1, 2]\n", 2},
        {none, "\"array.levels_per_stage\" = [1, 2, 3, 4]\n", 3},
        // Memories that hold everything.
        {none, "\"activations.buffer_bytes\" = [2000, 4000, 8000]\n", 1},
        {none, "\"array.accumulator_depth\" = [72, 100, 4096]\n", 1},
        {none, "\"array.accumulator_depth\" = [36, 72]\n", 2},
        {none, "\"weights.buffer_bytes\" = [900, 2000]\n\"order\" = [\"positions\", \"spill\"]\n", 1},
        {none, "\"vector_unit.lanes\" = [4, 16]\n", 1},
        // The first layer's 360 bytes stay in the buffer if they are no more than a third of it.
        {"\"keep_on_chip\" = true\n", "\"activations.buffer_bytes\" = [1079, 1080, 2000]\n", 2},
        // Time itself.
        {none, "\"clock.mhz\" = [400, 800]\n\"technology\" = [\"nangate45\", \"scaled_7nm\"]\n", 1},
        {"\"memory.latency_ns\" = 100\n", "\"clock.mhz\" = [400, 800]\n", 2},
        {none, "\"array.mode\" = [\"add_sub\", \"dense\", \"xnor\", \"shift\"]\n", 2},
    };
    for (const auto& [base, parameters, timings] : cases) {
        INFO(base << parameters);
        CHECK(timings_of(base, parameters) == timings);
    }
}

TEST_CASE("points that do not count have a reason") {
    CHECK(reason_of({.parameters = two_lanes, .conditions = "\"weights.lanes > 1\""}, PointStatus::excluded) ==
          "weights.lanes > 1");
    CHECK(reason_of({.parameters = two_lanes, .constraints = "\"cycles < 3\""}, PointStatus::constrained) ==
          "cycles < 3");
    CHECK(reason_of({.base = "\"weights.reader_bytes\" = 32", .parameters = two_lanes}, PointStatus::invalid) ==
          "architecture 'edge (built in)':\n  weights.reader_bytes = 32 is too small: it must hold one burst "
          "(memory.burst_bytes), 64 bytes");
    CHECK(reason_of({.base = "\"encoding.n_out\" = 5", .parameters = two_lanes}, PointStatus::invalid) != "");
    CHECK(reason_of({.base = "\"activations.buffer_bytes\" = 20", .parameters = two_lanes}, PointStatus::invalid) ==
          "layer 'c': not one position fits the activation buffer: set activations.buffer_bytes >= 54, found 20");
    const Parts asked{.base = "\"encoding.n_in\" = 9",
                      .parameters = two_lanes,
                      .networks = "[[network]]\nname = \"net\"\nfile = \"net.csv\"\naccuracy = \"toy/data\"\n"
                                  "[accuracy]\ntables = [\"table.csv\"]\n"};
    CHECK(reason_of(asked, PointStatus::no_accuracy) ==
          "no table has the accuracy of toy on data with q = 1, 9 -> 10, taps 2, sparsity 0, or rows on both sides of "
          "it");
}

TEST_CASE("an excluded or constrained machine costs one call, however many points share it") {
    const std::string clocks = "\"clock.mhz\" = {from = 100, to = 1099, step = 1}\n";
    const Counts excluded =
        counts_of(space_of({.parameters = two_lanes + clocks, .conditions = "\"weights.lanes > 1\""}));
    CHECK(excluded.of.at(PointStatus::excluded) == 1000);
    CHECK(excluded.of.at(PointStatus::feasible) == 1000);
    CHECK(excluded.calls == 1001);
    const Counts constrained = counts_of(space_of({.parameters = two_lanes + clocks, .constraints = "\"cycles < 3\""}));
    CHECK(constrained.of.at(PointStatus::constrained) == 2000);
    CHECK(constrained.calls == 2);
}

TEST_CASE("a machine that is excluded ends where it ends, also in the midst of a chunk") {
    const std::string machines = two_lanes + "\"memory.latency_cycles\" = [1, 2, 3, 4, 5]\n",
                      clocks = "\"clock.mhz\" = {from = 100, to = 5099, step = 1}\n";
    const auto space = space_of({.parameters = machines + clocks, .conditions = "\"weights.lanes > 1\""});
    CHECK(Evaluator(space).chunk_size() == 15'000);
    const Counts counts = counts_of(space);
    CHECK(counts.of.at(PointStatus::excluded) == 25'000);
    CHECK(counts.of.at(PointStatus::feasible) == 25'000);
}

TEST_CASE("reasons are looked for all over the space") {
    const auto space = space_of({.parameters = "\"memory.latency_cycles\" = {from = 0, to = 99, step = 1}\n",
                                 .conditions = "\"memory.latency_cycles < 50\"",
                                 .constraints = "\"memory.latency_cycles >= 50\""});
    const auto found = first_rejections(space);
    REQUIRE(found.size() == 2);
    CHECK(to_text(found[0]) == "point 0 is constrained: 'memory.latency_cycles >= 50' does not hold; "
                               "memory.latency_cycles is 0");
    CHECK(to_text(found[1]) == "point 51 is excluded: the condition 'memory.latency_cycles < 50' does not hold");
}

TEST_CASE("a constraint that does not hold comes with the values of what it names") {
    struct Case {
        const char* constraint;
        const char* found;
    };
    for (const Case& c : {Case{"\"clock.mhz < 1\"", "clock.mhz is 500"},
                          {"\"clock.mhz * weights.lanes < 1.5\"", "clock.mhz is 500, weights.lanes is 4"},
                          {"\"array.mode = 'xnor' and clock.mhz > 1\"", "clock.mhz is 500, array.mode is 'add_sub'"},
                          {"\"net.accuracy_ratio > 0.5\"", "net.accuracy_ratio is not known: only a network that runs "
                                                           "and has accuracy = \"NETWORK/DATASET\" gives one"}}) {
        const auto found = first_rejections(
            space_of({.parameters = "\"clock.mhz\" = [500]\n\"weights.lanes\" = [4]\n", .constraints = c.constraint}));
        REQUIRE(found.size() == 1);
        CHECK(found[0].found == c.found);
    }
}

TEST_CASE("of two reasons the first counts, although the other one holds for more points") {
    // Half of the points are invalid, but at 500 MHz they are excluded before that is looked at.
    const Counts counts = counts_of(space_of({.parameters = "\"weights.reader_bytes\" = [32, 2048]\n"
                                                            "\"clock.mhz\" = [500, 600, 700]\n",
                                              .conditions = "\"clock.mhz > 500\"",
                                              .constraints = "\"clock.mhz < 700\""}));
    CHECK(counts.of.at(PointStatus::excluded) == 2);
    CHECK(counts.of.at(PointStatus::constrained) == 2);
    CHECK(counts.of.at(PointStatus::invalid) == 1);
    CHECK(counts.of.at(PointStatus::feasible) == 1);
}

TEST_CASE("a space of which nearly nothing is allowed is through at once") {
    const std::string wide = "\"memory.latency_cycles\" = {from = 0, to = 9999, step = 1}\n"
                             "\"weights.fifo_depth\" = {from = 1, to = 1000, step = 1}\n"
                             "\"clock.mhz\" = {from = 100, to = 1099, step = 1}\n";
    const auto space = space_of({.parameters = wide, .conditions = "\"memory.latency_cycles > 10000\""});
    const Evaluator evaluator(space);
    CHECK(space->size() == 10'000'000'000);
    CHECK(evaluator.chunks() < 1'000'000);
    Evaluator::Worker worker(evaluator);
    Counts counts;
    for (std::int64_t chunk = 0; chunk < 100; ++chunk)
        CHECK(worker.evaluate_chunk(chunk, counts, [] { return false; }));
    CHECK(counts.of.at(PointStatus::excluded) == 100 * evaluator.chunk_size());
    CHECK(counts.calls <= 102); // one a chunk, and one more where the latency turns
}

TEST_CASE("a chunk that is cancelled can be begun again") {
    const auto space = space_of({.parameters = two_lanes + "\"clock.mhz\" = {from = 100, to = 1099, step = 1}\n"});
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    for (int questions = 0; questions < 5; ++questions) {
        Counts counts;
        int left = questions;
        CHECK_FALSE(worker.evaluate_chunk(0, counts, [&] { return left-- == 0; }));
        CHECK(counts.of[PointStatus::feasible] < 2000);
    }
    Counts counts;
    CHECK(worker.evaluate_chunk(0, counts, [] { return false; }));
    CHECK(counts.of.at(PointStatus::feasible) == 2000);
}

TEST_CASE("whole points add up networks, or take the worst") {
    const std::string networks = "[[network]]\nname = \"a\"\nfile = \"net.csv\"\nruns = 2.5\naccuracy = \"toy/data\"\n"
                                 "[[network]]\nname = \"b\"\nfile = \"other.csv\"\naccuracy = \"tiny/data\"\n"
                                 "[accuracy]\ntables = [\"table.csv\"]\n";
    const auto space = space_of({.parameters = "\"encoding.n_in\" = [8, 4]\n", .networks = networks});
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    const auto of = [&](int network, MetricId metric) {
        const int m = static_cast<int>(metric);
        const int slot = network < 0 ? space->metric_slot(m) : space->network_metric_slot(network, m);
        return worker.slots()[static_cast<std::size_t>(slot)];
    };
    REQUIRE(worker.evaluate(1) == PointStatus::feasible);
    REQUIRE(worker.evaluate(0) == PointStatus::feasible);
    CHECK(of(-1, MetricId::cycles) == 2.5 * of(0, MetricId::cycles) + of(1, MetricId::cycles));
    CHECK(of(-1, MetricId::energy_uj) == Approx(2.5 * of(0, MetricId::energy_uj) + of(1, MetricId::energy_uj)));
    CHECK(of(-1, MetricId::seconds) == of(-1, MetricId::cycles) / 800e6);
    CHECK(of(0, MetricId::accuracy) == 90);
    CHECK(of(-1, MetricId::accuracy) == 60); // 0.75 of full precision, where the other keeps 0.94
    CHECK(of(-1, MetricId::accuracy_ratio) == 0.75);
    CHECK(of(-1, MetricId::accuracy_drop) == 20);
    REQUIRE(worker.accuracies().size() == 2);
    CHECK(worker.accuracies()[1].source == "a paper");
    CHECK(worker.objectives()[0] == of(-1, MetricId::cycles));
    CHECK(std::isnan(worker.slots().back()) == false);
}

TEST_CASE("where the network is a parameter only that one counts") {
    const std::string networks = "[[network]]\nname = \"a\"\nfile = \"net.csv\"\n[[network]]\nname = \"b\"\nfile = "
                                 "\"other.csv\"\nruns = 2\n";
    const auto space = space_of({.parameters = "network = [\"a\", \"b\"]\n", .networks = networks});
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    const auto cycles = [&](int network) {
        const int m = static_cast<int>(MetricId::cycles);
        const int slot = network < 0 ? space->metric_slot(m) : space->network_metric_slot(network, m);
        return worker.slots()[static_cast<std::size_t>(slot)];
    };
    REQUIRE(worker.evaluate(0) == PointStatus::feasible);
    CHECK(cycles(-1) == cycles(0));
    CHECK(std::isnan(cycles(1)));
    REQUIRE(worker.evaluate(1) == PointStatus::feasible);
    CHECK(cycles(-1) == 2 * cycles(1));
    CHECK(std::isnan(cycles(0)));
    CHECK(std::isnan(worker.slots()[static_cast<std::size_t>(
        space->metric_slot(static_cast<int>(MetricId::accuracy)))])); // nobody asked for it
}

TEST_CASE("a network that does not run has no accuracy, whichever point came before") {
    const std::string networks = "[[network]]\nname = \"a\"\nfile = \"net.csv\"\naccuracy = \"toy/data\"\n"
                                 "[[network]]\nname = \"b\"\nfile = \"other.csv\"\naccuracy = \"tiny/data\"\n"
                                 "[accuracy]\ntables = [\"table.csv\"]\n";
    const auto space =
        space_of({.base = "\"encoding.n_in\" = 8\n", .parameters = "network = [\"a\", \"b\"]\n", .networks = networks});
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    for (const PointId point : {0, 1, 0}) {
        REQUIRE(worker.evaluate(point) == PointStatus::feasible);
        const auto runs = static_cast<std::size_t>(point);
        CHECK(worker.accuracies()[runs].source == "a paper");
        CHECK(worker.accuracies()[1 - runs] == Accuracy{});
    }
}

TEST_CASE("the order of networks changes nothing of their machine") {
    const std::string with = "[[network]]\nname = \"a\"\nfile = \"net.csv\"\n",
                      without = "[[network]]\nname = \"z\"\nfile = \"vectors.csv\"\n";
    const std::string low_rank = "\"encoding.format\" = \"sparse\"\n\"encoding.mask\" = \"low-rank\"\n"
                                 "\"encoding.rank\" = 3\n\"encoding.q\" = 2\n",
                      relative = "\"encoding.format\" = \"sparse\"\n\"encoding.mask\" = \"relative-index\"\n",
                      flexor = "\"encoding.format\" = \"flexor\"\n\"encoding.q\" = 3\n",
                      dense = "\"encoding.format\" = \"dense8\"\n", csr = "\"encoding.format\" = \"csr\"\n",
                      shift = "\"encoding.format\" = \"shift\"\n\"encoding.q\" = 4\n";
    for (const std::string& base : {low_rank, relative, flexor, dense, csr, shift}) {
        INFO(base);
        std::vector<double> areas;
        for (const std::string& networks : {with, with + without, without + with}) {
            const auto space =
                space_of({.base = base, .parameters = "\"clock.mhz\" = [100, 200]\n", .networks = networks});
            const Evaluator evaluator(space);
            Evaluator::Worker worker(evaluator);
            REQUIRE(worker.evaluate(0) == PointStatus::feasible);
            areas.push_back(
                worker.slots()[static_cast<std::size_t>(space->metric_slot(static_cast<int>(MetricId::area_mm2)))]);
        }
        CHECK(areas[1] == areas[0]);
        CHECK(areas[2] == areas[0]);
    }
}

TEST_CASE("objectives that are maximised come negated") {
    const auto space = space_of({.parameters = two_lanes,
                                 .objectives = "[[objective]]\nmaximize = \"cycles\"\n[[objective]]\nminimize = "
                                               "\"cycles\"\n"});
    const Evaluator evaluator(space);
    Evaluator::Worker worker(evaluator);
    REQUIRE(worker.evaluate(1) == PointStatus::feasible);
    CHECK(worker.objectives()[0] == -worker.objectives()[1]);
    CHECK(worker.objectives()[1] > 0);
}

TEST_CASE("each status has a name") {
    const char* const names[] = {"feasible", "excluded", "invalid", "no_accuracy", "constrained"};
    for (int s = 0; s < point_status_count; ++s) CHECK(std::string(to_string(static_cast<PointStatus>(s))) == names[s]);
}
