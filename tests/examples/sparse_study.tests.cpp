#include "examples/sparse_study/study.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::study;

namespace {

models::Architecture architecture() { return models::read_architecture(FRACBIT_SOURCE_DIR "/examples/sparse_study/study.toml"); }

const Point& find(const std::vector<Point>& points, Format format, double sparsity) {
    for (const Point& p : points)
        if (p.format == format && p.sparsity == sparsity) return p;
    throw Error("no such point");
}

} // namespace

TEST_CASE("in the study every format runs at every sparsity, from none to nearly all") {
    const auto points = sweep_sparsity(architecture(), small, {0, 0.5, 0.91, 0.99}, [](const Point&) {});
    CHECK(points.size() == 4 * std::size(all_formats));
    for (const Point& p : points) {
        INFO(name_of(p.format) << " at " << p.sparsity);
        CHECK(p.weights == 1024 * 256 + 256 * 256 + 256 * 100);
        CHECK(p.cycles > p.weight_cycles);
        CHECK(p.bandwidth() <= 1.0);
        // No faster than the weights can come.
        CHECK(static_cast<double>(p.weight_cycles) * p.bytes_per_cycle >= static_cast<double>(p.weight_bytes));
    }
}

TEST_CASE("in the study a pruned layer is smallest as sequential XOR code and largest as CSR, and free masks keep most") {
    const auto points = sweep_sparsity(architecture(), small, {0.5, 0.91}, [](const Point&) {});
    for (const double sparsity : {0.5, 0.91}) {
        const auto bits = [&](Format format) { return find(points, format, sparsity).bits_per_weight(); };
        CHECK(bits(Format::sequential_low_rank) < bits(Format::xor_low_rank));
        CHECK(bits(Format::xor_low_rank) < bits(Format::csr_rows));
        CHECK(bits(Format::csr_rows) < bits(Format::csr_tiles)); // counts of every tile's rows
        const auto kept = [&](Format format) { return find(points, format, sparsity).kept_magnitude; };
        CHECK(kept(Format::xor_bitmap) == Approx(kept(Format::csr_rows)));
        CHECK(kept(Format::xor_bitmap) > kept(Format::xor_low_rank));
        CHECK(kept(Format::xor_low_rank) > 1 - sparsity); // better than chance
    }
    CHECK(find(points, Format::csr_rows, 0.5).bits_per_weight() > find(points, Format::dense, 0.5).bits_per_weight());
}

TEST_CASE("in the study the memory carries weights all the time where the rate is fixed and the mask is stored whole") {
    for (const double sparsity : {0.5, 0.91}) {
        CHECK(run(architecture(), small, Format::dense, sparsity).bandwidth() > 0.99);
        CHECK(run(architecture(), small, Format::xor_bitmap, sparsity).bandwidth() > 0.99);
    }
}

TEST_CASE("in the study CSR decoders lose slots to imbalance where they wait per tile, and to the memory where it is slow") {
    const auto points = sweep_csr(architecture(), small, 0.91, {8, 32}, {4, 51}, [](const Point&) {});
    REQUIRE(points.size() == 8);
    const auto point = [&](Format format, int decoders, double bytes) -> const Point& {
        for (const Point& p : points)
            if (p.format == format && p.decoders == decoders && p.bytes_per_cycle == bytes) return p;
        throw Error("no such point");
    };
    for (const Point& p : points) {
        CHECK(p.csr.slots == p.csr.entries + p.csr.fillers + p.csr.starved + p.csr.unbalanced);
        CHECK(p.csr.entries == points.front().csr.entries); // the same weights, however they are decoded
    }
    for (const int decoders : {8, 32})
        CHECK(point(Format::csr_tiles, decoders, 51).csr.unbalanced > point(Format::csr_rows, decoders, 51).csr.unbalanced);
    CHECK(point(Format::csr_rows, 32, 4).csr.starved > point(Format::csr_rows, 32, 51).csr.starved);
    CHECK(point(Format::csr_rows, 32, 51).cycles < point(Format::csr_rows, 8, 51).cycles);
}

TEST_CASE("the study's table and chart say the same again") {
    const auto once = sweep_sparsity(architecture(), small, {0.91}, [](const Point&) {});
    const auto again = sweep_sparsity(architecture(), small, {0.91}, [](const Point&) {});
    CHECK(to_csv(once) == to_csv(again));
    CHECK(to_svg(once) == to_svg(again));
    CHECK(to_csv(once).find("\"XOR, low-rank mask\",0.91,32,12.8,353280,") != std::string::npos);
    CHECK(to_svg(once).find("sequential XOR, low-rank mask") != std::string::npos);
}
