#include "models/core/error.hpp"
#include "models/files/hdf5_writer.hpp"
#include "models/files/model_file.hpp"
#include "models/files/model_layout.hpp"
#include "models/files/sparse_layout.hpp"
#include "models/files/text_file.hpp"
#include "tests/models/files/small_model.hpp"
#include "tests/models/files/sparse_model.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <limits>
#include <random>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

void put_at(const std::string& path, const std::string& contents) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << contents;
}

/// A sealed file that holds the model as it is, fit or not.
void write_unchecked(const Model& model, const std::string& path) {
    Hdf5Writer file(path);
    write_model_layout(model, file);
    file.commit();
}

SparseWeights& last_weights(Model& model) { return std::get<SparseWeights>(model.layers.back().weights); }

/// A model whose last layer has counted patches and a mask of this format.
Model counted_model(MaskFormat mask) {
    for (std::uint64_t seed = 1;; ++seed) {
        Model model = sparse_model(seed);
        const SparseWeights& weights = last_weights(model);
        const PatchStream& patches = weights.planes[0].patches;
        if (patches.format == PatchFormat::counted && patches.locations.size() > 0 && weights.mask.format == mask &&
            weights.mask.bits.size() % 8 != 0)
            return model;
    }
}

} // namespace

TEST_CASE("a model with sparse weights that is written and read is the same model") {
    const TemporaryFolder folder;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        const auto model = sparse_model(seed);
        write_model(model, folder.file("m.h5"));
        CHECK(equal(read_model(folder.file("m.h5")), model));
    }
    CHECK_FALSE(equal(sparse_model(1), sparse_model(2)));
}

TEST_CASE("equal sparse models give equal bytes") {
    const TemporaryFolder folder;
    write_model(sparse_model(5), folder.file("a.h5"));
    write_model(read_model(folder.file("a.h5")), folder.file("b.h5"));
    CHECK(read_text_file(folder.file("a.h5")) == read_text_file(folder.file("b.h5")));
    write_model(sparse_model(6), folder.file("b.h5"));
    CHECK(read_text_file(folder.file("a.h5")) != read_text_file(folder.file("b.h5")));
}

TEST_CASE("files state the oldest layout version that holds their weights") {
    const TemporaryFolder folder;
    write_model(sparse_model(1), folder.file("sparse.h5"));
    write_model(small_model(1), folder.file("other.h5"));
    CHECK(Hdf5Reader(folder.file("sparse.h5")).integer("/", "format_version") == 3);
    CHECK(Hdf5Reader(folder.file("other.h5")).integer("/", "format_version") == 2);
}

TEST_CASE("an XOR matrix that several sparse planes use is written once and shared after reading") {
    const TemporaryFolder folder;
    auto model = sparse_model(3);
    // conv and last get the same weights' planes twice over
    SparseWeights& weights = last_weights(model);
    weights.planes.push_back(weights.planes[0]);
    weights.alpha.push_back(weights.alpha[0]);
    write_model(model, folder.file("m.h5"));
    auto read = read_model(folder.file("m.h5"));
    CHECK(last_weights(read).planes.front().network == last_weights(read).planes.back().network);
    CHECK(equal(read, model));
}

TEST_CASE("every changed byte of a sparse file is found") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    write_model(sparse_model(11), path);
    const auto good = read_text_file(path);
    const unsigned seed = 20260301;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    for (int i = 0; i < 900; ++i) {
        auto bad = good;
        const std::size_t at = i < 520 ? static_cast<std::size_t>(i) : random() % bad.size();
        const auto flip = static_cast<char>(1 + random() % 255);
        bad[at] = static_cast<char>(bad[at] ^ flip);
        put_at(path, bad);
        INFO("byte " << at << " xor " << static_cast<int>(flip));
        REQUIRE_THROWS_AS(read_model(path), FormatError);
    }
}

TEST_CASE("every truncated sparse file is found") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    write_model(sparse_model(12), path);
    const auto good = read_text_file(path);
    for (std::size_t size = 0; size < good.size(); size += size < 700 ? 7 : 211) {
        put_at(path, good.substr(0, size));
        INFO("size " << size);
        REQUIRE_THROWS_AS(read_model(path), FormatError);
    }
}

TEST_CASE("a newer layout version is refused") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    Hdf5Writer file(path);
    file.integer("/", "format_version", 5);
    file.commit();
    CHECK(message_of<FormatError>([&] { read_model(path); }) ==
          path +
              ": in /: attribute 'format_version': found 5, this program reads 1 to 4; a newer version of fracbit may "
              "read it");
}

TEST_CASE("a sealed file whose parts do not fit is refused with the name of the part") {
    struct Case {
        MaskFormat mask;
        std::function<void(SparseWeights&)> spoil;
        std::string object, text;
    };
    const std::string layer = "/layers/3";
    const std::vector<Case> cases{
        {MaskFormat::bitmap, [](SparseWeights& w) { w.planes[0].bits.resize(w.planes[0].bits.size() - 1); },
         layer + "/planes/0/seeds", "bits, expected "},
        {MaskFormat::bitmap, [](SparseWeights& w) { w.planes[0].registers += 64; }, layer + "/planes/0",
         "cannot be shared evenly by a seed and"},
        {MaskFormat::bitmap, [](SparseWeights& w) { w.planes[0].patches.runs.pop_back(); }, layer + "/planes/0/patches",
         "run offsets, expected "},
        {MaskFormat::bitmap, [](SparseWeights& w) { w.planes[0].patches.runs[0].counts = 1; },
         layer + "/planes/0/patches", "run 0 starts at bit 1 of the counts; runs must ascend from 0"},
        {MaskFormat::bitmap, [](SparseWeights& w) { w.planes[0].patches.runs.back().locations += 1; },
         layer + "/planes/0/patches", "of the locations; runs must ascend from 0"},
        {MaskFormat::bitmap,
         [](SparseWeights& w) {
             for (auto& word : w.planes[0].patches.counts.words()) word = ~word;
             auto& counts = w.planes[0].patches.counts;
             const auto size = counts.size();
             counts.resize(size - 1);
             counts.resize(size);
         },
         layer + "/planes/0/patches", "patch stream"},
        {MaskFormat::bitmap, [](SparseWeights& w) { w.planes[0].patches.format = PatchFormat::none; },
         layer + "/planes/0/patches", "the format says that there are none"},
        {MaskFormat::bitmap, [](SparseWeights& w) { w.mask.bits.resize(w.mask.bits.size() - 1); }, layer + "/mask",
         "they must ascend from 0 to"},
        {MaskFormat::bitmap, [](SparseWeights& w) { w.mask.runs.pop_back(); }, layer + "/mask", " row groups need "},
        {MaskFormat::low_rank, [](SparseWeights& w) { w.mask.rank = 65; }, layer + "/mask",
         "found rank 65, allowed is 1 to 64"},
        {MaskFormat::low_rank, [](SparseWeights& w) { w.mask.tile_columns = 0; }, layer + "/mask",
         "found tiles of 0 columns, allowed are 1 or more"},
        {MaskFormat::low_rank,
         [](SparseWeights& w) { // one bit less in the last run
             w.mask.bits.resize(w.mask.bits.size() - 1);
             --w.mask.runs.back();
         },
         layer + "/mask", "layer 'last', mask: "},
        {MaskFormat::relative_index, [](SparseWeights& w) { w.mask.gap_bits = 0; }, layer + "/mask",
         "gaps of 0 bits; allowed: 1 to 24"},
        {MaskFormat::bitmap, [](SparseWeights& w) { w.group_rows = 0; }, layer, "attribute 'group_rows': found 0"},
        {MaskFormat::bitmap, [](SparseWeights& w) { w.order = StorageOrder::row_major; }, layer,
         "attribute 'order': found 'row-major', allowed: k-major, tiled"},
        {MaskFormat::bitmap, [](SparseWeights& w) { w.alpha[0][0] = std::numeric_limits<float>::quiet_NaN(); },
         layer + "/alpha", "element 0 is nan"},
        {MaskFormat::bitmap,
         [](SparseWeights& w) { // a bit that no stream holds
             auto words = w.mask.bits.words();
             words.back() |= std::uint64_t{1} << (w.mask.bits.size() % 64);
         },
         layer + "/mask/stream", "that it holds are not 0"},
    };
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    for (const auto& one : cases) {
        INFO(one.object << ": " << one.text);
        auto model = counted_model(one.mask);
        one.spoil(last_weights(model));
        write_unchecked(model, path);
        CHECK_THAT(message_of<FormatError>([&] { read_model(path); }),
                   StartsWith(path + ": in " + one.object + ": ") && Contains(one.text));
    }
}

TEST_CASE("a plane in a file without XOR matrices is told that there are none") {
    const TemporaryFolder folder;
    const auto path = folder.file("m.h5");
    Hdf5Writer file(path);
    for (const char* group : {"/networks", "/layer", "/layer/planes", "/layer/planes/0"}) file.group(group);
    file.text("/layer", "order", "tiled");
    for (const char* size : {"group_rows", "tile_columns"}) file.integer("/layer", size, 4);
    file.integer("/layer/planes/0", "network", 0);
    file.commit();
    const Hdf5Reader reader(path);
    CHECK(message_of<FormatError>([&] { SparseLayoutReader(reader).read("/layer", {}, 1, {}); }) ==
          path + ": in /networks: no XOR matrix, /layer/planes/0 needs one");
}

TEST_CASE("sparse weights whose parts do not fit are not written and every problem is named") {
    const TemporaryFolder folder;
    auto model = counted_model(MaskFormat::bitmap);
    SparseWeights& weights = last_weights(model);
    weights.planes[0].bits.resize(3);
    weights.mask.runs.clear();
    weights.alpha.pop_back();
    weights.planes.back().network = nullptr;
    const auto message = message_of<ConfigError>([&] { write_model(model, folder.file("m.h5")); });
    if (weights.planes.size() > 1)
        CHECK_THAT(message, Contains("layer 'last', planes/0/seeds: found 3 bits, expected "));
    CHECK_THAT(message, Contains("has no XOR network") && Contains("layer 'last', mask: ") &&
                            Contains("layer 'last', alpha: found "));
    CHECK(folder.entries() == 0);
}
