// What a network's layers ask of a machine: the most that any of them does.
#include "models/cost/machine_needs.hpp"

#include <catch2/catch.hpp>

#include <memory>

using namespace fracbit::models;

namespace {

QuantizedLayer pruned_layer(std::size_t planes, int registers, MaskFormat mask) {
    static const auto network = std::make_shared<const XorNetwork>(XorSpec{8, 20, 2, 1});
    QuantizedLayer layer;
    layer.format = WeightFormat::sparse;
    layer.planes.resize(planes);
    for (StoredPlane& plane : layer.planes) {
        plane.network = network;
        plane.registers = registers;
    }
    layer.mask.format = mask;
    return layer;
}

MachineUse use_of(const std::vector<QuantizedLayer>& layers) {
    MachineNeeds needs;
    for (const QuantizedLayer& layer : layers) needs.add(layer);
    return needs.use();
}

} // namespace

TEST_CASE("one network with two numbers of registers is two decoders") {
    MachineNeeds needs;
    needs.add(pruned_layer(2, 0, MaskFormat::bitmap));
    CHECK(needs.decoders().size() == 1);
    needs.add(pruned_layer(1, 1, MaskFormat::bitmap));
    CHECK(needs.decoders().size() == 2);
}

TEST_CASE("planes, ranks and gaps are the largest of all layers, in whatever order they come") {
    QuantizedLayer many = pruned_layer(3, 0, MaskFormat::low_rank), few = pruned_layer(1, 0, MaskFormat::low_rank);
    many.mask.rank = 6;
    few.mask.rank = 2;
    QuantizedLayer wide = pruned_layer(1, 0, MaskFormat::relative_index),
                   narrow = pruned_layer(1, 0, MaskFormat::relative_index),
                   patched = pruned_layer(1, 0, MaskFormat::bitmap), csr;
    wide.mask.gap_bits = 12;
    narrow.mask.gap_bits = 10;
    patched.planes[0].patches.format = PatchFormat::gaps;
    patched.planes[0].patches.gap_bits = 14;
    csr.format = WeightFormat::csr;
    csr.csr.gap_bits = 13;
    for (const auto& [a, b] : {std::pair(many, few), std::pair(few, many)}) {
        const MachineUse use = use_of({a, b});
        CHECK(use.planes == 3);
        CHECK(use.mask_rank == 6);
        CHECK_FALSE(use.patches);
        CHECK_FALSE(use.bitmap_mask);
    }
    CHECK(use_of({many}).gap_bits == MachineUse{}.gap_bits);
    CHECK(use_of({wide, narrow}).gap_bits == 12);
    CHECK(use_of({narrow, wide}).gap_bits == 12);
    CHECK(use_of({wide, csr, narrow}).gap_bits == 13);
    CHECK(use_of({wide, patched, csr}).gap_bits == 14);
    CHECK(use_of({patched}).patches);
    CHECK(use_of({patched}).bitmap_mask);
    CHECK_FALSE(use_of({csr}).sparse);
}
