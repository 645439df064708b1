// Networks repeat their layers: what takes the same time is timed once.
#pragma once

#include "models/timing/layer_work.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace fracbit::models::timing {

/// The layers so far, found by everything that decides their time. For one architecture.
class RepeatedLayers {
public:
    /// Of a network that stays as it is and has so many layers.
    explicit RepeatedLayers(std::size_t layers) { known_.reserve(layers); }
    /// The number of a layer of the same shape, storage and tensors, if there was one, whose XOR networks are as deep;
    /// nothing for pruned weights, whose values count.
    [[nodiscard]] std::optional<std::size_t> find(const LayerWork& work) const;
    /// Layer number `layer`.
    void add(const LayerWork& work, std::size_t layer);

private:
    struct Known {
        const Layer* shape;
        LayerTensors tensors;
        WeightFormat format;
        StorageOrder order;
        std::int64_t group_rows, tile_columns;
        int shift_bits;
        std::vector<std::shared_ptr<const XorNetwork>> networks; ///< by plane
        std::size_t layer;
    };
    static bool values_count(const LayerWork& work);
    static bool same(const Known& known, const LayerWork& work);
    std::vector<Known> known_;
};

} // namespace fracbit::models::timing
