#include "sim/invariants.hpp"

#include "models/core/error.hpp"

#include <initializer_list>
#include <string>

namespace fracbit::sim {
namespace {

void require(const models::LayerResult& result, const std::string& block, const std::string& what, std::int64_t found,
             std::int64_t expected, bool at_least = false) {
    if (at_least ? found >= expected : found == expected) return;
    throw SimulationError("layer '" + result.name + "', block " + block + ": " + what + " is " + std::to_string(found) +
                          ", but the layer dictates " + (at_least ? "at least " : "") + std::to_string(expected) +
                          "; this is a defect of the simulator, please report it with the command line");
}

} // namespace

void check_layer(const models::LayerResult& result, std::int64_t products, const models::LayerExpectation& expected) {
    for (int b = 0; b < models::block_count; ++b) {
        const auto id = static_cast<models::BlockId>(b);
        require(result, models::to_string(id), "busy + stalled + idle", result.block(id).total().count(), result.cycles.count());
    }
    for (int s = 0; s < models::stream_count; ++s) {
        const auto id = static_cast<models::StreamId>(s);
        require(result, "memory", std::string("bytes of stream '") + models::to_string(id) + "'", result.stream(id).bytes.count(),
                expected.bytes[static_cast<std::size_t>(s)].count());
    }
    require(result, "decoder", "slices decoded", result.decoded_slices, expected.decoded_slices);
    require(result, "weight_buffer", "bits filled", result.decoded_bits.count(), expected.decoded_bits.count());
    const models::CsrCounts& csr = result.csr;
    require(result, "csr_decoder", "entries", csr.entries + csr.fillers, expected.csr_entries);
    require(result, "csr_decoder", "unbalanced slots", csr.unbalanced, expected.csr_unbalanced);
    require(result, "csr_decoder", "entries + fillers + starved + unbalanced", csr.entries + csr.fillers + csr.starved + csr.unbalanced, csr.slots);
    require(result, "tile_loader", "tiles loaded", result.tiles_loaded, expected.tiles);
    require(result, "array", "vectors", result.vectors, expected.vectors);
    require(result, "array", "products", products, expected.products);
    const auto busy = [&](models::BlockId id, std::int64_t cycles) {
        require(result, models::to_string(id), "busy", result.block(id).busy.count(), cycles);
    };
    const auto bursts = [&](std::initializer_list<models::StreamId> streams) {
        std::int64_t sum = 0;
        for (const models::StreamId id : streams) sum += result.stream(id).bursts;
        return sum;
    };
    busy(models::BlockId::array, expected.array_busy.count());
    busy(models::BlockId::scaler, expected.scaler_busy.count());
    busy(models::BlockId::vector_unit, expected.vector_unit_busy.count());
    busy(models::BlockId::activation_reader, bursts({models::StreamId::activations, models::StreamId::residual}));
    busy(models::BlockId::operand_reader, bursts({models::StreamId::scales, models::StreamId::psum_read}));
    require(result, "memory", "cycles", result.cycles.count(), expected.least_cycles.count(), true);
}

} // namespace fracbit::sim
