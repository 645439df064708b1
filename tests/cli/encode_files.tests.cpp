// What encode writes is what the other subcommands read.
#include "models/files/model_file.hpp"
#include "models/inference/model_weights.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <cstring>

using namespace fracbit::tests;
using Catch::Contains;
using fracbit::models::Model;
using Json = nlohmann::json;

namespace {

const std::string lenet = repository("examples/models/lenet5_float.h5");
const std::string digits = repository("examples/digits");

/// LeNet-5, pruned so lightly that it still knows the digits.
std::string sparse_lenet(const TemporaryFolder& folder, const std::vector<std::string>& more = {}) {
    std::string path = folder.file("sparse.h5");
    std::vector<std::string> arguments{"encode",     "--model",   lenet, "--sparsity", "0.8",
                                       "--sparsity", "conv1=0.5", "-o",  path};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto outcome = run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK_THAT(outcome.out, Contains("wrote " + path));
    return path;
}

Json json_of(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--json", "-"});
    const auto outcome = run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return Json::parse(outcome.out);
}

/// The values behind the header of a .npy file.
template <class Value>
std::vector<Value> npy_values(const std::string& path) {
    const std::string bytes = read_text(path);
    const std::size_t header = 10 + static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
    std::vector<Value> values((bytes.size() - header) / sizeof(Value));
    std::memcpy(values.data(), bytes.data() + header, values.size() * sizeof(Value));
    return values;
}

} // namespace

TEST_CASE("decode gives back the exact pruned quantized weights") {
    const TemporaryFolder folder;
    const std::string path = sparse_lenet(folder, {"--q", "2", "--mask", "relative-index"});
    const Json json = json_of({"decode", "--model", path, "--out", folder.file("codes")});
    REQUIRE(run_fracbit({"decode", "--model", path, "--out", folder.file("values"), "--values"}).status == 0);
    REQUIRE(run_fracbit({"decode", "--model", path, "--out", folder.file("plain.h5")}).status == 0);
    const Model model = fracbit::models::read_model(path), plain = fracbit::models::read_model(folder.file("plain.h5"));
    std::size_t found = 0;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const auto& layer = model.network.layers[i];
        if (layer.weights() == 0) continue;
        const auto real = fracbit::models::real_weights(layer, model.layers[i]);
        CHECK(npy_values<float>(folder.file("values/" + layer.name + ".npy")) == real);
        CHECK(std::get<fracbit::models::FloatWeights>(plain.layers[i].weights).values == real);
        const auto codes = npy_values<std::int8_t>(folder.file("codes/" + layer.name + ".npy"));
        const auto kept = *fracbit::models::kept_mask(layer, model.layers[i]);
        const auto planes = fracbit::models::decoded_planes(layer, model.layers[i]);
        REQUIRE(codes.size() == 2 * real.size());
        bool equal = true;
        for (std::size_t w = 0; w < codes.size(); ++w) {
            const auto at = static_cast<std::int64_t>(w % real.size());
            const int code = !kept.get(at) ? 0 : planes[w / real.size()].get(at) ? 1 : -1;
            equal = equal && codes[w] == code;
        }
        CHECK(equal);
        const Json& described = json["layers"][found++];
        CHECK(described["name"] == layer.name);
        CHECK(described["kept"] == kept.count_ones());
        CHECK(described["bits"]["scales"] == 64 * layer.out_channels);
    }
    CHECK(found == 4);
}

TEST_CASE("decode writes real values only into a folder") {
    const TemporaryFolder folder;
    const std::string path = sparse_lenet(folder);
    for (const std::vector<std::string>& more :
         {std::vector<std::string>{}, {"--out", folder.file("m.h5")}, {"--out", folder.file("f"), "--plane", "0"}}) {
        std::vector<std::string> arguments{"decode", "--model", path, "--values"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto outcome = run_fracbit(arguments);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, Contains("give --out FOLDER, and no --plane"));
    }
    CHECK(folder.entries() == 1);
}

TEST_CASE("weights that went through an array or an HDF5 file are encoded alike") {
    const TemporaryFolder folder;
    const std::string floats = folder.file("floats");
    const std::string path = sparse_lenet(folder, {"--sparsity", "0"});
    REQUIRE(run_fracbit({"decode", "--model", path, "--out", floats, "--values"}).status == 0);
    REQUIRE(run_fracbit({"decode", "--model", path, "--out", folder.file("plain.h5")}).status == 0);
    const auto bits = [&](const std::vector<std::string>& input) {
        std::vector<std::string> arguments{"encode", "--sparsity", "0.9", "--n-in", "12"};
        arguments.insert(arguments.end(), input.begin(), input.end());
        return json_of(arguments)["layers"].back()["bits"];
    };
    const Json array = bits({"--npy", floats + "/fc2.npy"});
    CHECK(array == bits({"--model", folder.file("plain.h5")}));
    CHECK(array == bits({"--hdf5", folder.file("plain.h5"), "--dataset", "/layers/5/weight"}));
    // a convolution's four dimensions
    CHECK(bits({"--npy", floats + "/conv2.npy"}) ==
          bits({"--hdf5", folder.file("plain.h5"), "--dataset", "/layers/2/weight"}));
    const auto refused = run_fracbit({"encode", "--hdf5", folder.file("plain.h5"), "--dataset", "/layers/5/bias"});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("found 1 dimensions, weights have 2"));
}

TEST_CASE("inspect shows bits and patches of a sparse model") {
    const TemporaryFolder folder;
    const std::string path = sparse_lenet(folder, {"--mask", "low-rank", "--q", "2"});
    const auto outcome = run_fracbit({"inspect", path}, {0, "", "", {{"COLUMNS", "150"}}});
    REQUIRE(outcome.status == 0);
    for (const char* text :
         {"sparse", "low-rank", "k-major", "offsets", "fc1, plane 1: 20 -> ", "slices by their patches", "#"})
        CHECK_THAT(outcome.out, Contains(text));
    CHECK(longest_line(outcome.out) <= 150);
    const Json layer = json_of({"inspect", path})["items"][0]["layers"][4];
    CHECK(layer["form"] == "sparse");
    const Json& sparse = layer["sparse"];
    CHECK(sparse["mask"] == "low-rank");
    CHECK(sparse["planes"].size() == 2);
    const Json encoded = json_of({"encode", "--model", lenet, "--sparsity", "0.8", "--sparsity", "conv1=0.5", "--mask",
                                  "low-rank", "--q", "2"})["layers"][2];
    CHECK(sparse["bits"] == encoded["bits"]);
    CHECK(sparse["kept"] == encoded["kept"]);
    for (std::size_t p = 0; p < 2; ++p) {
        std::int64_t slices = 0, patches = 0;
        const auto histogram = sparse["planes"][p]["slices_by_patches"].get<std::vector<std::int64_t>>();
        for (std::size_t n = 0; n < histogram.size(); ++n) {
            slices += histogram[n];
            patches += static_cast<std::int64_t>(n) * histogram[n];
        }
        CHECK(slices == encoded["planes"][p]["slices"]);
        CHECK(patches == encoded["planes"][p]["patches"]);
    }
}

TEST_CASE("a sparse model classifies as the same weights in float and in integers") {
    const TemporaryFolder folder;
    const std::string path = sparse_lenet(folder), plain = folder.file("plain.h5");
    REQUIRE(run_fracbit({"decode", "--model", path, "--out", plain}).status == 0);
    const auto infer = [&](const std::string& model, const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"infer", "--model", model, "--data-dir", digits};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return json_of(arguments);
    };
    const Json real = infer(path, {});
    CHECK(real["predictions"] == infer(plain, {})["predictions"]);
    CHECK(real["correct"] >= 16);
    const Json integer = infer(path, {"--arithmetic", "integer"});
    CHECK(integer["correct"] >= 16);
    CHECK(integer["predictions"] == infer(path, {"--arithmetic", "integer", "--format", "csr"})["predictions"]);
    CHECK(infer(path, {"--arithmetic", "integer", "--format", "dense8"})["correct"] >= 16);
    for (const char* format : {"stored", "csr"}) {
        const Json machine = infer(path, {"--engine", "systemc", "--count", "2", "--format", format});
        CHECK(machine["bit_exact"] == true);
        CHECK(machine["predictions"][1] == integer["predictions"][1]);
    }
}

TEST_CASE("formats that a sparse model cannot be brought into are refused") {
    const TemporaryFolder folder;
    const std::string one = sparse_lenet(folder);
    const auto refused = [&](const std::string& model, const std::string& format, const std::string& text) {
        const auto outcome = run_fracbit({"simulate", "--model", model, "--format", format});
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, Contains(text));
    };
    refused(one, "binary", "layer 'conv1' is pruned: binary planes cannot hold its zeros");
    refused(one, "flexor", "layer 'conv1' has no encrypted weights");
    refused(lenet, "sparse", "no layer of the model is pruned, so none can be sparse");
    refused(lenet, "csr", "no layer of the model is pruned, so none can be csr");
    refused(sparse_lenet(folder, {"--q", "2"}), "csr", "CSR holds one plane, its weights have q = 2");
}

TEST_CASE("simulate runs drawn sparse weights and CSR bit-exactly") {
    const TemporaryFolder folder;
    const std::string network = folder.file("net.csv");
    write_text(network, small_network());
    const auto simulate = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"simulate", "--network", network, "--verify"});
        const auto outcome = run_fracbit(more);
        INFO(outcome.err);
        REQUIRE(outcome.status == 0);
        CHECK_THAT(outcome.out, Contains("bit-exact"));
        return outcome.out;
    };
    simulate({"--format", "sparse"});
    simulate(
        {"--format", "sparse", "--sparsity", "0.5", "--q", "2", "--n-in", "16", "--n-out", "40", "--mask", "low-rank"});
    simulate(
        {"--format", "sparse", "--n-in", "8", "--registers", "3", "--mask", "relative-index", "--storage", "tiled"});
    simulate({"--format", "csr"});
    simulate({"--format", "csr", "--storage", "row-major", "--sparsity", "0.7"});
    const auto refused = run_fracbit({"simulate", "--network", network, "--format", "csr", "--storage", "k-major"});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("CSR weights are stored row-major or tiled"));
    const auto wide = run_fracbit({"simulate", "--network", network, "--format", "sparse", "--registers", "3"});
    CHECK(wide.status == 2);
    CHECK_THAT(wide.err, Contains("needs 80 columns"));
}

TEST_CASE("a damaged sparse model is refused by every subcommand and nothing is written") {
    const TemporaryFolder folder, out;
    const std::string path = sparse_lenet(folder);
    std::string bytes = read_text(path);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_text(path, bytes);
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"decode", "--model", path, "--out", out.file("bits")},
             {"inspect", path, "--json", out.file("a.json")},
             {"infer", "--model", path, "--data-dir", digits, "--json", out.file("b.json")},
             {"simulate", "--model", path, "--json", out.file("c.json")},
             {"encode", "--model", path, "-o", out.file("d.h5")}}) {
        const auto outcome = run_fracbit(arguments);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, Contains(path + ": at byte 0: the seal states"));
        CHECK(out.entries() == 0);
    }
}
