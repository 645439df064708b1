// The exported testbench: passes with what the functional path decodes, and fails when a bit is wrong.
#include "cli/stored_vectors.hpp"
#include "models/data/dataset.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/quantizer.hpp"
#include "models/rtl/export_weight_path.hpp"
#include "tests/rtl/random_path.hpp"
#include "tests/rtl/tools.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::test;
using fracbit::tests::TemporaryFolder;

namespace {

#ifdef FRACBIT_FEW_CASES
constexpr std::uint64_t layers = 4;
#else
constexpr std::uint64_t layers = 12;
#endif

ToolRun run_icarus(const RtlBundle& bundle, const std::string& folder, const std::string& arguments) {
    return run_in(folder,
                  fmt::format("{} -g2012 -Wall -s {} -o testbench.vvp rtl/*.sv tb/*.sv && {} -n testbench.vvp {}",
                              FRACBIT_IVERILOG, bundle.testbench, FRACBIT_VVP, arguments));
}

/// Layers whose weights pass an XOR decoder; the first two.
std::vector<std::size_t> encoded_layers(const QuantizedNetwork& network) {
    std::vector<std::size_t> layers_found;
    for (std::size_t i = 0; i < network.layers.size(); ++i)
        if (!network.layers[i].planes.empty() && network.layers[i].planes.front().network != nullptr &&
            layers_found.size() < 2)
            layers_found.push_back(i);
    return layers_found;
}

/// A network with two planes and its random code words.
RtlBundle plain_bundle() {
    WeightPathSpec spec;
    spec.layer = "conv 1";
    for (const std::uint64_t seed : {1, 2})
        spec.planes.push_back(std::make_shared<XorNetwork>(XorSpec{7, 13, 0, seed}));
    spec.sizes.reader_bytes = 128;
    spec.sizes.buffer_bytes = 100;
    spec.sizes.fill_width = 50;
    spec.in_bits = 64;
    return export_weight_path(spec, random_vectors(spec, 3000, 5));
}

} // namespace

TEST_CASE("The testbench passes for stored layers of every format, with and without back-pressure") {
    if (!is_there(FRACBIT_IVERILOG, "iverilog")) return;
    for (std::uint64_t seed = 0; seed < layers; ++seed) {
        const RandomPath path = random_path(seed);
        INFO(path.describe());
        const TestVectors vectors = cli::stored_vectors(path.spec, path.network.layers.front(), *path.weights, 4000);
        const RtlBundle bundle = export_weight_path(path.spec, vectors);
        const TemporaryFolder folder;
        write_bundle(bundle, folder.file("rtl"));
        for (const char* arguments : {"", "+backpressure", "+backpressure +seed=3"}) {
            const ToolRun run = run_icarus(bundle, folder.file("rtl"), arguments);
            INFO(arguments << "\n" << run.output);
            CHECK(run.status == 0);
            CHECK(run.output.find(fmt::format("PASS: {} weights in {} units", vectors.expected.size(),
                                              vectors.units.size())) != std::string::npos);
            CHECK(run.output.find("warning") == std::string::npos);
        }
    }
}

TEST_CASE("Descriptors may be taken back while the patches of a word are read") {
    if (!is_there(FRACBIT_IVERILOG, "iverilog")) return;
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {16, 1, 1};
    layer.out_channels = 23;
    Network network;
    network.name = "many runs";
    network.layers = {layer};
    Architecture architecture;
    architecture.memory.burst_bytes = 8;
    architecture.weights.lanes = 2;
    SyntheticSpec weights;
    weights.format = WeightFormat::sparse;
    weights.xor_spec = {4, 10, 0, 1};
    weights.order = StorageOrder::k_major;
    weights.pruned.patches_per_slice = 4; // with two lanes of one port: words take several cycles
    weights.group_rows = 5;               // so the last run is shorter
    for (const PatchFormat patches : {PatchFormat::counted, PatchFormat::gaps}) {
        weights.pruned.patches = patches;
        const auto stored = SyntheticWorkload(network, weights).layer(0);
        const WeightPathSpec spec = weight_path_of(architecture, layer.name, *stored);
        const RtlBundle bundle = export_weight_path(spec, cli::stored_vectors(spec, layer, *stored, 4000));
        const TemporaryFolder folder;
        write_bundle(bundle, folder.file("rtl"));
        const ToolRun run = run_icarus(bundle, folder.file("rtl"), "+backpressure");
        INFO(to_string(patches) << "\n" << run.output);
        CHECK(run.status == 0);
        CHECK(run.output.find("PASS: 368 weights") != std::string::npos);
    }
}

TEST_CASE("The testbench passes for a layer of a reference model on the default architecture") {
    if (!is_there(FRACBIT_IVERILOG, "iverilog")) return;
    const std::string root = FRACBIT_SOURCE_DIR;
    const Model model = read_model(root + "/examples/models/lenet5_q2_7x11_dense.h5");
    const QuantizedNetwork network =
        quantize(model, calibrate(model, read_mnist(root + "/examples/digits", Split::test, 1).pixels), {});
    const Architecture architecture;
    const std::vector<std::size_t> encoded = encoded_layers(network);
    REQUIRE(encoded.size() == 2);
    for (const std::size_t layer : encoded) {
        const std::string& name = network.network.layers[layer].name;
        const WeightPathSpec spec = weight_path_of(architecture, name, network.layers[layer]);
        INFO("layer '" << name << "', " << spec.n_in() << " -> " << spec.n_out());
        const RtlBundle bundle = export_weight_path(
            spec, cli::stored_vectors(spec, network.network.layers[layer], network.layers[layer], 2000));
        const TemporaryFolder folder;
        write_bundle(bundle, folder.file("rtl"));
        const ToolRun run = run_icarus(bundle, folder.file("rtl"), "+backpressure");
        INFO(run.output);
        CHECK(run.status == 0);
        CHECK(run.output.find("PASS") != std::string::npos);
    }
}

TEST_CASE("The testbench fails where one bit differs, and with an exit status") {
    if (!is_there(FRACBIT_IVERILOG, "iverilog")) return;
    RtlBundle bundle = plain_bundle();
    for (RtlFile& file : bundle.files)
        if (file.name == "tb/expected.hex") file.text[17] = file.text[17] == '0' ? '1' : '0'; // in line 2
    const TemporaryFolder folder;
    write_bundle(bundle, folder.file("rtl"));
    const ToolRun run = run_icarus(bundle, folder.file("rtl"), "");
    CHECK(run.status == 1);
    CHECK(run.output.find("FAIL: layer conv_1, weight ") != std::string::npos);
    CHECK(run.output.find("the value differs") != std::string::npos);
    CHECK(run.output.find("PASS") == std::string::npos);
}

TEST_CASE("The testbench gives up when nothing moves any more") {
    if (!is_there(FRACBIT_IVERILOG, "iverilog")) return;
    RtlBundle bundle = plain_bundle();
    for (RtlFile& file : bundle.files)
        if (file.name == "rtl/conv_1_xor_decoder.sv") {
            const std::string valid = "assign word_valid = full[";
            REQUIRE(file.text.find(valid) != std::string::npos);
            file.text.replace(file.text.find(valid), valid.size(), "assign word_valid = 1'b0 & full[");
        }
    const TemporaryFolder folder;
    write_bundle(bundle, folder.file("rtl"));
    const ToolRun run = run_icarus(bundle, folder.file("rtl"), "");
    CHECK(run.status == 1);
    CHECK(run.output.find("FAIL: layer conv_1, weight 0, cycle 10003: nothing moves any more") != std::string::npos);
}
