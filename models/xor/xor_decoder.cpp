#include "models/xor/xor_decoder.hpp"

#include "models/core/error.hpp"
#include "models/xor/slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace fracbit::models {
namespace {

constexpr int max_bytes_written = 160;

/// Steps of `step` bits each whose accesses, `touched` bytes from the one where the step starts, stay inside `words`.
std::int64_t safe_steps(std::size_t words, int step, int touched) {
    const std::int64_t starts = static_cast<std::int64_t>(words) * 8 - touched + 1; // bytes where a step may start
    return starts <= 0 ? 0 : (starts * 8 - 1) / step + 1;
}

const unsigned char* bytes(const std::uint64_t* words) { return reinterpret_cast<const unsigned char*>(words); }
unsigned char* bytes(std::uint64_t* words) { return reinterpret_cast<unsigned char*>(words); }

} // namespace

XorDecoder::XorDecoder(const XorNetwork& network)
    : n_in_(network.n_in()), n_out_(network.n_out()), shape_(DecodeShape::of(n_in_, n_out_)) {
    const auto words = static_cast<std::size_t>(shape_.entry_bytes / 8);
    table_.resize((static_cast<std::size_t>(shape_.parts * shape_.part_entries()) * words + 3) / 4);
    const auto word = [this](std::size_t i) -> std::uint64_t& { return table_[i / 4].words[i % 4]; };
    for (int part = 0; part < shape_.parts; ++part)
        for (int input = 0; input < shape_.part_inputs(); ++input) {
            // Entries with `input` as their highest bit: the entry without it, plus the input's column of M.
            const int chunk = input / shape_.chunk_bits;
            const std::size_t first =
                static_cast<std::size_t>(part * shape_.part_entries() + shape_.entries_before(chunk)) * words;
            const std::size_t half = (std::size_t{1} << (input % shape_.chunk_bits)) * words;
            for (int i = 0; i < n_out_; ++i) {
                const int output = input / n_in_ * n_out_ + i + shape_.part_shift(part);
                word(first + half + static_cast<std::size_t>(output / 64)) |= (network.row(i) >> (input % n_in_) & 1U)
                                                                              << (output % 64);
            }
            for (std::size_t k = words; k < half; ++k)
                word(first + half + k) = word(first + k) ^ word(first + half + k % words);
        }
}

BitVector XorDecoder::decode(const BitVector& encrypted, std::int64_t weights) const {
    BitVector result;
    decode(encrypted, weights, result);
    return result;
}

void XorDecoder::decode(const BitVector& encrypted, std::int64_t weights, BitVector& result) const {
    if (weights < 0)
        throw ConfigError(fmt::format("cannot decode {} weights: the count must not be negative", weights));
    if (const auto expected = encrypted_bits(weights, n_in_, n_out_); encrypted.size() != expected)
        throw ConfigError(fmt::format("found {} encrypted bits for {} weights; a {} -> {} XOR network needs exactly {} "
                                      "({} slices of {} bits)",
                                      encrypted.size(), weights, n_in_, n_out_, expected, slice_count(weights, n_out_),
                                      n_in_));
    result.resize(weights);
    const auto* const table = reinterpret_cast<const unsigned char*>(table_.data());
    const std::int64_t fast = std::min({weights / shape_.outputs,
                                        safe_steps(encrypted.words().size(), shape_.inputs, DecodeShape::bytes_read()),
                                        safe_steps(result.words().size(), shape_.outputs, shape_.bytes_written())});
    decode_steps(shape_, table, fast, bytes(encrypted.words().data()), bytes(result.words().data()));

    // The last few steps go through small buffers, so that nothing outside the vectors is touched.
    std::int64_t from = fast * shape_.inputs;
    for (std::int64_t to = fast * shape_.outputs; to < weights; to += shape_.outputs, from += shape_.inputs) {
        const auto inputs = static_cast<int>(std::min<std::int64_t>(shape_.inputs, encrypted.size() - from));
        const std::array<std::uint64_t, 2> in{encrypted.extract(from, inputs), 0};
        std::array<std::uint64_t, max_bytes_written / 8> out{};
        decode_steps(shape_, table, 1, bytes(in.data()), bytes(out.data()));
        const std::int64_t kept = std::min<std::int64_t>(shape_.outputs, weights - to);
        for (std::int64_t i = 0; i < kept; i += 64)
            result.deposit(to + i, static_cast<int>(std::min<std::int64_t>(64, kept - i)),
                           out[static_cast<std::size_t>(i / 64)]);
    }
}

} // namespace fracbit::models
