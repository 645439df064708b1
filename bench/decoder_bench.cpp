// How fast the functional XOR decoder is, beside two peers: a plain copy of as many bytes as it writes (the roof), and
// M4RI's mzd_mul of the same slices by the same matrix, where that library is installed. Gbit/s count decoded bits, on
// one core. All rows of a table take turns, and the best of their turns counts. The target is 80 Gbit/s and 10 x
// mzd_mul for 20 -> 188 (design section 6).
//     build/release/bin/decoder_bench [TURNS]
#include "models/core/random.hpp"
#include "models/xor/slices.hpp"
#include "models/xor/xor_decoder.hpp"

#ifdef FRACBIT_M4RI
#include <m4ri/m4ri.h>
#endif

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace {

using fracbit::Random;
using namespace fracbit::models;

struct Row {
    std::string name;
    std::function<void()> work;
    double best_seconds = 1e9;
};

/// The compiler must take the memory behind `data` for read.
void keep(const void* data) { asm volatile("" : : "r"(data) : "memory"); }

void run_in_turns(std::vector<Row>& rows, int turns, int repetitions) {
    for (int turn = 0; turn < turns; ++turn)
        for (Row& row : rows) {
            const auto start = std::chrono::steady_clock::now();
            for (int i = 0; i < repetitions; ++i) row.work();
            const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
            row.best_seconds = std::min(row.best_seconds, passed.count() / repetitions);
        }
}

/// What a row decodes, or copies.
struct Plane {
    Plane(int n_in, int n_out, std::int64_t weights)
        : network(XorSpec{n_in, n_out, 0, 1}), weights(weights), encrypted(encrypted_bits(weights, n_in, n_out)) {
        Random random(1);
        for (std::int64_t i = 0; i < encrypted.size(); i += 64)
            encrypted.deposit(i, static_cast<int>(std::min<std::int64_t>(64, encrypted.size() - i)), random.next());
    }
    XorNetwork network;
    std::int64_t weights;
    BitVector encrypted;
};

Row decoding(const Plane& plane) {
    const auto decoder = std::make_shared<const XorDecoder>(plane.network);
    const auto result = std::make_shared<BitVector>(plane.weights);
    return {fmt::format("decode {} -> {}", plane.network.n_in(), plane.network.n_out()), [&plane, decoder, result] {
                decoder->decode(plane.encrypted, plane.weights, *result);
                keep(result->words().data());
            }};
}

Row decoding_to_fresh_memory(const Plane& plane) {
    const auto decoder = std::make_shared<const XorDecoder>(plane.network);
    return {fmt::format("decode {} -> {}, fresh memory", plane.network.n_in(), plane.network.n_out()),
            [&plane, decoder] {
                const auto result = decoder->decode(plane.encrypted, plane.weights);
                keep(result.words().data());
            }};
}

Row copying(std::int64_t weights) {
    const auto source = std::make_shared<BitVector>(weights);
    for (auto& word : source->words()) word = ~std::uint64_t{0}; // zeros could all be one page of the system's
    const auto target = std::make_shared<BitVector>(weights);
    return {"copy of the output", [source, target] {
                std::memcpy(target->words().data(), source->words().data(), source->words().size_bytes());
                keep(target->words().data());
            }};
}

#ifdef FRACBIT_M4RI
/// Slices as rows of a matrix, times the transposed network. The rows are unpacked beforehand and start at whole words.
Row multiplying(const Plane& plane) {
    const auto& network = plane.network;
    const auto slices = static_cast<rci_t>(slice_count(plane.weights, network.n_out()));
    const auto matrix = [](rci_t rows, rci_t columns) {
        return std::shared_ptr<mzd_t>(mzd_init(rows, columns), [](mzd_t* m) { mzd_free(m); });
    };
    const auto seeds = matrix(slices, network.n_in());
    for (rci_t s = 0; s < slices; ++s)
        for (rci_t j = 0; j < network.n_in(); ++j)
            mzd_write_bit(seeds.get(), s, j, plane.encrypted.get(std::int64_t{s} * network.n_in() + j));
    const auto transposed = matrix(network.n_in(), network.n_out());
    for (rci_t i = 0; i < network.n_out(); ++i)
        for (rci_t j = 0; j < network.n_in(); ++j)
            mzd_write_bit(transposed.get(), j, i, static_cast<BIT>(network.row(i) >> j & 1U));
    const auto product = matrix(slices, network.n_out());
    return {fmt::format("mzd_mul {} -> {}", network.n_in(), network.n_out()), [seeds, transposed, product] {
                mzd_mul(product.get(), seeds.get(), transposed.get(), 0);
                keep(product->rows[0]);
            }};
}
#endif

void print(const std::vector<Row>& rows, std::int64_t weights) {
    const auto seconds_of = [&rows](const std::string& beginning) {
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [&beginning](const Row& r) { return r.name.starts_with(beginning); });
        return row == rows.end() ? 0 : row->best_seconds;
    };
    const double copy = seconds_of("copy"), product = seconds_of("mzd_mul");
    fmt::print("{} bits\n{:<32} {:>8} {:>8} {:>9}\n", weights, "", "Gbit/s", "x copy", "x mzd_mul");
    for (const Row& row : rows) {
        fmt::print("{:<32} {:>8.1f} {:>8.2f}", row.name, static_cast<double>(weights) / row.best_seconds * 1e-9,
                   copy / row.best_seconds);
        const bool comparable = product > 0 && row.name.find("20 -> 188") != std::string::npos;
        fmt::print(" {:>9}\n", comparable ? fmt::format("{:.1f}", product / row.best_seconds) : "-");
    }
}

void table(std::int64_t weights, int turns, int repetitions) {
    std::vector<std::unique_ptr<Plane>> planes;
    std::vector<Row> rows;
    for (const auto& [n_in, n_out] :
         {std::pair(20, 188), {20, 187}, {8, 10}, {8, 20}, {12, 20}, {20, 300}, {60, 618}, {64, 128}, {64, 1024}})
        rows.push_back(decoding(*planes.emplace_back(std::make_unique<Plane>(n_in, n_out, weights))));
    rows.push_back(decoding_to_fresh_memory(*planes.front()));
    rows.push_back(copying(weights));
#ifdef FRACBIT_M4RI
    rows.push_back(multiplying(*planes.front()));
#endif
    run_in_turns(rows, turns, repetitions);
    print(rows, weights);
}

} // namespace

int main(int argc, char** argv) {
    const int turns = argc > 1 ? std::max(1, std::atoi(argv[1])) : 50;
    table(std::int64_t{1} << 19, turns, 20);                  // 64 KiB of weights: in caches
    table(std::int64_t{1} << 28, std::max(1, turns / 10), 1); // 32 MiB
#ifndef FRACBIT_M4RI
    fmt::print("M4RI was not found at configure time (apt-get install libm4ri-dev)\n");
#endif
}
