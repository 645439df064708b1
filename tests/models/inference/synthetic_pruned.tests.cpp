#include "models/inference/synthetic_pruned.hpp"

#include "models/core/error.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/inference/kept_weights.hpp"
#include "models/inference/weight_codes.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::tests::message_of;

namespace {

Network one_layer() {
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {200, 1, 1};
    layer.out_channels = 50;
    Network network;
    network.name = "one";
    network.layers = {layer};
    return network;
}

SyntheticSpec spec_of(WeightFormat format) {
    SyntheticSpec spec;
    spec.format = format;
    spec.order = StorageOrder::tiled;
    spec.group_rows = 8;
    spec.tile_columns = 32;
    spec.xor_spec = {8, 40, 0, 1};
    spec.pruned.decoders = 4;
    return spec;
}

QuantizedLayer drawn(const SyntheticSpec& spec) { return *SyntheticWorkload(one_layer(), spec).layer(0); }

std::int64_t patches_of(const QuantizedLayer& layer) {
    std::int64_t bits = 0;
    for (const StoredPlane& plane : layer.planes) bits += plane.patches.locations.size();
    return bits;
}

} // namespace

TEST_CASE("a pruned spec that is not allowed is refused and the message says what is") {
    struct Refusal {
        const char* text;
        void (*change)(SyntheticSpec&);
        WeightFormat format = WeightFormat::sparse;
    };
    const Refusal refusals[] = {
        {"sparsity is 1.5, allowed is 0 to 1", [](SyntheticSpec& s) { s.pruned.sparsity = 1.5; }},
        {"sparsity is -0.1, allowed is 0 to 1", [](SyntheticSpec& s) { s.pruned.sparsity = -0.1; }, WeightFormat::csr},
        {"sparsity is nan, allowed is 0 to 1", [](SyntheticSpec& s) { s.pruned.sparsity = std::nan(""); }},
        {"group_rows is 0, allowed is 1 or more",
         [](SyntheticSpec& s) { s.group_rows = 0, s.order = StorageOrder::row_major; }, WeightFormat::csr},
        {"CSR weights are stored row-major or tiled, found k-major",
         [](SyntheticSpec& s) { s.order = StorageOrder::k_major; }, WeightFormat::csr},
        {"CSR weights have one plane, found q = 2", [](SyntheticSpec& s) { s.q = 2; }, WeightFormat::csr},
        {"sparse weights are stored k-major or tiled, found row-major",
         [](SyntheticSpec& s) { s.order = StorageOrder::row_major; }},
        {"n_in = 8 is not a whole number of seeds for 2 registers", [](SyntheticSpec& s) { s.pruned.registers = 2; }},
        {"n_in = 8 is not a whole number of seeds for -1 registers", [](SyntheticSpec& s) { s.pruned.registers = -1; }},
    };
    for (const Refusal& refusal : refusals) {
        INFO(refusal.text);
        SyntheticSpec spec = spec_of(refusal.format);
        CHECK_NOTHROW(SyntheticWorkload(one_layer(), spec));
        refusal.change(spec);
        CHECK(message_of<ConfigError>([&] { SyntheticWorkload(one_layer(), spec); }) ==
              std::string("synthetic weights: ") + refusal.text);
    }
}

TEST_CASE("drawn masks are as sparse as they should be, in every format") {
    struct Format {
        WeightFormat format;
        MaskFormat mask;
    };
    for (const auto& [format, mask] :
         {Format{WeightFormat::sparse, MaskFormat::bitmap}, Format{WeightFormat::sparse, MaskFormat::relative_index},
          Format{WeightFormat::sparse, MaskFormat::low_rank}, Format{WeightFormat::csr, MaskFormat::bitmap}})
        for (const double sparsity : {0.0, 0.5, 0.9, 1.0}) {
            INFO(to_string(format) << ", mask " << to_string(mask) << ", sparsity " << sparsity);
            SyntheticSpec spec = spec_of(format);
            spec.pruned.mask = mask;
            spec.pruned.rank = 4;
            spec.pruned.sparsity = sparsity;
            spec.pruned.patches_per_slice = 0.1;
            const auto kept = kept_weights_of(one_layer().layers[0], drawn(spec));
            REQUIRE(kept);
            REQUIRE(kept->size() == 10000);
            const double density = static_cast<double>(kept->count_ones()) / 10000;
            if (sparsity == 0 || sparsity == 1) CHECK(density == 1 - sparsity);
            CHECK(std::abs(density - (1 - sparsity)) < 0.05);
        }
}

TEST_CASE("formats that keep all weights have no mask") {
    SyntheticSpec spec = spec_of(WeightFormat::flexor);
    CHECK_FALSE(kept_weights_of(one_layer().layers[0], drawn(spec)));
    spec.format = WeightFormat::binary;
    CHECK_FALSE(kept_weights_of(one_layer().layers[0], drawn(spec)));
    spec.format = WeightFormat::dense8;
    CHECK_FALSE(kept_weights_of(one_layer().layers[0], drawn(spec)));
}

TEST_CASE("a damaged mask is an error when kept weights are asked for") {
    const Layer layer = one_layer().layers[0];
    QuantizedLayer sparse = drawn(spec_of(WeightFormat::sparse));
    sparse.mask.runs.pop_back();
    CHECK_THROWS_AS(kept_weights_of(layer, sparse), ConfigError);
    CHECK_THROWS_WITH(kept_weights_of(layer, sparse), "layer 'fc', mask: 7 run offsets; its 7 row groups need 8");
    QuantizedLayer csr = drawn(spec_of(WeightFormat::csr));
    csr.csr.decoders = 3;
    CHECK_THROWS_WITH(kept_weights_of(layer, csr),
                      "layer 'fc', CSR weights: its runs do not fit its row groups and decoders");
}

TEST_CASE("drawn patches are as many a slice as is asked for, and none without a patch format") {
    SyntheticSpec spec = spec_of(WeightFormat::sparse);
    for (const PatchFormat format : {PatchFormat::counted, PatchFormat::gaps}) {
        spec.pruned.patches = format;
        spec.pruned.patches_per_slice = 2;
        const QuantizedLayer layer = drawn(spec);
        REQUIRE(layer.planes[0].patches.format == format);
        // 10,000 weights in slices of 40: each is patched once in twenty.
        std::size_t patches = 0;
        for (std::int64_t run = 0; run < 7; ++run)
            patches += read_patches(layer.planes[0].patches, run, run < 6 ? 1600 : 400, 40).size();
        CHECK(patches > 420);
        CHECK(patches < 580);
        spec.pruned.patches_per_slice = 0;
        CHECK(patches_of(drawn(spec)) == 0);
    }
    spec.pruned.patches = PatchFormat::none;
    spec.pruned.patches_per_slice = 2;
    CHECK(drawn(spec).planes[0].patches.runs.empty());
}

TEST_CASE("encoded weights with registers have patches in the format that is asked for, and the same codes in both") {
    SyntheticSpec spec = spec_of(WeightFormat::sparse);
    spec.xor_spec.n_out = 60;
    spec.pruned.registers = 1;
    spec.pruned.sparsity = 0.8; // twelve care bits a slice and four bits of seed: patches are needed
    spec.pruned.patches = PatchFormat::counted;
    spec.pruned.block_slices = 5;
    const Layer layer = one_layer().layers[0];
    const QuantizedLayer counted = drawn(spec);
    CHECK(counted.planes[0].patches.format == PatchFormat::counted);
    CHECK(counted.planes[0].patches.block_slices == 5);
    CHECK(patches_of(counted) > 0);
    spec.pruned.patches = PatchFormat::gaps;
    const QuantizedLayer gaps = drawn(spec);
    CHECK(gaps.planes[0].patches.format == PatchFormat::gaps);
    CHECK(gaps.planes[0].bits == counted.planes[0].bits);
    CHECK(decode_codes(layer, gaps, 0) == decode_codes(layer, counted, 0));
    spec.pruned.patches = PatchFormat::none;
    CHECK_THROWS_AS(drawn(spec), ConfigError);
    CHECK_THROWS_WITH(drawn(spec), Catch::Contains("and the format is to have none"));
}

TEST_CASE("the same spec gives the same pruned weights, another seed others") {
    for (const WeightFormat format : {WeightFormat::sparse, WeightFormat::csr}) {
        SyntheticSpec spec = spec_of(format);
        spec.pruned.patches_per_slice = 1;
        const QuantizedLayer first = drawn(spec), second = drawn(spec);
        CHECK(first.mask == second.mask);
        CHECK(first.csr == second.csr);
        CHECK(first.planes[0].bits == second.planes[0].bits);
        CHECK(first.planes[0].patches == second.planes[0].patches);
        ++spec.seed;
        const QuantizedLayer other = drawn(spec);
        CHECK_FALSE((first.mask == other.mask && first.csr == other.csr));
    }
}

TEST_CASE("drawn bits end with their count") {
    Random random(1);
    for (int i = 0; i < 5; ++i) CHECK(models::draw_bits(random, 70).words().back() < 64);
}
