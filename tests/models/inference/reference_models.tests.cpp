// The trained reference models on MNIST: what an independent program computed with them is what we compute.
#include "models/data/dataset.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/float_inference.hpp"
#include "models/inference/integer_inference.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/quantizer.hpp"
#include "tests/support/mnist.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

// Under a sanitizer the inner loops are some fifty times slower: fewer images.
#ifdef FRACBIT_SANITIZED
constexpr std::int64_t image_limit = 200;
#else
constexpr std::int64_t image_limit = all_images;
#endif

const std::string folder = FRACBIT_SOURCE_DIR "/examples/models/";

std::vector<std::uint16_t> float_predictions(const std::vector<float>& logits) {
    std::vector<std::uint16_t> result;
    for (auto row = logits.begin(); row != logits.end(); row += 10)
        result.push_back(static_cast<std::uint16_t>(std::max_element(row, row + 10) - row));
    return result;
}

std::int64_t count_equal(const std::vector<std::uint16_t>& a, const std::vector<std::uint16_t>& b) {
    std::int64_t equal = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) equal += a[i] == b[i] ? 1 : 0;
    return equal;
}

} // namespace

TEST_CASE("decoded weight bits of the reference models equal the files' own, all of them") {
    for (const auto* name : {"lenet5_q1_8x20_tap2.h5", "lenet5_q2_7x11_dense.h5"}) {
        INFO(name);
        const Model model = read_model(folder + name);
        int planes = 0;
        for (std::size_t i = 0; i < model.layers.size(); ++i) {
            const auto decoded = decoded_planes(model.network.layers[i], model.layers[i]);
            REQUIRE(decoded == model.claimed_weight_bits[i]);
            planes += static_cast<int>(decoded.size());
        }
        CHECK(planes == (std::string(name).find("q2") == std::string::npos ? 4 : 8));
    }
}

TEST_CASE("the float path gives the reference models' logits and predictions, and the integer path their accuracy") {
    const auto mnist = mnist_or_skip();
    if (!mnist) return;
    const ImageSet test = read_mnist(*mnist, Split::test, image_limit);
    const ImageSet calibration = read_mnist(*mnist, Split::train, std::min<std::int64_t>(512, image_limit));
    for (const auto* name : {"lenet5_q1_8x20_tap2.h5", "lenet5_q2_7x11_dense.h5", "lenet5_float.h5"}) {
        INFO(name);
        const Model model = read_model(folder + name);
        const auto logits = FloatInference(model).run_images(test.pixels);
        REQUIRE(logits.size() == test.labels.size() * 10);
        REQUIRE(model.golden.logits.size() == 1000);
        REQUIRE(model.golden.predictions.size() == 10000);
        double worst = 0;
        for (std::size_t i = 0; i < std::min<std::size_t>(1000, test.labels.size()); ++i)
            for (std::size_t j = 0; j < 10; ++j)
                worst = std::max(worst, std::abs(double{logits[i * 10 + j]} - model.golden.logits[i][j]));
        CHECK(worst <= 1e-4);
        const auto predicted = float_predictions(logits);
        CHECK(count_equal(predicted, model.golden.predictions) == test.size());

        const auto network = quantize(model, calibrate(model, calibration.pixels));
        const StoredWorkload workload(network);
        const auto integers = IntegerInference(workload).run_images(quantize_pixels(test.pixels, network.input));
        const double images = static_cast<double>(test.size());
        const double exact = static_cast<double>(count_equal(predicted, test.labels)) / images;
        const double rounded = static_cast<double>(count_equal(predictions(integers, 10), test.labels)) / images;
        INFO("float accuracy " << exact << ", integer accuracy " << rounded);
        // 0.3 points, or one image where there are only a few
        CHECK(std::abs(exact - rounded) <= std::max(0.003, 1 / images));
    }
}
