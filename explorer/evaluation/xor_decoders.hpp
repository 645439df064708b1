// XOR networks, their circuits and what these cost, each worked out once.
#pragma once

#include "explorer/evaluation/integer_key.hpp"
#include "explorer/evaluation/shared_cache.hpp"
#include "models/cost/machine_needs.hpp"
#include "models/inference/synthetic_workload.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace fracbit::explorer {

/// The XOR networks of an encoding.
struct XorPlanes {
    std::shared_ptr<const models::XorNetwork> first; ///< of plane 0
    std::vector<models::XorSpec> decoders;           ///< specs of the different ones: a decoder each
    int levels = 0;                                  ///< XOR levels of the deepest
};

class XorDecoders {
public:
    /// `cancelled` is asked while circuits are made; what needs them then throws Cancelled.
    explicit XorDecoders(std::int64_t cache_bytes, CancelCheck cancelled = {});
    /// Plane i of `spec` is drawn with its seed + i. Throws ConfigError where validate(XorSpec) does.
    XorPlanes planes_of(const models::SyntheticSpec& spec);
    /// `technology_number` tells technologies apart.
    models::DecoderCost cost(const models::XorSpec& spec, const models::DecoderStages& pipeline, int registers,
                             const models::Technology& technology, int technology_number);
    /// Of all decoders of an encoding, in the architecture's pipeline.
    std::vector<models::DecoderCost> costs(const XorPlanes& planes, const models::Architecture& architecture,
                                           const models::SyntheticSpec& spec, const models::Technology& technology,
                                           int technology_number);

private:
    using Key = IntegerKey<8>;
    struct Network {
        std::shared_ptr<const models::XorNetwork> network;
        [[nodiscard]] std::int64_t bytes() const { return network->n_out() * std::int64_t{8} + 64; }
    };
    struct Circuit {
        models::DecoderCircuit circuit;
        [[nodiscard]] std::int64_t bytes() const { return circuit.netlist.xor2() * std::int64_t{16} + 256; }
    };
    struct Cost {
        models::DecoderCost cost;
        [[nodiscard]] static std::int64_t bytes() { return sizeof(Cost); }
    };
    static Key key_of(const models::XorSpec& spec);
    std::shared_ptr<const models::XorNetwork> network(const models::XorSpec& spec);

    CancelCheck cancelled_;
    SharedCache<Key, Network> networks_;
    SharedCache<Key, Circuit> circuits_;
    SharedCache<Key, Cost> costs_;
};

} // namespace fracbit::explorer
