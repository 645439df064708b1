#include "explorer/evaluation/network_storage.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::explorer;

TEST_CASE("what two networks use is the most of both, whichever comes first") {
    const models::MachineUse little{};
    models::MachineUse much;
    much.sparse = much.patches = much.bitmap_mask = much.relative_mask = much.csr = much.dense8 = true;
    much.mask_rank = 3;
    much.gap_bits = 12;
    much.shift_bits = 4;
    much.planes = 2;
    for (const models::MachineUse& use : {both(little, much), both(much, little)}) {
        CHECK(use.sparse);
        CHECK(use.patches);
        CHECK(use.bitmap_mask);
        CHECK(use.relative_mask);
        CHECK(use.csr);
        CHECK(use.dense8);
        CHECK(use.vector_unit);
        CHECK(use.mask_rank == 3);
        CHECK(use.gap_bits == 12);
        CHECK(use.shift_bits == 4);
        CHECK(use.planes == 2);
    }
}
