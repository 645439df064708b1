#include "models/core/error.hpp"
#include "models/inference/synthetic_workload.hpp"
#include "sim/machine.hpp"
#include "sim/kernel/simulation_context.hpp"
#include "sim/simulate.hpp"
#include "sim/stored_weights.hpp"
#include "tests/sim/random_case.hpp"
#include "tests/sim/state_recorder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

using namespace fracbit;
using namespace fracbit::test;
using models::BlockId;

namespace {

models::Network one_conv(std::int64_t channels, std::int64_t size, std::int64_t outputs) {
    models::Layer layer;
    layer.name = "conv";
    layer.input = {channels, size, size};
    layer.out_channels = outputs;
    layer.kernel_height = layer.kernel_width = 3;
    layer.pad_height = layer.pad_width = 1;
    models::Network network;
    network.name = "one";
    network.layers = {layer};
    return network;
}

models::SyntheticSpec k_major_flexor() {
    models::SyntheticSpec spec;
    spec.order = models::StorageOrder::k_major;
    spec.xor_spec = {8, 10, 2, 1};
    return spec;
}

/// Runs one small layer whose plan has been changed behind the machine's back.
void run_tampered(const std::function<void(models::LayerSchedule&)>& tamper) {
    const models::SyntheticWorkload workload(one_conv(4, 6, 8), k_major_flexor());
    const models::Architecture a;
    models::NetworkPlanner planner(a, workload.network());
    std::vector<std::uint8_t> input(4 * 6 * 6), output(8 * 6 * 6);
    bool given = false;
    const auto next = [&](Cycles) -> std::unique_ptr<sim::LayerRun> {
        if (given) return nullptr;
        given = true;
        auto run = std::make_unique<sim::LayerRun>();
        run->weights = workload.layer(0);
        run->schedule = planner.plan(0, *run->weights);
        tamper(run->schedule);
        sim::point_to_stored_weights(*run);
        run->input = &input;
        run->output = &output;
        return run;
    };
    const sim::SimulationContext context;
    sim::Machine machine(a, {}, next, [](const sim::LayerRun&, const models::LayerResult&) {});
    machine.run();
}

} // namespace

TEST_CASE("skipping idle cycles changes no counter, no trace and no output") {
    constexpr std::uint64_t first_seed = 771000;
    int ran = 0;
    for (std::uint64_t seed = first_seed; ran < 60; ++seed) {
        const RandomCase c = random_case(seed);
        INFO("seed " << seed << ": " << c.describe());
        const models::SyntheticWorkload workload(c.network, c.spec);
        StateRecorder skipping, plodding;
        sim::SimulationOptions fast, slow;
        fast.sinks = {&skipping};
        slow.sinks = {&plodding};
        slow.skip_idle = false;
        try {
            const auto a = sim::simulate(c.architecture, workload, {}, fast);
            const auto b = sim::simulate(c.architecture, workload, {}, slow);
            REQUIRE(a.layers == b.layers);
            REQUIRE(a.total_cycles == b.total_cycles);
            REQUIRE(a.outputs == b.outputs);
        } catch (const ConfigError&) {
            continue;
        }
        ++ran;
        REQUIRE(skipping.states == plodding.states);
        REQUIRE(skipping.gap_free);
        REQUIRE(skipping.bursts.size() == plodding.bursts.size());
        REQUIRE(skipping.levels.size() == plodding.levels.size());
        for (const std::string& line : skipping.states) REQUIRE(static_cast<std::int64_t>(line.size()) == skipping.finished_at.count());
    }
}

TEST_CASE("the order in which blocks are evaluated within a cycle changes no counter, no burst and no output") {
    constexpr std::uint64_t first_seed = 881000;
    int ran = 0;
    for (std::uint64_t seed = first_seed; ran < 60; ++seed) {
        const RandomCase c = random_case(seed);
        INFO("seed " << seed << ": " << c.describe());
        const models::SyntheticWorkload workload(c.network, c.spec);
        StateRecorder forwards, backwards;
        sim::SimulationOptions first, last;
        first.sinks = {&forwards};
        last.sinks = {&backwards};
        last.reverse_blocks = true;
        try {
            const auto a = sim::simulate(c.architecture, workload, {}, first);
            const auto b = sim::simulate(c.architecture, workload, {}, last);
            REQUIRE(a.layers == b.layers);
            REQUIRE(a.outputs == b.outputs);
        } catch (const ConfigError&) {
            continue;
        }
        ++ran;
        REQUIRE(forwards.states == backwards.states);
        REQUIRE(forwards.bursts.size() == backwards.bursts.size());
    }
}

TEST_CASE("two runs of one case give the same result") {
    const RandomCase c = random_case(20260723);
    const models::SyntheticWorkload workload(c.network, c.spec);
    const auto a = sim::simulate(c.architecture, workload, {});
    const auto b = sim::simulate(c.architecture, workload, {});
    CHECK(a.layers == b.layers);
    CHECK(a.outputs == b.outputs);
}

TEST_CASE("a residual's space is free the cycle after its step is drained, also while the array is in a pass") {
    models::Network network = one_conv(8, 12, 8);
    network.layers.push_back(network.layers.front());
    network.layers.back().name = "sum";
    network.layers.back().residual = "conv";
    models::SyntheticSpec spec = k_major_flexor();
    spec.group_rows = 8;
    const models::SyntheticWorkload workload(network, spec);
    models::Architecture a;
    a.memory.bytes_per_cycle = 16;
    a.memory.latency = Cycles(10);
    a.memory.burst_bytes = 32;
    a.array.rows = 8;
    a.array.columns = 128;
    a.array.mode = models::ArrayMode::xnor;
    a.array.accumulator_depth = 24;   // steps of 12 positions: one image row
    a.activations.buffer_bytes = 576; // a window of three rows has 288, a step's residual 96
    StateRecorder states;
    sim::SimulationOptions options;
    options.sinks = {&states};
    const auto result = sim::simulate(a, workload, {}, options);

    // While the array is in a pass the buffer holds its window and its residual; the residual before has gone with the
    // last outputs, which stand before the next window in the list. So 576 - 288 - 96 bytes of that window are fetched
    // at once.
    const std::string &scaler = states.of(BlockId::scaler), &array = states.of(BlockId::array);
    const std::size_t drained = scaler.find('B', static_cast<std::size_t>(result.layers[0].cycles.count())) + 12;
    REQUIRE(scaler.substr(drained - 12, 13) == "BBBBBBBBBBBBi");
    CHECK(array.substr(drained - 12, 32) == std::string(32, 'B'));
    const auto soon = std::count_if(states.bursts.begin(), states.bursts.end(), [&](const traces::BurstEvent& burst) {
        const auto after = burst.issue - Cycles(static_cast<std::int64_t>(drained));
        return burst.stream == models::StreamId::activations && after >= Cycles(0) && after < Cycles(20);
    });
    CHECK(soon * a.memory.burst_bytes == 576 - 288 - 96);
}

TEST_CASE("more bandwidth moves the machine along the roofline from memory-bound to compute-bound") {
    models::SyntheticSpec spec = k_major_flexor();
    const models::SyntheticWorkload workload(one_conv(64, 16, 64), spec);
    models::Architecture a;
    a.weights.lanes = 32;
    a.memory.latency = Cycles(10);
    std::int64_t previous = INT64_MAX;
    double first_memory = 0, last_memory = 0, first_array = 0, last_array = 0;
    for (const models::Rational bandwidth : {models::Rational{1, 4}, {1}, {4}, {16}, {64}, {256}}) {
        a.memory.bytes_per_cycle = bandwidth;
        a.memory.outstanding = 256;
        const auto result = sim::simulate(a, workload, {});
        const models::LayerResult& layer = result.layers.front();
        INFO("bandwidth " << bandwidth.value() << " bytes/cycle, " << result.total_cycles.count() << " cycles");
        std::int64_t bus = 0;
        for (const auto& stream : layer.streams) bus += stream.bus_bytes.count();
        const double memory_roof = static_cast<double>(bus) / bandwidth.value();
        const auto compute_roof = static_cast<double>(layer.vectors);
        const auto cycles = static_cast<double>(result.total_cycles.count());
        CHECK(result.total_cycles.count() <= previous);
        CHECK(cycles >= std::max(memory_roof, compute_roof) - 1);
        CHECK(cycles <= 1.25 * (memory_roof + compute_roof) + 500);
        previous = result.total_cycles.count();
        last_memory = static_cast<double>(layer.block(BlockId::memory).busy.count()) / cycles;
        last_array = static_cast<double>(layer.block(BlockId::array).busy.count()) / cycles;
        if (first_memory == 0) first_memory = last_memory, first_array = last_array;
    }
    CHECK(first_memory > 0.9);
    CHECK(first_array < 0.2);
    CHECK(last_memory < 0.2); // a burst marks at least one cycle, however wide the bus
    CHECK(last_array > 0.8);
}

TEST_CASE("a machine in which nothing can move ends with an error that names who waits for what") {
    try {
        run_tampered([](models::LayerSchedule& schedule) {
            std::erase_if(schedule.segments, [](const models::StreamSegment& s) { return s.stream == models::StreamId::activations; });
        });
        FAIL("the run ended");
    } catch (const SimulationError& error) {
        const std::string text = error.what();
        INFO(text);
        CHECK(text.find("layer 'conv': nothing can move any more in cycle") == 0);
        CHECK(text.find("memory waits for the output writer to hold") != std::string::npos);
        CHECK(text.find("activation_reader waits for activations: 0 of 144 bytes loaded") != std::string::npos);
        CHECK(text.find("array waits for") != std::string::npos);
        CHECK(text.find("decoder waits") == std::string::npos);
    }
}

TEST_CASE("a machine without weights ends with an error that names all that wait for them") {
    const auto forget_weights = [](models::LayerSchedule& schedule) {
        std::erase_if(schedule.segments, [](const models::StreamSegment& s) { return s.stream == models::StreamId::weights; });
    };
    // 8 outputs of 36 inputs: 288 weights in slices of 10.
    for (const char* text : {"\n  weight_reader waits for 0 bits held of run 0, slice 0", "\n  decoder waits for seeds: 0 of 29 slices decoded",
                             "\n  weight_buffer waits for decoded words for unit 0",
                             "\n  tile_loader waits for the weights or a free tile register for pass 0 of step 0",
                             "\n  scaler waits for sums, scales and residual of step 0, position 0, or room for its outputs",
                             "\n  output_writer waits for outputs: 0 of 288 bytes taken"}) {
        CHECK_THROWS_WITH(run_tampered(forget_weights), Catch::Contains(text));
    }
    CHECK_THROWS_WITH(run_tampered(forget_weights), !Catch::Contains("operand_reader waits"));
}

TEST_CASE("a layer that ends with work left to do is an error that names who waits for what") {
    const auto owe_a_run = [](models::LayerSchedule& schedule) { schedule.weights.runs.push_back(schedule.weights.runs.back()); };
    CHECK_THROWS_AS(run_tampered(owe_a_run), SimulationError);
    CHECK_THROWS_WITH(run_tampered(owe_a_run),
                      "layer 'conv' ended, but block weight_reader still waits for 0 bits held of run 1, slice 0");
}

TEST_CASE("a broken invariant is an error that names layer and block") {
    const auto fetch_input_twice = [](models::LayerSchedule& schedule) { schedule.segments.push_back(schedule.segments[1]); };
    CHECK_THROWS_AS(run_tampered(fetch_input_twice), SimulationError);
    CHECK_THROWS_WITH(run_tampered(fetch_input_twice),
                      Catch::Contains("layer 'conv', block memory: bytes of stream 'activations' is 288, but the layer dictates 144"));
}

TEST_CASE("what an architecture cannot hold is refused by name and with the size that would do") {
    struct Refusal {
        const char* what;
        void (*change)(models::Architecture&);
        const char* text;
    };
    const Refusal refusals[] = {
        {"tile", [](models::Architecture& a) { a.weights.buffer_bytes = 16; },
         "layer 'conv': the decoded-weight buffer cannot hold one tile: it takes weights.buffer_bytes >= 36, found 16"},
        {"reader", [](models::Architecture& a) { a.weights.reader_bytes = 64; },
         "layer 'conv': the weight reader cannot hold one word and one burst: it takes weights.reader_bytes >= 68, found 64"},
        {"accumulators", [](models::Architecture& a) { a.array.accumulator_depth = 1; },
         "layer 'conv': the accumulators cannot hold one position: 1 planes x 2 banks need array.accumulator_depth >= 2, found 1"},
        {"activations", [](models::Architecture& a) { a.activations.buffer_bytes = 30; },
         "layer 'conv': the activation buffer cannot hold the input rows of one position: it takes 72 bytes, found activations.buffer_bytes = 30"},
        {"writer", [](models::Architecture& a) { a.output.writer_bytes = 64; },
         "layer 'conv': the output writer cannot hold a burst and one output vector: it takes output.writer_bytes >= 72, found 64"},
    };
    const models::SyntheticWorkload workload(one_conv(4, 6, 8), k_major_flexor());
    for (const Refusal& refusal : refusals) {
        INFO(refusal.what);
        models::Architecture a;
        refusal.change(a);
        CHECK_THROWS_AS(sim::simulate(a, workload, {}), ConfigError);
        CHECK_THROWS_WITH(sim::simulate(a, workload, {}), refusal.text);
    }
}

TEST_CASE("a cancelled run ends with an error") {
    const models::SyntheticWorkload workload(one_conv(64, 64, 64), k_major_flexor());
    sim::SimulationOptions options;
    options.cancelled = [] { return true; };
    CHECK_THROWS_WITH(sim::simulate(models::Architecture(), workload, {}, options), Catch::Contains("cancelled in cycle"));
}

TEST_CASE("an image of the wrong size is refused") {
    const models::SyntheticWorkload workload(one_conv(4, 6, 8), k_major_flexor());
    CHECK_THROWS_WITH(sim::simulate(models::Architecture(), workload, {sim::Image(5)}),
                      "an image has 5 values, but layer 'conv' reads 144");
}

TEST_CASE("progress is told once a layer, however often it is fetched") {
    models::Network network = one_conv(4, 6, 8);
    network.layers[0].refetches = 3;
    const models::SyntheticWorkload workload(network, k_major_flexor());
    std::vector<int> images;
    sim::SimulationOptions options;
    options.progress = [&](const sim::Progress& progress) { images.push_back(progress.image); };
    const sim::Image image(4 * 6 * 6);
    sim::simulate(models::Architecture(), workload, {image, image}, options);
    CHECK(images == std::vector<int>{0, 1});
}
