// Options of simulate that must reach the run, seen in what it says.
#include "tests/cli/bright_rows.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

const std::string lenet = repository("examples/models/lenet5_q1_8x20_tap2.h5");

Json json_of(std::vector<std::string> arguments, const std::vector<std::string>& more = {}) {
    arguments.insert(arguments.begin(), "simulate");
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.insert(arguments.end(), {"--json", "-"});
    const auto outcome = run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return Json::parse(outcome.out);
}

/// Bytes of all streams of the last layer.
Json bytes_of(const Json& json) { return json["layers"].back()["bytes"]; }

/// One layer of 512 x 256 weights.
std::vector<std::string> one_layer(const TemporaryFolder& folder) {
    write_text(folder.file("one.csv"), "name,kind,channels,height,width,out_channels\nfc,linear,256,1,1,512\n");
    return {"--network", folder.file("one.csv"), "--engine", "timing"};
}

} // namespace

TEST_CASE("as many images run as are asked for, on the machine and in the timing model, up to all of the file") {
    const TemporaryFolder folder;
    put_rows(folder, "t10k", 3);
    write_text(folder.file("net.csv"), "name,kind,channels,height,width,out_channels,relu\n"
                                       "fc1,linear,1,6,6,30,1\nfc2,linear,30,,,6,\n");
    const std::vector<std::string> run{"--network", folder.file("net.csv"), "--images",
                                       folder.file("t10k-images-idx3-ubyte")};
    const Json one = json_of(run), three = json_of(run, {"--count", "3", "--verify"});
    CHECK(one["images"] == 1);
    CHECK(three["images"] == 3);
    CHECK(three["bit_exact"] == true);
    CHECK(three["layers"][0]["macs"] == 3 * one["layers"][0]["macs"].get<int>());
    CHECK(json_of(run, {"--count", "3", "--engine", "timing"})["layers"] == three["layers"]);
    CHECK(json_of({"--model", lenet, "--images", repository("examples/digits/t10k-images-idx3-ubyte"), "--engine",
                   "timing"})["images"] == 1);
    auto refused = run;
    refused.insert(refused.begin(), "simulate");
    refused.insert(refused.end(), {"--count", "4"});
    const auto outcome = run_fracbit(refused);
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, Contains("holds 3 images, 4 are needed"));
}

TEST_CASE("images of other sides are refused though they have as many pixels, and so is more than one PGM") {
    const TemporaryFolder folder;
    put_rows(folder, "t10k", 1);
    write_text(folder.file("net.csv"), "name,kind,channels,height,width,out_channels\nfc,linear,1,4,9,5\n");
    const auto with = [&](const std::string& images, const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"simulate", "--network", folder.file("net.csv"), "--images", images};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_fracbit(arguments);
    };
    const auto sides = with(folder.file("t10k-images-idx3-ubyte"), {});
    CHECK(sides.status == 2);
    CHECK_THAT(sides.err, Contains("holds images of 6 x 6, layer 'fc' reads 1 x 4 x 9"));
    write_text(
        folder.file("one.pgm"), "P2 9 4 255" + [] {
            std::string pixels;
            for (int i = 0; i < 36; ++i) pixels += " " + std::to_string(i * 7);
            return pixels;
        }() + "\n");
    CHECK(with(folder.file("one.pgm"), {"--verify"}).status == 0);
    const auto two = with(folder.file("one.pgm"), {"--count", "2"});
    CHECK(two.status == 2);
    CHECK_THAT(two.err, Contains("holds 1 image, 2 are needed"));
}

TEST_CASE("pixels of a network fit the activations of the machine") {
    const TemporaryFolder folder;
    put_rows(folder, "t10k", 1);
    write_text(folder.file("net.csv"), "name,kind,channels,height,width,out_channels\nfc,linear,1,6,6,5\n");
    const Json json =
        json_of({"--network", folder.file("net.csv"), "--images", folder.file("t10k-images-idx3-ubyte"), "--format",
                 "binary", "--set", "array.mode=xnor", "--set", "array.activation_bits=3", "--verify"});
    CHECK(json["bit_exact"] == true);
}

TEST_CASE("of two settings of one key the later counts") {
    const TemporaryFolder folder;
    const std::string toml =
        json_of(one_layer(folder), {"--set", "array.rows=8", "--set", "array.rows=24"})["architecture_toml"];
    CHECK_THAT(toml, Contains("rows = 24\n"));
}

TEST_CASE("the report says whether the kernel skipped") {
    const TemporaryFolder folder;
    write_text(folder.file("net.csv"), small_network());
    CHECK(json_of({"--network", folder.file("net.csv"), "--no-skip"})["event_skipping"] == false);
}

TEST_CASE("drawn sparse weights follow their options") {
    const TemporaryFolder folder;
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.end(), {"--format", "sparse"});
        return json_of(one_layer(folder), more);
    };
    const auto slice = [](const Json& json) {
        const std::string text = json["weights"];
        return std::stoi(text.substr(text.find("-> ") + 3));
    };
    const Json plain = with({});
    CHECK_THAT(plain["weights"].get<std::string>(),
               Contains("drawn weights, sparse, k-major, 90 % zero, q=1, 20 -> ") && Contains(", bitmap mask"));
    // 20 stored bits meet about as many weights that are kept, of which there is one in ten, or one in two.
    CHECK(slice(plain) > 120);
    CHECK(slice(with({"--sparsity", "0.5"})) < 60);
    CHECK(bytes_of(plain)["mask"] == 512 * 256 / 8);
    const Json low_rank = with({"--mask", "low-rank"});
    CHECK_THAT(low_rank["weights"].get<std::string>(), Contains(", low-rank mask"));
    CHECK(bytes_of(low_rank)["mask"] < bytes_of(plain)["mask"]);
    const Json registers = with({"--n-in", "8", "--registers", "3"});
    CHECK_THAT(registers["weights"].get<std::string>(), Contains("8 -> ") && Contains(" with 3 registers"));
    const std::vector<std::string> code{"--n-in", "12", "--n-out", "80"};
    const auto patches = [&](std::vector<std::string> more) {
        more.insert(more.end(), code.begin(), code.end());
        return bytes_of(with(more));
    };
    const Json usual = patches({});
    CHECK(patches({"--dense"}) == usual);
    CHECK(patches({"--taps", "3"}) != usual);
    CHECK(patches({"--seed", "2"}) != usual);
}

TEST_CASE("the rate that is said of drawn encrypted weights counts all planes") {
    const TemporaryFolder folder;
    const std::string text = json_of(one_layer(folder), {"--q", "2", "--n-in", "6", "--n-out", "15"})["weights"];
    CHECK_THAT(text, Contains("q=2, 6 -> 15 with 2 taps = 0.8 bits a weight"));
}

TEST_CASE("what describes drawn weights is refused beside a model, but for the seed of its input") {
    for (const std::vector<std::string>& option :
         {std::vector<std::string>{"--n-in", "8"}, {"--dense"}, {"--xor-seed", "2"}, {"--q", "1"}}) {
        std::vector<std::string> arguments{"simulate", "--model", lenet};
        arguments.insert(arguments.end(), option.begin(), option.end());
        const auto refused = run_fracbit(arguments);
        CHECK(refused.status == 2);
        CHECK_THAT(refused.err, Contains(option.front() + " is about drawn weights"));
    }
    CHECK(json_of({"--model", lenet, "--seed", "2", "--engine", "timing"})["total_cycles"] > 0);
}

TEST_CASE("spans of DRAM traffic count from the beginning of their layer to its end") {
    const TemporaryFolder folder;
    auto arguments = simulate_small(folder.file("net.csv"));
    arguments.insert(arguments.end(), {"--csv-prefix", folder.file("r_"), "--json", folder.file("r.json"), "--set",
                                       "memory.bytes_per_cycle=2", "--trace", "dram=" + folder.file("dram.csv")});
    REQUIRE(run_fracbit(arguments).status == 0);
    const Json layers = read_json(folder.file("r.json"))["layers"];
    std::string rows = read_text(folder.file("r_DETAILED_ACCESS_REPORT.csv"));
    for (std::size_t i = 0; i < 3; ++i) {
        // Columns 4 and 5 are the first and the last cycle of reads of inputs, 10 and 11 those of writes of outputs.
        rows = rows.substr(rows.find('\n') + 1);
        std::vector<std::int64_t> cells;
        for (std::size_t at = 0; cells.size() < 12; at = rows.find(", ", at) + 2)
            cells.push_back(std::stoll(rows.substr(at)));
        const auto cycles = layers[i]["cycles"].get<std::int64_t>();
        CAPTURE(i, cycles);
        CHECK(cells[4] >= 0);
        CHECK(cells[4] < cycles / 4); // inputs are read first
        CHECK(cells[5] > cells[4]);
        CHECK(cells[11] > cells[10]);
        CHECK(cells[11] > cycles * 3 / 4); // outputs are written to the end
        CHECK(cells[11] <= cycles);
    }
}
