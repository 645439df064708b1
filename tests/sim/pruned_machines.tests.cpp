// What must hold between runs of pruned weights on machines that differ in one thing.
#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/inference/integer_inference.hpp"
#include "models/inference/kept_weights.hpp"
#include "models/inference/storage_order.hpp"
#include "models/masks/mask_encoder.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/random_case.hpp"

#include <catch2/catch.hpp>

#include <optional>

using namespace fracbit;
using namespace fracbit::test;
using models::Architecture;
using models::BlockId;
using models::LayerResult;
using models::StreamId;
using models::WeightFormat;

namespace {

std::optional<models::SimulationResult> try_run(const Architecture& architecture, const models::Workload& workload) {
    try {
        return sim::simulate(architecture, workload, {});
    } catch (const ConfigError&) {
        return std::nullopt;
    }
}

struct Change {
    const char* what;
    void (*change)(Architecture&);
};

/// None of these touches what is computed, or how much of what is read.
constexpr Change changes[] = {
    {"more patch ports", [](Architecture& a) { a.weights.patch_ports += 5; }},
    {"more lanes", [](Architecture& a) { a.weights.lanes *= 2; }},
    {"one lane", [](Architecture& a) { a.weights.lanes = 1; }},
    {"deeper FIFOs", [](Architecture& a) { a.weights.fifo_depth += 7, a.weights.patch_fifo_depth += 7; }},
    {"FIFOs of one word", [](Architecture& a) { a.weights.fifo_depth = a.weights.patch_fifo_depth = 1; }},
    {"a wider mask decoder",
     [](Architecture& a) { a.weights.mask_lanes *= 3, a.weights.mask_entries += 20, a.weights.mask_bytes += 4096; }},
    {"another fill width", [](Architecture& a) { a.weights.fill_width = a.weights.fill_width / 2 + 3; }},
    {"more buffers",
     [](Architecture& a) { a.weights.patch_bytes += 2048, a.weights.mask_bytes += 2048, a.csr.reader_bytes += 64; }},
    {"a slow bus",
     [](Architecture& a) {
         a.memory.bytes_per_cycle = {1, 7};
     }},
};

} // namespace

TEST_CASE(
    "ports, lanes, FIFOs and widths of the pruned weight path change neither outputs nor what is counted of the work") {
    constexpr std::uint64_t first_seed = 90210;
    int ran = 0, compared = 0;
    for (std::uint64_t seed = first_seed; ran < 60; ++seed) {
        const RandomCase c = random_case(seed);
        if (c.spec.format != WeightFormat::sparse && c.spec.format != WeightFormat::csr) continue;
        const models::SyntheticWorkload workload(c.network, c.spec);
        INFO("seed " << seed << ": " << c.describe());
        const auto base = try_run(c.architecture, workload);
        if (!base) continue;
        ++ran;
        for (const Change& change : changes) {
            INFO(change.what);
            Architecture a = c.architecture;
            change.change(a);
            const auto other = try_run(a, workload);
            if (!other) continue; // a longer word may be too long for a buffer
            ++compared;
            REQUIRE(other->outputs == base->outputs);
            for (std::size_t i = 0; i < base->layers.size(); ++i) {
                const LayerResult &x = base->layers[i], &y = other->layers[i];
                REQUIRE(x.patches == y.patches);
                REQUIRE(x.decoded_slices == y.decoded_slices);
                REQUIRE(x.decoded_bits == y.decoded_bits);
                REQUIRE(x.csr.entries == y.csr.entries);
                REQUIRE(x.csr.fillers == y.csr.fillers);
                REQUIRE(x.csr.unbalanced == y.csr.unbalanced);
                for (std::size_t s = 0; s < x.streams.size(); ++s) REQUIRE(x.streams[s].bytes == y.streams[s].bytes);
                REQUIRE(x.block(BlockId::array).busy == y.block(BlockId::array).busy);
            }
        }
    }
    CHECK(compared > 400);
}

namespace {

models::Network linear_network(std::int64_t inputs, std::int64_t outputs) {
    models::Layer layer;
    layer.name = "fc";
    layer.kind = models::LayerKind::linear;
    layer.input = {inputs, 1, 1};
    layer.out_channels = outputs;
    models::Network network;
    network.name = "one";
    network.layers = {layer};
    return network;
}

/// Entries of each decoder in each unit (tiles of `columns`, row groups of `rows`), counted weight by weight.
std::vector<std::vector<std::int64_t>> entries_of_units(const models::Network& network,
                                                        const models::QuantizedLayer& weights, std::int64_t rows,
                                                        std::int64_t columns) {
    const models::Layer& layer = network.layers.front();
    const models::BitVector kept = *models::kept_weights_of(layer, weights);
    const std::int64_t skip = (std::int64_t{1} << weights.csr.gap_bits) - 1;
    std::vector<std::vector<std::int64_t>> units;
    for (std::int64_t first = 0; first < layer.out_channels; first += rows)
        for (std::int64_t tile = 0; tile < layer.reduction(); tile += columns) {
            auto& unit = units.emplace_back(static_cast<std::size_t>(weights.csr.decoders));
            for (std::int64_t row = first; row < std::min(first + rows, layer.out_channels); ++row) {
                std::int64_t zeros = 0;
                for (std::int64_t k = tile; k < std::min(tile + columns, layer.reduction()); ++k) {
                    if (!kept.get(row * layer.reduction() + k)) {
                        ++zeros;
                        continue;
                    }
                    unit[static_cast<std::size_t>((row - first) % weights.csr.decoders)] += zeros / skip + 1;
                    zeros = 0;
                }
            }
        }
    return units;
}

} // namespace

TEST_CASE("as bandwidth rises CSR decoders starve less, until only the imbalance of their rows is left") {
    const models::Network network = linear_network(512, 64);
    for (const int decoders : {1, 2, 8, 32}) {
        models::SyntheticSpec spec;
        spec.format = WeightFormat::csr;
        spec.order = models::StorageOrder::tiled;
        spec.group_rows = 32;
        spec.tile_columns = 64;
        spec.pruned.sparsity = 0.8;
        spec.pruned.decoders = decoders;
        const models::SyntheticWorkload workload(network, spec);
        const auto units = entries_of_units(network, *workload.layer(0), 32, 64);
        REQUIRE(units.size() == 16);
        std::int64_t entries = 0, longest = 0; // all entries; cycles of a decoder that never starves
        for (const auto& unit : units) {
            std::int64_t most = 1;
            for (const std::int64_t each : unit) {
                entries += each;
                most = std::max(most, each);
            }
            longest += most;
        }
        Architecture a;
        a.memory.latency = Cycles(10);
        a.memory.outstanding = 64;
        a.csr.decoders = decoders;
        a.csr.reader_bytes = 8192; // all that a decoder has
        std::int64_t starved = INT64_MAX;
        for (const models::Rational bandwidth : {models::Rational{1, 2}, {2}, {8}, {32}, {64}}) {
            a.memory.bytes_per_cycle = bandwidth;
            const models::CsrCounts csr = sim::simulate(a, workload, {}).layers[0].csr;
            INFO(decoders << " decoders, " << bandwidth.value() << " bytes a cycle");
            CHECK(csr.entries + csr.fillers == entries);
            CHECK(csr.slots % decoders == 0);
            CHECK(csr.slots >= decoders * longest);
            CHECK(csr.starved <= starved);
            CHECK(csr.unbalanced == decoders * longest - entries); // none with one decoder
            starved = csr.starved;
            if (bandwidth.value() < 64) continue;
            // A burst a cycle: decoder d begins d cycles late in the first unit, and never again.
            CHECK(csr.slots <= decoders * (longest + decoders + 1));
            CHECK(csr.starved <= decoders * (decoders + 1));
        }
        CHECK(starved > 0); // counts come first: the first entries are a burst behind
    }
}

TEST_CASE(
    "a band of a low-rank mask may hold several row groups, the last of them smaller, in every convolution group") {
    constexpr std::uint64_t seed = 62001;
    INFO("seed " << seed);
    Random random(seed);
    const auto draw = [&](std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low + 1)));
    };
    int ran = 0, uneven = 0;
    for (int i = 0; i < 80; ++i) {
        models::Network network = linear_network(draw(1, 40), 1);
        models::Layer& layer = network.layers.front();
        const std::int64_t rows = draw(3, 30), group_rows = draw(1, 8);
        layer.kind = models::LayerKind::conv;
        layer.groups = draw(1, 3);
        layer.input.channels *= layer.groups;
        layer.input.height = draw(1, 3);
        layer.out_channels = rows * layer.groups;
        models::SyntheticSpec spec;
        spec.format = WeightFormat::sparse;
        spec.order = random.below(2) == 0 ? models::StorageOrder::k_major : models::StorageOrder::tiled;
        spec.q = static_cast<int>(draw(1, 2));
        spec.group_rows = group_rows;
        spec.tile_columns = 8;
        spec.xor_spec = {4, 9, 2, 1};
        spec.seed = seed + static_cast<std::uint64_t>(i);
        spec.pruned.patches_per_slice = 0.5;
        models::QuantizedLayer weights = *models::SyntheticWorkload(network, spec).layer(0);
        const models::StorageMap map(layer, weights);
        const bool whole = random.below(2) == 0 && rows > group_rows;
        models::LowRankFactors factors = models::empty_factors(layer, map, whole ? rows : group_rows * draw(1, 3),
                                                               draw(1, 12), static_cast<int>(draw(1, 5)));
        for (auto* words : {&factors.u, &factors.v})
            for (std::uint64_t& word : *words) word = random.below(std::uint64_t{1} << factors.rank);
        weights.mask = models::encode_low_rank(layer, map, factors);
        models::QuantizedNetwork stored;
        stored.network = network;
        stored.layers = {weights};
        stored.outputs.resize(1);
        const models::StoredWorkload workload(stored);

        Architecture a;
        a.array.rows = static_cast<int>(group_rows);
        a.array.columns = 8;
        a.weights.mask_lanes = draw(1, 40);
        a.weights.fill_width = draw(2, 40);
        if (random.below(2) == 0) { // each position decodes its row group again
            a.array.accumulator_depth = 2 * spec.q;
            a.weights.buffer_bytes = 16;
        }
        INFO("case " << i << ": " << rows << " rows in " << layer.groups << " groups, row groups of " << group_rows
                     << ", bands of " << factors.tile_rows);
        std::vector<sim::Image> image(1, sim::Image(static_cast<std::size_t>(layer.input.elements())));
        for (std::uint8_t& value : image[0]) value = static_cast<std::uint8_t>(random.below(256));
        const auto result = sim::simulate(a, workload, image);
        const models::IntegerInference functional(workload, {8});
        REQUIRE(result.outputs.front() == functional.outputs(image[0]).back());
        ++ran;
        uneven += static_cast<int>(whole && rows % group_rows != 0);
    }
    CHECK(ran == 80);
    CHECK(uneven > 10);
}
