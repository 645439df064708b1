#include "models/xor/binary_code.hpp"

#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using Catch::Matchers::Message;

using Alpha = std::vector<std::vector<float>>;
using Planes = std::vector<BitVector>;

TEST_CASE("a weight is the sum of its planes' scales, added for a set bit and subtracted for a clear one") {
    Planes planes(2, BitVector(6)); // 2 channels of 3 weights
    for (const int i : {0, 2, 4}) planes[0].set(i, true);
    for (const int i : {0, 5}) planes[1].set(i, true);
    const Alpha alpha{{1.0F, 10.0F}, {0.5F, -2.0F}};
    CHECK(reconstruct(planes, alpha) == std::vector<float>{1.5F, -1.5F, 0.5F, -8.0F, 12.0F, -12.0F});
}

TEST_CASE("one plane and one channel give plus and minus its scale") {
    Planes planes(1, BitVector(2));
    planes[0].set(1, true);
    CHECK(reconstruct(planes, Alpha{{0.25F}}) == std::vector<float>{-0.25F, 0.25F});
}

TEST_CASE("planes are added in order, so that sums round alike everywhere") {
    Planes planes(3, BitVector(1));
    for (auto& plane : planes) plane.set(0, true);
    CHECK(reconstruct(planes, Alpha{{1e8F}, {-1e8F}, {1.0F}}).front() == 1.0F);
    CHECK(reconstruct(planes, Alpha{{1.0F}, {1e8F}, {-1e8F}}).front() == 0.0F);
}

TEST_CASE("planes and scales that do not fit each other are an error that states both") {
    const Planes two(2, BitVector(6));
    CHECK_THROWS_MATCHES(
        reconstruct(two, Alpha{{1.0F}}), ConfigError,
        Message("binary codes: found 2 planes and 1 rows of scales; both must be the same number q >= 1"));
    CHECK_THROWS_MATCHES(
        reconstruct(Planes{}, Alpha{}), ConfigError,
        Message("binary codes: found 0 planes and 0 rows of scales; both must be the same number q >= 1"));
    CHECK_THROWS_MATCHES(reconstruct(two, Alpha(2, std::vector<float>(4))), ConfigError,
                         Message("binary codes: 6 weights cannot be shared evenly by 4 output channels"));
    CHECK_THROWS_MATCHES(reconstruct(two, Alpha(2)), ConfigError,
                         Message("binary codes: 6 weights cannot be shared evenly by 0 output channels"));
    CHECK_THROWS_MATCHES(
        reconstruct(two, Alpha{{1.0F, 1.0F}, {1.0F}}), ConfigError,
        Message("binary codes: plane 1 has 6 weights and 1 scales, plane 0 has 6 and 2; all planes must "
                "agree"));
    CHECK_THROWS_MATCHES(
        reconstruct(Planes{BitVector(6), BitVector(7)}, Alpha(2, std::vector<float>(1))), ConfigError,
        Message("binary codes: plane 1 has 7 weights and 1 scales, plane 0 has 6 and 1; all planes must "
                "agree"));
}
