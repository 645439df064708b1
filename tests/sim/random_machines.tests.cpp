#include "models/core/error.hpp"
#include "models/inference/integer_inference.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/any_case.hpp"
#include "tests/support/number_from.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <map>

using namespace fracbit;
using namespace fracbit::test;

namespace {

struct MachineRun {
    models::SimulationResult result;
    std::vector<std::pair<int, sim::Image>> outputs;
};

MachineRun run_machine(const RandomCase& c, const models::Workload& workload, bool skip_idle = true) {
    MachineRun run;
    sim::SimulationOptions options;
    options.skip_idle = skip_idle;
    options.inspect_output = [&](int, int layer, const sim::Image& output) { run.outputs.emplace_back(layer, output); };
    run.result = sim::simulate(c.architecture, workload, {}, options);
    return run;
}

void check_outputs(const RandomCase& c, const models::Workload& workload, const MachineRun& run) {
    const models::IntegerInference functional(workload, {c.spec.activation_bits});
    const auto expected = functional.outputs({});
    REQUIRE(run.outputs.size() == expected.size());
    for (const auto& [layer, output] : run.outputs) {
        INFO("layer " << layer);
        REQUIRE(output == expected[static_cast<std::size_t>(layer)]);
    }
}

} // namespace

TEST_CASE("the machine computes what the functional path computes, layer by layer, on random networks and architectures") {
    constexpr std::uint64_t first_seed = 20260701;
    int ran = 0, refused = 0, spilled = 0, kept = 0;
    std::map<std::string, int> kinds, pruned;
    for (std::uint64_t seed = first_seed; ran < 1000; ++seed) {
        const RandomCase c = random_case(seed);
        INFO("seed " << seed << ": " << c.describe());
        const models::SyntheticWorkload workload(c.network, c.spec);
        MachineRun run;
        try {
            run = run_machine(c, workload);
        } catch (const ConfigError& error) {
            ++refused;
            continue;
        }
        ++ran;
        ++kinds[std::string(to_string(c.spec.format)) + '/' + to_string(c.spec.order) + '/' + to_string(c.architecture.array.mode)];
        if (c.spec.format == models::WeightFormat::sparse) {
            const models::PrunedSpec& spec = c.spec.pruned;
            ++pruned[fmt::format("mask {}, patches {}", to_string(spec.mask), static_cast<int>(spec.patches))];
            if (spec.registers > 0) ++pruned["registers"];
            if (spec.patches_per_slice > c.architecture.weights.patch_ports) ++pruned["more patches than ports"];
        }
        for (const models::LayerResult& layer : run.result.layers) {
            if (layer.stream(models::StreamId::psum_read).bytes > Bytes(0)) ++spilled;
            if (layer.stream(models::StreamId::outputs).bytes == Bytes(0)) ++kept;
        }
        check_outputs(c, workload, run);
    }
    CHECK(refused < ran);
    CHECK(kinds.size() >= 57); // flexor and binary 3 orders, sparse and csr 2, in three modes; 3 dense; 2 x 3 shift in four modes
    for (const auto& [kind, count] : kinds) {
        INFO(kind);
        CHECK(count >= 3);
    }
    for (const auto& [kind, count] : pruned) {
        INFO(kind);
        CHECK(count >= 5);
    }
    CHECK(pruned.size() == 3 * 3 + 2); // masks x patches; registers; more patches than ports
    CHECK(spilled >= 20);
    CHECK(kept >= 20);
    WARN("machines compared: " << ran << ", refused because they do not fit: " << refused << ", layers that spilled sums: " << spilled
                                << ", layers that kept their output on chip: " << kept);
}

// FRACBIT_MACHINE_CASES=5000 runs as many, FRACBIT_MACHINE_SEED=N begins with another seed.
TEST_CASE("the machine computes what the functional path computes on architectures of any allowed values") {
    const auto first_seed = static_cast<std::uint64_t>(tests::number_from("FRACBIT_MACHINE_SEED", 1));
    const std::int64_t cases = tests::number_from("FRACBIT_MACHINE_CASES", 600);
    std::int64_t refused = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + static_cast<std::uint64_t>(cases); ++seed) {
        const RandomCase c = any_case(seed);
        INFO("reproduce: FRACBIT_MACHINE_SEED=" << seed << " FRACBIT_MACHINE_CASES=1 sim_tests '"
                                                << Catch::getResultCapture().getCurrentTestName()
                                                << "'\n" << c.describe() << '\n' << to_toml(c.architecture));
        const models::SyntheticWorkload workload(c.network, c.spec);
        MachineRun run;
        try {
            run = run_machine(c, workload);
        } catch (const ConfigError&) {
            ++refused;
            continue;
        }
        check_outputs(c, workload, run);
    }
    CHECK(3 * refused < 2 * cases + 3);
    WARN("cases: " << cases << ", of which the machine refused " << refused);
}
