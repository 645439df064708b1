#include "models/gf2/bit_matrix.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <bit>
#include <set>

using fracbit::ConfigError;
using fracbit::Random;
using fracbit::models::BitMatrix;
using fracbit::models::BitVector;

namespace {

BitMatrix random_matrix(Random& random, std::int64_t rows, std::int64_t columns) {
    BitMatrix matrix(rows, columns);
    for (std::int64_t i = 0; i < rows; ++i)
        for (std::int64_t j = 0; j < columns; ++j) matrix.set(i, j, random.below(2) == 1);
    return matrix;
}

/// log2 of the number of different sums of rows; at most 10 rows.
int rank_by_counting(const BitMatrix& matrix) {
    std::set<std::vector<bool>> sums;
    for (unsigned subset = 0; subset < 1U << matrix.rows(); ++subset) {
        std::vector<bool> sum(static_cast<std::size_t>(matrix.columns()));
        for (std::int64_t i = 0; i < matrix.rows(); ++i)
            for (std::int64_t j = 0; j < matrix.columns(); ++j)
                if ((subset >> i & 1U) && matrix.get(i, j)) sum[static_cast<std::size_t>(j)].flip();
        sums.insert(sum);
    }
    return std::bit_width(sums.size()) - 1;
}

} // namespace

TEST_CASE("entries of a matrix are set and read across word edges") {
    BitMatrix matrix(3, 130);
    matrix.set(1, 63, true);
    matrix.set(1, 64, true);
    matrix.set(2, 129, true);
    matrix.set(1, 64, false);
    CHECK(matrix.get(1, 63));
    CHECK_FALSE(matrix.get(1, 64));
    CHECK(matrix.get(2, 129));
    CHECK_FALSE(matrix.get(0, 63));
    CHECK(matrix.row(2)[2] == 2);
    CHECK(matrix.row(0).size() == 3);
}

TEST_CASE("masks become rows and their bits past the columns are ignored") {
    const std::array<std::uint64_t, 2> masks{0b01, 0b1110};
    const auto matrix = BitMatrix::from_masks(masks, 2);
    CHECK(matrix.get(0, 0));
    CHECK_FALSE(matrix.get(0, 1));
    CHECK(matrix.row(1)[0] == 0b10);
    const std::array<std::uint64_t, 1> full{~std::uint64_t{0}};
    CHECK(BitMatrix::from_masks(full, 64).row(0)[0] == full[0]);
    CHECK(BitMatrix::from_masks(full, 0).rows() == 1);
}

TEST_CASE("a product is the parity of each row's overlap with the vector") {
    const std::uint64_t seed = GENERATE(range(1, 51));
    CAPTURE(seed);
    Random random(seed);
    const auto rows = static_cast<std::int64_t>(random.below(100)),
               columns = static_cast<std::int64_t>(random.below(200));
    const auto matrix = random_matrix(random, rows, columns);
    BitVector x(columns), expected(rows);
    for (std::int64_t j = 0; j < columns; ++j) x.set(j, random.below(2) == 1);
    for (std::int64_t i = 0; i < rows; ++i)
        for (std::int64_t j = 0; j < columns; ++j)
            if (matrix.get(i, j) && x.get(j)) expected.set(i, !expected.get(i));
    CHECK(matrix.multiply(x) == expected);
}

TEST_CASE("a product with a vector of another length is an error that states both sizes") {
    for (const int size : {4, 6})
        CHECK_THROWS_MATCHES(BitMatrix(3, 5).multiply(BitVector(size)), ConfigError,
                             Catch::Matchers::Message("cannot multiply a 3 x 5 matrix by " + std::to_string(size) +
                                                      " bits: the vector must hold 5 bits"));
}

TEST_CASE("the rank counts the independent rows") {
    const std::uint64_t seed = GENERATE(range(1, 101));
    CAPTURE(seed);
    Random random(seed);
    const auto rows = static_cast<std::int64_t>(random.below(9)), columns = static_cast<std::int64_t>(random.below(9));
    const auto matrix = random_matrix(random, rows, columns);
    CAPTURE(rows, columns);
    CHECK(matrix.rank() == rank_by_counting(matrix));
}

TEST_CASE("sums of a few rows over several words have the rank of those rows") {
    Random random(31);
    BitMatrix matrix(60, 200);
    for (std::int64_t j = 0; j < 200; ++j) {
        std::array<bool, 5> basis{};
        for (std::size_t k = 0; k < 5; ++k) basis[k] = j % 5 == static_cast<std::int64_t>(k) || random.below(2) == 1;
        for (std::int64_t i = 0; i < 60; ++i) { // row i is the sum of the basis rows in the bits of i mod 32
            bool sum = false;
            for (std::size_t k = 0; k < 5; ++k) sum ^= basis[k] && ((i % 32) >> k & 1);
            matrix.set(i, j, sum);
        }
    }
    CHECK(matrix.rank() == 5);
}

TEST_CASE("the identity has full rank and the zero matrix has none") {
    BitMatrix identity(70, 70);
    for (int i = 0; i < 70; ++i) identity.set(i, i, true);
    CHECK(identity.rank() == 70);
    CHECK(identity.duplicate_rows().empty());
    CHECK(BitMatrix(70, 70).rank() == 0);
    CHECK(BitMatrix().rank() == 0);
}

TEST_CASE("duplicate rows are those equal to an earlier one") {
    const std::array<std::uint64_t, 6> masks{5, 3, 5, 0, 5, 0};
    CHECK(BitMatrix::from_masks(masks, 3).duplicate_rows() == std::vector<std::int64_t>{2, 4, 5});
    BitMatrix wide(3, 130); // rows 0 and 2 differ in the last word only
    wide.set(0, 129, true);
    CHECK(wide.duplicate_rows() == std::vector<std::int64_t>{2});
    wide.set(2, 128, true);
    CHECK(wide.duplicate_rows().empty());
    CHECK(BitMatrix(4, 0).duplicate_rows() == std::vector<std::int64_t>{1, 2, 3});
}
