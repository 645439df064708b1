// What all threads share: the space in the form that evaluation needs, and the results that points have in common.
#pragma once

#include "explorer/accuracy/accuracy_table.hpp"
#include "explorer/evaluation/axis_order.hpp"
#include "explorer/evaluation/drawn_layers.hpp"
#include "explorer/evaluation/evaluation_plan.hpp"
#include "explorer/evaluation/evaluator.hpp"
#include "explorer/evaluation/network_facts.hpp"
#include "explorer/evaluation/network_storage.hpp"
#include "explorer/evaluation/network_timing.hpp"
#include "explorer/evaluation/xor_decoders.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace fracbit::explorer {

/// What a parameter comes to in each turn of its axis; the same for all points if there is no such parameter.
template <class Value>
struct ByTurn {
    int axis = -1;
    std::vector<Value> values;
    [[nodiscard]] Value at(std::span<const int> digits) const {
        return values[axis < 0 ? 0 : static_cast<std::size_t>(digits[static_cast<std::size_t>(axis)])];
    }
};

struct SharedResults {
    SharedResults(const DesignSpace& design_space, const CacheLimits& limits, std::function<bool()> cancelled);

    std::shared_ptr<const NetworkStorage> storage(int network, const models::SyntheticSpec& spec);
    std::shared_ptr<const NetworkTiming> timing(int network, const models::Architecture& architecture,
                                                const models::SyntheticSpec& spec, const XorPlanes& planes);
    /// Of all of the decoders of an encoding, in the architecture's pipeline.
    std::vector<models::DecoderCost> decoder_costs(const models::Architecture& architecture,
                                                   const models::SyntheticSpec& spec, const XorPlanes& planes,
                                                   int technology);

    const DesignSpace& space;
    AxisOrder order;
    EvaluationPlan plan;
    std::int64_t chunk_size;
    std::vector<NetworkFacts> facts; ///< by network
    std::vector<const models::Technology*> technologies;
    ByTurn<int> technology; ///< index of technologies
    ByTurn<int> network;    ///< -1: all of them
    ByTurn<double> clock_mhz;
    std::vector<std::vector<int>> runs; ///< [network + 1]: the networks that run
    AccuracyTable accuracy;
    std::atomic<std::int64_t> timings{0};
    XorDecoders decoders;

private:
    DrawnLayers drawn_;
    SharedCache<EncodingKey, NetworkStorage> storages_;
    SharedCache<TimingKey, NetworkTiming> timings_;
};

} // namespace fracbit::explorer
