// Which images infer takes, for what, and what it compares them with.
#include "models/files/model_file.hpp"
#include "models/inference/float_inference.hpp"
#include "tests/cli/program.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/models/data/image_files.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

using namespace fracbit;
using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

const std::string digits = repository("examples/digits"), lenet = repository("examples/models/lenet5_q1_8x20_tap2.h5");

std::vector<std::uint8_t> digit_bytes(const std::string& what) {
    const std::string bytes = read_text(digits + "/t10k-" + what + "-ubyte");
    const std::size_t header = what == "labels-idx1" ? 8 : 16;
    return {bytes.begin() + static_cast<std::ptrdiff_t>(header), bytes.end()};
}

/// `count` images of a split: the digits one after the other, from the first again after `period` of them.
void put_digits(const TemporaryFolder& folder, const std::string& prefix, std::size_t count, std::size_t period) {
    const auto pixels = digit_bytes("images-idx3"), labels = digit_bytes("labels-idx1");
    std::string images, answers;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t digit = i % period;
        images.append(reinterpret_cast<const char*>(pixels.data()) + digit * 784, 784);
        answers += static_cast<char>(labels[digit]);
    }
    const auto size = static_cast<std::uint32_t>(count);
    put(folder.file(prefix + "-images-idx3-ubyte"), idx_bytes({size, 28, 28}, images));
    put(folder.file(prefix + "-labels-idx1-ubyte"), idx_bytes({size}, answers));
}

Outcome inferred(const std::string& model, const std::string& data, std::vector<std::string> more) {
    more.insert(more.begin(), {"infer", "--model", model, "--data-dir", data});
    return run_fracbit(more);
}

Json json_of(const std::string& model, const std::string& data, std::vector<std::string> more) {
    more.insert(more.end(), {"--json", "-"});
    const auto outcome = inferred(model, data, more);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return Json::parse(outcome.out);
}

} // namespace

TEST_CASE("answers are counted against the labels of the images that were chosen") {
    const Json json = json_of(lenet, digits, {"--first", "5", "--count", "15"});
    const auto labels = digit_bytes("labels-idx1");
    std::int64_t right = 0;
    for (std::size_t i = 0; i < 15; ++i) right += json["predictions"][i] == labels[5 + i] ? 1 : 0;
    CHECK(json["correct"] == right);
    CHECK(right >= 13);
    for (const auto& [options, message] :
         {std::pair{std::vector<std::string>{"--first", "5", "--count", "16"},
                    "--count 16: only 15 images are left from image 5 on"},
          {{"--first", "20"}, "--first 20: the test split holds 20 images, numbered from 0"}}) {
        const auto refused = inferred(lenet, digits, options);
        CHECK(refused.status == 2);
        CHECK_THAT(refused.err, Contains(message));
    }
}

TEST_CASE("many images are answered one by one as few are") {
    const TemporaryFolder folder;
    put_digits(folder, "t10k", 507, 19);
    const Json few = json_of(lenet, digits, {}), many = json_of(lenet, folder.path(), {});
    REQUIRE(many["images"] == 507);
    bool equal = true;
    for (std::size_t i = 0; i < 507; ++i) equal = equal && many["predictions"][i] == few["predictions"][i % 19];
    CHECK(equal);
}

TEST_CASE("scales come from the training split where there is one, and cover what was asked for") {
    const TemporaryFolder folder;
    put_digits(folder, "t10k", 20, 20);
    put_digits(folder, "train", 6, 6);
    const Json json = json_of(lenet, folder.path(), {"--arithmetic", "integer"});
    CHECK(json["calibration"] == Json{{"images", 6}, {"source", "the training split"}});
    CHECK(json["correct"] >= 18);
    // Scales that cover half of the values at each end cover next to nothing.
    CHECK(json_of(lenet, folder.path(), {"--arithmetic", "integer", "--calibration-percentile", "50"})["correct"] < 10);
}

TEST_CASE("what the file states is compared image by image, for the whole test set alone") {
    const TemporaryFolder folder;
    models::Model model = models::read_model(lenet);
    const auto pixels = digit_bytes("images-idx3");
    const std::vector<float> logits = models::FloatInference(model).run_images(pixels);
    model.golden = {};
    for (auto row = logits.begin(); row != logits.end(); row += 10) {
        model.golden.logits.emplace_back(row, row + 10);
        model.golden.predictions.push_back(static_cast<std::uint16_t>(std::max_element(row, row + 10) - row));
    }
    model.golden.logits[7][3] += 0.25F;
    model.golden.predictions[8] = static_cast<std::uint16_t>((model.golden.predictions[8] + 1) % 10);
    const std::string path = folder.file("m.h5");
    models::write_model(model, path);
    const Json some = json_of(path, digits, {"--first", "6", "--count", "5"})["golden"];
    CHECK(some["predictions_compared"] == 5);
    CHECK(some["predictions_equal"] == 4);
    CHECK(some["logits_compared"] == 5);
    CHECK(some["logits_max_difference"].get<double>() == Approx(0.25).epsilon(1e-4));
    put_digits(folder, "train", 20, 20);
    CHECK_FALSE(json_of(path, folder.path(), {"--split", "train"}).contains("golden"));
    put_digits(folder, "t10k", 19, 19);
    CHECK_FALSE(json_of(path, folder.path(), {}).contains("golden"));
}

TEST_CASE("infer tells how many weight bits it could check, and cycles of one image") {
    const TemporaryFolder folder;
    models::Model model = models::read_model(lenet);
    const Json stated = json_of(lenet, digits, {"--count", "1"})["weight_bits"];
    CHECK(stated["checked"] == stated["decoded"]);
    for (auto& layer : model.claimed_weight_bits) layer.clear();
    models::write_model(model, folder.file("m.h5"));
    const Json silent = json_of(folder.file("m.h5"), digits, {"--engine", "systemc", "--count", "2"});
    CHECK(silent["weight_bits"]["checked"] == 0);
    CHECK(silent["weight_bits"]["decoded"] == stated["decoded"]);
    CHECK(silent["cycles_per_image"].get<double>() == silent["total_cycles"].get<double>() / 2);
}

TEST_CASE("a folder of another number of classes than the model tells apart is refused") {
    const TemporaryFolder folder;
    models::Model model;
    model.network.name = "three";
    models::Layer layer;
    layer.name = "fc";
    layer.kind = models::LayerKind::linear;
    layer.input = {3, 8, 8};
    layer.out_channels = 3;
    model.network.layers = {layer};
    model.layers.resize(1);
    model.layers[0].weights = models::FloatWeights{std::vector<float>(576, 0.5F)};
    model.claimed_weight_bits.resize(1);
    models::write_model(model, folder.file("m.h5"));
    for (const std::string name : {"a", "b"}) {
        std::filesystem::create_directories(folder.file("val/" + name));
        put(folder.file("val/" + name + "/1.JPEG"), jpeg_bytes(smooth_image(12, 12, 1)));
    }
    const auto refused = inferred(folder.file("m.h5"), folder.path(), {"--dataset", "image_folder"});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("the model tells 3 classes apart, the data set has 2"));
}
