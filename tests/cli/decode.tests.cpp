#include "models/files/model_file.hpp"
#include "models/inference/model_weights.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::tests;
using Catch::Contains;

namespace {

const std::string model_path = repository("examples/models/lenet5_q2_7x11_dense.h5");

} // namespace

TEST_CASE("decode writes one array per layer, as NumPy reads it") {
    const TemporaryFolder folder;
    const auto outcome =
        run_fracbit({"decode", "--model", model_path, "--out", folder.file("bits"), "--json", folder.file("out.json")});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK_THAT(outcome.out, Contains("all checked bits equal"));
    const auto model = fracbit::models::read_model(model_path);
    const auto json = read_json(folder.file("out.json"));
    CHECK(json["decoded_bits"] == json["checked_bits"]);
    std::size_t found = 0;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const auto planes = fracbit::models::decoded_planes(model.network.layers[i], model.layers[i]);
        if (planes.empty()) continue;
        const auto& described = json["layers"][found++];
        CHECK(described["name"] == model.network.layers[i].name);
        const std::string bytes = read_text(folder.file("bits/" + model.network.layers[i].name + ".npy"));
        std::string shape = std::to_string(planes.size()) + ", ";
        for (const auto& size : described["shape"]) shape += std::to_string(size.get<std::int64_t>()) + ", ";
        CHECK(bytes.substr(0, 8) == std::string("\x93NUMPY\x01\x00", 8));
        CHECK_THAT(bytes.substr(0, 128), Contains("'descr': '|i1'") && Contains("'shape': (" + shape + ")"));
        const std::size_t header =
            10 + static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
        CHECK(header % 64 == 0);
        const auto size = static_cast<std::size_t>(planes[0].size());
        REQUIRE(bytes.size() == header + size * planes.size());
        bool equal = true;
        for (std::size_t p = 0; p < planes.size(); ++p)
            for (std::size_t w = 0; w < size; ++w)
                equal = equal && bytes[header + p * size + w] == (planes[p].get(static_cast<std::int64_t>(w)) ? 1 : -1);
        CHECK(equal);
    }
    CHECK(found == json["layers"].size());
}

TEST_CASE("decode writes a model of plain planes that means the same") {
    const TemporaryFolder folder;
    const std::string plain = folder.file("plain.h5");
    REQUIRE(run_fracbit({"decode", "--model", model_path, "--out", plain}).status == 0);
    const auto before = fracbit::models::read_model(model_path), after = fracbit::models::read_model(plain);
    REQUIRE(after.layers.size() == before.layers.size());
    for (std::size_t i = 0; i < before.layers.size(); ++i) {
        const auto& layer = before.network.layers[i];
        CHECK_FALSE(std::holds_alternative<fracbit::models::EncryptedWeights>(after.layers[i].weights));
        CHECK(fracbit::models::decoded_planes(layer, after.layers[i]) ==
              fracbit::models::decoded_planes(layer, before.layers[i]));
    }
}

TEST_CASE("decode takes one layer and one plane") {
    const TemporaryFolder folder;
    const auto outcome = run_fracbit(
        {"decode", "--model", model_path, "--out", folder.file("bits"), "--layer", "conv1", "--plane", "1"});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(read_text(folder.file("bits/conv1.npy")).substr(0, 128), Contains("'shape': (32, 1, 5, 5, )"));
    const auto refused = run_fracbit({"decode", "--model", model_path, "--plane", "2"});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("--plane 2") && Contains("planes 0 to 1"));
}

TEST_CASE("decode refuses a folder that is a file, and a result in the place of an array") {
    const TemporaryFolder folder;
    const std::string out = folder.file("bits");
    write_text(out, "mine");
    const auto file = run_fracbit({"decode", "--model", model_path, "--out", out});
    CHECK(file.status == 2);
    CHECK_THAT(file.err, Contains("--out '" + out + "' is a file: give a folder for the arrays, or FILE.h5"));
    CHECK(read_text(out) == "mine");
    const auto below = run_fracbit({"decode", "--model", model_path, "--out", out + "/a"});
    CHECK(below.status == 1);
    CHECK_THAT(below.err, Contains("cannot make the folder '" + out + "/a': Not a directory"));
    const std::string arrays = folder.file("arrays");
    const auto array = run_fracbit({"decode", "--model", model_path, "--out", arrays, "--json", arrays + "/conv1.npy"});
    CHECK(array.status == 2);
    CHECK_THAT(array.err, Contains("--json and --out both go to '" + arrays + "/conv1.npy'"));
    CHECK(folder.entries() == 1);
}
