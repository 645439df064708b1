// What a point is made of, and what follows from other values.
#include "tests/explorer/space/small_space.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::tests::small_space;
using models::StorageOrder;
using models::WeightFormat;

namespace {

DesignPoint point_of(const DesignSpace& space, PointId id) {
    std::vector<int> digits(space.axes().size());
    space.digits_of(id, digits);
    return space.point(digits);
}

} // namespace

TEST_CASE("row groups, tiles, decoders and activation bits follow from the point's own machine") {
    const DesignSpace space = small_space("[base]\narray.activation_bits = 3\ncsr.decoders = 4\n"
                                          "[parameters]\narray.mode = ['add_sub', 'xnor']\narray.rows = [8, 16]\n"
                                          "array.columns = [32, 24]\n");
    const DesignPoint first = point_of(space, 0), last = point_of(space, 7);
    CHECK(first.weights.group_rows == 8);
    CHECK(first.weights.tile_columns == 32);
    CHECK(first.weights.activation_bits == 8);
    CHECK(first.weights.pruned.decoders == 4);
    CHECK(last.weights.group_rows == 16);
    CHECK(last.weights.tile_columns == 24);
    CHECK(last.weights.activation_bits == 3);
    CHECK(space.base().weights.group_rows == 32);
}

TEST_CASE("bandwidth in GB/s and latency in ns follow the clock of the point") {
    const DesignSpace space = small_space("[base]\nmemory.bandwidth_gb_s = 3.2\nmemory.latency_ns = 100\n"
                                          "[parameters]\nclock.mhz = [400, 1000]\n");
    CHECK(point_of(space, 0).architecture.memory.bytes_per_cycle == models::Rational(8));
    CHECK(point_of(space, 0).architecture.memory.latency == Cycles(40));
    CHECK(point_of(space, 1).architecture.memory.bytes_per_cycle == models::Rational(16, 5));
    CHECK(point_of(space, 1).architecture.memory.latency == Cycles(100));
}

TEST_CASE("a varied bandwidth takes the place of the one that the base architecture gives in the other unit") {
    SpaceFiles files = tests::files_of(tests::small_text("[base]\narchitecture = 'a.toml'\n"
                                                         "[parameters]\nmemory.bytes_per_cycle = [2, 4]\n"));
    files["a.toml"] = "format_version = 1\nname = 'a'\n[memory]\nbandwidth_gb_s = 100\n";
    const DesignPoint point = point_of(parse_space(files, "s.toml"), 1);
    CHECK(point.architecture.memory.bytes_per_cycle == models::Rational(4));
    CHECK_FALSE(point.architecture.memory.bandwidth_gb_s);
    CHECK(point.architecture.name == "a");
}

TEST_CASE("an order that is not given is k-major, and tiled for csr") {
    const std::string formats =
        "[parameters]\nencoding.format = ['flexor', 'sparse', 'csr', 'binary', 'dense8', 'shift', 'shift-xor']\n";
    const DesignSpace without = small_space(formats),
                      with = small_space(formats + "[base]\nencoding.order = 'row-major'\n");
    const WeightFormat in_order[] = {WeightFormat::flexor,   WeightFormat::sparse, WeightFormat::csr,
                                     WeightFormat::binary,   WeightFormat::dense8, WeightFormat::shift,
                                     WeightFormat::shift_xor};
    for (PointId id = 0; id < 7; ++id) {
        CHECK(point_of(without, id).weights.format == in_order[id]);
        CHECK(point_of(without, id).weights.order == (id == 2 ? StorageOrder::tiled : StorageOrder::k_major));
        CHECK(point_of(with, id).weights.order == StorageOrder::row_major);
    }
}

TEST_CASE("the network of sparse weights sees the registers, too") {
    const DesignSpace space =
        small_space("[base]\nencoding.n_in = 10\nencoding.n_out = 60\n"
                    "[parameters]\nencoding.format = ['flexor', 'sparse']\nencoding.registers = [0, 2]\n");
    const int columns[] = {10, 10, 10, 30};
    for (PointId id = 0; id < 4; ++id) {
        const DesignPoint point = point_of(space, id);
        CHECK(point.n_in == 10);
        CHECK(point.weights.xor_spec.n_in == columns[id]);
        CHECK(point.weights.xor_spec.n_out == 60);
        CHECK(point.weights.pruned.patches == (id % 2 == 0 ? models::PatchFormat::counted : models::PatchFormat::gaps));
    }
}

TEST_CASE("what no axis names keeps the value of the base") {
    const DesignSpace space =
        small_space("[base]\nencoding.q = 3\nweights.lanes = 9\n[parameters]\nencoding.taps = [0, 1]\n");
    const DesignPoint point = point_of(space, 1);
    CHECK(point.weights.xor_spec.taps == 1);
    CHECK(point.weights.q == 3);
    CHECK(point.architecture.weights.lanes == 9);
    CHECK(point.architecture == space.base().architecture);
    CHECK(point.technology == space.base().technology);
}
