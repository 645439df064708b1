// How fast pruned planes are encoded: AlexNet's FC6 and FC7 at S = 0.91, in row groups of 32, at the n_out that the
// rate search chooses. Mweight/s/core counts the processor time of all threads, Mweight/s the time on the clock. The
// target is 100 Mweight/s per core for n_in = 20 (design section 6).
//     build/release/bin/encoder_bench
#include "models/core/random.hpp"
#include "models/encoding/plane_decoder.hpp"
#include "models/encoding/rate_search.hpp"

#include <benchmark/benchmark.h>
#ifdef FRACBIT_M4RI
#include <m4ri/m4ri.h>
#endif
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <cstring>
#include <ctime>
#include <memory>

namespace {

using fracbit::Random;
using namespace fracbit::models;

struct Plane {
    Plane(std::int64_t columns, std::int64_t rows) : run_lengths(static_cast<std::size_t>(rows / 32), 32 * columns) {
        Random random(77);
        codes = care = BitVector(rows * columns);
        for (auto& word : codes.words()) word = random.next();
        for (std::int64_t i = 0; i < care.size(); ++i) care.set(i, random.uniform() >= 0.91);
    }
    BitVector codes, care;
    std::vector<std::int64_t> run_lengths;
};

const Plane& fc(std::int64_t columns) {
    static const Plane fc6(9216, 4096);
    static const Plane fc7(4096, 4096);
    return columns == 9216 ? fc6 : fc7;
}

/// Runs `work` on so many threads, as often as the benchmark wants.
template <class Work>
void measure(benchmark::State& state, int threads, std::int64_t weights, const Work& work) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
    tbb::task_arena arena(threads);
    const auto start = std::clock();
    while (state.KeepRunning()) arena.execute(work);
    const double core_seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    const double all = static_cast<double>(state.iterations() * weights) * 1e-6;
    state.counters["Mweight/s"] = benchmark::Counter(all, benchmark::Counter::kIsRate);
    state.counters["Mweight/s/core"] = all / core_seconds;
}

void encode(benchmark::State& state, SeedSearch search) {
    const Plane& plane = fc(state.range(0));
    RateQuery query;
    query.n_in = static_cast<int>(state.range(1));
    query.search = search;
    const auto choice = choose_rate(plane.codes, plane.care, plane.run_lengths, query);
    const auto network = std::make_shared<const XorNetwork>(choice.spec);
    StoredPlane stored;
    measure(state, static_cast<int>(state.range(2)), plane.codes.size(), [&] {
        stored = encode_plane(plane.codes, plane.care, plane.run_lengths, network, choice.options);
        benchmark::DoNotOptimize(stored.bits.words().data());
    });
    state.counters["n_out"] = choice.spec.n_out;
    state.counters["bits/weight"] = stored_bits(stored).per_weight(plane.codes.size());
}

/// What finding n_out and the blocks costs beside.
void search_the_rate(benchmark::State& state) {
    const Plane& plane = fc(state.range(0));
    RateQuery query;
    query.n_in = static_cast<int>(state.range(1));
    measure(state, 1, plane.codes.size(),
            [&] { benchmark::DoNotOptimize(choose_rate(plane.codes, plane.care, plane.run_lengths, query).best); });
}

void decode_with_patches(benchmark::State& state) {
    const Plane& plane = fc(state.range(0));
    RateQuery query;
    query.n_in = static_cast<int>(state.range(1));
    const auto stored = encode_at_best_rate(plane.codes, plane.care, plane.run_lengths, query).plane;
    measure(state, 1, plane.codes.size(), [&] {
        const auto codes = decode_plane(stored, plane.run_lengths);
        benchmark::DoNotOptimize(codes.words().data());
    });
}

/// The roof of anything that reads codes and care bits.
void memcpy_of_the_input(benchmark::State& state) {
    const Plane& plane = fc(state.range(0));
    BitVector codes(plane.codes.size()), care(plane.care.size());
    measure(state, 1, plane.codes.size(), [&] {
        std::memcpy(codes.words().data(), plane.codes.words().data(), codes.words().size_bytes());
        std::memcpy(care.words().data(), plane.care.words().data(), care.words().size_bytes());
        benchmark::ClobberMemory();
    });
}

#ifdef FRACBIT_M4RI
/// What M4RI takes to multiply as many slices of n_in bits by a matrix of n_out = n_in / 0.09 columns: the arithmetic of
/// decoding, where encoding solves the same equations.
void mzd_mul_of_the_slices(benchmark::State& state) {
    const auto n_in = static_cast<int>(state.range(1));
    const int n_out = n_in * 100 / 9;
    const std::int64_t weights = fc(state.range(0)).codes.size();
    const auto slices = static_cast<int>(weights / n_out);
    mzd_t* seeds = mzd_init(slices, n_in);
    mzd_t* matrix = mzd_init(n_in, n_out);
    mzd_t* product = mzd_init(slices, n_out);
    mzd_randomize(seeds);
    mzd_randomize(matrix);
    measure(state, 1, weights, [&] { benchmark::DoNotOptimize(mzd_mul(product, seeds, matrix, 0)); });
    mzd_free(seeds);
    mzd_free(matrix);
    mzd_free(product);
}
BENCHMARK(mzd_mul_of_the_slices)
    ->ArgNames({"columns", "n_in"})
    ->ArgsProduct({{9216}, {20, 60}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
#endif

BENCHMARK_CAPTURE(encode, exchange, SeedSearch::exchange)
    ->ArgNames({"columns", "n_in", "threads"})
    ->ArgsProduct({{9216, 4096}, {20, 60}, {1, 2}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(encode, elimination, SeedSearch::elimination)
    ->ArgNames({"columns", "n_in", "threads"})
    ->ArgsProduct({{9216}, {20, 60}, {1}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(search_the_rate)
    ->ArgNames({"columns", "n_in"})
    ->ArgsProduct({{9216}, {20, 60}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(decode_with_patches)
    ->ArgNames({"columns", "n_in"})
    ->ArgsProduct({{9216}, {20, 60}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(memcpy_of_the_input)->ArgName("columns")->Arg(9216)->UseRealTime()->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
