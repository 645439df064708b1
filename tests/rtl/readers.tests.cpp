// What other programs say to an exported design: no warnings, and as many gates and flip-flops as the netlist has.
#include "models/circuits/pipeline.hpp"
#include "models/circuits/synthesis.hpp"
#include "models/rtl/export_weight_path.hpp"
#include "tests/rtl/random_path.hpp"
#include "tests/rtl/tools.hpp"
#include "tests/rtl/yosys.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::test;
using fracbit::tests::TemporaryFolder;

namespace {

#ifdef FRACBIT_FEW_CASES
constexpr std::uint64_t designs = 2;
#else
constexpr std::uint64_t designs = 6;
#endif

WeightPathSpec named(const std::string& layer) {
    WeightPathSpec spec;
    spec.layer = layer;
    spec.planes = {std::make_shared<XorNetwork>(XorSpec{6, 10, 2, 1})};
    spec.sizes.reader_bytes = 64;
    spec.sizes.buffer_bytes = 64;
    spec.sizes.fill_width = 16;
    spec.in_bits = 32;
    return spec;
}

/// A network with an empty row, equal rows, a row of one input, and an input that nobody reads.
WeightPathSpec degenerate() {
    WeightPathSpec spec = named("degenerate");
    spec.planes = {std::make_shared<XorNetwork>(4, std::vector<std::uint64_t>{0, 3, 3, 1, 7, 0}),
                   std::make_shared<XorNetwork>(4, std::vector<std::uint64_t>(6, 0))};
    return spec;
}

std::vector<WeightPathSpec> specs() {
    std::vector<WeightPathSpec> all;
    for (std::uint64_t seed = 0; seed < designs; ++seed) all.push_back(random_path(seed).spec);
    all.push_back(degenerate());
    for (const char* layer : {"", "module", "1x1", "\xe5\xb1\x82/conv.1 \"a\"\nendmodule", "fracbit", "X"})
        all.push_back(named(layer));
    return all;
}

} // namespace

TEST_CASE("Verilator lints exported designs without a warning") {
    if (!is_there(FRACBIT_VERILATOR, "verilator")) return;
    for (const WeightPathSpec& spec : specs()) {
        const TemporaryFolder folder;
        write_bundle(export_weight_path(spec), folder.file("rtl"));
        const ToolRun run =
            run_in(folder.file("rtl"), FRACBIT_VERILATOR " --lint-only -Wall -Wno-DECLFILENAME rtl/*.sv");
        INFO("layer '" << spec.layer << "', prefix '" << spec.prefix << "'");
        CHECK(run.output.empty());
        CHECK(run.status == 0);
    }
}

TEST_CASE("Yosys reads exported designs without a warning, and finds the netlists' gates and flip-flops") {
    if (!is_there(FRACBIT_YOSYS, "yosys")) return;
    for (const WeightPathSpec& spec : specs()) {
        const TemporaryFolder folder;
        const RtlBundle bundle = export_weight_path(spec);
        write_bundle(bundle, folder.file("rtl"));
        INFO("layer '" << spec.layer << "', prefix '" << spec.prefix << "'");
        const YosysReading reading = read_with_yosys(folder.file("rtl"), bundle.top);
        CHECK(reading.messages.empty());
        REQUIRE(reading.status == 0);
        const DecoderStages stages = decoder_stages_of(spec);
        const XorNetlist netlist =
            synthesize(*spec.planes.front(), {stages.stages * stages.levels, spec.circuits.seed}).netlist;
        const std::string network = spec.module_prefix() + "_xor_network_0";
        CHECK(reading.cells(network, "$xor") == netlist.xor2());
        CHECK(reading.cells(network, "$dff") + reading.cells(network, "$dffe") ==
              flip_flops(cut_by_levels(netlist, stages.levels, stages.stages)));
        CHECK(reading.cells(network, "$and") == 0);
    }
}
