#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/files/hdf5_writer.hpp"
#include "models/files/model_file.hpp"
#include "models/files/model_layout.hpp"
#include "models/files/text_file.hpp"
#include "tests/models/files/small_model.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <functional>
#include <limits>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Matchers::EndsWith;

namespace {

/// A convolution and a linear layer of powers of two behind a small model's layers, one of them encrypted.
Model shift_model(std::uint64_t seed) {
    Random random(seed);
    const auto number = [&](int low, int high) {
        return low + static_cast<int>(random.below(static_cast<std::uint64_t>(high - low + 1)));
    };
    Model model;
    model.network.name = "powers";
    model.dataset = "doodles";
    Layer conv;
    conv.name = "conv";
    conv.input = {number(1, 3), number(3, 6), number(3, 6)};
    conv.out_channels = number(1, 5);
    conv.kernel_height = number(1, 3);
    conv.kernel_width = number(1, 3);
    Layer last;
    last.name = "last";
    last.kind = LayerKind::linear;
    last.input = conv.output();
    last.out_channels = number(2, 6);
    model.network.layers = {conv, last};
    model.claimed_weight_bits.resize(2);
    for (std::size_t i = 0; i < 2; ++i) {
        const Layer& layer = model.network.layers[i];
        ShiftWeights weights;
        weights.q = number(1, 4);
        std::int64_t bits = layer.weights() * weights.q;
        if (i == seed % 2) {
            const int n_in = number(1, 9);
            weights.network = std::make_shared<const XorNetwork>(XorSpec{n_in, n_in + number(0, 9), 0, seed});
            bits = ceil_div(bits, weights.network->n_out()) * n_in;
        }
        weights.bits = BitVector(bits);
        for (std::int64_t b = 0; b < bits; ++b) weights.bits.set(b, random.below(2) == 1);
        for (std::int64_t c = 0; c < layer.out_channels; ++c)
            weights.alpha.push_back(static_cast<float>(number(-1000, 1000)) / 64.0F);
        model.layers.push_back({weights, {}});
    }
    return model;
}

ShiftWeights& weights_of(Model& model, std::size_t layer) {
    return std::get<ShiftWeights>(model.layers[layer].weights);
}

/// A sealed file that holds the model as it is, fit or not.
void write_as_is(const Model& model, const std::string& path) {
    Hdf5Writer file(path);
    write_model_layout(model, file);
    file.commit();
}

} // namespace

TEST_CASE("a model with shift weights that is written and read is the same model") {
    const TemporaryFolder folder;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        INFO("seed " << seed);
        const auto model = shift_model(seed);
        write_model(model, folder.file("m.h5"));
        CHECK(equal(read_model(folder.file("m.h5")), model));
    }
    CHECK_FALSE(equal(shift_model(1), shift_model(3)));
}

TEST_CASE("equal shift models give equal bytes") {
    const TemporaryFolder folder;
    write_model(shift_model(5), folder.file("a.h5"));
    write_model(read_model(folder.file("a.h5")), folder.file("b.h5"));
    CHECK(read_text_file(folder.file("a.h5")) == read_text_file(folder.file("b.h5")));
}

TEST_CASE("shift weights make a file of layout version 4, whatever else is in it") {
    const TemporaryFolder folder;
    Model model = shift_model(1);
    write_model(model, folder.file("m.h5"));
    CHECK(Hdf5Reader(folder.file("m.h5")).integer("/", "format_version") == 4);
    model.layers[0].weights =
        FloatWeights{std::vector<float>(static_cast<std::size_t>(model.network.layers[0].weights()))};
    write_model(model, folder.file("m.h5"));
    CHECK(Hdf5Reader(folder.file("m.h5")).integer("/", "format_version") == 4);
}

TEST_CASE("shift weights that do not fit their layer are neither written nor read") {
    const TemporaryFolder folder;
    const auto path = folder.file("bad.h5");
    const struct {
        std::function<void(Model&)> spoil;
        std::string check, file; ///< what the check of a model says, and what reading such a file does
    } cases[] = {
        {[](Model& m) { weights_of(m, 1).q = 5; }, "layer 'last': shift weights have 5 bits, allowed are 1 to 4",
         "in /layers/1: attribute 'q': found 5, allowed is 1 to 4"},
        {[](Model& m) { weights_of(m, 1).q = 0; }, "layer 'last': shift weights have 0 bits, allowed are 1 to 4",
         "in /layers/1: attribute 'q': found 0, allowed is 1 to 4"},
        {[](Model& m) { weights_of(m, 0).alpha[0] = std::numeric_limits<float>::infinity(); },
         "layer 'conv', alpha: element 0 is inf, expected a finite number", "in /layers/0/alpha: "},
    };
    for (const auto& [spoil, check, file] : cases) {
        Model model = shift_model(1); // its second layer is encrypted
        spoil(model);
        CHECK(message_of<ConfigError>([&] { write_model(model, path); }) == check);
        write_as_is(model, path);
        CHECK_THAT(message_of<FormatError>([&] { read_model(path); }), Catch::Contains(file));
    }
    Model model = shift_model(1);
    const std::int64_t found = weights_of(model, 1).bits.size();
    weights_of(model, 1).bits = BitVector(found + weights_of(model, 1).network->n_in());
    CHECK_THAT(
        message_of<ConfigError>([&] { write_model(model, path); }),
        EndsWith(fmt::format("found {} bits, expected {}", found + weights_of(model, 1).network->n_in(), found)));
    write_as_is(model, path);
    CHECK_THAT(message_of<FormatError>([&] { read_model(path); }), Catch::Contains("/layers/1/encrypted_bits"));
}
