#include "explorer/evaluation/metric_values.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit;
using namespace fracbit::explorer;

TEST_CASE("metrics of a run are those of its totals") {
    RunTotals totals;
    totals.cycles = 2000;
    totals.macs = 5e6;
    totals.product_cycles = 64'000;
    totals.memory_busy = 500;
    totals.bus_bytes = 8000;
    totals.weight_bytes = 6000;
    totals.stored_bits = 300;
    totals.weights = 400;
    totals.seconds = 1e-3;
    totals.dynamic_pj = 2e6;
    totals.leakage_pj = 1e6;
    totals.memory_pj = 4e6;
    const auto of = [&](MetricId metric) { return metric_value(metric, totals, 128); };
    CHECK(of(MetricId::cycles) == 2000);
    CHECK(of(MetricId::seconds) == 1e-3);
    CHECK(of(MetricId::runs_per_second) == Approx(1000));
    CHECK(of(MetricId::gmacs_per_second) == Approx(5));
    CHECK(of(MetricId::utilization) == 0.25);
    CHECK(of(MetricId::memory_busy) == 0.25);
    CHECK(of(MetricId::bus_bytes) == 8000);
    CHECK(of(MetricId::weight_bytes) == 6000);
    CHECK(of(MetricId::bandwidth_gb_s) == Approx(0.008)); // 8 kB in a millisecond
    CHECK(of(MetricId::bits_per_weight) == 0.75);
    CHECK(of(MetricId::energy_uj) == Approx(7));
    CHECK(of(MetricId::energy_on_chip_uj) == Approx(3));
    CHECK(of(MetricId::energy_memory_uj) == Approx(4));
    CHECK(of(MetricId::power_mw) == Approx(7)); // 7 uJ in a millisecond
    CHECK(std::isnan(of(MetricId::area_mm2)));
    totals.weights = 0;
    CHECK(of(MetricId::bits_per_weight) == 0);
}

TEST_CASE("networks add up as often as they run") {
    RunTotals network, whole;
    network.cycles = 1;
    network.macs = 2;
    network.product_cycles = 3;
    network.memory_busy = 4;
    network.bus_bytes = 5;
    network.weight_bytes = 6;
    network.dynamic_pj = 7;
    network.memory_pj = 8;
    whole.add_timing(network, 1);
    whole.add_timing(network, 2.5);
    whole.add_energy(network, 1);
    whole.add_energy(network, 2.5);
    CHECK(whole.cycles == 3.5);
    CHECK(whole.macs == 3.5 * 2);
    CHECK(whole.product_cycles == 3.5 * 3);
    CHECK(whole.memory_busy == 3.5 * 4);
    CHECK(whole.bus_bytes == 3.5 * 5);
    CHECK(whole.weight_bytes == 3.5 * 6);
    CHECK(whole.dynamic_pj == 3.5 * 7);
    CHECK(whole.memory_pj == 3.5 * 8);
}

TEST_CASE("metrics of a machine are those of its cost, and a machine as slow as its clock meets it") {
    models::MachineCost machine;
    machine.area = {1e6, 2e6, 3e6};
    machine.placed_um2 = 9e6;
    machine.parts[static_cast<std::size_t>(models::PartId::decoder)].area = {5e5, 2.5e5, 0};
    machine.leakage_nw = 3e6;
    machine.slowest_ps = 1250;
    CHECK(machine_metric_value(MetricId::area_mm2, machine, 800) == Approx(6));
    CHECK(machine_metric_value(MetricId::placed_mm2, machine, 800) == Approx(9));
    CHECK(machine_metric_value(MetricId::decoder_area_mm2, machine, 800) == Approx(0.75));
    CHECK(machine_metric_value(MetricId::leakage_mw, machine, 800) == Approx(3));
    CHECK(machine_metric_value(MetricId::max_clock_mhz, machine, 800) == Approx(800));
    CHECK(machine_metric_value(MetricId::meets_clock, machine, 800) == 1);
    CHECK(machine_metric_value(MetricId::meets_clock, machine, 801) == 0);
}
