// Lists and ranges: what they stand for, and which are refused.
#include "tests/explorer/space/small_space.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::tests::small_error;
using fracbit::tests::small_space;

namespace {

/// Values of the only parameter, as TOML writes them.
std::string values_of(const std::string& parameter) {
    const DesignSpace space = small_space("[parameters]\n" + parameter);
    std::string text;
    for (const models::KeyValue& value : space.parameters().front().values)
        text += (text.empty() ? "" : " ") + models::toml_text(value);
    return text;
}

std::string parameter_error(const std::string& parameter) {
    return small_error<ConfigError>("[parameters]\n" + parameter);
}

} // namespace

TEST_CASE("lists and ranges stand for exact values in their order") {
    struct Case {
        const char* parameter;
        const char* values;
    };
    const Case cases[] = {
        {"weights.lanes = [4, 1, 2]", "4 1 2"},
        {"weights.lanes = { from = 1, to = 16, times = 2 }", "1 2 4 8 16"},
        {"weights.lanes = { from = 1, to = 17, times = 2 }", "1 2 4 8 16"},
        {"weights.lanes = { from = 3, to = 30, times = 3 }", "3 9 27"},
        {"weights.lanes = { from = 2, to = 10, step = 4 }", "2 6 10"},
        {"weights.lanes = { from = 2, to = 9, step = 4 }", "2 6"},
        {"weights.lanes = { from = 5, to = 5, step = 1 }", "5"},
        {"encoding.taps = { from = 0, to = 2, step = 1 }", "0 1 2"},
        {"encoding.sparsity = { from = 0.1, to = 0.7, step = 0.2 }", "0.1 0.3 0.5 0.7"},
        {"encoding.sparsity = { from = 0, to = 1, step = 0.3 }", "0 0.3 0.6 0.9"},
        {"clock.mhz = { from = 100, to = 340, times = 1.5 }", "100 150 225 337.5"},
        {"memory.bytes_per_cycle = ['64/5', 25.6, 3, '1/3']", "12.8 25.6 3 \"1/3\""},
        {"memory.bytes_per_cycle = { from = '1/3', to = 2, step = '1/3' }", "\"1/3\" \"2/3\" 1 \"4/3\" \"5/3\" 2"},
        {"memory.bytes_per_cycle = { from = 1, to = 9000, times = 8191.999999 }", "1 8191.999999"},
        {"encoding.seed = { from = 1, to = 9007199254740992, times = 9007199254740992 }", "1 9007199254740992"},
        {"keep_on_chip = [false, true]", "false true"},
        {"array.mode = ['dense', 'xnor']", "\"dense\" \"xnor\""},
        {"technology = ['scaled_16nm']", "\"scaled_16nm\""},
    };
    for (const Case& c : cases) {
        INFO(c.parameter);
        CHECK(values_of(c.parameter) == c.values);
    }
}

TEST_CASE("a hundred steps of a tenth end where they should") {
    const DesignSpace space = small_space("[parameters]\nclock.mhz = { from = 100, to = 110, step = 0.1 }\n");
    CHECK(space.size() == 101);
    CHECK(space.parameters().front().numbers.back() == 110);
    CHECK(space.parameters().front().numbers[3] == 100.3);
}

TEST_CASE("each list or range that is not allowed is refused with its place") {
    struct Case {
        const char* parameter;
        const char* error;
    };
    const Case cases[] = {
        {"weights.lanes = []", "s.toml:9:9: weights.lanes has no values: give at least one"},
        {"weights.lanes = [4, 8, 4]", "s.toml:9:24: weights.lanes has the value 4 twice"},
        {"memory.bytes_per_cycle = [12.8, '64/5']", "s.toml:9:33: memory.bytes_per_cycle has the value 12.8 twice"},
        {"weights.lanes = [4, 65]", "s.toml:9:21: weights.lanes = 65 is not allowed: use 1 to 64"},
        {"memory.burst_bytes = [64, 48]",
         "s.toml:9:27: memory.burst_bytes = 48 is not allowed: use a power of two, 4 to 4096"},
        {"array.mode = ['adsub']", "s.toml:9:15: array.mode = \"adsub\" is not allowed: did you mean 'add_sub'?"},
        {"encoding.mask = ['x']",
         "s.toml:9:18: encoding.mask = \"x\" is not allowed: use one of: bitmap, relative-index, low-rank"},
        {"clock.mhz = [100.0000001]", "s.toml:9:14: clock.mhz = 100.0000001 is not allowed: use at most 6 decimals"},
        {"clock.mhz = [inf]", "s.toml:9:14: clock.mhz = inf is not allowed: use 1 to 10000"},
        {"clock.mhz = [nan]", "s.toml:9:14: clock.mhz = nan is not allowed: use 1 to 10000"},
        {"weights.lanes = { from = 8, to = 4, step = 1 }",
         "s.toml:9:34: weights.lanes: a range goes upwards: 'to' must not be less than 'from'"},
        {"weights.lanes = { from = 1, to = 4, step = 0 }", "s.toml:9:44: weights.lanes: 'step' must be more than 0"},
        {"weights.lanes = { from = 1, to = 4, step = -1 }", "s.toml:9:44: weights.lanes: 'step' must be more than 0"},
        {"weights.lanes = { from = 1, to = 4, times = 1 }", "s.toml:9:45: weights.lanes: 'times' must be more than 1"},
        {"encoding.taps = { from = 0, to = 4, times = 2 }",
         "s.toml:9:26: encoding.taps: a range with 'times' starts above 0"},
        {"encoding.sparsity = { from = -0.5, to = 0.5, step = 0.5 }",
         "s.toml:9:30: encoding.sparsity: -0.5 cannot stand in a range: use numbers with at most 6 decimals, and "
         "nothing "
         "negative"},
        {"clock.mhz = { from = 100, to = 101, step = 0.0000001 }",
         "s.toml:9:44: clock.mhz: 1e-07 cannot stand in a range: use numbers with at most 6 decimals, and nothing "
         "negative"},
        {"memory.bytes_per_cycle = { from = 1, to = 1000, times = 1.1 }",
         "s.toml:9:57: memory.bytes_per_cycle: the value behind 5.55992 has too many decimals to be exact: write a "
         "list"},
        {"weights.lanes = { from = 32, to = 128, times = 2 }",
         "s.toml:9:9: weights.lanes = 128 is not allowed: use 1 to 64 (a value of the range)"},
        {"weights.lanes = { from = -2, to = 2, step = 2 }",
         "s.toml:9:9: weights.lanes = -2 is not allowed: use 1 to 64 (a value of the range)"},
        {"memory.burst_bytes = { from = 4, to = 16, step = 4 }",
         "s.toml:9:8: memory.burst_bytes = 12 is not allowed: use a power of two, 4 to 4096 (a value of the range)"},
        {"clock.mhz = { from = 100, to = 6000, times = 1.5 }",
         "s.toml:9:7: clock.mhz = \"492075/128\" is not allowed: use at most 6 decimals (a value of the range)"},
        {"encoding.seed = { from = 0, to = 9007199254740992, step = 1 }",
         "s.toml:9:10: encoding.seed: the range has more than 100000 values"},
        {"technology = ['nangate54']",
         "s.toml:9:15: technology 'nangate54' is not shipped with this program; did you mean "
         "'nangate45'? (or give a .toml file)"},
        {"network = ['nett']", "s.toml:9:12: network 'nett' is not in the space; did you mean 'net'?"},
    };
    for (const Case& c : cases) {
        INFO(c.parameter);
        CHECK(parameter_error(c.parameter) == c.error);
    }
}

TEST_CASE("a list may have 100000 values and not one more") {
    std::string list;
    for (int i = 0; i < 100'000; ++i) list += std::to_string(i) + ",";
    CHECK(small_space("[parameters]\nencoding.seed = [" + list + "]").size() == 100'000);
    CHECK(parameter_error("encoding.seed = [" + list + "200000]") ==
          "s.toml:9:10: encoding.seed has more than 100000 values");
}

TEST_CASE("parameters that vary together must have as many values, and no turn twice") {
    CHECK(small_error<ConfigError>("[[together]]\narray.rows = [1, 2]\narray.columns = [1, 2, 3]\n") ==
          "s.toml:8:1: together: array.rows has 2, array.columns has 3 values; all must have as many");
    CHECK(small_error<ConfigError>("[[together]]\narray.rows = [1, 2, 1]\narray.columns = [3, 4, 3]\n") ==
          "s.toml:8:1: together: the values 1, 3 come twice");
    CHECK(small_error<ConfigError>("[[together]]\narray.rows = [1, 2, 1]\n") ==
          "s.toml:9:21: array.rows has the value 1 twice");
    CHECK(
        small_space("[[together]]\narray.rows = [1, 2, 1]\narray.columns = { from = 3, to = 5, step = 1 }\n").size() ==
        3);
}

TEST_CASE("2^62 points are allowed, more are counted and refused") {
    const auto ranges = [](int axes, int values) {
        std::string text = "[parameters]\n";
        const char* const names[] = {"encoding.seed", "encoding.matrix_seed", "weights.fifo_depth",
                                     "output.fifo_depth"};
        for (int i = 0; i < axes; ++i)
            text += names[i] + std::string(" = { from = 1, step = 1, to = ") + std::to_string(values) + " }\n";
        return text;
    };
    const PointId most = PointId{1} << 62;
    CHECK(small_space(ranges(4, 32'768) + "encoding.q = [1, 2, 3, 4]").size() == most);
    CHECK(small_error<ConfigError>(ranges(4, 32'768) + "encoding.q = [1, 2, 3, 4, 5]") ==
          "s.toml: the space has about 5.76e+18 points, allowed are 2^62 (4.61e+18): vary less");
    CHECK(small_error<ConfigError>(ranges(4, 65'536)) ==
          "s.toml: the space has about 1.84e+19 points, allowed are 2^62 (4.61e+18): vary less");
}

TEST_CASE("all values that are not allowed are reported at once, in the order of the file") {
    CHECK(
        small_error<ConfigError>("[base]\nencoding.q = 9\nnetwork = 'x'\n[parameters]\nweights.lanes = [0, 1, 65]\n"
                                 "array.rows = []\ntechnology = ['y']\n") ==
        "s.toml:9:14: encoding.q = 9 is not allowed: use 1 to 8\n"
        "s.toml:10:11: network 'x' is not in the space; allowed: net\n"
        "s.toml:12:18: weights.lanes = 0 is not allowed: use 1 to 64\n"
        "s.toml:12:24: weights.lanes = 65 is not allowed: use 1 to 64\n"
        "s.toml:13:7: array.rows has no values: give at least one\n"
        "s.toml:14:15: technology 'y' is not shipped with this program; allowed: nangate45, scaled_32nm, scaled_16nm, "
        "scaled_7nm (or give a .toml file)");
}
