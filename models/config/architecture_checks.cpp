#include "models/config/architecture_checks.hpp"

#include "models/config/architecture_keys.hpp"
#include "models/config/decimal.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// Times are counted in fractions of a cycle with the bandwidth's numerator below the line: 64 bits then hold 9·10^11
/// cycles.
constexpr std::int64_t largest_bandwidth_term = 10'000'000;

struct Resolved {
    std::optional<Rational> bytes_per_cycle;
    std::optional<Cycles> latency;
};

/// What GB/s and ns mean at this clock; nothing where they are not given or do not fit 64 bits.
Resolved resolved_with_clock(const Architecture& architecture) {
    Resolved result;
    const auto mhz = exact_decimal(architecture.clock_mhz);
    if (!mhz || mhz->numerator == 0) return result;
    const MemoryConfig& memory = architecture.memory;
    if (memory.bandwidth_gb_s) result.bytes_per_cycle = multiply_divide(*memory.bandwidth_gb_s, Rational(1000), *mhz);
    if (memory.latency_ns) {
        if (const auto cycles = multiply_divide(*memory.latency_ns, *mhz, Rational(1000)))
            result.latency = Cycles(cycles->numerator / cycles->denominator +
                                    (cycles->numerator % cycles->denominator == 0 ? 0 : 1));
    }
    return result;
}

bool is_positive(const Rational& number) { return number.numerator > 0 && number.denominator > 0; }

void check_ranges(const Architecture& architecture, std::vector<ArchitectureProblem>& problems) {
    for (const ArchitectureKey& key : architecture_keys()) {
        const auto value = key.get(architecture);
        if (!value) continue;
        if (const auto problem = value_problem(key.rule, *value)) problems.push_back({{key.rule.path()}, *problem});
    }
}

void check_memory(const Architecture& architecture, std::vector<ArchitectureProblem>& problems) {
    const MemoryConfig& memory = architecture.memory;
    const Rational rate = memory.bytes_per_cycle;
    if (!is_positive(rate)) return; // its range says so
    if (rate.numerator > largest_bandwidth_term || rate.denominator > largest_bandwidth_term) {
        problems.push_back({{"memory.bytes_per_cycle", "clock.mhz"},
                            fmt::format("memory.bytes_per_cycle is the fraction {}/{}: both numbers may be at most {}, "
                                        "so that time stays exact; use a rounder bandwidth or clock",
                                        rate.numerator, rate.denominator, largest_bandwidth_term)});
    }
    const Resolved resolved = resolved_with_clock(architecture);
    if (memory.bandwidth_gb_s && !resolved.bytes_per_cycle) {
        problems.push_back({{"memory.bandwidth_gb_s", "clock.mhz"},
                            "memory.bandwidth_gb_s over clock.mhz has too many digits: use rounder values"});
    } else if (memory.bandwidth_gb_s && resolved.bytes_per_cycle != rate) {
        problems.push_back(
            {{"memory.bandwidth_gb_s", "memory.bytes_per_cycle", "clock.mhz"},
             "memory.bandwidth_gb_s and memory.bytes_per_cycle do not agree at this clock: set only one"});
    }
    if (memory.latency_ns && resolved.latency != memory.latency) {
        problems.push_back({{"memory.latency_ns", "memory.latency_cycles", "clock.mhz"},
                            "memory.latency_ns and memory.latency_cycles do not agree at this clock: set only one"});
    }
}

/// "a = 32 is too small: it must hold <what>, 64 bytes".
void check_holds(std::int64_t value, std::int64_t least, const char* unit, const char* what,
                 std::vector<std::string> keys, std::vector<ArchitectureProblem>& problems) {
    if (value >= least) return;
    auto text = fmt::format("{} = {} is too small: it must hold {}, {} {}", keys.front(), value, what, least, unit);
    problems.push_back({std::move(keys), std::move(text)});
}

void check_sizes(const Architecture& a, std::vector<ArchitectureProblem>& problems) {
    const std::int64_t burst = a.memory.burst_bytes;
    const std::int64_t weight_bits = a.array.mode == ArrayMode::dense   ? 8
                                     : a.array.mode == ArrayMode::shift ? least_shifter_bits
                                                                        : 1;
    const std::int64_t tile_bits = std::int64_t{a.array.rows} * a.array.columns * weight_bits;
    check_holds(a.weights.reader_bytes, burst, "bytes", "one burst (memory.burst_bytes)",
                {"weights.reader_bytes", "memory.burst_bytes"}, problems);
    check_holds(a.output.writer_bytes, burst, "bytes", "one burst (memory.burst_bytes)",
                {"output.writer_bytes", "memory.burst_bytes"}, problems);
    check_holds(a.weights.buffer_bytes, ceil_div(tile_bits, 8), "bytes",
                "one tile (array.rows x array.columns weights)",
                {"weights.buffer_bytes", "array.rows", "array.columns", "array.mode"}, problems);
    check_holds(a.array.accumulator_depth, a.array.accumulator_banks, "sums", "one sum for each bank",
                {"array.accumulator_depth", "array.accumulator_banks"}, problems);
    check_holds(a.activations.buffer_bytes, a.array.columns, "bytes", "one vector (array.columns)",
                {"activations.buffer_bytes", "array.columns"}, problems);
}

} // namespace

void resolve_with_clock(Architecture& architecture) {
    const Resolved resolved = resolved_with_clock(architecture);
    if (resolved.bytes_per_cycle) architecture.memory.bytes_per_cycle = *resolved.bytes_per_cycle;
    if (resolved.latency) architecture.memory.latency = *resolved.latency;
}

std::vector<ArchitectureProblem> find_problems(const Architecture& architecture) {
    std::vector<ArchitectureProblem> ranges, others;
    check_ranges(architecture, ranges);
    check_memory(architecture, others);
    check_sizes(architecture, others);
    // A value outside its range is enough to say; what it does to its neighbours is noise.
    const auto reported = [&](const std::string& key) {
        return std::any_of(ranges.begin(), ranges.end(), [&](const auto& p) { return p.keys.front() == key; });
    };
    for (ArchitectureProblem& problem : others) {
        if (std::none_of(problem.keys.begin(), problem.keys.end(), reported)) ranges.push_back(std::move(problem));
    }
    return ranges;
}

} // namespace fracbit::models
