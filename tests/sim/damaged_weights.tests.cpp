// Stored weights that were damaged, before the plan or behind its back: the run must end with an error or go on, never
// crash or hang. Most of what these runs could do wrong shows under the address sanitizer only.
#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/inference/synthetic_workload.hpp"
#include "sim/kernel/simulation_context.hpp"
#include "sim/machine.hpp"
#include "sim/simulate.hpp"
#include "sim/stored_weights.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>

using namespace fracbit;
using models::QuantizedLayer;
using models::StorageOrder;
using models::WeightFormat;

namespace {

constexpr std::int64_t inputs = 40, outputs = 12;

models::Network one_layer() {
    models::Layer layer;
    layer.name = "fc";
    layer.kind = models::LayerKind::linear;
    layer.input = {inputs, 1, 1};
    layer.out_channels = outputs;
    models::Network network;
    network.name = "one";
    network.layers = {layer};
    return network;
}

models::Architecture small_architecture() {
    models::Architecture a;
    a.memory.burst_bytes = 4;
    a.memory.latency = Cycles(5);
    a.array.rows = 4;
    a.array.columns = 16;
    a.csr.decoders = 3;
    a.csr.reader_bytes = 16;
    a.weights.mask_lanes = 30;
    return a;
}

models::SyntheticSpec spec_of(WeightFormat format, StorageOrder order) {
    models::SyntheticSpec spec;
    spec.format = format;
    spec.order = order;
    spec.group_rows = 4;
    spec.tile_columns = 16;
    spec.xor_spec = {4, 11, 2, 1};
    spec.pruned.sparsity = 0.6;
    spec.pruned.patches_per_slice = 2;
    spec.pruned.decoders = 3;
    return spec;
}

/// The layer is planned with its own weights and run with others.
void run_swapped(const QuantizedLayer& planned, const std::function<void(QuantizedLayer&)>& damage) {
    const models::Network network = one_layer();
    const models::Architecture a = small_architecture();
    models::NetworkPlanner planner(a, network);
    std::vector<std::uint8_t> input(inputs, 3), output(outputs);
    bool given = false;
    const auto next = [&](Cycles) -> std::unique_ptr<sim::LayerRun> {
        if (given) return nullptr;
        given = true;
        auto run = std::make_unique<sim::LayerRun>();
        auto damaged = std::make_shared<QuantizedLayer>(planned);
        damage(*damaged);
        run->schedule = planner.plan(0, planned);
        run->weights = damaged;
        sim::point_to_stored_weights(*run);
        run->input = &input;
        run->output = &output;
        return run;
    };
    const sim::SimulationContext context;
    sim::Machine machine(a, {}, next, [](const sim::LayerRun&, const models::LayerResult&) {});
    machine.run();
}

QuantizedLayer drawn(const models::SyntheticSpec& spec) {
    return *models::SyntheticWorkload(one_layer(), spec).layer(0);
}

/// Turns some bits of one of the stored streams round.
void flip_bits(Random& random, QuantizedLayer& layer) {
    std::vector<models::BitVector*> streams = {&layer.mask.bits, &layer.csr.entries, &layer.csr.counts};
    for (models::StoredPlane& plane : layer.planes)
        streams.insert(streams.end(), {&plane.patches.counts, &plane.patches.locations});
    std::erase_if(streams, [](const models::BitVector* bits) { return bits->size() == 0; });
    models::BitVector& bits = *streams[random.below(streams.size())];
    for (std::uint64_t i = 0, count = 1 + random.below(4); i < count; ++i) {
        const auto at = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(bits.size())));
        bits.set(at, !bits.get(at));
    }
}

} // namespace

TEST_CASE("an entry that passes the end of its row ends the run with an error that names the decoder") {
    const QuantizedLayer layer = drawn(spec_of(WeightFormat::csr, StorageOrder::tiled));
    // All distances as long as can be without a filler.
    const auto damage = [](QuantizedLayer& w) {
        for (std::int64_t at = 0; at < w.csr.entries.size(); at += w.csr.entry_bits())
            w.csr.entries.deposit(at, w.csr.gap_bits, (1U << w.csr.gap_bits) - 2);
    };
    CHECK_NOTHROW(run_swapped(layer, [](QuantizedLayer&) {}));
    CHECK_THROWS_AS(run_swapped(layer, damage), SimulationError);
    CHECK_THROWS_WITH(run_swapped(layer, damage),
                      Catch::StartsWith("layer 'fc', block csr_decoder: an entry of row ") &&
                          Catch::Contains(" but the row has 16 there; the stored entries are damaged"));
}

TEST_CASE("streams that change behind the plan's back end the run with an error") {
    struct Swap {
        const char* what;
        WeightFormat format;
        StorageOrder order;
        models::PatchFormat patches;
        void (*damage)(QuantizedLayer&);
        const char* text;
    };
    const Swap swaps[] = {
        {"a patch stream cut short", WeightFormat::sparse, StorageOrder::tiled, models::PatchFormat::counted,
         [](QuantizedLayer& w) {
             auto& patches = w.planes[0].patches;
             patches.locations.resize(patches.locations.size() / 2);
             for (auto& run : patches.runs) run.locations = std::min(run.locations, patches.locations.size());
         },
         "patches of row group 1: the locations end early: "},
        {"a stream of gaps cut short", WeightFormat::sparse, StorageOrder::tiled, models::PatchFormat::gaps,
         [](QuantizedLayer& w) {
             auto& patches = w.planes[0].patches;
             patches.locations.resize(patches.locations.size() - 1);
             patches.runs.back().locations -= 1;
         },
         "patches of row group 2: the locations end early: "},
        {"a count that is too large", WeightFormat::csr, StorageOrder::row_major, models::PatchFormat::none,
         [](QuantizedLayer& w) { w.csr.counts.deposit(0, w.csr.count_bits, (1U << w.csr.count_bits) - 1); },
         "CSR row group 0, decoder 0: "},
    };
    for (const Swap& swap : swaps) {
        INFO(swap.what);
        models::SyntheticSpec spec = spec_of(swap.format, swap.order);
        spec.pruned.patches = swap.patches;
        spec.pruned.sparsity = 0.9;
        const QuantizedLayer layer = drawn(spec);
        CHECK_THROWS_AS(run_swapped(layer, swap.damage), ConfigError);
        CHECK_THROWS_WITH(run_swapped(layer, swap.damage), Catch::StartsWith(swap.text));
    }
}

TEST_CASE("any bits of pruned weights turned round give a run that ends, with an error or without") {
    constexpr std::uint64_t seed = 4711;
    INFO("seed " << seed);
    Random random(seed);
    int planned = 0, refused = 0, ran = 0, stopped = 0;
    for (int i = 0; i < 400; ++i) {
        const bool csr = random.below(2) == 0;
        models::SyntheticSpec spec =
            spec_of(csr ? WeightFormat::csr : WeightFormat::sparse,
                    csr && random.below(2) == 0 ? StorageOrder::row_major : StorageOrder::tiled);
        spec.q = csr ? 1 : static_cast<int>(1 + random.below(2));
        spec.seed = seed + static_cast<std::uint64_t>(i);
        spec.pruned.mask = static_cast<models::MaskFormat>(random.below(3));
        spec.pruned.patches = static_cast<models::PatchFormat>(1 + random.below(2));
        const QuantizedLayer layer = drawn(spec);
        INFO("case " << i);
        if (random.below(2) == 0) { // behind the plan's back
            try {
                run_swapped(layer, [&](QuantizedLayer& w) { flip_bits(random, w); });
                ++ran;
            } catch (const Error&) {
                ++stopped;
            }
            continue;
        }
        QuantizedLayer damaged = layer;
        flip_bits(random, damaged);
        try {
            models::QuantizedNetwork network;
            network.network = one_layer();
            network.layers = {damaged};
            network.outputs.resize(1);
            sim::simulate(small_architecture(), models::StoredWorkload(network), {});
            ++planned;
        } catch (const Error&) {
            ++refused;
        }
    }
    CHECK(planned > 20);
    CHECK(refused > 20);
    CHECK(ran > 20);
    CHECK(stopped > 20);
}
