// Event by event, and with everything skipped or copied that can be.
#include "models/core/error.hpp"
#include "models/timing/timing_model.hpp"
#include "sim/simulate.hpp"
#include "tests/timing/comparison.hpp"
#include "tests/timing/drawn_case.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::test;

namespace {

struct Skipped {
    int ran = 0, copied = 0; ///< cases that are allowed; those of them in which more than three things were copied
};

/// Cases of seeds `first` to `last` - 1, event by event and with everything skipped that can be: equal counters.
template <class Make>
Skipped skip_and_compare(Make make, std::uint64_t first, std::uint64_t last) {
    Skipped cases;
    for (std::uint64_t seed = first; seed < last; ++seed) {
        const RandomCase c = make(seed);
        INFO("seed " << seed << ": " << c.describe());
        const SyntheticWorkload workload(c.network, c.spec);
        try {
            const SimulationResult every = time_network(c.architecture, workload, 1, false);
            TimingEffort effort;
            REQUIRE(differences(every, time_network(c.architecture, workload, 1, true, &effort)).empty());
            ++cases.ran;
            cases.copied += effort.copies > 3 ? 1 : 0;
        } catch (const ConfigError&) {
            continue;
        }
    }
    return cases;
}

} // namespace

TEST_CASE("skipping periods changes no counter") { CHECK(skip_and_compare(long_case, 500, 650).ran > 100); }

TEST_CASE("weights that find the machine at rest are worked out once and count as if each time") {
    const Skipped cases = skip_and_compare(grouped_case, 500, 620);
    CHECK(cases.ran > 60);
    CHECK(cases.copied > 20);
}

TEST_CASE("outputs whose state comes again are worked out once and count as if each time") {
    const Skipped cases = skip_and_compare(drain_case, 500, 560);
    CHECK(cases.ran > 30);
    CHECK(cases.copied > 10);
}

TEST_CASE("outputs from a full writer and outputs of a slow producer are one step to their end") {
    Network network;
    Layer conv;
    conv.name = "full";
    conv.input = {16, 56, 56};
    conv.out_channels = 32;
    Layer pool = conv;
    pool.name = "slow";
    pool.kind = LayerKind::max_pool;
    pool.input = conv.output();
    pool.kernel_height = pool.kernel_width = 3;
    network.layers = {conv, pool};
    SyntheticSpec spec;
    spec.format = WeightFormat::binary;
    spec.order = StorageOrder::k_major;
    spec.group_rows = 32;
    spec.tile_columns = 64;
    for (const std::int64_t latency : {100, 101, 137}) {
        Architecture edge = read_architecture(FRACBIT_SOURCE_DIR "/examples/arch/edge.toml");
        edge.memory.latency = Cycles(latency);
        const SyntheticWorkload workload(network, spec);
        const SimulationResult every = time_network(edge, workload, 1, false);
        TimingEffort effort;
        CHECK(differences(every, time_network(edge, workload, 1, true, &effort)).empty());
        CHECK(differences(sim::simulate(edge, workload, {}), every).empty());
        // 3,136 vectors in 1,568 bursts, and 5,832 pieces in 1,458
        CHECK(effort.events < 3000);
    }
}
