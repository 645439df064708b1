#include "models/xor/xor_decoder.hpp"

#include "models/core/error.hpp"
#include "models/xor/slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace fracbit::models {
namespace {

constexpr int max_words = max_n_out / 64;

/// What the inner loop needs to know; the table is [chunk][1 << chunk_bits][words].
struct Steps {
    const std::uint64_t* table;
    int inputs;
    int outputs;
    int chunks;
    int chunk_bits;
};

/// XOR of the entries that `x` selects.
template <int words>
std::array<std::uint64_t, words> look_up(const Steps& steps, std::uint64_t x) {
    const std::size_t mask = (std::size_t{1} << steps.chunk_bits) - 1;
    const std::size_t chunk_size = (mask + 1) * words;
    const std::uint64_t* table = steps.table;
    std::array<std::uint64_t, words> y{};
    for (int c = 0; c < steps.chunks; ++c, table += chunk_size, x >>= steps.chunk_bits) {
        const std::uint64_t* entry = table + (x & mask) * words;
        for (std::size_t i = 0; i < words; ++i) y[i] ^= entry[i];
    }
    return y;
}

/// Decodes `count` steps from the start of `in` to the start of `out`. Reads one word past the one where the last
/// step's input starts, and writes `words` words past the one where its output starts; both must exist.
template <int words>
void decode_steps(const Steps& steps, std::int64_t count, const std::uint64_t* in, std::uint64_t* out) {
    std::uint64_t carry = 0; // bits of *out that are already known
    unsigned in_shift = 0, out_shift = 0;
    // Shifts by 64 - shift are split in two, because shift may be 0.
    for (; count > 0; --count) {
        const std::uint64_t x = (in[0] >> in_shift) | ((in[1] << 1) << (63 - in_shift));
        in_shift += static_cast<unsigned>(steps.inputs);
        in += in_shift / 64;
        in_shift %= 64;

        const auto y = look_up<words>(steps, x);
        std::uint64_t last = carry | (y[0] << out_shift);
        for (std::size_t i = 1; i < words; ++i) {
            out[i - 1] = last;
            last = ((y[i - 1] >> 1) >> (63 - out_shift)) | (y[i] << out_shift);
        }
        const std::uint64_t above = (y[words - 1] >> 1) >> (63 - out_shift);
        out[words - 1] = last;
        out[words] = above;
        out_shift += static_cast<unsigned>(steps.outputs);
        carry = out_shift / 64 == words ? above : last; // the word at out after the next line
        out += out_shift / 64;
        out_shift %= 64;
    }
}

using DecodeSteps = void (*)(const Steps&, std::int64_t, const std::uint64_t*, std::uint64_t*);

template <std::size_t... index>
constexpr std::array<DecodeSteps, sizeof...(index)> all_widths(std::index_sequence<index...>) {
    return {&decode_steps<static_cast<int>(index) + 1>...};
}

/// decode_steps for 1, 2, ... words: a fixed width keeps the sums in registers.
constexpr auto decode_by_words = all_widths(std::make_index_sequence<max_words>{});

/// Steps whose reads and writes, as decode_steps makes them, stay inside the vectors.
std::int64_t safe_steps(std::int64_t bits, std::int64_t step, std::int64_t words, std::int64_t words_touched) {
    const std::int64_t starts = (words - words_touched + 1) * 64; // a step must start before this bit
    return starts <= 0 ? 0 : std::min(bits / step, (starts - 1) / step + 1);
}

} // namespace

XorDecoder::XorDecoder(const XorNetwork& network) : n_in_(network.n_in()), n_out_(network.n_out()) {
    const int slices = std::max(1, 64 / n_out_); // n_in <= n_out: their inputs fit 64 bits too
    group_inputs_ = slices * n_in_;
    group_outputs_ = slices * n_out_;
    words_ = (group_outputs_ + 63) / 64;
    chunks_ = (group_inputs_ + 7) / 8;
    chunk_bits_ = (group_inputs_ + chunks_ - 1) / chunks_;

    const auto words = static_cast<std::size_t>(words_);
    const std::size_t values = std::size_t{1} << chunk_bits_;
    table_.resize(static_cast<std::size_t>(chunks_) * values * words);
    for (int input = 0; input < chunks_ * chunk_bits_; ++input) {
        // Entries with `input` as their highest bit: the entry without it, plus the input's column of M. Bits past the
        // step's inputs belong to the next step: their column is zero.
        std::uint64_t* chunk = table_.data() + static_cast<std::size_t>(input / chunk_bits_) * values * words;
        const std::size_t bit = std::size_t{1} << (input % chunk_bits_);
        std::uint64_t* column = chunk + bit * words;
        for (int i = 0; i < n_out_ && input < group_inputs_; ++i) {
            const int output = input / n_in_ * n_out_ + i;
            column[output / 64] |= (network.row(i) >> (input % n_in_) & 1U) << (output % 64);
        }
        for (std::size_t k = words; k < bit * words; ++k) column[k] = chunk[k] ^ column[k % words];
    }
}

BitVector XorDecoder::decode(const BitVector& encrypted, std::int64_t weights) const {
    if (weights < 0)
        throw ConfigError(fmt::format("cannot decode {} weights: the count must not be negative", weights));
    if (const auto expected = encrypted_bits(weights, n_in_, n_out_); encrypted.size() != expected)
        throw ConfigError(fmt::format("found {} encrypted bits for {} weights; a {} -> {} XOR network needs exactly {} "
                                      "({} slices of {} bits)",
                                      encrypted.size(), weights, n_in_, n_out_, expected, slice_count(weights, n_out_),
                                      n_in_));
    BitVector result(weights);
    const Steps steps{table_.data(), group_inputs_, group_outputs_, chunks_, chunk_bits_};
    const std::int64_t fast =
        std::min(safe_steps(encrypted.size(), group_inputs_, static_cast<std::int64_t>(encrypted.words().size()), 2),
                 safe_steps(weights, group_outputs_, static_cast<std::int64_t>(result.words().size()), words_ + 1));
    decode_by_words[static_cast<std::size_t>(words_ - 1)](steps, fast, encrypted.words().data(), result.words().data());

    // The last few steps go through small buffers, so that nothing outside the vectors is touched.
    std::int64_t from = fast * group_inputs_;
    for (std::int64_t to = fast * group_outputs_; to < weights; to += group_outputs_, from += group_inputs_) {
        const auto inputs = static_cast<int>(std::min<std::int64_t>(group_inputs_, encrypted.size() - from));
        const std::array<std::uint64_t, 2> in{encrypted.extract(from, inputs), 0};
        std::array<std::uint64_t, max_words + 1> out{};
        decode_by_words[static_cast<std::size_t>(words_ - 1)](steps, 1, in.data(), out.data());
        const std::int64_t kept = std::min<std::int64_t>(group_outputs_, weights - to);
        for (std::int64_t i = 0; i < kept; i += 64)
            result.deposit(to + i, static_cast<int>(std::min<std::int64_t>(64, kept - i)),
                           out[static_cast<std::size_t>(i / 64)]);
    }
    return result;
}

} // namespace fracbit::models
