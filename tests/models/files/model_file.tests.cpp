#include "models/files/model_file.hpp"

#include "models/core/error.hpp"
#include "models/files/binary_file.hpp"
#include "models/files/file_seal.hpp"
#include "models/files/hdf5_reader.hpp"
#include "models/files/text_file.hpp"
#include "tests/models/files/reference_file.hpp"
#include "tests/models/files/small_model.hpp"
#include "tests/support/file_size_limit.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <limits>
#include <random>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

void put(const std::string& path, const std::string& contents) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << contents;
}

} // namespace

TEST_CASE("a model that is written and read is the same model") {
    const TemporaryFolder folder;
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        INFO("seed " << seed);
        const auto model = small_model(seed);
        write_model(model, folder.file("m.h5"));
        CHECK(equal(read_model(folder.file("m.h5")), model));
    }
    CHECK_FALSE(equal(small_model(1), small_model(2)));
}

TEST_CASE("planes with equal XOR matrices share one network after reading") {
    const TemporaryFolder folder;
    write(reference_file(), folder.file("reference.h5"));
    write_model(read_model(folder.file("reference.h5")), folder.file("m.h5"));
    const auto model = read_model(folder.file("m.h5"));
    CHECK(std::get<EncryptedWeights>(model.layers[0].weights).planes[1].network ==
          std::get<EncryptedWeights>(model.layers[2].weights).planes[1].network);
}

TEST_CASE("a reference file rewritten in our layout holds the same model") {
    const TemporaryFolder folder;
    for (const auto& file : {reference_file(), float_reference_file()}) {
        write(file, folder.file("reference.h5"));
        const auto model = read_model(folder.file("reference.h5"));
        write_model(model, folder.file("m.h5"));
        CHECK(equal(read_model(folder.file("m.h5")), model));
    }
}

TEST_CASE("levels of activations are kept, in layout version 4") {
    const TemporaryFolder folder;
    auto model = small_model(3);
    write_model(model, folder.file("plain.h5"));
    model.layers[0].activations = {3, 0.7F};
    write_model(model, folder.file("levels.h5"));
    CHECK(read_model(folder.file("levels.h5")).layers[0].activations == ActivationLevels{3, 0.7F});
    CHECK(equal(read_model(folder.file("levels.h5")), model));
    CHECK_FALSE(equal(read_model(folder.file("plain.h5")), model));
    CHECK(Hdf5Reader(folder.file("levels.h5")).integer("/", "format_version") == 4);
    CHECK(Hdf5Reader(folder.file("plain.h5")).integer("/", "format_version") == 2);
}

TEST_CASE("data sets larger than a chunk come back whole") {
    const TemporaryFolder folder;
    Model model;
    Layer layer;
    layer.name = "wide";
    layer.kind = LayerKind::linear;
    layer.input = {700, 1, 1};
    layer.out_channels = 1001;
    FloatWeights weights{std::vector<float>(700 * 1001)};
    for (std::size_t i = 0; i < weights.values.size(); ++i) weights.values[i] = static_cast<float>(i % 8191);
    model.network = {"wide", {layer}, false};
    model.layers.push_back({weights, {}});
    model.claimed_weight_bits.resize(1);
    write_model(model, folder.file("m.h5"));
    CHECK(equal(read_model(folder.file("m.h5")), model));
}

TEST_CASE("equal models give equal bytes under any name") {
    const TemporaryFolder folder;
    write_model(small_model(5), folder.file("a.h5"));
    write_model(small_model(5), folder.file("a much longer name.h5"));
    write_model(read_model(folder.file("a.h5")), folder.file("c.h5"));
    const auto bytes = read_text_file(folder.file("a.h5"));
    CHECK(read_text_file(folder.file("a much longer name.h5")) == bytes);
    CHECK(read_text_file(folder.file("c.h5")) == bytes);
    write_model(small_model(6), folder.file("a.h5"));
    CHECK(read_text_file(folder.file("a.h5")) != bytes);
}

TEST_CASE("a full disk or a missing folder leaves no model behind") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    write_model(small_model(1), path);
    std::string message;
    {
        const FileSizeLimit full(2000);
        message = message_of<IoError>([&] { write_model(small_model(2), path); });
    }
    CHECK_THAT(message, StartsWith("cannot write '" + path + "': File too large"));
    CHECK(equal(read_model(path), small_model(1)));
    CHECK(folder.entries() == 1);
    CHECK_THAT(message_of<IoError>([&] { write_model(small_model(1), folder.file("no/m.h5")); }),
               Contains("No such file or directory"));
}

TEST_CASE("a model whose parts do not fit is not written") {
    const TemporaryFolder folder;
    const auto refused = [&](Model model, const std::string& text) {
        CHECK_THAT(message_of<ConfigError>([&] { write_model(model, folder.file("m.h5")); }), Contains(text));
    };
    auto model = small_model(3);
    model.layers.pop_back();
    refused(model, "model: found weights for 4 layers, the network has 5");
    model = small_model(3);
    std::get<EncryptedWeights>(model.layers[0].weights).alpha.pop_back();
    refused(model, "layer 'conv', alpha: found ");
    model = small_model(3);
    std::get<EncryptedWeights>(model.layers[4].weights).planes[0].encrypted.resize(1);
    refused(model, "layer 'last', encrypted bits: found 1 bits, expected ");
    model = small_model(3);
    std::get<BinaryWeights>(model.layers[2].weights).planes[1].resize(3);
    refused(model, "layer 'side', binary bits: found 3 bits, expected ");
    model = small_model(3);
    std::get<FloatWeights>(model.layers[3].weights).values[0] = std::numeric_limits<float>::infinity();
    refused(model, "layer 'other', weight: element 0 is inf, expected a finite number");
    model = small_model(3);
    model.layers[0].activations = {9, -1.0F};
    refused(model, "layer 'conv', activations: found 9 bits, allowed are 1 to 8");
    refused(model, "layer 'conv', activations: found scale -1, expected a finite number above 0");
    model = small_model(3);
    model.layers[1].activations = {1, 1};
    refused(model, "layer 'pool': levels of activations are for layers with a ReLU that compute sums, this is a "
                   "max_pool layer without one");
    model = small_model(3);
    model.layers[0].weights = std::monostate{};
    model.claimed_weight_bits[0].clear();
    refused(model, "layer 'conv': a conv layer needs weights, found none");
    model = small_model(3);
    model.layers[1].weights = FloatWeights{};
    refused(model, "layer 'pool': found weights, a max_pool layer has none");
    model = small_model(3);
    model.layers[1].bias = {1};
    refused(model, "layer 'pool': found a bias, a max_pool layer has none");
    model = small_model(3);
    model.layers[2].bias.assign(100, 0);
    refused(model, "layer 'side', bias: found 100 values, expected ");
    model = small_model(3);
    model.claimed_weight_bits[0].emplace_back(7);
    refused(model, "layer 'conv', claimed bits: found ");
    model = small_model(3);
    model.golden.predictions.push_back(200);
    refused(model, "golden predictions: found class 200");
    model = small_model(3);
    model.golden.logits.push_back({1});
    refused(model, "golden logits: found 1 values");
    model = small_model(3);
    model.test_accuracy = 98.9;
    refused(model, "model: test accuracy is 98.9, allowed is at most 1");
    CHECK(folder.entries() == 0);
}

TEST_CASE("a file that is no HDF5 file is a FormatError at byte 0") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    for (const std::string& contents :
         {std::string(), std::string("name,kind\nconv1,conv\n"), std::string(5000, '\0')}) {
        put(path, contents);
        CHECK(message_of<FormatError>([&] { read_model(path); }) ==
              path + ": at byte 0: found no HDF5 signature; a model is an HDF5 file");
    }
    CHECK_THROWS_AS(read_model(folder.file("none.h5")), MissingFileError);
    CHECK_THROWS_AS(read_model(folder.path()), MissingFileError);
}

TEST_CASE("every changed byte of a file that we wrote is found") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    write_model(small_model(11), path);
    const auto good = read_text_file(path);
    const unsigned seed = 20260101;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 1000; ++i) {
        auto bad = good;
        // the first 600 tries visit the seal and the superblock byte by byte
        const std::size_t at = i < 600 ? static_cast<std::size_t>(i) : random() % bad.size();
        const auto flip = static_cast<char>(1 + random() % 255);
        bad[at] = static_cast<char>(bad[at] ^ flip);
        put(path, bad);
        INFO("byte " << at << " xor " << static_cast<int>(flip));
        REQUIRE_THROWS_AS(read_model(path), FormatError);
    }
}

TEST_CASE("every truncated or lengthened file that we wrote is found") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    write_model(small_model(12), path);
    const auto good = read_text_file(path);
    for (std::size_t size = 0; size < good.size(); size += size < 700 ? 1 : 97) {
        put(path, good.substr(0, size));
        INFO("size " << size);
        REQUIRE_THROWS_AS(read_model(path), FormatError);
    }
    put(path, good + '\0');
    CHECK_THAT(message_of<FormatError>([&] { read_model(path); }),
               StartsWith(path + ": at byte 0: the seal states 'bytes ") && Contains("get a fresh copy"));
    put(path, good);
    CHECK(equal(read_model(path), small_model(12)));
}

TEST_CASE("our layout without its seal is refused") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    write_model(small_model(13), path);
    put(path, read_text_file(path).substr(seal_bytes));
    CHECK(message_of<FormatError>([&] { read_model(path); }) ==
          path + ": at byte 0: the seal in the first 512 bytes is missing or damaged; get a fresh copy");
}

TEST_CASE("a damaged reference model is a FormatError or a model and never a crash") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    const auto good = read_text_file(FRACBIT_SOURCE_DIR "/examples/models/lenet5_q1_8x20_tap2.h5");
    const unsigned seed = 20260103;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    int refused = 0;
    for (int i = 0; i < 40; ++i) {
        auto bad = good;
        if (i % 6 == 0)
            bad.resize(random() % bad.size());
        else // most of the structure is in the first pages
            bad[random() % 6000] = static_cast<char>(random());
        put(path, bad);
        try {
            read_model(path);
        } catch (const FormatError& error) {
            ++refused;
            CHECK_THAT(error.what(), StartsWith(path + ": "));
        }
    }
    CHECK(refused >= 7); // the truncated ones at the very least
}
