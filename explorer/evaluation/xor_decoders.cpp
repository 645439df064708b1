#include "explorer/evaluation/xor_decoders.hpp"

#include "explorer/evaluation/encoding_keys.hpp"
#include "models/xor/xor_properties.hpp"

#include <algorithm>
#include <utility>

namespace fracbit::explorer {

XorDecoders::XorDecoders(std::int64_t cache_bytes, CancelCheck cancelled)
    : cancelled_(std::move(cancelled)), networks_(cache_bytes / 4), circuits_(cache_bytes / 2),
      costs_(cache_bytes / 4) {}

XorPlanes XorDecoders::planes_of(const models::SyntheticSpec& spec) {
    XorPlanes planes;
    std::vector<std::shared_ptr<const models::XorNetwork>> known;
    for (int plane = 0; plane < explorer::planes_of(spec); ++plane) {
        models::XorSpec own = spec.xor_spec;
        own.seed += static_cast<std::uint64_t>(plane);
        auto drawn = network(own);
        if (plane == 0) planes.first = drawn;
        if (std::any_of(known.begin(), known.end(), [&](const auto& other) { return *other == *drawn; })) continue;
        planes.levels = std::max(planes.levels, models::logic_levels(*drawn));
        planes.decoders.push_back(own);
        known.push_back(std::move(drawn));
    }
    return planes;
}

models::DecoderCost XorDecoders::cost(const models::XorSpec& spec, const models::DecoderStages& pipeline, int registers,
                                      const models::Technology& technology, int technology_number) {
    Key circuit_key = key_of(spec);
    circuit_key.add(std::int64_t{pipeline.stages});
    circuit_key.add(std::int64_t{pipeline.levels});
    Key key = circuit_key;
    key.add(std::int64_t{registers});
    key.add(std::int64_t{technology_number});
    return costs_
        .get(key,
             [&] {
                 const auto known = circuits_.get(circuit_key, [&] {
                     return Circuit{models::decoder_circuit(*network(spec), pipeline, 1, cancelled_)};
                 });
                 const models::DecoderCircuit& circuit = known->circuit;
                 return Cost{models::decoder_cost(circuit.netlist, circuit.cut, technology, {}, registers)};
             })
        ->cost;
}

std::vector<models::DecoderCost> XorDecoders::costs(const XorPlanes& planes, const models::Architecture& architecture,
                                                    const models::SyntheticSpec& spec,
                                                    const models::Technology& technology, int technology_number) {
    const models::DecoderStages pipeline = models::decoder_pipeline(architecture, planes.levels);
    const int registers = spec.format == models::WeightFormat::sparse ? spec.pruned.registers : 0;
    std::vector<models::DecoderCost> all;
    for (const models::XorSpec& decoder : planes.decoders)
        all.push_back(cost(decoder, pipeline, registers, technology, technology_number));
    return all;
}

XorDecoders::Key XorDecoders::key_of(const models::XorSpec& spec) {
    Key key;
    key.add(std::int64_t{spec.n_in});
    key.add(std::int64_t{spec.n_out});
    key.add(std::int64_t{spec.taps});
    key.add(static_cast<std::int64_t>(spec.seed));
    return key;
}

std::shared_ptr<const models::XorNetwork> XorDecoders::network(const models::XorSpec& spec) {
    return networks_.get(key_of(spec), [&] { return Network{std::make_shared<const models::XorNetwork>(spec)}; })
        ->network;
}

} // namespace fracbit::explorer
