#include "models/files/model_parts.hpp"

#include <fmt/format.h>

namespace fracbit::models {

BitVector packed(std::span<const std::uint8_t> bits) {
    BitVector vector(static_cast<std::int64_t>(bits.size()));
    const auto words = vector.words();
    for (std::size_t i = 0; i < bits.size(); ++i) words[i / 64] |= std::uint64_t{bits[i]} << (i % 64);
    return vector;
}

std::vector<std::uint8_t> unpacked(const BitVector& bits) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(bits.size()));
    const auto words = bits.words();
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = (words[i / 64] >> (i % 64)) & 1U;
    return bytes;
}

std::vector<BitVector> packed_planes(std::span<const std::uint8_t> bits, std::int64_t planes) {
    const auto size = bits.size() / static_cast<std::size_t>(planes);
    std::vector<BitVector> result;
    for (std::int64_t i = 0; i < planes; ++i)
        result.push_back(packed(bits.subspan(static_cast<std::size_t>(i) * size, size)));
    return result;
}

std::vector<std::vector<float>> rows_of(const std::vector<float>& values, std::int64_t width) {
    std::vector<std::vector<float>> rows;
    for (auto from = values.begin(); from != values.end(); from += width) rows.emplace_back(from, from + width);
    return rows;
}

std::int64_t bounded(const Hdf5Reader& file, const std::string& object, const std::string& name, std::int64_t low,
                     std::int64_t high) {
    const auto value = file.integer(object, name);
    if (value < low || value > high)
        file.fail(object, name, fmt::format("found {}, allowed is {} to {}", value, low, high));
    return value;
}

void check_network_size(const Hdf5Reader& file, const std::string& object, std::int64_t n_in, std::int64_t n_out) {
    if (n_in < 1 || n_in > max_n_in) file.fail(object, fmt::format("n_in is {}, allowed is 1 to {}", n_in, max_n_in));
    if (n_out < 1 || n_out > max_n_out)
        file.fail(object, fmt::format("n_out is {}, allowed is 1 to {}", n_out, max_n_out));
    if (n_in > n_out)
        file.fail(object, fmt::format("n_in is {} and n_out is {}; n_in must not be larger than n_out", n_in, n_out));
}

std::shared_ptr<const XorNetwork> network_of(std::span<const std::uint8_t> bits, std::int64_t n_in) {
    std::vector<std::uint64_t> rows(bits.size() / static_cast<std::size_t>(n_in));
    for (std::size_t i = 0; i < bits.size(); ++i)
        rows[i / static_cast<std::size_t>(n_in)] |= std::uint64_t{bits[i]} << (i % static_cast<std::size_t>(n_in));
    return std::make_shared<XorNetwork>(static_cast<int>(n_in), std::move(rows));
}

std::vector<std::uint8_t> matrix_bytes(const XorNetwork& network) {
    std::vector<std::uint8_t> matrix;
    for (const auto row : network.rows())
        for (int j = 0; j < network.n_in(); ++j) matrix.push_back((row >> j) & 1U);
    return matrix;
}

namespace {

/// 8-bit numbers, or 64-bit ones where bytes cannot tell the classes apart.
std::vector<std::int64_t> class_numbers(const Hdf5Reader& file, const std::string& name, const Hdf5Shape& shape,
                                        std::int64_t classes) {
    const Hdf5Shape expected{shape.empty() ? 0 : shape.front()};
    if (classes > classes_of_a_byte) return file.numbers(name, expected);
    const std::vector<std::uint8_t> bytes = file.bytes(name, expected);
    return {bytes.begin(), bytes.end()};
}

} // namespace

GoldenResults read_golden(const Hdf5Reader& file, std::int64_t classes) {
    GoldenResults golden;
    if (file.has_attribute("/", "test_accuracy")) {
        golden.test_accuracy = file.real("/", "test_accuracy");
        if (!(golden.test_accuracy >= 0 && golden.test_accuracy <= 1))
            file.fail("/", "test_accuracy", fmt::format("found {}, allowed is 0 to 1", golden.test_accuracy));
    }
    const std::string logits = "/golden/logits", predictions = "/golden/predictions";
    if (file.has(logits)) {
        const auto shape = file.shape(logits);
        const auto images = shape.empty() ? 0 : shape.front();
        golden.logits = rows_of(file.floats(logits, {images, classes}), classes);
    }
    if (file.has(predictions)) {
        const auto shape = file.shape(predictions);
        const std::vector<std::int64_t> found = class_numbers(file, predictions, shape, classes);
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (found[i] < 0 || found[i] >= classes)
                file.fail(predictions,
                          fmt::format("element {} is class {}, the network has {} classes", i, found[i], classes));
            golden.predictions.push_back(static_cast<std::uint16_t>(found[i]));
        }
    }
    return golden;
}

} // namespace fracbit::models
