#include "models/compression/npy_weights.hpp"

#include "models/core/error.hpp"
#include "models/files/npy_header.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <limits>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Contains;
using Catch::StartsWith;

namespace {

std::string npy(const std::string& header, const std::string& data, int version = 1) {
    std::string bytes = "\x93NUMPY";
    bytes += static_cast<char>(version);
    bytes += '\0';
    for (int i = 0; i < (version == 1 ? 2 : 4); ++i) bytes += static_cast<char>(header.size() >> (8 * i) & 0xff);
    return bytes + header + data;
}

template <class Value>
std::string raw(const std::vector<Value>& values) {
    std::string bytes(values.size() * sizeof(Value), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

void put(const std::string& path, const std::string& contents) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << contents;
}

std::vector<float> rows(const NpyWeights& weights, std::int64_t first, std::int64_t count) {
    std::vector<float> buffer;
    const auto read = weights.read(first, count, buffer);
    return {read.begin(), read.end()};
}

} // namespace

TEST_CASE("weights are read from NumPy files of either float type and any version") {
    const TemporaryFolder folder;
    const auto path = folder.file("w.npy");
    const std::vector<float> floats{1, -2, 3.5F, 4, 5, 6};
    const std::vector<double> doubles(floats.begin(), floats.end());
    for (const int version : {1, 2, 3})
        for (const bool wide : {false, true}) {
            const std::string header = std::string("{'descr': '") + (wide ? "<f8" : "<f4") +
                                       "', 'fortran_order': False, 'shape': (3, 2), }   \n";
            put(path, npy(header, wide ? raw(doubles) : raw(floats), version));
            const NpyWeights weights(path);
            CHECK(weights.rows() == 3);
            CHECK(weights.columns() == 2);
            CHECK(rows(weights, 0, 3) == floats);
            CHECK(rows(weights, 2, 1) == std::vector<float>{5, 6});
            CHECK(rows(weights, 0, 1) == std::vector<float>{1, -2});
        }
    put(path, npy("{\"shape\":(1,2,3,1),\"fortran_order\":False,\"descr\":\"<f4\"}", raw(floats)));
    CHECK(NpyWeights(path).shape() == std::vector<std::int64_t>{1, 2, 3, 1});
    CHECK(NpyWeights(path).columns() == 6);
}

TEST_CASE("a NumPy file that holds no weights is refused with the byte where it goes wrong") {
    const TemporaryFolder folder;
    const auto path = folder.file("w.npy");
    const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
    const std::string data = raw(std::vector<float>{1, 2, 3, 4});
    struct Case {
        std::string contents, text;
    };
    const auto header = [&](const std::string& type, const std::string& order, const std::string& shape) {
        return npy("{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + "}", data);
    };
    const std::vector<Case> cases{
        {"", "at byte 0: found no .npy signature"},
        {"not an array at all", "at byte 0: found no .npy signature"},
        {npy(good, data).substr(0, 9), "at byte 9: the file ends inside the npy header"},
        {npy(good, data).substr(0, 40), "at byte 40: the file ends inside the npy header"},
        {npy(good, data, 4), "at byte 6: found npy version 4, this program reads 1 to 3"},
        {npy(good, data.substr(1)), "the file has 84 bytes, its array needs 85; it is damaged or truncated"},
        {npy(good, data + "x"), "at byte 85: the file has 86 bytes, its array needs 85"},
        {header("<i4", "False", "(2, 2)"), "found type '<i4', weights are '<f4' or '<f8'"},
        {header(">f4", "False", "(2, 2)"), "found type '>f4'"},
        {header("<f4", "True", "(2, 2)"), "found Fortran order; save numpy.ascontiguousarray(W) instead"},
        {header("<f4", "False", "(4,)"), "found 1 dimensions, weights have 2 (out, in) or 4"},
        {header("<f4", "False", "(2, 2, 1)"), "found 3 dimensions, weights have 2 (out, in) or 4"},
        {header("<f4", "False", "(2, 0)"), "found a dimension of 0"},
        {header("<f4", "False", "(2, -2)"), "expected the size of a dimension"},
        {header("<f4", "False", "(99999999, 99999999)"), "found more than 2^48 elements"},
        {header("<f4", "Maybe", "(2, 2)"), "at byte 44: npy header: expected True or False"},
        {npy("{'descr': '<f4'}", data), "expected each of descr, fortran_order and shape once"},
        {npy("{'descr': '<f4', 'descr': '<f4'}", data), "found key 'descr'"},
        {npy("['descr']", data), "at byte 10: npy header: expected '{'"},
        {npy("{'descr': [('a', '<f4')]}", data), "expected a text in quotes"},
        {npy("{'descr: 3", data), "found a text without its closing quote"},
        {npy(good + " x", data), "expected nothing after the dictionary"},
        {npy("{'descr' '<f4'}", data), "expected ':'"},
        {npy("{'descr': '<f4' 'shape': (2, 2)}", data), "expected ',' or '}'"},
        {npy("{'shape': (2; 2)}", data), "expected ',' or ')'"},
    };
    for (const auto& one : cases) {
        INFO(one.text);
        put(path, one.contents);
        CHECK_THAT(message_of<FormatError>([&] { const NpyWeights weights(path); }),
                   StartsWith(path + ": at byte ") && Contains(one.text));
    }
    CHECK_THROWS_AS(NpyWeights(folder.file("none.npy")), MissingFileError);
}

TEST_CASE("a NumPy file that shrinks while it is read is an error") {
    const TemporaryFolder folder;
    const auto path = folder.file("w.npy");
    put(path,
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (200, 200)}", raw(std::vector<float>(200 * 200, 1.0F))));
    const NpyWeights weights(path);
    put(path, "gone");
    CHECK_THAT(message_of<IoError>([&] { rows(weights, 100, 100); }), Contains("cannot read rows 100 on of"));
}

TEST_CASE("a float64 that float32 cannot hold is named, others are rounded") {
    const TemporaryFolder folder;
    const auto path = folder.file("w.npy");
    const std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2)}";
    const auto at_third_row = [&](double weight) {
        const std::string file = npy(header, raw(std::vector<double>{1, 0.1, 1e-60, 4, 5, weight}));
        put(path, file);
        return file.size() - 8;
    };
    at_third_row(-std::numeric_limits<float>::max());
    CHECK(rows(NpyWeights(path), 0, 3) == std::vector<float>{1, 0.1F, 0, 4, 5, -std::numeric_limits<float>::max()});
    for (const double large : {3.5e38, -1e300}) {
        const auto byte = at_third_row(large);
        const NpyWeights weights(path);
        CHECK(rows(weights, 0, 2) == std::vector<float>{1, 0.1F, 0, 4});
        CHECK_THAT(message_of<FormatError>([&] { rows(weights, 2, 1); }),
                   Contains(fmt::format("at byte {}: the weight in row 2, column 1 is {:g}; weights are at most "
                                        "3.40282e+38",
                                        byte, large)));
    }
}
