// What people and programs read.
#include "models/cost/cost_report.hpp"
#include "tests/models/cost/test_technology.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace fracbit;
using namespace fracbit::models;

namespace {

MachineCost two_parts() {
    MachineCost cost;
    cost.clock_mhz = 1000;
    cost.clock_ps = 1000;
    PartCost& array = cost.parts[static_cast<std::size_t>(PartId::array)];
    array.area = {100, 50, 0};
    array.delay_ps = 900;
    array.energy_fj = 12.5;
    array.clock_fj = 7;
    array.leakage_nw = 2e6;
    array.quality = Quality::derived;
    PartCost& buffer = cost.parts[static_cast<std::size_t>(PartId::weight_buffer)];
    buffer.area = {0, 0, 50};
    buffer.delay_ps = 1200;
    buffer.energy_fj = 3;
    buffer.area_quality = Quality::scaled;
    buffer.quality = Quality::estimated;
    cost.area = {100, 50, 50};
    cost.placed_um2 = 400;
    cost.slowest_ps = 1200;
    cost.leakage_nw = 5e6;
    cost.area_quality = Quality::scaled;
    cost.quality = Quality::estimated;
    return cost;
}

} // namespace

TEST_CASE("the table of a machine shows parts, shares, late ones and uncertain numbers") {
    const std::string text = machine_cost_text(two_parts(), round_technology(), 120);
    std::istringstream lines(text);
    std::string title, rule, buffer, array, rule2, all;
    for (std::string* line : {&title, &rule, &buffer, &array, &rule2, &all}) std::getline(lines, *line);
    CHECK(title.find("part") == 0);
    CHECK(buffer == "weight_buffer          0          0        50       50s   25.0     1200e       NO   3.0e  bit");
    CHECK(array == "array                100         50         0      150    75.0      900       yes  12.5   cycle");
    CHECK(all.find("all                  100         50        50      200s  100.0     1200e       NO") == 0);
    CHECK(text.find("round: 0.000 mm2 of cells, 0.000e mm2 placed; leakage 5.00s mW; clock 1000 ps\n") !=
          std::string::npos);
    CHECK(text.find("s: scaled from another process, e: estimated") != std::string::npos);
    CHECK(text.find("vector_unit") == std::string::npos);
    MachineCost large = two_parts();
    large.area.sram_um2 = 2e6;
    large.placed_um2 = 3.5e6;
    CHECK(machine_cost_text(large, round_technology(), 120).find("2.000 mm2 of cells, 3.500e mm2 placed") !=
          std::string::npos);
    std::istringstream narrow(machine_cost_text(two_parts(), round_technology(), 40));
    for (std::string line; std::getline(narrow, line) && !line.empty();) CHECK(line.size() <= 40);
}

TEST_CASE("the JSON of a machine has a quality beside its numbers") {
    const auto json = to_json(two_parts(), round_technology());
    CHECK(json["format_version"] == 1);
    CHECK(json["technology"] == "round");
    CHECK(json["area_um2"]["total"] == 200.0);
    CHECK(json["area_quality"] == "scaled");
    CHECK(json["meets_clock"] == false);
    CHECK(json["parts"].size() == 2);
    const auto& part = json["parts"]["weight_buffer"];
    CHECK(part["area_um2"]["sram"] == 50.0);
    CHECK(part["area_quality"] == "scaled");
    CHECK(part["quality"] == "estimated");
    CHECK(part["block"] == "weight_buffer");
    CHECK(part["operation"] == "bit");
    const auto& array = json["parts"]["array"];
    CHECK(array["meets_clock"] == true);
    CHECK(array["delay_ps"] == 900.0);
    CHECK(array["energy_fj"] == 12.5);
    CHECK(array["clock_fj_per_busy_cycle"] == 7.0);
    CHECK(array["leakage_nw"] == 2e6);
    CHECK(array["area_um2"] ==
          nlohmann::ordered_json{{"logic", 100.0}, {"flip_flops", 50.0}, {"sram", 0.0}, {"total", 150.0}});
    CHECK(json["placed_um2"] == 400.0);
    CHECK(json["placed_quality"] == "scaled");
    CHECK(json["clock_ps"] == 1000.0);
    CHECK(json["slowest_ps"] == 1200.0);
    CHECK(json["leakage_nw"] == 5e6);
    Technology rough = round_technology();
    rough.wiring.utilization.quality = Quality::estimated;
    CHECK(to_json(two_parts(), rough)["placed_quality"] == "estimated");
    CHECK(to_json(two_parts(), rough)["area_quality"] == "scaled");
}

TEST_CASE("the table of a run's energy begins with what takes most") {
    RunEnergy energy;
    energy.parts[static_cast<std::size_t>(PartId::array)] = {2000, 500, 500};
    energy.parts[static_cast<std::size_t>(PartId::decoder)] = {1000, 0, 0};
    energy.streams_pj[static_cast<std::size_t>(StreamId::weights)] = 6000;
    energy.quality = Quality::estimated;
    std::istringstream lines(run_energy_text(energy, 80));
    std::string line;
    std::vector<std::string> all;
    while (std::getline(lines, line)) all.push_back(line);
    REQUIRE(all.size() == 9);
    CHECK(all[2] == "memory: weights   6.0   60.0        6.0    0.0      0.0");
    CHECK(all[3] == "array             3.0   30.0        2.0    0.5      0.5");
    CHECK(all[4] == "decoder           1.0   10.0        1.0    0.0      0.0");
    CHECK(all[6].find("all              10.0  100.0") == 0);
    CHECK(all[8] == "quality: estimated");
    const auto json = to_json(energy);
    CHECK(json["total_pj"] == 10000.0);
    CHECK(json["on_chip_pj"] == 4000.0);
    CHECK(json["memory_pj"] == 6000.0);
    CHECK(json["parts"]["array"]["switching_pj"] == 2000.0);
    CHECK(json["parts"]["array"]["leakage_pj"] == 500.0);
    CHECK(json["parts"]["array"]["clock_pj"] == 500.0);
    CHECK(json["memory_streams_pj"]["weights"] == 6000.0);
    CHECK(json["blocks_pj"]["array"] == 3000.0);
    CHECK(json["quality"] == "estimated");
}
