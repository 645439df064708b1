#include "models/inference/calibration.hpp"

#include "models/core/error.hpp"
#include "models/inference/float_inference.hpp"
#include "tests/models/inference/small_model.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

/// The calibrated range of one layer whose outputs are these, whatever the image.
ValueRange range_of(const std::vector<float>& outputs, double percentile) {
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {1, 1, 1};
    layer.out_channels = static_cast<std::int64_t>(outputs.size());
    Model model;
    model.network.name = "constant";
    model.network.layers = {layer};
    model.layers = {{FloatWeights{std::vector<float>(outputs.size())}, outputs}};
    return calibrate(model, std::vector<std::uint8_t>{0}, {percentile}).outputs.front();
}

} // namespace

TEST_CASE("calibrated ranges are the smallest and largest outputs of each layer") {
    const Model model = small_model(Kept::encrypted, 2, 5);
    const auto pixels = random_pixels(2, 40);
    const auto ranges = calibrate(model, pixels);
    REQUIRE(ranges.outputs.size() == 3);
    FloatInference(model).run(real_pixels(pixels), [&](int layer, std::span<const float> output) {
        const auto& range = ranges.outputs[static_cast<std::size_t>(layer)];
        CHECK(range.low == *std::min_element(output.begin(), output.end()));
        CHECK(range.high == *std::max_element(output.begin(), output.end()));
    });
    CHECK(ranges.outputs[0].low == 0); // behind a ReLU
}

TEST_CASE("a percentile leaves out the share of values it says, at each end") {
    const Model model = small_model(Kept::encrypted, 2, 5);
    const auto pixels = random_pixels(2, 40);
    const auto whole = calibrate(model, pixels);
    const auto ranges = calibrate(model, pixels, {90});
    const auto output = FloatInference(model).run_images(pixels);
    const auto range = ranges.outputs[2];
    const auto share = [&](auto outside) {
        return static_cast<double>(std::count_if(output.begin(), output.end(), outside)) /
               static_cast<double>(output.size());
    };
    const double below = share([&](float v) { return v < range.low; });
    const double above = share([&](float v) { return v > range.high; });
    CHECK(below <= 0.1);
    CHECK(above <= 0.1);
    CHECK(below > 0.05);
    CHECK(above > 0.05);
    CHECK(whole.outputs[2].low < range.low);
    CHECK(whole.outputs[2].high > range.high);
}

TEST_CASE("calibration refuses an empty set and a percentile out of range") {
    const Model model = small_model(Kept::real, 1, 5);
    CHECK(message_of<ConfigError>([&] { calibrate(model, {}); }) == "calibration needs at least one image");
    const auto pixels = random_pixels(2, 1);
    CHECK(message_of<ConfigError>([&] { calibrate(model, pixels, {49.5}); }) ==
          "calibration percentile is 49.5, allowed is 50 to 100");
    CHECK(message_of<ConfigError>([&] { calibrate(model, pixels, {std::nan("")}); }) ==
          "calibration percentile is nan, allowed is 50 to 100");
}

TEST_CASE("bins at an end are left out while they hold no more than the share, and the ends are edges of bins") {
    // 2 of 8 values may be left out at each end: 0 and 1, 6 and 7. 2 lies in bin 1170 of 7/4096, 5 in bin 2925.
    const ValueRange range = range_of({0, 1, 2, 3, 4, 5, 6, 7}, 75);
    CHECK(range.low == 1170 * 7.0F / 4096);
    CHECK(range.high == 2926 * 7.0F / 4096);
}

TEST_CASE("a share of less than one value leaves out none, and the ends stay exact") {
    const ValueRange range = range_of({-1, 0x1p-26F}, 99); // high - low is 1 in float
    CHECK(range.low == -1);
    CHECK(range.high == 0x1p-26F);
}
