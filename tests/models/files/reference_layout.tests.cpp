#include "models/core/error.hpp"
#include "models/files/model_file.hpp"
#include "models/xor/xor_decoder.hpp"
#include "tests/models/files/reference_file.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <limits>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("the reference layout becomes a chain of layers with pools of their own") {
    const TemporaryFolder folder;
    write(reference_file(), folder.file("m.h5"));
    const auto model = read_model(folder.file("m.h5"));
    CHECK(model.network.name == "tiny");
    CHECK(model.dataset == "mnist");
    CHECK(model.test_accuracy == 0.75);
    REQUIRE(model.network.layers.size() == 3);
    const auto& [conv, pool, linear] =
        std::tie(model.network.layers[0], model.network.layers[1], model.network.layers[2]);
    CHECK(conv.name == "conv1");
    CHECK(conv.kind == LayerKind::conv);
    CHECK(conv.input == TensorShape{1, 28, 28});
    CHECK(conv.out_channels == 2);
    CHECK(conv.kernel_height == 5);
    CHECK(conv.stride_width == 4);
    CHECK(conv.relu);
    CHECK(pool.name == "conv1.pool");
    CHECK(pool.kind == LayerKind::max_pool);
    CHECK(pool.input == TensorShape{2, 6, 6});
    CHECK(pool.kernel_height == 2);
    CHECK(pool.stride_height == 2);
    CHECK(linear.name == "fc");
    CHECK(linear.kind == LayerKind::linear);
    CHECK(linear.input == TensorShape{2, 3, 3});
    CHECK(linear.out_channels == 3);
    CHECK_FALSE(linear.relu);
}

TEST_CASE("planes, scales and golden results are read in C order") {
    const TemporaryFolder folder;
    const auto parts = reference_file();
    write(parts, folder.file("m.h5"));
    const auto model = read_model(folder.file("m.h5"));
    const auto& weights = std::get<EncryptedWeights>(model.layers[2].weights);
    REQUIRE(weights.planes.size() == 2);
    const auto& bits = std::get<ByteData>(parts.at("/layers/1/encrypted_bits")).values;
    const auto& claimed = std::get<ByteData>(parts.at("/layers/1/weight_bits")).values;
    for (std::size_t plane = 0; plane < 2; ++plane) {
        REQUIRE(weights.planes[plane].encrypted.size() == 24);
        for (std::int64_t i = 0; i < 24; ++i)
            CHECK(weights.planes[plane].encrypted.get(i) == (bits[plane * 24 + static_cast<std::size_t>(i)] == 1));
        REQUIRE(model.claimed_weight_bits[2][plane].size() == 54);
        for (std::int64_t i = 0; i < 54; ++i)
            CHECK(model.claimed_weight_bits[2][plane].get(i) ==
                  (claimed[plane * 54 + static_cast<std::size_t>(i)] == 1));
    }
    CHECK(weights.planes[0].network->row(3) == 0b1001U);
    CHECK(weights.planes[0].network == std::get<EncryptedWeights>(model.layers[0].weights).planes[0].network);
    CHECK(weights.alpha == std::vector<std::vector<float>>{{-0.5F, -0.25F, 0}, {0.25F, 0.5F, 0.75F}});
    CHECK(model.layers[2].bias == std::vector<float>{-0.5F, -0.25F, 0});
    CHECK(std::holds_alternative<std::monostate>(model.layers[1].weights));
    CHECK(model.claimed_weight_bits[1].empty());
    CHECK(model.golden.logits.size() == 4);
    CHECK(model.golden.logits[1] == std::vector<float>{0.25F, 0.5F, 0.75F});
    CHECK(model.golden.predictions == std::vector<std::uint16_t>{0, 1, 2, 2, 1, 0});
}

TEST_CASE("a file with float weights needs no XOR parts") {
    const TemporaryFolder folder;
    write(float_reference_file(), folder.file("m.h5"));
    const auto model = read_model(folder.file("m.h5"));
    CHECK(std::get<FloatWeights>(model.layers[0].weights).values.size() == 50);
    CHECK(std::get<FloatWeights>(model.layers[2].weights).values[1] == -0.25F);
}

namespace {

struct Damage {
    std::string what;
    std::function<void(ReferenceFile&)> apply;
    std::string message; ///< after "FILE: in "
};

Damage missing(const std::string& key, const std::string& message) {
    return {key + " is missing", [key](ReferenceFile& file) { file.erase(key); }, message};
}

Damage changed(const std::string& key, const Value& value, const std::string& message) {
    return {key + " is changed", [key, value](ReferenceFile& file) { file[key] = value; }, message};
}

Damage element(const std::string& key, std::size_t i, float value, const std::string& message) {
    return {key + " has a bad element",
            [key, i, value](ReferenceFile& file) {
                if (auto* bytes = std::get_if<ByteData>(&file[key]))
                    bytes->values[i] = static_cast<std::uint8_t>(value);
                else
                    std::get<FloatData>(file[key]).values[i] = value;
            },
            message};
}

using Sizes = std::vector<std::int64_t>;

const std::vector<Damage>& damages() {
    static const std::vector<Damage> all{
        missing("/@q", "/: missing attribute 'q'"),
        missing("/@n_in", "/: missing attribute 'n_in'"),
        missing("/@n_out", "/: missing attribute 'n_out'"),
        missing("/@taps", "/: missing attribute 'taps'"),
        missing("/@model", "/: missing attribute 'model'"),
        missing("/@dataset", "/: attribute 'dataset': found '', known are mnist and cifar10; for other data, give the "
                             "images' [channels, height, width] in an attribute 'input_shape'"),
        missing("/xor_matrix", "/xor_matrix: missing data set"),
        missing("/layers/0@name", "/layers/0: missing attribute 'name'"),
        missing("/layers/0@kind", "/layers/0: missing attribute 'kind'"),
        missing("/layers/0@stride", "/layers/0: missing attribute 'stride'"),
        missing("/layers/1@weight_shape", "/layers/1: missing attribute 'weight_shape'"),
        missing("/layers/0/encrypted_bits", "/layers/0/encrypted_bits: missing data set"),
        missing("/layers/0/alpha", "/layers/0/alpha: missing data set"),
        missing("/layers/1/bias", "/layers/1/bias: missing data set"),
        {"no layers",
         [](ReferenceFile& file) {
             std::erase_if(file, [](const auto& part) { return part.first.starts_with("/layers"); });
         },
         "/layers: missing group"},
        {"a layer number is skipped",
         [](ReferenceFile& file) {
             for (const auto& [key, value] : reference_file())
                 if (key.starts_with("/layers/1")) {
                     file.erase(key);
                     file["/layers/2" + key.substr(9)] = value;
                 }
         },
         "/layers/1: missing; /layers has 2 members, which must be named 0 to 1"},

        changed("/@format_version", std::int64_t{5},
                "/: attribute 'format_version': found 5, this program reads 1 to 4; "
                "a newer version of fracbit may read it"),
        changed("/@q", std::int64_t{0}, "/: attribute 'q': found 0, allowed is 1 to 32"),
        changed("/@q", std::int64_t{3}, "/xor_matrix: found shape [2][10][4], expected [3][10][4]"),
        changed("/@q", std::string("two"), "/: attribute 'q': found text, expected integers"),
        changed("/@q", Sizes{1, 2}, "/: attribute 'q': found 2 values, expected one"),
        changed("/@q", 2.0, "/: attribute 'q': found 64-bit floats, expected integers"),
        changed("/@n_in", std::int64_t{65}, "/: attribute 'n_in': found 65, allowed is 1 to 64"),
        changed("/@n_in", std::int64_t{11}, "/: n_in is 11 and n_out is 10; n_in must not be larger than n_out"),
        changed("/@n_out", std::int64_t{-1}, "/: attribute 'n_out': found -1, allowed is 1 to 1024"),
        changed("/@taps", std::int64_t{5}, "/: attribute 'taps': found 5, allowed is 0 (dense) to n_in (4)"),
        changed("/@taps", std::int64_t{3}, "/xor_matrix: row 0 of plane 0 has 2 ones, attribute 'taps' says 3"),
        changed("/@test_accuracy", 1.5, "/: attribute 'test_accuracy': found 1.5, allowed is 0 to 1"),
        changed("/@test_accuracy", std::int64_t{1},
                "/: attribute 'test_accuracy': found 64-bit integers, expected a float"),
        changed("/@model", std::int64_t{1}, "/: attribute 'model': found 64-bit integers, expected text"),
        changed("/@dataset", std::string("cifar10"),
                "/layers/0: attribute 'weight_shape': [2][1][5][5] takes 1 input channels, the layer's input has 3"),
        changed("/@input_shape", Sizes{1, 28},
                "/: attribute 'input_shape': found 2 sizes, expected 3 (channels, height, width)"),
        changed("/@input_shape", Sizes{1, 0, 28}, "/: attribute 'input_shape': found 0, allowed is 1 to 16777216"),
        changed("/@input_shape", Sizes{1, 40, 28},
                "/layers/1: attribute 'weight_shape': [3][18] takes 18 inputs, the layer's input has 24 (2 x 4 x 3)"),
        changed("/layers/0@kind", std::string("conv3d"),
                "/layers/0: attribute 'kind': found 'conv3d', allowed are conv2d and linear"),
        changed("/layers/0@relu", std::int64_t{2}, "/layers/0: attribute 'relu': found 2, allowed is 0 to 1"),
        changed("/layers/0@stride", std::int64_t{0},
                "/layers/0: attribute 'stride': found 0, allowed is 1 to 16777216"),
        changed("/layers/0@padding", std::int64_t{-1},
                "/layers/0: attribute 'padding': found -1, allowed is 0 to 16777216"),
        changed("/layers/0@max_pool", std::int64_t{0},
                "/layers/0: attribute 'max_pool': found 0, allowed is 1 to 16777216"),
        changed("/layers/0@weight_shape", Sizes{2, 1, 5},
                "/layers/0: attribute 'weight_shape': found 3 sizes, expected 4"),
        changed("/layers/0@weight_shape", Sizes{2, 1, 5, 0},
                "/layers/0: attribute 'weight_shape': found [2][1][5][0], allowed is 1 to 16777216"),
        changed("/layers/0@weight_shape", Sizes{3, 1, 5, 5},
                "/layers/0/encrypted_bits: found shape [2][5][4], expected [2][8][4]"),
        changed("/layers/1@weight_shape", Sizes{3, 17},
                "/layers/1: attribute 'weight_shape': [3][17] takes 17 inputs, the layer's input has 18 (2 x 3 x 3)"),
        changed("/layers/1@name", std::string("conv1"), "'conv1'"),
        changed("/xor_matrix", FloatData{{2, 10, 4}, std::vector<float>(80)},
                "/xor_matrix: found 32-bit floats, expected 8-bit integers"),
        changed("/layers/0/encrypted_bits", ByteData{{2, 20}, std::vector<std::uint8_t>(40)},
                "/layers/0/encrypted_bits: found shape [2][20], expected [2][5][4]"),
        changed("/layers/1/weight_bits", ByteData{{1, 3, 18}, std::vector<std::uint8_t>(54)},
                "/layers/1/weight_bits: found shape [1][3][18], expected [2][3][18]"),
        changed("/layers/0/alpha", FloatData{{2}, {1, 2}}, "/layers/0/alpha: found shape [2], expected [2][2]"),
        changed("/layers/0/bias", FloatData{{3}, {1, 2, 3}}, "/layers/0/bias: found shape [3], expected [2]"),
        changed("/layers/0/bias", ByteData{{2}, {1, 2}},
                "/layers/0/bias: found 8-bit integers, expected 32-bit floats"),
        changed("/golden/logits", FloatData{{4, 2}, std::vector<float>(8)},
                "/golden/logits: found shape [4][2], expected [4][3]"),
        element("/layers/0/encrypted_bits", 7, 2, "/layers/0/encrypted_bits: element 7 is 2, expected 0 or 1"),
        element("/layers/1/weight_bits", 100, 255, "/layers/1/weight_bits: element 100 is 255, expected 0 or 1"),
        element("/xor_matrix", 0, 3, "/xor_matrix: element 0 is 3, expected 0 or 1"),
        element("/layers/0/alpha", 1, std::numeric_limits<float>::infinity(),
                "/layers/0/alpha: element 1 is inf, expected a finite number"),
        element("/layers/1/bias", 2, std::numeric_limits<float>::quiet_NaN(),
                "/layers/1/bias: element 2 is nan, expected a finite number"),
        element("/golden/predictions", 5, 3, "/golden/predictions: element 5 is class 3, the network has 3 classes"),
    };
    return all;
}

} // namespace

TEST_CASE("what is wrong in a reference file is a FormatError that names the file and the part") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    for (const auto& damage : damages()) {
        INFO(damage.what);
        auto file = reference_file();
        damage.apply(file);
        write(file, path);
        const auto message = message_of<FormatError>([&] { read_model(path); });
        CHECK_THAT(message, StartsWith(path + ": "));
        CHECK_THAT(message, Contains(damage.message));
    }
}

TEST_CASE("a kernel or window that does not fit its input is a FormatError") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    auto file = reference_file();
    file["/@input_shape"] = std::vector<std::int64_t>{1, 4, 28};
    write(file, path);
    CHECK_THAT(message_of<FormatError>([&] { read_model(path); }), StartsWith(path + ": in /layers/0: layer 'conv1'"));
    file = reference_file();
    file["/layers/0@max_pool"] = std::int64_t{7};
    write(file, path);
    CHECK_THAT(message_of<FormatError>([&] { read_model(path); }),
               StartsWith(path + ": in /layers/0: ") && Contains("layer 'conv1.pool': its kernel spans a height of 7"));
}

TEST_CASE("an image size that the file states itself is used") {
    const TemporaryFolder folder;
    auto file = float_reference_file();
    file["/@dataset"] = std::string("doodles");
    file["/@input_shape"] = std::vector<std::int64_t>{1, 28, 28};
    write(file, folder.file("m.h5"));
    CHECK(read_model(folder.file("m.h5")).network.layers.front().input == TensorShape{1, 28, 28});
}

TEST_CASE("the bits that the reference models decode to are the bits that they claim") {
    struct Case {
        const char* file;
        std::size_t q;
        int n_in, n_out;
        double accuracy;
    };
    for (const auto& expected :
         {Case{"lenet5_q1_8x20_tap2.h5", 1, 8, 20, 0.9890}, Case{"lenet5_q2_7x11_dense.h5", 2, 7, 11, 0.9911}}) {
        INFO(expected.file);
        const auto model = read_model(std::string(FRACBIT_SOURCE_DIR) + "/examples/models/" + expected.file);
        REQUIRE(model.network.layers.size() == 6);
        CHECK(model.network.weights() == 1662752);
        CHECK(model.test_accuracy == Approx(expected.accuracy).margin(1e-6));
        CHECK(model.golden.logits.size() == 1000);
        CHECK(model.golden.predictions.size() == 10000);
        std::int64_t compared = 0;
        for (std::size_t i = 0; i < model.layers.size(); ++i) {
            if (model.network.layers[i].kind == LayerKind::max_pool) continue;
            const auto& planes = std::get<EncryptedWeights>(model.layers[i].weights).planes;
            REQUIRE(planes.size() == expected.q);
            for (std::size_t plane = 0; plane < planes.size(); ++plane) {
                CHECK(planes[plane].network->n_in() == expected.n_in);
                CHECK(planes[plane].network->n_out() == expected.n_out);
                const auto decoded = XorDecoder(*planes[plane].network)
                                         .decode(planes[plane].encrypted, model.network.layers[i].weights());
                CHECK(decoded == model.claimed_weight_bits[i][plane]);
                compared += decoded.size();
            }
        }
        CHECK(compared == 1662752 * static_cast<std::int64_t>(expected.q));
    }
}

TEST_CASE("the float reference model is read") {
    const auto model = read_model(FRACBIT_SOURCE_DIR "/examples/models/lenet5_float.h5");
    CHECK(model.network.weights() == 1662752);
    CHECK(std::get<FloatWeights>(model.layers[4].weights).values.size() == 512 * 3136);
    CHECK(model.layers[5].bias.size() == 10);
}
