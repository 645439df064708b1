#include "models/inference/quantized_weights.hpp"

#include "tests/models/inference/small_model.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

TEST_CASE("an accumulator of binary codes can reach 255 times its weights") {
    const Model model = small_model(Kept::binary, 2, 3);
    QuantizedLayer quantized;
    const auto planes = quantize_weights(model.network.layers[0], model.layers[0], {}, quantized);
    REQUIRE(planes.size() == 2);
    for (const auto& plane : planes)
        for (const RealPlane& channel : plane) CHECK(channel.bound == 255 * 18);
}

TEST_CASE("layers without powers of two keep their format where shift weights are asked for") {
    const auto format = [](Kept kept, WeightFormat asked) {
        QuantizeOptions options;
        options.format = asked;
        return format_of(small_model(kept, 1, 3).layers[0], options);
    };
    for (const auto asked : {WeightFormat::shift, WeightFormat::shift_xor}) {
        CHECK(format(Kept::real, asked) == WeightFormat::dense8);
        CHECK(format(Kept::binary, asked) == WeightFormat::binary);
        CHECK(format(Kept::encrypted, asked) == WeightFormat::flexor);
        CHECK(format(Kept::shift_xor, asked) == asked);
    }
}
