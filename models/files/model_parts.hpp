// What the two model layouts have in common: bits as bytes, XOR matrices, sizes that are checked.
#pragma once

#include "models/files/hdf5_reader.hpp"
#include "models/gf2/bit_vector.hpp"
#include "models/xor/xor_network.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fracbit::models {

/// One 0/1 byte a bit, as HDF5 holds them, to packed bits.
BitVector packed(std::span<const std::uint8_t> bits);
std::vector<std::uint8_t> unpacked(const BitVector& bits);

/// `bits` cut into `planes` equal parts, each of them packed.
std::vector<BitVector> packed_planes(std::span<const std::uint8_t> bits, std::int64_t planes);

/// `values` cut into rows of `width`.
std::vector<std::vector<float>> rows_of(const std::vector<float>& values, std::int64_t width);

/// An integer attribute that must lie in low..high.
std::int64_t bounded(const Hdf5Reader& file, const std::string& object, const std::string& name, std::int64_t low,
                     std::int64_t high);

/// Whether n_in and n_out are sizes of an XOR network; FormatError for `object` if not.
void check_network_size(const Hdf5Reader& file, const std::string& object, std::int64_t n_in, std::int64_t n_out);

/// The matrix that the 0/1 bytes hold row by row.
std::shared_ptr<const XorNetwork> network_of(std::span<const std::uint8_t> bits, std::int64_t n_in);

/// Its inverse.
std::vector<std::uint8_t> matrix_bytes(const XorNetwork& network);

/// Predictions of networks of more classes are stored as 64-bit numbers, not as bytes.
inline constexpr std::int64_t classes_of_a_byte = 256;

/// Golden results and stated accuracy: /golden/logits [images][classes], /golden/predictions [images], all optional.
struct GoldenResults {
    std::vector<std::vector<float>> logits;
    std::vector<std::uint16_t> predictions;
    double test_accuracy = -1;
};
GoldenResults read_golden(const Hdf5Reader& file, std::int64_t classes);

} // namespace fracbit::models
