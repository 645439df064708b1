#include "models/csr/csr_codec.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::tests::message_of;

namespace {

Layer linear(std::int64_t rows, std::int64_t columns) {
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {columns, 1, 1};
    layer.out_channels = rows;
    return layer;
}

Layer grouped(std::int64_t rows, std::int64_t columns, std::int64_t groups) {
    Layer layer = linear(rows * groups, columns * groups);
    layer.kind = LayerKind::conv;
    layer.groups = groups;
    return layer;
}

BitVector bits_of(const std::string& text) {
    BitVector bits(static_cast<std::int64_t>(text.size()));
    for (std::size_t i = 0; i < text.size(); ++i) bits.set(static_cast<std::int64_t>(i), text[i] == '1');
    return bits;
}

BitVector fields(int width, std::initializer_list<std::uint64_t> values) {
    BitVector bits;
    for (const std::uint64_t value : values) {
        const std::int64_t at = bits.size();
        bits.resize(at + width);
        bits.deposit(at, width, value);
    }
    return bits;
}

BitVector draw(Random& random, std::int64_t size, double density) {
    BitVector bits(size);
    for (std::int64_t i = 0; i < size; ++i)
        if (random.uniform() < density) bits.set(i, true);
    return bits;
}

/// 3 rows of 7 weights, row groups of 2, 2 decoders, distances of 2 bits.
struct Example {
    Layer layer = linear(3, 7);
    BitVector codes = bits_of("1000001"
                              "0101000"
                              "0000000");
    BitVector kept = bits_of("1100001"
                             "0001000"
                             "0000001");
    [[nodiscard]] StoredCsr stored(StorageOrder order = StorageOrder::row_major) const {
        return encode_csr(layer, order, 2, 4, codes, kept, 2, 2);
    }
    DecodedCsr decoded(const StoredCsr& csr, StorageOrder order = StorageOrder::row_major) const {
        return decode_csr(layer, order, 2, 4, csr);
    }
};

} // namespace

TEST_CASE("CSR entries are a distance with the sign above it, fillers where a distance is too long, row by row for "
          "each decoder") {
    const Example e;
    const StoredCsr rows = e.stored();
    CHECK(rows.count_bits == 3);
    CHECK(rows.counts == fields(3, {4, 2, 3}));
    CHECK(rows.count_runs == std::vector<std::int64_t>{0, 6, 9});
    // Row 0: weights 0 (+), 1 (-), 6 (+) behind a distance of four; row 1: 3 (+); row 2: 6 (-) behind two fillers.
    CHECK(rows.entries == fields(3, {4, 0, 3, 4 + 1, 3, 4, 3, 3, 0}));
    CHECK(rows.entry_runs == std::vector<std::int64_t>{0, 12, 18, 27, 27});

    // Tiles of 4 columns start every row's distances anew, and the last tile has 3 columns.
    const StoredCsr tiles = e.stored(StorageOrder::tiled);
    CHECK(tiles.count_bits == 2);
    CHECK(tiles.counts == fields(2, {2, 2, 1, 0, 0, 1}));
    CHECK(tiles.count_runs == std::vector<std::int64_t>{0, 8, 12});
    CHECK(tiles.entries == fields(3, {4, 0, 4 + 2, 3, 4, 2}));
    CHECK(tiles.entry_runs == std::vector<std::int64_t>{0, 9, 15, 18, 18});
}

TEST_CASE("what is encoded as CSR comes back, at any sparsity, with any number of decoders and width of distances") {
    constexpr std::uint64_t seed = 9241;
    INFO("seed " << seed);
    Random random(seed);
    int fillers = 0;
    for (int i = 0; i < 600; ++i) {
        const auto rows = static_cast<std::int64_t>(1 + random.below(30)),
                   columns = static_cast<std::int64_t>(1 + random.below(90));
        const Layer layer = random.below(3) == 0
                                ? grouped(rows, columns, static_cast<std::int64_t>(1 + random.below(3)))
                                : linear(rows, columns);
        const double densities[] = {0, 0.02, 0.1, 0.5, 0.9, 1};
        const BitVector kept = draw(random, layer.weights(), densities[random.below(6)]),
                        codes = draw(random, layer.weights(), 0.5);
        const StorageOrder order = random.below(2) == 0 ? StorageOrder::row_major : StorageOrder::tiled;
        const auto group_rows = static_cast<std::int64_t>(1 + random.below(12)),
                   tile = static_cast<std::int64_t>(1 + random.below(40));
        const int decoder_counts[] = {1, 2, 3, 8, 32, 33};
        const int decoders = decoder_counts[random.below(6)], gap_bits = static_cast<int>(random.below(7));
        INFO(fmt::format("case {}: {} x {} in {} groups, {}, row groups of {}, tiles of {}, {} decoders, {} bits", i,
                         layer.out_channels, columns, layer.groups, to_string(order), group_rows, tile, decoders,
                         gap_bits));
        const StoredCsr stored = encode_csr(layer, order, group_rows, tile, codes, kept, decoders, gap_bits);
        REQUIRE(stored.decoders == decoders);
        if (gap_bits > 0) REQUIRE(stored.gap_bits == gap_bits);
        if (stored.entries.size() > kept.count_ones() * stored.entry_bits()) ++fillers;
        const DecodedCsr decoded = decode_csr(layer, order, group_rows, tile, stored);
        REQUIRE(decoded.kept == kept);
        for (std::int64_t w = 0; w < kept.size(); ++w) REQUIRE(decoded.codes.get(w) == (kept.get(w) && codes.get(w)));
    }
    CHECK(fillers > 100);
}

TEST_CASE("the width that is chosen for CSR distances needs the fewest bits") {
    constexpr std::uint64_t seed = 77;
    INFO("seed " << seed);
    Random random(seed);
    const Layer layer = linear(20, 300);
    for (const double density : {0.0, 0.01, 0.1, 0.3, 1.0}) {
        INFO("density " << density);
        const BitVector kept = draw(random, layer.weights(), density), codes = draw(random, layer.weights(), 0.5);
        const auto bits = [&](int width) {
            return encode_csr(layer, StorageOrder::row_major, 8, 64, codes, kept, 4, width);
        };
        const StoredCsr best = bits(0);
        for (int width = 1; width <= max_csr_gap_bits; ++width) {
            const StoredCsr other = bits(width);
            CHECK(best.entries.size() <= other.entries.size());
            if (best.entries.size() == other.entries.size()) CHECK(best.gap_bits <= width);
        }
    }
    CHECK(encode_csr(layer, StorageOrder::row_major, 8, 64, BitVector(6000), BitVector(6000), 4).gap_bits == 1);
}

TEST_CASE("what cannot be encoded as CSR is refused by name") {
    const Example e;
    const auto refusal = [&](StorageOrder order, std::int64_t bits, int decoders, int gap_bits) {
        return message_of<ConfigError>(
            [&] { encode_csr(e.layer, order, 2, 4, BitVector(bits), BitVector(21), decoders, gap_bits); });
    };
    using enum StorageOrder;
    CHECK(refusal(k_major, 21, 2, 2) ==
          "layer 'fc': CSR weights are stored row by row; choose row-major or tiled storage, found k-major");
    CHECK(refusal(tiled, 20, 2, 2) == "layer 'fc': found 20 codes and 21 mask bits, must be 21 of each");
    CHECK(message_of<ConfigError>([&] { encode_csr(e.layer, tiled, 2, 4, BitVector(21), BitVector(22), 2, 2); }) ==
          "layer 'fc': found 21 codes and 22 mask bits, must be 21 of each");
    CHECK(refusal(tiled, 21, 0, 2) == "layer 'fc': 0 CSR decoders, must be at least 1");
    CHECK(refusal(tiled, 21, 2, 25) == "layer 'fc': CSR indices of 25 bits, allowed are 1 to 24, or 0 for the best");
    CHECK(refusal(tiled, 21, 2, -1) == "layer 'fc': CSR indices of -1 bits, allowed are 1 to 24, or 0 for the best");
    CHECK(refusal(tiled, 21, 2, 24) == "(nothing was thrown)");
}

TEST_CASE("damaged CSR weights are refused and the damage is named") {
    struct Damage {
        void (*spoil)(StoredCsr&);
        const char* text;
    };
    // As stored: counts 4, 2 | 3; entries of the first row group 4 and 2, of the second 3 and none.
    const Damage damages[] = {
        {[](StoredCsr& c) { c.gap_bits = 0; }, "indices of 0 bits, allowed are 1 to 24"},
        {[](StoredCsr& c) { c.count_bits = 0; }, "counts of 0 bits, allowed are 1 to 32"},
        {[](StoredCsr& c) { c.count_bits = 65; }, "counts of 65 bits, allowed are 1 to 32"},
        {[](StoredCsr& c) { c.entry_runs.pop_back(); }, "its runs do not fit its row groups and decoders"},
        {[](StoredCsr& c) { c.entry_runs.push_back(27); }, "its runs do not fit its row groups and decoders"},
        {[](StoredCsr& c) { c.entry_runs[1] = -3; }, "its runs do not fit its row groups and decoders"},
        {[](StoredCsr& c) { c.entries.resize(26); }, "its runs do not fit its row groups and decoders"},
        {[](StoredCsr& c) { c.count_runs[0] = 3; }, "its runs do not fit its row groups and decoders"},
        {[](StoredCsr& c) { c.decoders = 3; }, "its runs do not fit its row groups and decoders"},
        {[](StoredCsr& c) { c.count_runs[1] = 3; }, "the counts of row group 0 end early"},
        {[](StoredCsr& c) { c.count_runs[1] = 9; }, "row group 0 has counts left"},
        {[](StoredCsr& c) { c.counts.deposit(0, 3, 5); }, "the entries of decoder 0 in row group 0 end early"},
        {[](StoredCsr& c) { c.counts.deposit(0, 3, 3); }, "decoder 0 has entries left in row group 0"},
        {[](StoredCsr& c) { c.entries.deposit(9, 2, 2); }, "an entry of row 0 passes its end"},
        {[](StoredCsr& c) { c.entries.deposit(24, 2, 3); }, "an entry of row 2 passes its end"}, // a third filler
    };
    const Example e;
    for (const Damage& damage : damages) {
        INFO(damage.text);
        StoredCsr csr = e.stored();
        damage.spoil(csr);
        CHECK(message_of<ConfigError>([&] { e.decoded(csr); }) ==
              std::string("layer 'fc', CSR weights: ") + damage.text);
    }
    CHECK_NOTHROW(e.decoded(e.stored()));
    StoredCsr csr = e.stored();
    CHECK(message_of<ConfigError>([&] { e.decoded(csr, StorageOrder::k_major); }) ==
          "layer 'fc': CSR weights are stored row by row; choose row-major or tiled storage, found k-major");
}
