// The options that choose how drawn weights are stored.
#pragma once

#include "cli/cli11_fwd.hpp"
#include "models/config/architecture.hpp"
#include "models/inference/synthetic_workload.hpp"
#include "models/xor/xor_network.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fracbit::cli {

/// --n-in, --n-out, --taps | --dense, --xor-seed.
struct XorOptions {
    std::optional<int> n_in, n_out, taps; ///< as given
    std::uint64_t seed = 1;
    bool dense = false;

    void add_to(CLI::App& command, const std::string& seed_name, bool pruned_too);
    /// 8 -> 10 with 2 taps unless given otherwise.
    [[nodiscard]] models::XorSpec xor_spec() const;
};

struct WeightOptions {
    std::string format;  ///< empty: flexor for drawn weights, as stored for a model
    std::string storage; ///< empty: k-major, csr: tiled
    std::string mask = "bitmap";
    double sparsity = 0.9;
    int registers = 0;
    int q = 1;
    XorOptions xor_network;
    std::uint64_t seed = 1;
    std::vector<std::string> given; ///< names of those on the command line

    void add_to(CLI::App& command);
    /// When the command line is read.
    void note_given(const CLI::App& command);
    /// Throws ConfigError that names an option which says nothing about the weights of a model.
    void check_stored() const;
    [[nodiscard]] models::SyntheticSpec synthetic_spec(const models::Architecture& architecture) const;
};

/// "flexor", "sparse", "csr", "binary", "dense8", "shift", "shift-xor"; nothing for an empty text and for "stored".
std::optional<models::WeightFormat> weight_format(const std::string& text);

/// "row-major", "k-major", "tiled"; for an empty text the order that a format is stored in by default.
models::StorageOrder storage_order(const std::string& text, std::optional<models::WeightFormat> format);

/// "bitmap", "relative-index", "low-rank".
models::MaskFormat mask_format(const std::string& text);

/// A drawn layer's XOR code: n_out, if it is not given, and blocks of counts, as trials on a drawn plane choose them.
void choose_drawn_code(const XorOptions& given, models::SyntheticSpec& spec);

} // namespace fracbit::cli
