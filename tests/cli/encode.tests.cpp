#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

const std::string lenet = repository("examples/models/lenet5_float.h5");

Outcome encode(const std::vector<std::string>& options, const RunOptions& run = {}) {
    std::vector<std::string> arguments{"encode"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run_fracbit(arguments, run);
}

Json encoded(std::vector<std::string> options) {
    options.insert(options.end(), {"--json", "-"});
    const auto outcome = encode(options);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(outcome.err.empty());
    return Json::parse(outcome.out);
}

/// All bits of all parts.
std::int64_t sum_of(const Json& bits) {
    std::int64_t sum = 0;
    for (const auto& part : bits) sum += part.get<std::int64_t>();
    return sum;
}

} // namespace

TEST_CASE("encode writes the keys that scripts rely on") {
    const Json json = encoded({"--synthetic", "256x512", "--sparsity", "0.91", "--seed", "77", "--n-in", "20"});
    CHECK(json["weights"] == 256 * 512);
    CHECK(json["kept"] == 11796);
    CHECK(json["patches"] > 0);
    CHECK(json["seconds"] > 0);
    CHECK(json["peak_memory_bytes"] > 1 << 20);
    CHECK(json["kept_magnitude"].get<double>() == Approx(0.238).margin(0.01));
    for (const char* part : {"seeds", "counts", "locations", "mask", "scales", "offsets"})
        CHECK(json["bits"][part] > 0);
    CHECK(json["bits"]["mask"] == 256 * 512);
    CHECK(json["bits"]["scales"] == 256 * 32);
    CHECK(json["bits"]["offsets"] == 8 * 2 * 32);
    CHECK(json["bits_per_weight"].get<double>() * 256 * 512 == Approx(sum_of(json["bits"])));
    REQUIRE(json["layers"].size() == 1);
    const Json& layer = json["layers"][0];
    for (const char* key : {"weights", "bits_per_weight", "bits", "patches", "kept_magnitude"})
        CHECK(layer[key] == json[key]);
    const Json& plane = layer["planes"].at(0);
    CHECK(plane["n_in"] == 20);
    CHECK(plane["trials"].size() > 1);
    CHECK(layer["bits"]["seeds"] == plane["slices"].get<std::int64_t>() * 20);
}

TEST_CASE("the totals of a model are the sums of its layers") {
    const Json json = encoded({"--model", lenet, "--sparsity", "0.9", "--sparsity", "conv1=0.5", "--q", "2"});
    CHECK(json["weights"] == 1662752);
    REQUIRE(json["layers"].size() == 4);
    CHECK(json["layers"][0]["name"] == "conv1");
    CHECK(json["layers"][0]["kept"] == 400);
    CHECK(json["layers"][1]["density"].get<double>() == Approx(0.1));
    for (const char* part : {"seeds", "counts", "locations", "mask", "scales", "offsets"}) {
        std::int64_t sum = 0;
        for (const auto& layer : json["layers"]) {
            sum += layer["bits"][part].get<std::int64_t>();
            CHECK(layer["planes"].size() == 2);
        }
        CHECK(json["bits"][part] == sum);
    }
}

TEST_CASE("the table of encode says where the bits go and fits the terminal") {
    const auto outcome =
        encode({"--synthetic", "64x300", "--mask", "relative-index"}, {0, "", "", {{"COLUMNS", "200"}}});
    REQUIRE(outcome.status == 0);
    for (const char* word : {"seeds", "counts", "places", "mask", "scales", "offsets", "patches", "bits/weight",
                             "n_out", "19,200", "drawn weights 64x300", "relative-index mask", "MiB of memory"})
        CHECK_THAT(outcome.out, Contains(word));
    const auto narrow = encode({"--synthetic", "64x300"}, {0, "", "", {{"COLUMNS", "60"}}});
    CHECK(longest_line(narrow.out) <= 60);
}

TEST_CASE("the same command writes the same model with any number of threads") {
    const TemporaryFolder folder;
    for (const char* mask : {"bitmap", "low-rank"}) {
        std::vector<std::string> bytes;
        for (const char* threads : {"1", "2", "0"}) {
            const std::string path = folder.file("m.h5");
            REQUIRE(encode({"--synthetic", "96x400", "--scales", "lognormal:0.5", "--mask", mask, "--q", "2",
                            "--threads", threads, "-o", path})
                        .status == 0);
            bytes.push_back(read_text(path));
        }
        CHECK(bytes[0] == bytes[1]);
        CHECK(bytes[0] == bytes[2]);
        const std::string path = folder.file("m.h5");
        encode({"--synthetic", "96x400", "--scales", "lognormal:0.5", "--mask", mask, "--q", "2", "--seed", "2", "-o",
                path});
        CHECK(read_text(path) != bytes[0]);
    }
}

TEST_CASE("options of encode reach the code") {
    const std::vector<std::string> drawn{"--synthetic", "64x640", "--seed", "3"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.end(), drawn.begin(), drawn.end());
        return encoded(more);
    };
    const Json plain = with({"--n-out", "150", "--block-slices", "3"});
    CHECK(plain["layers"][0]["planes"][0]["n_out"] == 150);
    CHECK(plain["layers"][0]["planes"][0]["block_slices"] == 3);
    CHECK(plain["layers"][0]["planes"][0]["trials"].empty());
    const Json gaps = with({"--patches", "gaps"});
    CHECK(gaps["bits"]["counts"] == 0);
    CHECK(gaps["layers"][0]["planes"][0]["gap_bits"] > 0);
    const Json registers = with({"--n-in", "8", "--registers", "3"});
    CHECK(registers["layers"][0]["planes"][0]["registers"] == 3);
    CHECK(registers["bits_per_weight"] < with({"--n-in", "8"})["bits_per_weight"]);
    const Json groups = with({"--group-rows", "64"});
    CHECK(groups["bits"]["offsets"] == 2 * 32);
    const Json architecture = with({"--set", "array.rows=16"});
    CHECK(architecture["bits"]["offsets"] == 4 * 2 * 32);
    const Json low_rank = with({"--mask", "low-rank", "--mask-budget", "0.2"});
    CHECK(low_rank["bits"]["mask"].get<double>() / (64 * 640) < 0.21);
    CHECK(low_rank["kept_magnitude"] < plain["kept_magnitude"]);
    CHECK(with({"--q", "3"})["layers"][0]["planes"].size() == 3);
    CHECK(with({"--order", "tiled"})["bits"] != with({})["bits"]);
}

TEST_CASE("what encode cannot do is refused with its reason and leaves no file") {
    const TemporaryFolder folder;
    struct Case {
        std::vector<std::string> options;
        std::string text;
    };
    const std::string model = repository("examples/models/lenet5_q1_8x20_tap2.h5");
    const std::vector<Case> cases{
        {{}, "found no inputs; give one of --model, --npy, --hdf5 and --synthetic"},
        {{"--synthetic", "4x4", "--model", lenet}, "found 2 inputs"},
        {{"--synthetic", "4by4"}, "--synthetic 4by4: expected OUTxIN"},
        {{"--synthetic", "4x0"}, "--synthetic 4x0: expected OUTxIN"},
        {{"--synthetic", "4x4x4"}, "expected OUTxIN"},
        {{"--synthetic", "4x4", "--scales", "lognormal"}, "--scales lognormal: expected lognormal:SIGMA"},
        {{"--synthetic", "4x4", "--scales", "lognormal:9"}, "log-normal scales of spread 9; allowed: 0 (none) to 8"},
        {{"--model", lenet, "--scales", "lognormal:1"}, "--scales"},
        {{"--hdf5", lenet}, "--hdf5 " + lenet + " needs --dataset"},
        {{"--hdf5", lenet, "--dataset", "/nothing"}, "/nothing: missing data set"},
        {{"--synthetic", "4x4", "--sparsity", "2"}, "--sparsity 2: expected a number from 0 to 1"},
        {{"--synthetic", "4x4", "--sparsity", "=0.5"}, "--sparsity =0.5: expected"},
        {{"--synthetic", "4x4", "--sparsity", "fc1=0.5"}, "names of layers go with --model"},
        {{"--model", lenet, "--sparsity", "fc=0.5"}, "did you mean 'fc1'?"},
        {{"--model", model}, "the model has no layer with float weights"},
        {{"--model", "/nowhere/m.h5"}, "/nowhere/m.h5"},
        {{"--npy", "/nowhere/w.npy"}, "/nowhere/w.npy"},
        {{"--npy", lenet}, "at byte 0: found no .npy signature"},
        {{"--synthetic", "4x4", "--n-in", "65"}, "n_in is 65, allowed is 1 to 64"},
        {{"--synthetic", "4x4", "--n-in", "20", "--registers", "3"}, "needs 80 columns"},
        {{"--synthetic", "4x4", "--n-out", "3"}, "n_out is 3, allowed is 20 to 1024"},
        {{"--synthetic", "4x4", "--q", "9"}, "q is 9"},
        {{"--synthetic", "4x4", "--mask", "none"}, "none"},
        {{"--synthetic", "4x4", "--mask", "low-rank", "--mask-budget", "0"}, "budget of a low-rank mask is 0"},
        {{"--synthetic", "4x4", "--mask-budget", "0.2"}, "--mask-budget needs --mask low-rank: a bitmap mask"},
        {{"--synthetic", "4x4", "--tile-columns", "16"}, "--tile-columns needs --order tiled"},
        {{"--synthetic", "4x4", "--arch", "/nowhere/a.toml"}, "/nowhere/a.toml"},
    };
    for (const auto& one : cases) {
        auto options = one.options;
        options.insert(options.end(), {"-o", folder.file("m.h5"), "--json", folder.file("out.json")});
        const auto outcome = encode(options);
        INFO(one.text);
        CHECK(outcome.status == 2);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, Catch::StartsWith("fracbit: error: ") && Contains(one.text));
        CHECK(folder.entries() == 0);
    }
}

TEST_CASE("a full disk or a missing folder leaves no encoded model behind") {
    const TemporaryFolder folder;
    RunOptions full;
    full.file_size_limit = 2000;
    const auto outcome = encode({"--synthetic", "96x400", "-o", folder.file("m.h5")}, full);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("m.h5") && Contains("File too large"));
    CHECK(folder.entries() == 0);
    const auto missing = encode({"--synthetic", "96x400", "-o", folder.file("no/m.h5")});
    CHECK(missing.status == 1);
    CHECK_THAT(missing.err, Contains("there is no folder '" + folder.file("no") + "'; make it first"));
}

TEST_CASE("The machine runs a model encoded with several planes as it is stored") {
    const TemporaryFolder folder;
    const std::string model = folder.file("sparse.h5");
    REQUIRE(encode({"--model", lenet, "--sparsity", "0.9", "--q", "2", "--out", model}).status == 0);
    const auto outcome = run_fracbit({"simulate", "--model", model, "--verify", "--json", folder.file("out.json")});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(read_json(folder.file("out.json"))["bit_exact"] == true);
}
