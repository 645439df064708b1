// The options that choose how drawn weights are stored.
#pragma once

#include "models/config/architecture.hpp"
#include "models/inference/synthetic_workload.hpp"
#include "models/xor/xor_network.hpp"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

namespace fracbit::cli {

/// --n-in, --n-out, --taps | --dense, --xor-seed.
struct XorOptions {
    models::XorSpec spec;
    bool dense = false;

    void add_to(CLI::App& command, const std::string& seed_name);
    [[nodiscard]] models::XorSpec xor_spec() const;
};

struct WeightOptions {
    std::string format; ///< empty: flexor for drawn weights, as stored for a model
    std::string storage = "k-major";
    int q = 1;
    XorOptions xor_network;
    std::uint64_t seed = 1;

    void add_to(CLI::App& command);
    [[nodiscard]] models::SyntheticSpec synthetic_spec(const models::Architecture& architecture) const;
};

/// "flexor", "binary", "dense8"; nothing for an empty text and for "stored".
std::optional<models::WeightFormat> weight_format(const std::string& text);

} // namespace fracbit::cli
