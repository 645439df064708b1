// The reference models through the machine, in every format that their weights can take and every array mode.
#include "models/data/dataset.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/integer_inference.hpp"
#include "models/inference/quantizer.hpp"
#include "sim/simulate.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace fracbit;
using namespace fracbit::models;

namespace {

struct Setting {
    WeightFormat format;
    StorageOrder storage;
    ArrayMode mode;
    int activation_bits;
    LoopOrder order = LoopOrder::positions;
    bool keep_on_chip = false;
};

constexpr Setting settings[] = {
    {WeightFormat::flexor, StorageOrder::row_major, ArrayMode::add_sub, 8},
    {WeightFormat::flexor, StorageOrder::row_major, ArrayMode::add_sub, 8, LoopOrder::spill},
    {WeightFormat::flexor, StorageOrder::row_major, ArrayMode::add_sub, 8, LoopOrder::positions, true},
    {WeightFormat::flexor, StorageOrder::row_major, ArrayMode::xnor, 8},
    {WeightFormat::flexor, StorageOrder::row_major, ArrayMode::xnor, 4},
    {WeightFormat::binary, StorageOrder::row_major, ArrayMode::add_sub, 8},
    {WeightFormat::binary, StorageOrder::k_major, ArrayMode::add_sub, 8},
    {WeightFormat::binary, StorageOrder::tiled, ArrayMode::add_sub, 8},
    {WeightFormat::binary, StorageOrder::k_major, ArrayMode::xnor, 8},
    {WeightFormat::dense8, StorageOrder::k_major, ArrayMode::dense, 8},
};

std::string root() { return FRACBIT_SOURCE_DIR; }

void compare(const std::string& file, const Setting& setting) {
    Architecture architecture;
    architecture.array.mode = setting.mode;
    architecture.array.activation_bits = setting.activation_bits;
    architecture.order = setting.order;
    architecture.keep_on_chip = setting.keep_on_chip;
    if (setting.order == LoopOrder::spill) architecture.array.accumulator_depth = 256;
    INFO(file << ", " << to_string(setting.format) << ", " << to_string(setting.storage) << ", " << to_string(setting.mode) << ", M "
              << setting.activation_bits << ", order " << to_string(setting.order));

    const Model model = read_model(root() + "/examples/models/" + file);
    const ImageSet digits = read_mnist(root() + "/examples/digits", Split::test, 2);
    QuantizeOptions options;
    options.format = setting.format;
    options.order = setting.storage;
    options.group_rows = architecture.array.rows;
    options.tile_columns = architecture.array.columns;
    options.activation_bits = setting.activation_bits;
    const QuantizedNetwork network = quantize(model, calibrate(model, digits.pixels), options);
    const StoredWorkload workload(network);
    const IntegerInference functional(workload, {setting.activation_bits});

    std::vector<sim::Image> images;
    std::vector<std::vector<Activations>> expected;
    for (std::int64_t i = 0; i < 2; ++i) {
        images.push_back(quantize_pixels(digits.image(i), network.input));
        expected.push_back(functional.outputs(images.back()));
    }
    sim::SimulationOptions check;
    int compared = 0;
    check.inspect_output = [&](int image, int layer, const sim::Image& output) {
        INFO("image " << image << ", layer " << network.network.layers[static_cast<std::size_t>(layer)].name);
        REQUIRE(output == expected[static_cast<std::size_t>(image)][static_cast<std::size_t>(layer)]);
        ++compared;
    };
    const auto result = sim::simulate(architecture, workload, images, check);
    CHECK(compared == 2 * static_cast<int>(network.network.layers.size()));
    const bool spilled = std::any_of(result.layers.begin(), result.layers.end(), [](const LayerResult& layer) {
        return layer.stream(StreamId::psum_write).bytes > Bytes(0);
    });
    CHECK(spilled == (setting.order == LoopOrder::spill));
}

} // namespace

TEST_CASE("the 0.4-bit reference model gives the integer path's bits in every format and array mode") {
    for (const Setting& setting : settings) compare("lenet5_q1_8x20_tap2.h5", setting);
}

TEST_CASE("the reference model of two planes gives the integer path's bits in every format and array mode") {
    for (const Setting& setting : settings) compare("lenet5_q2_7x11_dense.h5", setting);
}

TEST_CASE("the float reference model runs as dense 8-bit weights") {
    compare("lenet5_float.h5", {WeightFormat::dense8, StorageOrder::k_major, ArrayMode::dense, 8});
}
