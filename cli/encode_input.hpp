// The float weights that encode works on: a model, an array in a file, or drawn ones.
#pragma once

#include "cli/cli11_fwd.hpp"
#include "models/compression/weight_source.hpp"
#include "models/model/model.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fracbit::cli {

struct EncodeInput {
    std::string model, npy, hdf5, dataset, synthetic, scales;

    void add_to(CLI::App& command);
    /// What is encoded, for people.
    [[nodiscard]] std::string text() const;
};

/// A model of one layer whose weights are still in `source`.
struct SingleLayer {
    models::Layer layer;
    std::vector<float> values; ///< of `source`, where it does not read them itself
    std::unique_ptr<models::WeightSource> source;
};

/// Throws ConfigError unless exactly one of npy, hdf5 and synthetic is given, well-formed; and what reading it throws.
SingleLayer single_layer(const EncodeInput& input, std::uint64_t seed);

/// Throws ConfigError unless exactly one input is given, with no option of another.
void check_input(const EncodeInput& input);

} // namespace fracbit::cli
