#include "sim/compute/tile_unpack.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace fracbit::sim {
namespace {

/// Eight codes of a byte as eight 16-bit numbers.
using Spread = std::array<std::int16_t, 8>;

constexpr std::array<Spread, 256> make_spreads(std::int16_t of_one, std::int16_t of_zero) {
    std::array<Spread, 256> spreads{};
    for (std::size_t byte = 0; byte < 256; ++byte)
        for (std::size_t bit = 0; bit < 8; ++bit) spreads[byte][bit] = (byte >> bit & 1U) != 0 ? of_one : of_zero;
    return spreads;
}

constexpr std::array<Spread, 256> codes = make_spreads(1, -1);
constexpr std::array<Spread, 256> all_or_nothing = make_spreads(-1, 0); ///< bits to be kept of a weight

/// Writes eight weights.
void put_codes(std::int16_t* to, std::uint64_t byte) { std::memcpy(to, codes[byte].data(), sizeof(Spread)); }
/// Clears those of eight weights whose bit is 0.
void clear_zeros(std::int16_t* to, std::uint64_t byte) {
    for (std::size_t i = 0; i < 8; ++i) to[i] = static_cast<std::int16_t>(to[i] & all_or_nothing[byte][i]);
}

/// Transposes an 8 x 8 bit matrix, one row a byte, by swapping ever larger off-diagonal blocks.
constexpr std::uint64_t transposed(std::uint64_t x) {
    constexpr std::uint64_t single = 0x00AA00AA00AA00AA, pair = 0x0000CCCC0000CCCC, quad = 0x00000000F0F0F0F0;
    std::uint64_t t = (x ^ (x >> 7)) & single;
    x ^= t ^ (t << 7);
    t = (x ^ (x >> 14)) & pair;
    x ^= t ^ (t << 14);
    t = (x ^ (x >> 28)) & quad;
    return x ^ t ^ (t << 28);
}

template <void (*put)(std::int16_t*, std::uint64_t)>
void unpack_rows(const models::BitVector& unit, const TilePlace& place, Tile& tile) {
    for (std::int64_t r = 0; r < tile.rows; ++r) {
        std::int16_t* row = &tile.values[static_cast<std::size_t>(r * tile.stride)];
        const std::int64_t first = place.first + r * place.row_step;
        for (std::int64_t k = 0; k < tile.columns; k += 8) {
            const int count = static_cast<int>(std::min<std::int64_t>(8, tile.columns - k));
            put(row + k, unit.extract(first + k, count));
        }
    }
}

template <void (*put)(std::int16_t*, std::uint64_t)>
void unpack_columns(const models::BitVector& unit, const TilePlace& place, Tile& tile) {
    for (std::int64_t r = 0; r < tile.rows; r += 8) {
        const int rows = static_cast<int>(std::min<std::int64_t>(8, tile.rows - r));
        for (std::int64_t k = 0; k < tile.columns; k += 8) {
            const std::int64_t columns = std::min<std::int64_t>(8, tile.columns - k);
            std::uint64_t block = 0;
            for (std::int64_t j = 0; j < columns; ++j)
                block |= unit.extract(place.first + (k + j) * place.column_step + r, rows) << (8 * j);
            block = transposed(block);
            for (int i = 0; i < rows; ++i) put(&tile.values[static_cast<std::size_t>((r + i) * tile.stride + k)], block >> (8 * i) & 255U);
        }
    }
}

template <void (*put)(std::int16_t*, std::uint64_t)>
void unpack(const models::BitVector& unit, const TilePlace& place, Tile& tile) {
    if (place.column_step == 1)
        unpack_rows<put>(unit, place, tile);
    else
        unpack_columns<put>(unit, place, tile);
}

/// Columns are padded to whole vectors; what stands there is multiplied by zero activations.
void make_room(Tile& tile) {
    tile.stride = ceil_div(tile.columns, 16) * 16;
    tile.values.resize(static_cast<std::size_t>(tile.rows * tile.stride));
}

} // namespace

void unpack_codes(const models::BitVector& unit, const TilePlace& place, Tile& tile) {
    make_room(tile);
    unpack<put_codes>(unit, place, tile);
}

void clear_pruned(const models::BitVector& kept, const TilePlace& place, Tile& tile) { unpack<clear_zeros>(kept, place, tile); }

void unpack_shifts(const models::BitVector& unit, int bits, const TilePlace& place, Tile& tile) {
    make_room(tile);
    for (std::int64_t r = 0; r < tile.rows; ++r) {
        std::int16_t* row = &tile.values[static_cast<std::size_t>(r * tile.stride)];
        std::int64_t at = place.first + r * place.row_step;
        for (std::int64_t k = 0; k < tile.columns; ++k, at += place.column_step) {
            const std::uint64_t weight = unit.extract(at * bits, bits);
            const int power = 1 << (weight >> 1);
            row[k] = static_cast<std::int16_t>((weight & 1) != 0 ? power : -power);
        }
    }
}

void unpack_bytes(const models::BitVector& unit, const TilePlace& place, Tile& tile) {
    make_room(tile);
    for (std::int64_t r = 0; r < tile.rows; ++r) {
        std::int16_t* row = &tile.values[static_cast<std::size_t>(r * tile.stride)];
        std::int64_t at = place.first + r * place.row_step;
        for (std::int64_t k = 0; k < tile.columns; ++k, at += place.column_step)
            // Weights are signed bytes. NOLINTNEXTLINE(bugprone-signed-char-misuse)
            row[k] = static_cast<std::int8_t>(unit.words()[static_cast<std::size_t>(at / 8)] >> (at % 8 * 8));
    }
}

} // namespace fracbit::sim
