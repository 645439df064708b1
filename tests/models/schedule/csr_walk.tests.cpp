#include "models/schedule/csr_walk.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/csr/csr_codec.hpp"
#include "tests/models/masks/random_masks.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

/// Entries of `columns` weights of a row from `first` on, fillers included.
std::int64_t entries_of(const BitVector& kept, std::int64_t first, std::int64_t columns, int gap_bits) {
    const std::int64_t skip = (std::int64_t{1} << gap_bits) - 1;
    std::int64_t entries = 0, zeros = 0;
    for (std::int64_t i = first; i < first + columns; ++i) {
        if (!kept.get(i)) {
            ++zeros;
            continue;
        }
        entries += zeros / skip + 1;
        zeros = 0;
    }
    return entries;
}

} // namespace

TEST_CASE("CSR counts unit by unit are the entries of each decoder's rows, at the places where they are stored") {
    constexpr std::uint64_t seed = 660013;
    INFO("seed " << seed);
    Random random(seed);
    for (int i = 0; i < 300; ++i) {
        MaskCase drawn = draw_mask_case(random);
        drawn.order = random.below(2) == 0 ? StorageOrder::row_major : StorageOrder::tiled;
        const int decoders = static_cast<int>(1 + random.below(9)), gap_bits = static_cast<int>(1 + random.below(5));
        INFO("case " << i << ": " << drawn.text() << ", " << decoders << " decoders, " << gap_bits << " bits");
        const StoredCsr csr = encode_csr(drawn.layer, drawn.order, drawn.group_rows, drawn.tile_columns, drawn.mask,
                                         drawn.mask, decoders, gap_bits);
        const std::int64_t columns = drawn.layer.reduction(),
                           tile = drawn.order == StorageOrder::tiled ? drawn.tile_columns : columns;
        const auto groups = StorageMap(drawn.layer, StorageOrder::tiled, drawn.group_rows, tile).row_groups();
        std::vector<std::uint64_t> offsets(static_cast<std::size_t>(decoders));
        for (std::size_t g = 0; g < groups.size(); ++g) {
            for (std::size_t d = 0; d < offsets.size(); ++d)
                REQUIRE(csr_offset(csr, static_cast<std::int64_t>(g), d) == offsets[d]);
            CsrWalk walk(csr, static_cast<std::int64_t>(g), groups[g].rows);
            std::vector<CsrShare> shares;
            std::vector<std::int64_t> passed(static_cast<std::size_t>(decoders));
            for (std::int64_t first = 0; first < columns; first += tile) {
                walk.next(shares);
                REQUIRE(shares.size() == static_cast<std::size_t>(decoders));
                for (std::size_t d = 0; d < shares.size(); ++d) {
                    std::vector<std::int64_t> segments;
                    std::int64_t entries = 0;
                    for (auto row = static_cast<std::int64_t>(d); row < groups[g].rows; row += decoders) {
                        segments.push_back(entries_of(drawn.mask, (groups[g].first_row + row) * columns + first,
                                                      std::min(tile, columns - first), gap_bits));
                        entries += segments.back();
                    }
                    REQUIRE(shares[d].segments == segments);
                    REQUIRE(shares[d].entries == entries);
                    REQUIRE(shares[d].first_bit == passed[d]);
                    passed[d] += entries * csr.entry_bits();
                }
            }
            for (std::size_t d = 0; d < offsets.size(); ++d) offsets[d] += static_cast<std::uint64_t>(passed[d]);
        }
        for (std::size_t d = 0; d < offsets.size(); ++d)
            REQUIRE(csr_offset(csr, static_cast<std::int64_t>(groups.size()), d) == offsets[d]);
    }
}

TEST_CASE("CSR counts that are not those of the stored entries are refused") {
    BitVector kept(12);
    for (const std::int64_t i : {0, 1, 5, 7, 10}) kept.set(i, true);
    const Layer layer = linear_layer(2, 6);
    const StoredCsr right = encode_csr(layer, StorageOrder::tiled, 2, 3, kept, kept, 2, 2); // counts 2, 1, 1, 1
    const auto walked = [](const StoredCsr& csr, int units) {
        return message_of<ConfigError>([&] {
            CsrWalk walk(csr, 0, 2);
            std::vector<CsrShare> shares;
            for (int i = 0; i < units; ++i) walk.next(shares);
        });
    };
    REQUIRE(right.count_bits == 2);
    CHECK(walked(right, 2) == "(nothing was thrown)");
    CHECK(walked(right, 3) == "CSR row group 0: its entry counts end early");
    StoredCsr csr = right;
    csr.counts.deposit(6, 2, 3); // the last one: 3 entries of row 1 behind the first tile's
    CHECK(walked(csr, 1) == "(nothing was thrown)");
    CHECK(walked(csr, 2) ==
          "CSR row group 0, decoder 1: 4 entries are counted, 6 bits of entries are stored, must be 3 bits each");
    csr = right;
    csr.counts.deposit(2, 2, 3);
    CHECK(walked(csr, 1) ==
          "CSR row group 0, decoder 1: 3 entries are counted, 6 bits of entries are stored, must be 3 bits each");
    csr.counts.deposit(2, 2, 0); // one too few
    CHECK(walked(csr, 1) == "(nothing was thrown)");
    CHECK(walked(csr, 2) ==
          "CSR row group 0, decoder 1: 1 entries are counted, 6 bits of entries are stored, must be 3 bits each");
}
