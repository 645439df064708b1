#include "models/inference/range_check.hpp"

#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <limits>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();

struct Case {
    Layer layer;
    QuantizedLayer quantized;
};

/// A linear layer of one output that passes.
Case passing(std::int64_t reduction) {
    Case c;
    c.layer.name = "fc";
    c.layer.kind = LayerKind::linear;
    c.layer.input = {reduction, 1, 1};
    c.quantized.format = WeightFormat::binary;
    c.quantized.planes.resize(1);
    c.quantized.rescaling.multipliers = {{1}};
    c.quantized.rescaling.offsets = {0};
    return c;
}

std::string problem(const Case& c) {
    return message_of<ConfigError>([&] { check_ranges(c.layer, c.quantized); });
}

const std::string none = "(nothing was thrown)";

} // namespace

TEST_CASE("accumulators are proved to fit 32 bits, to the last weight") {
    CHECK(problem(passing(8421504)) == none); // 255 * 8421504 = 2^31 - 128
    CHECK(
        problem(passing(8421505)) ==
        "layer 'fc' (linear): the accumulator of channel 0 can reach 2147483775, a 32-bit one holds 2147483647; split "
        "the reduction of 8421505");
}

TEST_CASE("dense accumulators are bounded by their own weights") {
    Case c = passing(66052);
    c.quantized.format = WeightFormat::dense8;
    c.quantized.dense.assign(66052, -128);
    CHECK(accumulator_bound(c.layer, c.quantized, 0, 0) == 255LL * 128 * 66052);
    CHECK(problem(c).find("the accumulator of channel 0 can reach 2155937280") != std::string::npos);
    c.quantized.dense.assign(66052, 1);
    CHECK(problem(c) == none);
}

TEST_CASE("shift accumulators are bounded by what their bits can say") {
    for (const auto format : {WeightFormat::shift, WeightFormat::shift_xor}) {
        Case c = passing(65793); // 255 * 128 * 65793 = 2^31 - 128
        c.quantized.format = format;
        c.quantized.shift_bits = 4;
        CHECK(problem(c) == none);
        c.layer.input = {65794, 1, 1};
        CHECK(problem(c) ==
              "layer 'fc' (linear): the accumulator of channel 0 can reach 2147516160, a 32-bit one holds "
              "2147483647; split the reduction of 65794");
        const std::int64_t largest_of_bits[] = {1, 2, 8, 128};
        for (int bits = 1; bits <= 4; ++bits) {
            c.quantized.shift_bits = bits;
            CHECK(accumulator_bound(c.layer, c.quantized, 0, 0) == 255 * largest_of_bits[bits - 1] * 65794);
        }
    }
}

TEST_CASE("the rescaled sum is proved to fit 64 bits, to the last unit") {
    Case c = passing(1);
    // 1 * 255 + |b| + 2^(s-1) with s = 1
    c.quantized.rescaling.offsets = {largest - 256};
    CHECK(problem(c) == none);
    c.quantized.rescaling.offsets = {-(largest - 256)};
    CHECK(problem(c) == none);
    c.quantized.rescaling.offsets = {largest - 255};
    CHECK(problem(c) == "layer 'fc' (linear): the rescaled sum of channel 0 can reach 9.223e+18, 64 bits hold "
                        "9223372036854775807; use a smaller shift than 1");
    c.quantized.rescaling.offsets = {std::numeric_limits<std::int64_t>::min()};
    CHECK(problem(c) != none);
    c.quantized.rescaling.offsets = {largest - 256};
    c.quantized.rescaling.residual_multiplier = -1;
    CHECK(problem(c) != none);
    c.quantized.rescaling.residual_multiplier = 0;
    c.quantized.rescaling.multipliers = {{-2}};
    CHECK(problem(c) != none);
    c.quantized.rescaling.multipliers = {{1}, {1}};
    c.quantized.planes.resize(2);
    CHECK(problem(c) != none);
}

TEST_CASE("vector layers are bounded by what they sum") {
    Case c = passing(1);
    c.layer.input = {1, 6, 7};
    c.layer.kind = LayerKind::global_average_pool;
    CHECK(accumulator_bound(c.layer, c.quantized, 0, 0) == 255 * 42);
    c.layer.kind = LayerKind::average_pool;
    c.layer.kernel_height = 2;
    c.layer.kernel_width = 3;
    CHECK(accumulator_bound(c.layer, c.quantized, 0, 0) == 255 * 6);
    c.layer.kind = LayerKind::add;
    CHECK(accumulator_bound(c.layer, c.quantized, 0, 0) == 255);
    c.layer.kind = LayerKind::rms_norm;
    CHECK(accumulator_bound(c.layer, c.quantized, 0, 0) == 1 << 21);
}

TEST_CASE("norms of 65,536 elements are allowed") {
    Case c = passing(65536);
    c.layer.kind = LayerKind::layer_norm;
    c.quantized.rescaling.multipliers.assign(1, std::vector<std::int32_t>(65536, 1));
    c.quantized.rescaling.offsets.assign(65536, 0);
    CHECK(problem(c) == none);
}

TEST_CASE("the exponential of 0 may have either byte 0") {
    Case c = passing(3);
    c.layer.kind = LayerKind::softmax;
    c.quantized.table.resize(512);
    c.quantized.table[0] = 1;
    CHECK(problem(c) == none);
    c.quantized.table[0] = 0;
    c.quantized.table[1] = 1;
    CHECK(problem(c) == none);
}

TEST_CASE("fields that do not fit the layer are refused by name") {
    const struct {
        std::function<void(Case&)> spoil;
        const char* message;
    } cases[] = {
        {[](Case& c) { c.quantized.planes.clear(); }, "(linear): no weight planes, must have at least 1"},
        {[](Case& c) { c.quantized.format = WeightFormat::dense8; }, "(linear): dense has 0 entries, must have 3"},
        {[](Case& c) {
             c.quantized.format = WeightFormat::dense8;
             c.quantized.planes.resize(2);
         },
         "(linear): planes of dense8 weights has 2 entries, must have 1"},
        {[](Case& c) { c.quantized.format = WeightFormat::shift; },
         "(linear): shift weights have 0 bits, must have 1 to 4"},
        {[](Case& c) {
             c.quantized.format = WeightFormat::shift_xor;
             c.quantized.shift_bits = 5;
         },
         "(linear): shift weights have 5 bits, must have 1 to 4"},
        {[](Case& c) {
             c.quantized.format = WeightFormat::shift;
             c.quantized.shift_bits = 2;
             c.quantized.planes.resize(2);
         },
         "(linear): planes of shift weights has 2 entries, must have 1"},
        {[](Case& c) { c.quantized.rescaling.multipliers.clear(); },
         "(linear): multipliers has 0 entries, must have 1"},
        {[](Case& c) {
             c.quantized.rescaling.multipliers = {{1, 2}};
         },
         "(linear): a plane's multipliers has 2 entries, must have 1"},
        {[](Case& c) { c.quantized.rescaling.offsets.clear(); }, "(linear): offsets has 0 entries, must have 1"},
        {[](Case& c) { c.quantized.rescaling.shift = 0; }, "(linear): shift is 0, must be 1 to 62"},
        {[](Case& c) { c.quantized.rescaling.shift = 63; }, "(linear): shift is 63, must be 1 to 62"},
        {[](Case& c) {
             c.quantized.rescaling.low = 9;
             c.quantized.rescaling.high = 8;
         },
         "(linear): the clamp's low end 9 is above its high end 8"},
        {[](Case& c) {
             c.layer.kind = LayerKind::max_pool;
             c.layer.residual = "x";
         },
         "(max_pool): takes no residual operand; only array layers and add do"},
        {[](Case& c) { c.layer.kind = LayerKind::lookup; }, "(lookup): table has 0 entries, must have 256"},
        {[](Case& c) { c.layer.kind = LayerKind::softmax; }, "(softmax): table has 0 entries, must have 512"},
        {[](Case& c) {
             c.layer.kind = LayerKind::softmax;
             c.quantized.table.resize(512);
         },
         "(softmax): the exponential of 0 is 0 in its table"},
        {[](Case& c) {
             c.layer.kind = LayerKind::layer_norm;
             c.layer.input.channels = 65537;
         },
         "(layer_norm): normalizes 65537 elements at once, at most 65536 are allowed"},
    };
    for (const auto& [spoil, message] : cases) {
        Case c = passing(3);
        spoil(c);
        CHECK(problem(c) == std::string("layer 'fc' ") + message);
    }
}
