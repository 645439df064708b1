// What encode and decode say in numbers and names, worked out from the model that was read.
#include "models/files/hdf5_writer.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/model_weights.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <sstream>

using namespace fracbit;
using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

const std::string float_lenet = repository("examples/models/lenet5_float.h5");
const std::string two_planes = repository("examples/models/lenet5_q2_7x11_dense.h5");

Outcome good(const std::vector<std::string>& arguments) {
    const Outcome outcome = run_fracbit(arguments, {0, "", "", {{"COLUMNS", "200"}}});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return outcome;
}

Json json_of(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--json", "-"});
    return Json::parse(good(arguments).out);
}

/// A float32 array of zeros, as NumPy writes it.
void put_npy(const std::string& path, const std::string& shape, std::size_t values) {
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    header.resize(117, ' ');
    write_text(path, std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n" + std::string(4 * values, '\0'));
}

} // namespace

TEST_CASE("encode's totals weigh each layer's kept magnitude by what there was") {
    const Json json = json_of({"encode", "--model", float_lenet, "--sparsity", "0.9", "--sparsity", "fc1=0.5"});
    const models::Model model = models::read_model(float_lenet);
    double all = 0, kept = 0;
    std::int64_t patches = 0;
    for (const Json& layer : json["layers"]) {
        double magnitude = 0;
        for (std::size_t i = 0; i < model.layers.size(); ++i)
            if (model.network.layers[i].name == layer["name"])
                for (const float w : std::get<models::FloatWeights>(model.layers[i].weights).values)
                    magnitude += std::abs(double{w});
        all += magnitude;
        kept += magnitude * layer["kept_magnitude"].get<double>();
        patches += layer["patches"].get<std::int64_t>();
    }
    CHECK(json["kept_magnitude"].get<double>() == Approx(kept / all));
    CHECK(json["patches"] == patches);
    CHECK(json["density"].get<double>() == Approx(json["kept"].get<double>() / json["weights"].get<double>()));
}

TEST_CASE("encode's table has each part under its name, and whole bytes") {
    const std::vector<std::string> command{"encode", "--synthetic", "33x65", "--n-in", "7"};
    const Json json = json_of(command);
    std::int64_t bits = 0;
    std::string row;
    for (const char* part : {"seeds", "counts", "locations", "mask", "scales", "offsets"}) {
        bits += json["bits"][part].get<std::int64_t>();
        row += fmt::format(" {:.4f}", json["bits"][part].get<double>() / (33 * 65));
    }
    REQUIRE(bits % 8 != 0);
    std::string text = good(command).out;
    CHECK_THAT(text, Contains(fmt::format("2,145 weights in {} bytes,", (bits + 7) / 8)));
    while (text.find("  ") != std::string::npos) text.replace(text.find("  "), 2, " ");
    CHECK_THAT(text, Contains(fmt::format(" {:.4f}{} ", bits / (33.0 * 65), row)));
}

TEST_CASE("encode names what it read, and keeps the shape of a kernel") {
    const TemporaryFolder folder;
    put_npy(folder.file("stem.npy"), "4, 2, 3, 1", 24);
    const std::string out = folder.file("m.h5");
    const Json array = json_of({"encode", "--npy", folder.file("stem.npy"), "--n-in", "4", "-o", out});
    CHECK(array["input"] == folder.file("stem.npy"));
    CHECK(array["layers"][0]["name"] == "stem");
    const models::Layer layer = models::read_model(out).network.layers.at(0);
    CHECK(layer.kernel_height == 3);
    CHECK(layer.kernel_width == 1);
    const std::string file = folder.file("w.h5");
    models::Hdf5Writer writer(file);
    writer.floats("/w", {2, 3}, std::vector<float>{1, 2, 3, 4, 5, 6});
    writer.commit();
    const Json set = json_of({"encode", "--hdf5", file, "--dataset", "/w", "--n-in", "4"});
    CHECK(set["input"] == file + ":/w");
    CHECK(set["layers"][0]["name"] == "w");
}

TEST_CASE("encode takes every share from 0 to 1, and zeros alone") {
    CHECK(json_of({"encode", "--synthetic", "8x16", "--sparsity", "1"})["kept"] == 0);
    CHECK(json_of({"encode", "--synthetic", "8x16", "--sparsity", "0"})["kept"] == 128);
    const auto mixed = run_fracbit({"encode", "--synthetic", "8x16", "--sparsity", "0.5", "--sparsity", "zeros"});
    CHECK(mixed.status == 2);
    CHECK_THAT(mixed.err, Contains("--sparsity zeros: expected a number from 0 to 1, LAYER=NUMBER, or zeros alone"));
}

TEST_CASE("weights that are stored for tiles of one array are refused by another") {
    const TemporaryFolder folder;
    const std::string out = folder.file("m.h5");
    good(
        {"encode", "--synthetic", "16x64", "--order", "tiled", "--group-rows", "8", "--tile-columns", "16", "-o", out});
    const auto with = [&](const std::string& columns) {
        return run_fracbit(
            {"simulate", "--model", out, "--set", "array.rows=8", "--set", "array.columns=" + columns, "--verify"});
    };
    CHECK(with("16").status == 0);
    CHECK(with("32").status == 2);
}

TEST_CASE("decode gives the plane that was asked for, and counts the bits that the file states") {
    const TemporaryFolder folder;
    const models::Model model = models::read_model(two_planes);
    const auto planes = models::decoded_planes(model.network.layers[0], model.layers[0]);
    REQUIRE(planes.size() == 2);
    REQUIRE(planes[0] != planes[1]);
    for (int plane : {0, 1}) {
        good({"decode", "--model", two_planes, "--out", folder.file("bits"), "--layer", "conv1", "--plane",
              std::to_string(plane)});
        const std::string bytes = read_text(folder.file("bits/conv1.npy"));
        const std::size_t size = 32 * 25, header = bytes.size() - size;
        bool equal = true;
        for (std::size_t w = 0; w < size; ++w)
            equal = equal && bytes[header + w] ==
                                 (planes[static_cast<std::size_t>(plane)].get(static_cast<std::int64_t>(w)) ? 1 : -1);
        CHECK(equal);
    }
    const Json json = json_of({"decode", "--model", two_planes});
    for (const Json& layer : json["layers"]) {
        const auto weights = layer["weights"].get<std::int64_t>();
        CHECK(layer["checked_bits"] == 2 * weights);
        CHECK(layer["stored_bits"] == 2 * 7 * ((weights + 10) / 11)); // slices of 7 bits for 11 weights
    }
}

TEST_CASE("decode tells the share of positive codes among those that are not zero") {
    const TemporaryFolder folder;
    const std::string path = folder.file("m.h5");
    good({"encode", "--synthetic", "64x64", "--sparsity", "0.75", "-o", path});
    const Json layer = json_of({"decode", "--model", path, "--out", folder.file("bits")})["layers"][0];
    const std::string bytes = read_text(folder.file("bits/synthetic.npy"));
    std::int64_t positive = 0, negative = 0;
    for (std::size_t at = bytes.size() - 4096; at < bytes.size(); ++at) {
        positive += bytes[at] == 1 ? 1 : 0;
        negative += bytes[at] == -1 ? 1 : 0;
    }
    CHECK(layer["kept"] == positive + negative);
    CHECK(layer["positive_share"].get<double>() ==
          Approx(static_cast<double>(positive) / static_cast<double>(positive + negative)));
    good({"decode", "--model", path, "--out", folder.file("values"), "--values"});
    CHECK_THAT(read_text(folder.file("values/synthetic.npy")).substr(0, 128), Contains("'descr': '<f4'"));
}

TEST_CASE("decode writes a model only whole") {
    const TemporaryFolder folder;
    for (const std::vector<std::string>& part : {std::vector<std::string>{"--layer", "fc1"}, {"--plane", "0"}}) {
        std::vector<std::string> arguments{"decode", "--model", two_planes, "--out", folder.file("m.h5")};
        arguments.insert(arguments.end(), part.begin(), part.end());
        const auto outcome = run_fracbit(arguments);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, Contains("--out FILE.h5 holds a whole model; leave out --layer and --plane"));
        CHECK(folder.entries() == 0);
    }
}
