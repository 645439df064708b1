#include "tests/cli/program.hpp"
#include "tests/support/mnist.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

const std::string digits = repository("examples/digits");
const std::vector<std::string> models{"lenet5_q1_8x20_tap2.h5", "lenet5_q2_7x11_dense.h5", "lenet5_float.h5"};

Json infer(const std::string& model, const std::string& data, const std::vector<std::string>& options) {
    const TemporaryFolder folder;
    std::vector<std::string> arguments{"infer",     "--model", repository("examples/models/" + model),
                                       "--dataset", "mnist",   "--data-dir",
                                       data,        "--json",  folder.file("out.json")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const auto outcome = run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(outcome.err.empty());
    CHECK_THAT(outcome.out, Contains("images right"));
    return read_json(folder.file("out.json"));
}

} // namespace

TEST_CASE("infer writes the keys that scripts rely on") {
    for (const std::string& model : models) {
        INFO(model);
        const Json json = infer(model, digits, {});
        CHECK(json["engine"] == "functional");
        CHECK(json["arithmetic"] == "float");
        CHECK(json["images"] == 20);
        REQUIRE(json["predictions"].size() == 20);
        CHECK(json["correct"] >= 18);
        CHECK(json["accuracy"].get<double>() == Approx(json["correct"].get<double>() / 20));
        CHECK(json["bit_exact"].is_null());
        CHECK(json["total_cycles"].is_null());
        CHECK_FALSE(json.contains("golden"));
    }
}

TEST_CASE("The integer engine classifies the digits and says what it was calibrated on") {
    const Json json =
        infer(models[0], digits, {"--arithmetic", "integer", "--threads", "1", "--calibration-count", "7"});
    CHECK(json["arithmetic"] == "integer");
    CHECK(json["correct"] >= 18);
    CHECK(json["calibration"]["images"] == 7);
    CHECK_THAT(json["calibration"]["source"].get<std::string>(), Contains("images themselves"));
}

TEST_CASE("The machine is bit-exact on real weights, in every format") {
    for (const char* format : {"stored", "binary", "dense8"}) {
        INFO(format);
        const Json json =
            infer(models[1], digits, {"--engine", "systemc", "--count", "2", "--first", "3", "--format", format});
        CHECK(json["engine"] == "systemc");
        CHECK(json["arithmetic"] == "integer");
        CHECK(json["images"] == 2);
        CHECK(json["bit_exact"] == true);
        CHECK(json["total_cycles"].is_number_integer());
        CHECK(json["total_cycles"] > 0);
        CHECK(json["layers"].size() >= 4);
        CHECK(json["layers"][0]["fetches"]["weights"]["times"].get<double>() >= 2);
        const Json functional =
            infer(models[1], digits, {"--arithmetic", "integer", "--count", "2", "--first", "3", "--format", format});
        CHECK(functional["predictions"] == json["predictions"]);
    }
}

TEST_CASE("Images are chosen by first and count") {
    const Json all = infer(models[0], digits, {}), some = infer(models[0], digits, {"--first", "5", "--count", "4"});
    REQUIRE(some["predictions"].size() == 4);
    for (std::size_t i = 0; i < 4; ++i) CHECK(some["predictions"][i] == all["predictions"][5 + i]);
}

TEST_CASE("On MNIST the float path agrees with what the model file states") {
    const auto folder = mnist_or_skip();
    if (!folder) return;
    const Json json = infer(models[0], *folder, {"--count", "1000"});
    CHECK(json["images"] == 1000);
    CHECK(json["golden"]["predictions_equal"] == 1000);
    CHECK(json["golden"]["logits_compared"] == 1000);
    CHECK(json["golden"]["logits_max_difference"] <= 1e-4);
    CHECK(json["weight_bits"]["checked"] == json["weight_bits"]["decoded"]);
    CHECK(json["weight_bits"]["checked"] > 500000);
    const Json integer = infer(models[0], *folder, {"--count", "1000", "--arithmetic", "integer"});
    CHECK(std::abs(integer["accuracy"].get<double>() - json["accuracy"].get<double>()) <= 0.003);
}
