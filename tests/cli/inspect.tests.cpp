#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

Json inspect(const std::vector<std::string>& options, std::string* text = nullptr) {
    const TemporaryFolder folder;
    std::vector<std::string> arguments{"inspect", "--json", folder.file("out.json")};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const auto outcome = run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK_FALSE(outcome.out.empty());
    if (text != nullptr) *text = outcome.out;
    return read_json(folder.file("out.json"))["items"];
}

} // namespace

TEST_CASE("inspect recognises every kind of file") {
    const Json items =
        inspect({repository("examples/models/lenet5_q1_8x20_tap2.h5"), repository("examples/networks/resnet18.csv"),
                 repository("examples/arch/edge.toml"), repository("traces/samples/sample.events.csv"),
                 repository("traces/samples/sample.vcd"), repository("traces/samples/sample.perfetto.json"),
                 repository("traces/samples/sample.stl"), repository("traces/samples/sample.dramsim3.trace")});
    REQUIRE(items.size() == 8);
    CHECK(items[0]["kind"] == "model");
    CHECK(items[0]["layers"][0]["n_in"] == 8);
    CHECK(items[0]["layers"][0]["n_out"] == 20);
    CHECK(items[0]["checked_bits"] == items[0]["decoded_bits"]);
    CHECK(items[1]["kind"] == "network");
    CHECK(items[1]["name"] == "resnet18");
    CHECK(items[1]["macs"] > 1'700'000'000);
    CHECK(items[2]["kind"] == "architecture");
    CHECK(items[2]["peak_products_per_second"].get<double>() == Approx(32 * 64 * 800e6));
    const std::vector<std::string> formats{"events", "vcd", "perfetto", "dramsys", "dramsim3"};
    for (std::size_t i = 0; i < formats.size(); ++i) {
        CHECK(items[3 + i]["kind"] == "trace");
        CHECK(items[3 + i]["format"] == formats[i]);
    }
}

TEST_CASE("inspect tells an XOR network's properties") {
    std::string text;
    const Json drawn = inspect({"--n-in", "8", "--n-out", "10", "--taps", "2", "--seed", "1"}, &text).at(0);
    CHECK_THAT(text, Contains("rank over GF(2)"));
    CHECK(drawn["n_in"] == 8);
    CHECK(drawn["n_out"] == 10);
    CHECK(drawn["min_row_weight"] == 2);
    CHECK(drawn["max_row_weight"] == 2);
    CHECK(drawn["rank"] < 8); // rows of even weight span at most 7 dimensions
    CHECK(drawn["rows"].size() == 10);

    const TemporaryFolder folder;
    write_text(folder.file("m.txt"), "10\n01\n11\n");
    const Json read = inspect({"--matrix", folder.file("m.txt")}).at(0);
    CHECK(read["rank"] == 2);
    CHECK(read["minimum_distance"] == 2);
    CHECK(read["logic_levels"] == 1);
    CHECK(read["xor2_gates_unshared"] == 1);
    CHECK(read["rows"] == Json{"10", "01", "11"});
}

TEST_CASE("inspect refuses what it does not know") {
    const TemporaryFolder folder;
    write_text(folder.file("a.txt"), "hello\n");
    const auto outcome = run_fracbit({"inspect", folder.file("a.txt")});
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Contains("a.txt") && Contains("known are models"));
    write_text(folder.file("m.txt"), "10\n0x\n");
    const auto matrix = run_fracbit({"inspect", "--matrix", folder.file("m.txt")});
    CHECK(matrix.status == 2);
    CHECK_THAT(matrix.err, Contains("m.txt:2:2"));
}
