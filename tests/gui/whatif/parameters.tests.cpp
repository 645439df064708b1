#include "gui/whatif/parameters.hpp"

#include "gui/whatif/present_design.hpp"
#include "models/config/architecture_keys.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;

namespace {

std::vector<ParameterControl> all_controls() {
    std::vector<ParameterControl> all;
    for (const ParameterGroup& group : parameter_groups())
        all.insert(all.end(), group.controls.begin(), group.controls.end());
    return all;
}

} // namespace

TEST_CASE("Controls cover what the page is for, each key once") {
    std::set<std::string> paths;
    for (const ParameterControl& control : all_controls()) {
        REQUIRE(control.key != nullptr);
        CHECK(paths.insert(control.path()).second);
        CHECK_FALSE(control.label.isEmpty());
    }
    for (const char* wanted :
         {"encoding.n_in", "encoding.n_out", "encoding.taps", "encoding.q", "encoding.format", "weights.lanes",
          "weights.patch_ports", "weights.fifo_depth", "array.rows", "array.columns", "array.mode",
          "memory.bytes_per_cycle", "memory.bandwidth_gb_s", "clock.mhz", "technology", "network"})
        CHECK(paths.count(wanted) == 1);
}

TEST_CASE("Every key of an architecture has a control, but those that are rarely moved") {
    const std::set<std::string> without{"format_version",      "name",
                                        "memory.latency_ns",   "weights.decoder_stages",
                                        "weights.patch_bytes", "weights.mask_entries",
                                        "weights.mask_bytes",  "weights.mask_memory_bytes",
                                        "csr.reader_bytes",    "csr.counts_bytes",
                                        "array.spill_bytes",   "array.stages"};
    std::set<std::string> paths;
    for (const ParameterControl& control : all_controls()) paths.insert(control.path());
    for (const models::ArchitectureKey& key : models::architecture_keys()) {
        CAPTURE(key.rule.path());
        CHECK(paths.count(key.rule.path()) + without.count(key.rule.path()) == 1);
    }
}

TEST_CASE("Every stop of a slider is allowed, rises, and is found again") {
    for (const ParameterControl& control : all_controls()) {
        if (control.stops.empty()) continue;
        CAPTURE(control.path());
        CHECK(std::is_sorted(control.stops.begin(), control.stops.end()));
        CHECK(control.stops.size() >= 2);
        NetworkBook book;
        PresentDesign design(book);
        for (std::size_t stop = 0; stop < control.stops.size(); ++stop) {
            CAPTURE(stop, control.stops[stop]);
            CHECK(control.stop_of(control.stops[stop]) == static_cast<int>(stop));
            design.set_number(control.path(), control.stops[stop]);
            CHECK(design.number(control.path()) == control.stops[stop]);
            const auto value = control.key->get(design.design().point);
            REQUIRE(value);
            CHECK_FALSE(models::value_problem(control.rule(), *value));
        }
    }
}

TEST_CASE("A value between two stops is shown at the nearer one, one outside at the end") {
    ParameterControl control;
    control.stops = {1, 2, 4, 8};
    CHECK(control.stop_of(0) == 0);
    CHECK(control.stop_of(2.9) == 1);
    CHECK(control.stop_of(3.1) == 2);
    CHECK(control.stop_of(100) == 3);
}

TEST_CASE("A tooltip says the key, its meaning, unit and range") {
    for (const ParameterControl& control : all_controls())
        if (control.path() == "weights.lanes")
            CHECK(description(control) == "weights.lanes: XOR decoder lanes.\nUnit: slices/cycle\nAllowed: 1 to 64");
}

TEST_CASE("Parameters of other formats do not matter") {
    explorer::DesignPoint point;
    CHECK(matters("encoding.taps", point));
    CHECK(matters("encoding.q", point));
    CHECK_FALSE(matters("encoding.sparsity", point));
    CHECK_FALSE(matters("csr.decoders", point));
    point.weights.format = models::WeightFormat::csr;
    CHECK_FALSE(matters("encoding.taps", point));
    CHECK(matters("encoding.sparsity", point));
    CHECK_FALSE(matters("encoding.q", point)); // 8-bit weights, as those of dense8
    CHECK(matters("csr.decoders", point));
    CHECK(matters("array.rows", point));
    CHECK_FALSE(matters("array.activation_bits", point));
    point.architecture.array.mode = models::ArrayMode::xnor;
    CHECK(matters("array.activation_bits", point));
}
