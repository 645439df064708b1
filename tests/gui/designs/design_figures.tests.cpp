// The figures of a design are those of `fracbit simulate --engine timing` and of `fracbit explore`.
#include "gui/designs/design_figures.hpp"

#include "explorer/evaluation/evaluator.hpp"
#include "explorer/evaluation/point_status.hpp"
#include "models/core/error.hpp"
#include "models/network/network_csv.hpp"
#include "tests/cli/program.hpp"

#include <QTemporaryDir>

#include <catch2/catch.hpp>
#include <cmath>
#include <fmt/format.h>

using namespace fracbit;
using namespace fracbit::tests;
using explorer::MetricId;

namespace {

struct Case {
    const char *network, *format, *mode, *technology;
    int q, n_in, n_out, taps, lanes;
};

gui::Design design_of(const Case& of) {
    gui::Design design;
    design.name = of.format;
    design.technology = models::shipped_technology(of.technology);
    design.point.technology = of.technology;
    models::Architecture& architecture = design.point.architecture;
    architecture = models::with_overrides(
        architecture, {fmt::format("array.mode={}", of.mode), fmt::format("weights.lanes={}", of.lanes)});
    models::SyntheticSpec& weights = design.point.weights;
    for (const auto format : {models::WeightFormat::flexor, models::WeightFormat::binary, models::WeightFormat::dense8,
                              models::WeightFormat::shift, models::WeightFormat::shift_xor, models::WeightFormat::csr})
        if (to_string(format) == std::string(of.format)) weights.format = format;
    weights.q = of.q;
    weights.xor_spec.n_out = of.n_out;
    weights.xor_spec.taps = of.taps;
    design.point.n_in = of.n_in;
    explorer::resolve(design.point);
    const std::string path = repository(fmt::format("examples/networks/{}.csv", of.network));
    design.networks.push_back({of.network, models::read_network(path), 1, {}, {}});
    return design;
}

nlohmann::json simulated(const Case& of) {
    std::vector<std::string> arguments{"simulate",
                                       "--engine",
                                       "timing",
                                       "--network",
                                       repository(fmt::format("examples/networks/{}.csv", of.network)),
                                       "--format",
                                       of.format,
                                       "--technology",
                                       of.technology,
                                       "--set",
                                       fmt::format("array.mode={}", of.mode),
                                       "--set",
                                       fmt::format("weights.lanes={}", of.lanes),
                                       "--json",
                                       "-"};
    const std::string format = of.format;
    if (format != "csr" && format != "dense8") {
        arguments.insert(arguments.end(), {"--q", std::to_string(of.q)});
        if (format == "flexor" || format == "shift-xor")
            arguments.insert(arguments.end(), {"--n-in", std::to_string(of.n_in), "--n-out", std::to_string(of.n_out),
                                               "--taps", std::to_string(of.taps)});
    }
    const Outcome outcome = run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return nlohmann::json::parse(outcome.out);
}

void check_blocks(const models::LayerResult& counts, const nlohmann::json& blocks) {
    for (int b = 0; b < models::block_count; ++b) {
        const auto id = static_cast<models::BlockId>(b);
        const nlohmann::json& expected = blocks.at(models::to_string(id));
        INFO(models::to_string(id));
        CHECK(counts.block(id).busy.count() == expected.at("busy"));
        CHECK(counts.block(id).stall_in.count() == expected.at("stall_in"));
        CHECK(counts.block(id).stall_out.count() == expected.at("stall_out"));
        CHECK(counts.block(id).idle.count() == expected.at("idle"));
    }
}

constexpr double rounding = 1e-12; // sums in another order

} // namespace

TEST_CASE("Figures of a design are the numbers of fracbit simulate with the timing engine") {
    const auto of = GENERATE(Case{"lenet5", "flexor", "add_sub", "nangate45", 1, 8, 10, 2, 4},
                             Case{"lenet5", "flexor", "add_sub", "scaled_16nm", 2, 12, 20, 0, 3},
                             Case{"resnet20", "flexor", "xnor", "scaled_7nm", 1, 8, 10, 2, 1},
                             Case{"resnet20", "binary", "add_sub", "nangate45", 2, 8, 10, 2, 4},
                             Case{"lenet5", "dense8", "dense", "scaled_32nm", 1, 8, 10, 2, 4},
                             Case{"lenet5", "shift", "shift", "nangate45", 3, 8, 10, 2, 4},
                             Case{"lenet5", "shift-xor", "shift", "nangate45", 2, 10, 13, 3, 2},
                             Case{"lenet5", "csr", "add_sub", "scaled_16nm", 1, 8, 10, 2, 4});
    CAPTURE(of.network, of.format, of.mode, of.technology, of.n_in, of.n_out);
    const nlohmann::json json = simulated(of);
    gui::DesignEvaluator evaluator;
    gui::DesignFigures figures = evaluator.time(design_of(of));
    CHECK(std::isnan(figures.value(MetricId::energy_uj)));
    CHECK(std::isnan(figures.value(MetricId::area_mm2)));
    evaluator.add_costs(figures);

    REQUIRE(figures.networks.size() == 1);
    const gui::NetworkFigures& network = figures.networks.front();
    CHECK(figures.value(MetricId::cycles) == json.at("total_cycles"));
    CHECK(figures.value(MetricId::seconds) * 1e3 == Approx(json.at("milliseconds").get<double>()).epsilon(rounding));
    CHECK(figures.value(MetricId::bus_bytes) == json.at("total").at("total_bus_bytes"));
    CHECK(figures.value(MetricId::utilization) ==
          Approx(json.at("total").at("overall_utilization").get<double>()).epsilon(rounding));
    check_blocks(network.total, json.at("total").at("blocks"));
    REQUIRE(network.result.layers.size() == json.at("layers").size());
    for (std::size_t i = 0; i < network.result.layers.size(); ++i) {
        const nlohmann::json& layer = json.at("layers").at(i);
        CAPTURE(layer.at("name"));
        CHECK(network.result.layers[i].cycles.count() == layer.at("cycles"));
        CHECK(network.utilization[i] == Approx(layer.at("overall_utilization").get<double>()).epsilon(rounding));
        CHECK(network.layer_energy_pj[i] == layer.at("energy_pj"));
        check_blocks(network.result.layers[i], layer.at("blocks"));
    }
    const nlohmann::json& machine = json.at("machine");
    REQUIRE(figures.machine);
    CHECK(figures.machine->area.total_um2() == machine.at("area_um2").at("total"));
    CHECK(figures.value(MetricId::placed_mm2) == machine.at("placed_um2").get<double>() * 1e-6);
    CHECK((figures.value(MetricId::meets_clock) == 1) == machine.at("meets_clock"));
    for (const auto& [name, part] : machine.at("parts").items())
        for (int p = 0; p < models::part_count; ++p)
            if (name == models::to_string(static_cast<models::PartId>(p)))
                CHECK(figures.machine->parts[static_cast<std::size_t>(p)].area.total_um2() ==
                      part.at("area_um2").at("total"));
    CHECK(figures.energy.total_pj() == Approx(json.at("energy").at("total_pj").get<double>()).epsilon(rounding));
    CHECK(figures.value(MetricId::energy_uj) * 1e6 ==
          Approx(json.at("energy").at("total_pj").get<double>()).epsilon(rounding));
    CHECK(figures.value(MetricId::energy_memory_uj) * 1e6 ==
          Approx(json.at("energy").at("memory_pj").get<double>()).epsilon(rounding));
}

TEST_CASE("Figures of a point of a design space are the explorer's metrics, to the last bit") {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("space.toml").toStdString();
    write_text(path,
               fmt::format(R"(format_version = 1
name = "small"
[[network]]
name = "lenet5"
file = "{}"
runs = 3
[[network]]
name = "resnet20"
file = "{}"
[parameters]
"encoding.format" = ["flexor", "sparse", "csr", "dense8"]
"weights.lanes" = [2, 5]
"encoding.n_out" = [16, 20]
"technology" = ["scaled_16nm", "nangate45"]
[[objective]]
minimize = "energy_uj"
)",
                           repository("examples/networks/lenet5.csv"), repository("examples/networks/resnet20.csv")));
    const auto space = std::make_shared<const explorer::DesignSpace>(explorer::read_space(path));
    const explorer::Evaluator evaluator(space);
    explorer::Evaluator::Worker worker(evaluator);
    gui::DesignEvaluator own;
    int feasible = 0;
    std::vector<int> digits(space->axes().size());
    for (explorer::PointId id = 0; id < space->size(); ++id) {
        CAPTURE(id);
        const explorer::PointStatus status = worker.evaluate(id);
        space->digits_of(id, digits);
        gui::Design design;
        design.point = space->point(digits);
        design.technology = space->technology(design.point.technology);
        design.networks = space->networks();
        if (status != explorer::PointStatus::feasible) {
            CHECK_THROWS_AS(own.time(design), Error);
            continue;
        }
        ++feasible;
        gui::DesignFigures figures = own.time(design);
        own.add_costs(figures);
        const std::span<const double> slots = worker.slots();
        for (int m = 0; m < explorer::metric_count; ++m) {
            const auto metric = static_cast<MetricId>(m);
            if (metric == MetricId::accuracy || metric == MetricId::accuracy_ratio || metric == MetricId::accuracy_drop)
                continue;
            CAPTURE(to_string(metric));
            CHECK(figures.value(metric) == slots[static_cast<std::size_t>(space->metric_slot(m))]);
            for (int n = 0; n < 2 && m < explorer::network_metric_count; ++n)
                CHECK(figures.value(metric, n) == slots[static_cast<std::size_t>(space->network_metric_slot(n, m))]);
        }
    }
    CHECK(feasible >= 16);
}

TEST_CASE("A design whose values are not allowed says so") {
    gui::Design design = design_of({"lenet5", "flexor", "add_sub", "nangate45", 1, 8, 10, 2, 4});
    design.point.architecture.array.rows = 0;
    gui::DesignEvaluator evaluator;
    CHECK_THROWS_MATCHES(evaluator.time(design), ConfigError,
                         Catch::Message("architecture 'unnamed':\n  array.rows = 0 is not allowed: use 1 to 4096"));
}
