#include "models/sequential/sequential_encoder.hpp"

#include "models/core/error.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/encoding/plane_layout.hpp"
#include "models/sequential/run_encoder.hpp"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <utility>
#include <vector>

namespace fracbit::models {
namespace {

void check_network(const XorNetwork* network, const SequentialOptions& options) {
    if (network == nullptr)
        throw ConfigError("sequential code: there is no network; make one of network_spec(options)");
    if (network->n_in() != options.columns() || network->n_out() != options.n_out)
        throw ConfigError(fmt::format("sequential code: found a network of {} columns and {} rows; n_in {} with {} "
                                      "registers needs {} columns, n_out {} as many rows",
                                      network->n_in(), network->n_out(), options.n_in, options.registers,
                                      options.columns(), options.n_out));
}

void check_runs(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths) {
    if (codes.size() != care.size())
        throw ConfigError(fmt::format("sequential code: found {} codes and {} care bits; there must be as many",
                                      codes.size(), care.size()));
    std::int64_t left = codes.size();
    for (std::size_t run = 0; run < run_lengths.size(); ++run) {
        if (run_lengths[run] < 0 || run_lengths[run] > left)
            throw ConfigError(fmt::format("sequential code: run {} has {} elements; allowed are 0..{}, what the runs "
                                          "before it leave of {} codes",
                                          run, run_lengths[run], left, codes.size()));
        left -= run_lengths[run];
    }
    if (left != 0)
        throw ConfigError(fmt::format("sequential code: the runs have {} elements, but there are {} codes; "
                                      "run lengths must add up to the plane",
                                      codes.size() - left, codes.size()));
}

} // namespace

StoredPlane encode_sequential(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths,
                              std::shared_ptr<const XorNetwork> network, const SequentialOptions& options,
                              const CancelCheck& cancelled) {
    validate(options);
    check_network(network.get(), options);
    check_runs(codes, care, run_lengths);

    const PlaneLayout layout(run_lengths, options.n_out, options.registers);
    std::vector<BitVector> seeds(run_lengths.size());
    std::vector<std::vector<std::int64_t>> patches(run_lengths.size());
    tbb::parallel_for(std::size_t{0}, run_lengths.size(), [&](std::size_t run) {
        auto encoded =
            encode_run({codes, care, layout.first_element[run], run_lengths[run]}, *network, options, cancelled);
        seeds[run] = std::move(encoded.seeds);
        patches[run] = std::move(encoded.patches);
    });

    StoredPlane plane{std::move(network), BitVector(layout.seeds() * options.n_in), options.registers};
    for (std::int64_t run = 0; run < layout.runs(); ++run) {
        const auto& run_seeds = seeds[static_cast<std::size_t>(run)];
        plane.bits.copy(layout.first_seed(run) * options.n_in, run_seeds, 0, run_seeds.size());
    }
    plane.patches =
        write_patches(PatchFormat::gaps, patches, run_lengths, options.n_out, best_gap_bits(patches).gap_bits);
    return plane;
}

} // namespace fracbit::models
