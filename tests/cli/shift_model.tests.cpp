// A model of powers of two through every subcommand that takes one, and drawn ones through simulate.
#include "models/core/random.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/shift_codes.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

/// For 28 x 28 images: a convolution of plain 4-bit powers, a pool, and a linear layer of encrypted 2-bit ones.
models::Model digits_model() {
    models::Model model;
    model.network.name = "powers";
    model.dataset = "mnist";
    models::Layer conv;
    conv.name = "conv";
    conv.input = {1, 28, 28};
    conv.out_channels = 6;
    conv.kernel_height = conv.kernel_width = 5;
    conv.relu = true;
    models::Layer pool;
    pool.name = "pool";
    pool.kind = models::LayerKind::max_pool;
    pool.input = conv.output();
    pool.kernel_height = pool.kernel_width = pool.stride_height = pool.stride_width = 4;
    models::Layer last;
    last.name = "last";
    last.kind = models::LayerKind::linear;
    last.input = pool.output();
    last.out_channels = 10;
    model.network.layers = {conv, pool, last};
    model.claimed_weight_bits.resize(3);
    Random random(7);
    const auto weights = [&](const models::Layer& layer, int q, std::shared_ptr<const models::XorNetwork> network) {
        std::int64_t bits = layer.weights() * q;
        if (network) bits = ceil_div(bits, network->n_out()) * network->n_in();
        models::ShiftWeights shift{q, network, models::BitVector(bits), {}};
        for (std::int64_t b = 0; b < bits; ++b) shift.bits.set(b, random.below(2) == 1);
        for (std::int64_t c = 0; c < layer.out_channels; ++c)
            shift.alpha.push_back(static_cast<float>(0.001 + 0.01 * random.uniform()));
        return models::ModelLayer{shift, {}};
    };
    model.layers = {weights(conv, 4, nullptr),
                    {},
                    weights(last, 2, std::make_shared<models::XorNetwork>(models::XorSpec{6, 11, 2, 3}))};
    return model;
}

struct ModelFile {
    TemporaryFolder folder;
    models::Model model = digits_model();
    std::string path = folder.file("powers.h5");
    ModelFile() { models::write_model(model, path); }
};

Json json_of(const std::vector<std::string>& arguments) {
    auto all = arguments;
    all.insert(all.end(), {"--json", "-"});
    const auto outcome = run_fracbit(all);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return Json::parse(outcome.out);
}

} // namespace

TEST_CASE("drawn powers of two run on every array mode, bit-exact, and take a cycle a vector") {
    const TemporaryFolder folder;
    for (const char* mode : {"add_sub", "xnor", "dense", "shift"})
        for (const std::vector<std::string>& options : std::vector<std::vector<std::string>>{
                 {"--format", "shift", "--q", "2"},
                 {"--format", "shift-xor", "--q", "3", "--n-in", "7", "--n-out", "11"},
                 {"--format", "shift-xor", "--q", "4", "--storage", "row-major"}}) {
            auto arguments = simulate_small(folder.file("net.csv"));
            arguments.insert(arguments.end(), options.begin(), options.end());
            arguments.insert(arguments.end(), {"--set", std::string("array.mode=") + mode, "--verify"});
            INFO(mode << ' ' << options[1]);
            const Json json = json_of(arguments);
            CHECK(json["bit_exact"] == true);
            CHECK(json["layers"][0]["format"] == options[1]);
            CHECK(json["layers"][0]["planes"] == 1);
            const std::int64_t q = std::stoll(options[3]), weights = 10 * 27;
            CHECK(json["layers"][0]["decoded_bits"] == q * weights);
            CHECK(json["layers"][0]["macs"] == 64 * weights);
            CHECK(json["layers"][0]["products"] == 64 * weights);
            CHECK(json["layers"][0]["blocks"]["array"]["busy"] == json["layers"][0]["vectors"]);
        }
}

TEST_CASE("the timing model counts drawn powers of two as the machine does") {
    const TemporaryFolder folder;
    for (const char* format : {"shift", "shift-xor"}) {
        auto arguments = simulate_small(folder.file("net.csv"));
        arguments.insert(arguments.end(), {"--format", format, "--q", "3", "--engine", "systemc"});
        Json machine = json_of(arguments);
        arguments.back() = "timing";
        Json timing = json_of(arguments);
        for (Json* json : {&machine, &timing})
            for (const char* key : {"engine", "seconds", "simulated_cycles_per_second"}) json->erase(key);
        CHECK(timing == machine);
        CHECK_THAT(machine["weights"].get<std::string>(), Contains(std::string("drawn weights, ") + format));
    }
}

TEST_CASE("powers of two of more than four bits are refused") {
    const TemporaryFolder folder;
    for (const char* format : {"shift", "shift-xor"}) {
        auto arguments = simulate_small(folder.file("net.csv"));
        arguments.insert(arguments.end(), {"--format", format, "--q", "5"});
        const auto refused = run_fracbit(arguments);
        CHECK(refused.status == 2);
        CHECK_THAT(refused.err, Contains("q of shift weights is 5, allowed is 1 to 4"));
    }
}

TEST_CASE("inspect tells the bits of powers of two and their network") {
    const ModelFile file;
    const auto outcome = run_fracbit({"inspect", file.path});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, Contains("shift, 4 bits") && Contains("shift, 2 bits"));
    const Json layers = json_of({"inspect", file.path})["items"][0]["layers"];
    CHECK(layers[0]["form"] == "shift");
    CHECK(layers[0]["weight_bits"] == 4);
    CHECK_FALSE(layers[0].contains("n_in"));
    CHECK(layers[2]["weight_bits"] == 2);
    CHECK(layers[2]["n_in"] == 6);
    CHECK(layers[2]["n_out"] == 11);
}

TEST_CASE("a model of powers of two is classified alike by float path, integer path and machine") {
    const ModelFile file;
    const std::vector<std::string> infer{
        "infer",   "--model", file.path, "--dataset", "mnist", "--data-dir", repository("examples/digits"),
        "--count", "3"};
    const auto run = [&](const std::vector<std::string>& options) {
        auto arguments = infer;
        arguments.insert(arguments.end(), options.begin(), options.end());
        return json_of(arguments);
    };
    CHECK(run({})["arithmetic"] == "float");
    const Json integer = run({"--arithmetic", "integer"});
    for (const char* format : {"stored", "shift"}) {
        INFO(format);
        const Json machine = run({"--engine", "systemc", "--format", format});
        CHECK(machine["bit_exact"] == true);
        CHECK(machine["predictions"] == integer["predictions"]);
        CHECK(machine["layers"][0]["format"] == "shift");
        CHECK(machine["layers"][2]["format"] == (std::string(format) == "shift" ? "shift" : "shift-xor"));
    }
    CHECK(run({"--engine", "systemc", "--format", "dense8"})["layers"][2]["format"] == "dense8");
    auto refused = infer;
    refused.insert(refused.end(), {"--arithmetic", "integer", "--format", "binary"});
    const auto outcome = run_fracbit(refused);
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, Contains("layer 'conv' has powers of two for weights"));
}

TEST_CASE("decode writes powers of two as 16-bit numbers, as values, and as a plain model") {
    const ModelFile file;
    const std::string bits = file.folder.file("bits"), plain = file.folder.file("plain.h5");
    const Json json = json_of({"decode", "--model", file.path, "--out", bits});
    CHECK(json["layers"][0]["bits_per_weight"] == 4);
    const models::Layer& last = file.model.network.layers[2];
    CHECK(json["layers"][1]["bits_per_weight"].get<double>() ==
          Approx(static_cast<double>(ceil_div(last.weights() * 2, 11) * 6) / static_cast<double>(last.weights())));
    const auto& shift = std::get<models::ShiftWeights>(file.model.layers[2].weights);
    const models::BitVector string = models::shift_string(last, shift);
    const std::string bytes = read_text(bits + "/last.npy");
    CHECK_THAT(bytes.substr(0, 128), Contains("'descr': '<i2'") && Contains("'shape': (1, 10, 216, )"));
    REQUIRE(bytes.size() == 128 + 2 * static_cast<std::size_t>(last.weights()));
    bool equal = true;
    for (std::int64_t w = 0; w < last.weights(); ++w) {
        const auto low = static_cast<unsigned char>(bytes[128 + 2 * static_cast<std::size_t>(w)]);
        const auto high = static_cast<signed char>(bytes[129 + 2 * static_cast<std::size_t>(w)]);
        equal = equal && high * 256 + low == models::shift_code(string, w, 2);
    }
    CHECK(equal);
    json_of({"decode", "--model", file.path, "--out", plain});
    const models::Model decoded = models::read_model(plain);
    CHECK(std::get<models::ShiftWeights>(decoded.layers[2].weights).network == nullptr);
    for (const std::size_t i : {std::size_t{0}, std::size_t{2}})
        CHECK(models::real_weights(file.model.network.layers[i], decoded.layers[i]) ==
              models::real_weights(file.model.network.layers[i], file.model.layers[i]));
}

TEST_CASE("the XOR network of encrypted powers of two is synthesized, with vectors from the stored bits") {
    const ModelFile file;
    const auto outcome = run_fracbit({"synthesize", "--model", file.path, "--layer", "last", "--verilog",
                                      file.folder.file("rtl"), "--arch", repository("examples/arch/edge.toml")});
    INFO(outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(read_text(file.folder.file("rtl/files.txt")), Contains("last_weight_path.sv"));
    const auto refused = run_fracbit({"synthesize", "--model", file.path, "--layer", "conv"});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("--layer 'conv': no layer with XOR-encoded weights has this name"));
}
