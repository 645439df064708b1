// How fast the functional XOR decoder is, beside a plain memcpy of as many bytes as it writes. Gbit/s count decoded
// output bits; one core. The target is 80 Gbit/s for 20 -> 188 (design section 6).
//     build/release/bin/decoder_bench
#include "models/core/random.hpp"
#include "models/xor/slices.hpp"
#include "models/xor/xor_decoder.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>

namespace {

using fracbit::Random;
using namespace fracbit::models;

void report(benchmark::State& state, std::int64_t bits) {
    state.counters["Gbit/s"] =
        benchmark::Counter(static_cast<double>(state.iterations() * bits) * 1e-9, benchmark::Counter::kIsRate);
}

void decode(benchmark::State& state) {
    const auto n_in = static_cast<int>(state.range(0)), n_out = static_cast<int>(state.range(1));
    const std::int64_t weights = state.range(2);
    Random random(1);
    BitVector encrypted(encrypted_bits(weights, n_in, n_out));
    for (std::int64_t i = 0; i < encrypted.size(); i += 64)
        encrypted.deposit(i, static_cast<int>(std::min<std::int64_t>(64, encrypted.size() - i)), random.next());
    const XorDecoder decoder(XorNetwork(XorSpec{n_in, n_out, 0, 1}));
    for (auto _ : state) {
        const auto decoded = decoder.decode(encrypted, weights);
        benchmark::DoNotOptimize(decoded.words().data());
        benchmark::ClobberMemory();
    }
    report(state, weights);
}

/// Like decode: into memory that is allocated anew each time.
void memcpy_of_the_output(benchmark::State& state) {
    const std::int64_t weights = state.range(0);
    const BitVector source(weights);
    for (auto _ : state) {
        BitVector copy(weights);
        std::memcpy(copy.words().data(), source.words().data(), source.words().size_bytes());
        benchmark::DoNotOptimize(copy.words().data());
        benchmark::ClobberMemory();
    }
    report(state, weights);
}

constexpr std::int64_t in_cache = 1 << 19;  // 64 KiB of weights
constexpr std::int64_t in_memory = 1 << 28; // 32 MiB of weights

BENCHMARK(decode)
    ->ArgNames({"n_in", "n_out", "weights"})
    ->ArgsProduct({{20}, {188}, {in_cache, in_memory}})
    ->ArgsProduct({{8}, {10, 20}, {in_cache, in_memory}});
BENCHMARK(memcpy_of_the_output)->ArgName("weights")->Arg(in_cache)->Arg(in_memory);

} // namespace

BENCHMARK_MAIN();
