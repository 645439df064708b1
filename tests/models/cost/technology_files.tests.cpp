// The files that are shipped: every number can be traced, and those that are scaled follow from the published
// polynomials.
#include "models/core/error.hpp"
#include "models/cost/technology_keys.hpp"
#include "models/cost/technology_writer.hpp"
#include "models/files/text_file.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace fracbit;
using namespace fracbit::models;

namespace {

std::string folder() { return FRACBIT_SOURCE_DIR "/examples/technologies/"; }

} // namespace

TEST_CASE("every number of every shipped technology has a quality and a source that is cited") {
    REQUIRE(shipped_technologies() ==
            std::vector<std::string>{"nangate45", "scaled_32nm", "scaled_16nm", "scaled_7nm"});
    for (const std::string& name : shipped_technologies()) {
        Technology t = shipped_technology(name);
        CHECK(t.name == name);
        for (const TechnologyKey& key : technology_keys()) {
            INFO(name << ": " << key.path());
            REQUIRE(t.sources.count(key.path()) == 1);
            const std::string& source = t.sources.at(key.path());
            const std::size_t colon = source.find(": ");
            REQUIRE(colon != std::string::npos);
            CHECK(source.size() > colon + 8);
            REQUIRE(t.citations.count(source.substr(0, colon)) == 1);
            const Figure& figure = key.figure(t);
            CHECK(figure.value >= 0);
            // Nobody but we publishes what only we say, except that a coin is fair.
            if (source.substr(0, colon) == "ours")
                CHECK((figure.quality == Quality::estimated || key.path() == "activity.toggles"));
            if (figure.quality == Quality::published) CHECK(source.substr(0, colon) != "ours");
        }
        CHECK(t.sources.size() == technology_keys().size() + (name == "nangate45" ? 0 : 4)); // and the factors
    }
}

TEST_CASE("the library carries the files as they are in the repository") {
    for (const std::string& name : shipped_technologies()) {
        const Technology from_file = read_technology(folder() + name + ".toml");
        const Technology& carried = shipped_technology(name);
        CHECK(from_file.sources == carried.sources);
        CHECK(from_file.cells == carried.cells);
        CHECK(from_file.sram == carried.sram);
        CHECK(from_file.wiring == carried.wiring);
    }
    CHECK(default_technology().name == "nangate45");
}

TEST_CASE("cell areas of the default are those of the library") {
    const std::pair<CellId, double> cells[] = {
        {CellId::inv, 0.532},  {CellId::nand2, 0.798}, {CellId::and2, 1.064},       {CellId::xor2, 1.596},
        {CellId::mux2, 1.862}, {CellId::flop, 4.522},  {CellId::half_adder, 2.660}, {CellId::full_adder, 4.256}};
    for (const auto& [cell, area] : cells) {
        INFO(to_string(cell));
        CHECK(default_technology().cell(cell).area_um2 == Figure{area, Quality::published});
    }
}

TEST_CASE("everything that a scaled technology does not give itself is marked") {
    for (const std::string name : {"scaled_32nm", "scaled_16nm", "scaled_7nm"}) {
        Technology t = shipped_technology(name), base = default_technology();
        for (const TechnologyKey& key : technology_keys()) {
            INFO(name << ": " << key.path());
            const bool own = key.path() == "sram.cell_um2" || key.table == "process";
            if (own || key.scaling == Scaling::none) continue;
            CHECK(key.figure(t).quality >= Quality::scaled);
            CHECK(key.figure(t).quality >= key.figure(base).quality);
            CHECK(t.sources.at(key.path()) == base.sources.at(key.path()) + ", times the factors of [scaling]");
        }
        CHECK(t.sram.cell_um2.quality == Quality::published);
        CHECK(t.cell(CellId::xor2).area_um2.quality == Quality::scaled);
    }
}

// A. Stillmaker, B. Baas, Integration 58 (2017): delay a3 V^3 + a2 V^2 + a1 V + a0, energy and power b2 V^2 + b1 V + b0
// of high-performance devices.
TEST_CASE("a scaled delay for each fF is no better than the factors of delay and of energy") {
    const Figure good{0.5, Quality::published}, guess{0.5, Quality::estimated};
    for (const auto& [factors, expected] : {std::pair(ScalingFactors{good, good, good, good}, Quality::scaled),
                                            {ScalingFactors{good, guess, good, good}, Quality::estimated},
                                            {ScalingFactors{good, good, guess, good}, Quality::estimated},
                                            {ScalingFactors{guess, good, good, guess}, Quality::scaled}})
        CHECK(scaled(default_technology(), factors, 1).cell(CellId::xor2).ps_per_ff.quality == expected);
}

TEST_CASE("the factors follow from the published polynomials") {
    struct Node {
        std::array<double, 4> delay;
        std::array<double, 3> energy, power;
        double volts = 0, area = 0;
        std::string name{};
        [[nodiscard]] double delay_at(double v) const {
            return ((delay[0] * v + delay[1]) * v + delay[2]) * v + delay[3];
        }
        static double at(const std::array<double, 3>& b, double v) { return (b[0] * v + b[1]) * v + b[2]; }
    };
    const Node base{{-501.6, 1567, -1619, 566.1}, {1.018, -0.3107, 0.1539}, {5462, -1760, 522.4}};
    const Node nodes[] = {
        {{-1047, 2982, -2797, 873.5}, {0.8367, -0.4341, 0.1701}, {4001, -1733, 533.6}, 0.9, 0.46, "scaled_32nm"},
        {{0, 24.8, -47.52, 28.87}, {0.2958, -0.1241, 0.03024}, {2133, -882.6, 197.7}, 0.8, 0.19, "scaled_16nm"},
        {{-28.58, 76.6, -70.26, 24.69}, {0.1776, -0.09097, 0.02447}, {1179, -515.7, 123.4}, 0.7, 0.059, "scaled_7nm"}};
    const Technology& from = default_technology();
    for (const Node& node : nodes) {
        INFO(node.name);
        const Technology& t = shipped_technology(node.name);
        const auto ratio = [&](Figure CellFigures::*figure) {
            return (t.cell(CellId::xor2).*figure).value / (from.cell(CellId::xor2).*figure).value;
        };
        CHECK(t.supply_v.value == node.volts);
        CHECK(ratio(&CellFigures::area_um2) == Approx(node.area));
        CHECK(ratio(&CellFigures::intrinsic_ps) ==
              Approx(node.delay_at(node.volts) / base.delay_at(1.0)).epsilon(1e-3));
        CHECK(ratio(&CellFigures::energy_fj) ==
              Approx(Node::at(node.energy, node.volts) / Node::at(base.energy, 1.1)).epsilon(1e-3));
        CHECK(ratio(&CellFigures::leakage_nw) ==
              Approx(Node::at(node.power, node.volts) / Node::at(base.power, 1.1)).epsilon(1e-3));
        // Loads shrink so that C V^2 scales as the energy does, and a loaded gate's delay as its intrinsic one.
        const double load = ratio(&CellFigures::input_ff) * node.volts * node.volts / (1.1 * 1.1);
        CHECK(load == Approx(ratio(&CellFigures::energy_fj)));
        CHECK(ratio(&CellFigures::ps_per_ff) * ratio(&CellFigures::input_ff) ==
              Approx(ratio(&CellFigures::intrinsic_ps)));
    }
}

TEST_CASE("the README lists the keys that the parser knows") {
    const std::string readme = read_text_file(folder() + "README.md");
    INFO("paste into examples/technologies/README.md:\n" << describe_technology_keys());
    CHECK(readme.find(describe_technology_keys()) != std::string::npos);
}

TEST_CASE("an unknown shipped technology is named with its nearest") {
    try {
        shipped_technology("nangate54");
        FAIL("no error");
    } catch (const ConfigError& error) {
        CHECK(std::string(error.what()) ==
              "technology 'nangate54' is not shipped with this program; did you mean 'nangate45'?");
    }
}

TEST_CASE("a technology that is written reads back as the same one, scaled ones without their base") {
    for (const std::string& name : shipped_technologies()) {
        INFO(name);
        Technology technology = shipped_technology(name);
        for (const char* const factor : {"area", "delay", "energy", "leakage"})
            technology.sources.erase(std::string("scaling.") + factor); // those numbers are not in it
        CHECK(parse_technology(to_toml(technology), "written.toml") == technology);
    }
    Technology own = shipped_technology("nangate45");
    own.name = "a \"b\"";
    own.cells[0].area_um2.value = 0.1 + 0.2;
    own.sources.erase("inv.area_um2");
    Technology again = parse_technology(to_toml(own), "written.toml");
    CHECK(again.cells == own.cells);
    CHECK(again.name == own.name);
    CHECK(again.sources.at("inv.area_um2") == "given: without a source");
}
