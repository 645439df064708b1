#include "explorer/evaluation/accuracy_query.hpp"

#include "explorer/evaluation/encoding_keys.hpp"

#include <fmt/format.h>

namespace fracbit::explorer {

AccuracyQuery accuracy_query(const NetworkUse& use, const models::SyntheticSpec& spec) {
    AccuracyQuery query;
    query.network = use.accuracy_network;
    query.dataset = use.accuracy_dataset;
    query.q = planes_of(spec);
    query.full_precision = spec.format == models::WeightFormat::dense8;
    if (models::is_shift(spec.format)) query.shift_bits = spec.q;
    if (is_encoded(spec.format)) {
        query.n_in = spec.xor_spec.n_in;
        query.n_out = spec.xor_spec.n_out;
        query.taps = spec.xor_spec.taps;
    }
    if (is_pruned(spec.format)) query.sparsity = spec.pruned.sparsity;
    // Weights of 8 bits and powers of two meet 8-bit activations on every array (docs/arithmetic.md).
    if (!query.full_precision && query.shift_bits == 0) query.activation_bits = spec.activation_bits;
    return query;
}

std::string no_accuracy_reason(const AccuracyQuery& query) {
    if (query.shift_bits > 0)
        return fmt::format(
            "no table has the accuracy of {} on {} with powers of two of {} bits: its rows are of binary "
            "codes",
            query.network, query.dataset, query.shift_bits);
    if (query.full_precision)
        return fmt::format("no table has the full precision of {} on {}: no row of it has activations of {} bits",
                           query.network, query.dataset, full_activation_bits);
    const std::string activations = query.activation_bits < full_activation_bits
                                        ? fmt::format(", activations of {} bits", query.activation_bits)
                                        : std::string();
    return fmt::format(
        "no table has the accuracy of {} on {} with q = {}, {} -> {}, taps {}, sparsity {:g}{}, or rows on "
        "both sides of it",
        query.network, query.dataset, query.q, query.n_in, query.n_out, query.taps, query.sparsity, activations);
}

} // namespace fracbit::explorer
