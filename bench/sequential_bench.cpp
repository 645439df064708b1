// Sequential encoding of a random plane of 10^6 weights, 91 % pruned at random, in one run: bits per weight (seeds,
// patches and offset), how far that is above the entropy of the care bits, and weights encoded per second on one core.
//     build/release/bin/sequential_bench
#include "models/core/random.hpp"
#include "models/encoding/plane_bits.hpp"
#include "models/sequential/sequential_encoder.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <memory>

namespace {

using fracbit::Random;
using namespace fracbit::models;

constexpr std::int64_t weights = 1'000'000;

struct RandomPlane {
    BitVector codes{weights}, care{weights};
};

const RandomPlane& random_plane() {
    static const RandomPlane plane = [] {
        RandomPlane made;
        Random random(1);
        for (std::int64_t i = 0; i < weights; ++i) {
            made.codes.set(i, random.below(2) == 1);
            made.care.set(i, random.uniform() >= 0.91);
        }
        return made;
    }();
    return plane;
}

void encode(benchmark::State& state) {
    SequentialOptions options;
    options.n_in = static_cast<int>(state.range(0));
    options.registers = static_cast<int>(state.range(1));
    options.n_out = static_cast<int>(state.range(2));
    options.beam = state.range(3);
    const auto network = std::make_shared<const XorNetwork>(network_spec(options, static_cast<int>(state.range(4))));
    const auto& [codes, care] = random_plane();
    const std::array<std::int64_t, 1> run_lengths{weights};
    double bits = 0;
    while (state.KeepRunning())
        bits = static_cast<double>(stored_bits(encode_sequential(codes, care, run_lengths, network, options)).total());
    state.counters["bits/weight"] = bits / weights;
    state.counters["above_entropy_%"] = 100.0 * (bits / static_cast<double>(care.count_ones()) - 1.0);
    state.counters["Mweight/s"] =
        benchmark::Counter(static_cast<double>(state.iterations() * weights) * 1e-6, benchmark::Counter::kIsRate);
}

BENCHMARK(encode)
    ->ArgNames({"n_in", "registers", "n_out", "beam", "taps"})
    ->Unit(benchmark::kMillisecond)
    // The effort of the search, 64 columns.
    ->Args({8, 7, 88, 1, 0})
    ->Args({8, 7, 88, 16, 0})
    ->Args({8, 7, 89, 64, 0})
    ->Args({8, 7, 89, 256, 0})
    ->Args({8, 7, 89, 1024, 0})
    // Gates: taps of each output.
    ->Args({8, 7, 88, 16, 4})
    ->Args({8, 7, 88, 16, 6})
    ->Args({8, 7, 88, 16, 8})
    // Registers: columns of the network.
    ->Args({8, 5, 88, 64, 0})
    ->Args({8, 3, 86, 16, 0})
    ->Args({8, 3, 88, 256, 0})
    ->Args({8, 2, 87, 256, 0})
    ->Args({8, 1, 80, 256, 0})
    ->Args({16, 3, 176, 16, 0})
    ->Args({32, 1, 350, 16, 0})
    // No registers.
    ->Args({20, 0, 170, 16, 0})
    ->Args({60, 0, 640, 64, 0});

} // namespace

BENCHMARK_MAIN();
