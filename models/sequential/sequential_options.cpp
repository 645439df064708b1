#include "models/sequential/sequential_options.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace fracbit::models {

void validate(const SequentialOptions& options) {
    std::vector<std::string> problems;
    const auto& [n_in, registers, n_out, beam] = options;
    if (n_in < 1) problems.push_back(fmt::format("n_in is {}, at least 1 is needed", n_in));
    if (registers < 0) problems.push_back(fmt::format("registers is {}, at least 0 is needed", registers));
    if (n_in >= 1 && registers >= 0) {
        const std::int64_t columns = std::int64_t{n_in} * (std::int64_t{registers} + 1);
        if (columns > max_n_in)
            problems.push_back(
                fmt::format("n_in * (registers + 1) is {}, a network has at most {} columns", columns, max_n_in));
        else if (n_out < columns || n_out > max_n_out)
            problems.push_back(
                fmt::format("n_out is {}, allowed are {} (n_in * (registers + 1)) to {}", n_out, columns, max_n_out));
        if (beam == 0 && columns > max_columns_of_full_search)
            problems.push_back(fmt::format("beam is 0 (no bound) with {} columns, at most {} can be searched so; "
                                           "give a beam",
                                           columns, max_columns_of_full_search));
    }
    if (beam < 0) problems.push_back(fmt::format("beam is {}, it cannot be negative", beam));
    if (!problems.empty()) throw ConfigError(fmt::format("sequential code: {}", fmt::join(problems, "; ")));
}

SequentialOptions recommended_sequential(double sparsity) {
    if (!(sparsity >= 0.0 && sparsity <= 1.0))
        throw ConfigError(fmt::format("sparsity is {}, allowed is 0..1, the pruned share of the weights", sparsity));
    const double bits_per_weight = (1.0 - sparsity) * (1.0 + 0.011 * sparsity);
    SequentialOptions options;
    // n_out >= n_in * (registers + 1) is registers + 1 <= n_out / n_in.
    for (options.registers = 7; options.registers > 0; --options.registers)
        if (bits_per_weight * (options.registers + 1) <= 1.0) break;
    options.n_in = max_n_in / (options.registers + 1);
    const double n_out = bits_per_weight > 0 ? options.n_in / bits_per_weight : max_n_out;
    options.n_out = static_cast<int>(std::clamp<double>(std::floor(n_out), options.columns(), max_n_out));
    return options;
}

XorSpec network_spec(const SequentialOptions& options, int taps, std::uint64_t seed) {
    validate(options);
    return {options.columns(), options.n_out, taps, seed};
}

} // namespace fracbit::models
