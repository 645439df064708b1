#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fmt/format.h>

using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

const std::string q1_model = repository("examples/models/lenet5_q1_8x20_tap2.h5");
const std::string q2_model = repository("examples/models/lenet5_q2_7x11_dense.h5");

Outcome synthesize(const std::vector<std::string>& options, const RunOptions& run = {}) {
    std::vector<std::string> arguments{"synthesize"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run_fracbit(arguments, run);
}

Json synthesized(std::vector<std::string> options) {
    options.insert(options.end(), {"--json", "-"});
    const auto outcome = synthesize(options);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK(outcome.err.empty());
    return Json::parse(outcome.out);
}

} // namespace

TEST_CASE("synthesize writes the keys that scripts rely on") {
    const Json json = synthesized({"--n-in", "20", "--n-out", "60", "--dense", "--seed", "3"});
    CHECK(json["n_in"] == 20);
    CHECK(json["n_out"] == 60);
    CHECK(json["naive_xor2"] > 500);
    CHECK(json["xor2"] < json["naive_xor2"].get<int>() / 2);
    CHECK(json["depth"] >= 4);
    CHECK(json["method"].is_string());
    CHECK(json["area_um2"].get<double>() > json["xor2"].get<int>() * 1.596); // flip-flops come on top
    CHECK(json["delay_ps"] > 100.0);
    CHECK(json["pipeline_stages"] >= 1);
    CHECK(json["seconds"] > 0.0);
    const Json& circuit = json["circuits"].at(0);
    int gates = 0;
    for (const Json& level : circuit["gates_per_level"]) gates += level.get<int>();
    CHECK(gates == json["xor2"]);
    CHECK(circuit["gates_per_level"].size() == json["depth"]);
    CHECK(circuit["stage_delay_ps"] <= 1e6 / json["clock_mhz"].get<double>());
    CHECK(circuit["words"] == 4096);
    CHECK(circuit["toggles_per_word"].get<double>() == Approx(gates / 2.0).epsilon(0.1)); // random inputs
}

TEST_CASE("A slower clock needs fewer stages, a depth limit is kept") {
    const std::vector<std::string> network{"--n-in", "16", "--n-out", "40", "--dense"};
    const auto with = [&network](std::vector<std::string> more) {
        more.insert(more.end(), network.begin(), network.end());
        return synthesized(more);
    };
    CHECK(with({"--clock-mhz", "100"})["pipeline_stages"] == 1);
    CHECK(with({"--clock-mhz", "2500"})["pipeline_stages"] > 1);
    const Json shallow = with({"--max-depth", "4"});
    CHECK(shallow["depth"] == 4);
    CHECK(shallow["xor2"] >= with({})["xor2"]);
    const Json small = with({"--smallest", "area"});
    CHECK(small["area_um2"] < with({})["area_um2"]);
    CHECK(small["xor2"] >= with({})["xor2"]);
    CHECK(with({"--technology", "scaled_7nm"})["area_um2"] < with({})["area_um2"]);
    const auto refused = synthesize({"--n-in", "20", "--n-out", "40", "--dense", "--max-depth", "2"});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("the depth limit is 2: allow") && Contains("row "));
}

TEST_CASE("Matrices with equal, dependent and zero rows become circuits") {
    const TemporaryFolder folder;
    write_text(folder.file("m.txt"), "110 # twice\n000\n011\n110\n101 # the sum of two others\n100\n");
    const Json json = synthesized({"--matrix", folder.file("m.txt")});
    CHECK(json["naive_xor2"] == 4);
    CHECK(json["xor2"] == 3);
    CHECK(json["circuits"][0]["rank"] == 3);
    CHECK(json["depth"] == 1);
    write_text(folder.file("zero.txt"), "0\n");
    CHECK(synthesized({"--matrix", folder.file("zero.txt")})["xor2"] == 0);
    write_text(folder.file("bad.txt"), "10\n1x\n");
    const auto refused = synthesize({"--matrix", folder.file("bad.txt"), "--json", folder.file("out.json")});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("bad.txt:2:2"));
    CHECK_FALSE(std::filesystem::exists(folder.file("out.json")));
}

TEST_CASE("A model's distinct networks are synthesized once each, with its own code words") {
    const Json one = synthesized({"--model", q1_model});
    REQUIRE(one["circuits"].size() == 1);
    CHECK(one["circuits"][0]["uses"] == Json{"conv1 plane 0", "conv2 plane 0", "fc1 plane 0", "fc2 plane 0"});
    CHECK(one["circuits"][0]["words"] == 65536);
    const Json two = synthesized({"--model", q2_model});
    REQUIRE(two["circuits"].size() == 2);
    CHECK(two["xor2"] == two["circuits"][0]["xor2"].get<int>() + two["circuits"][1]["xor2"].get<int>());
    CHECK(two["method"] == "several");
    CHECK(synthesized({"--model", q2_model, "--layer", "fc1", "--plane", "1"})["circuits"][0]["name"] == "fc1 plane 1");

    struct Case {
        std::vector<std::string> options;
        const char* text;
    };
    const TemporaryFolder folder;
    for (const auto& [options, text] :
         {Case{{"--model", q1_model, "--layer", "fc3"}, "did you mean 'fc1'?"},
          Case{{"--model", q1_model, "--layer", "fc1", "--plane", "1"}, "layer 'fc1' has planes 0 to 0"},
          Case{{"--model", q1_model, "--plane", "4"}, "no layer has that many planes"},
          Case{{"--model", repository("examples/models/lenet5_float.h5")}, "no XOR-encoded weights"},
          Case{{"--model", q2_model, "--dot", folder.file("x.dot")}, "--dot draws one circuit, the model has 2"},
          Case{{"--model", q1_model, "--verilog", folder.file("rtl")}, "name it with --layer: conv1, conv2, fc1, fc2"},
          Case{{"--layer", "fc1"}, "--layer requires --model"},
          Case{{"--n-in", "12", "--n-out", "10"}, "n_in is 12 and n_out is 10"},
          Case{{"--technology", "nangate"}, "did you mean 'nangate45'?"},
          Case{{"--clock-mhz", "20000"}, "a period of 50 ps is too short"}}) {
        const auto refused = synthesize(options);
        INFO(refused.err);
        CHECK(refused.status == 2);
        CHECK(refused.out.empty());
        CHECK_THAT(refused.err, Contains(text));
    }
    CHECK(folder.entries() == 0);
}

TEST_CASE("synthesize shows the whole machine's area where an architecture is given") {
    const auto plain = synthesize({"--n-in", "8", "--n-out", "10"});
    CHECK_THAT(plain.out, !Contains("accumulators"));
    const auto machine = synthesize({"--n-in", "8", "--n-out", "10", "--arch", repository("examples/arch/edge.toml")});
    CHECK_THAT(machine.out, Contains("accumulators") && Contains("e: estimated"));
    CHECK(longest_line(machine.out) <= 80);
    const Json json = synthesized({"--model", q1_model, "--set", "array.rows=16"});
    double sum = 0;
    for (const Json& part : json["machine"]["parts"]) sum += part["area_um2"]["total"].get<double>();
    CHECK(json["machine"]["area_um2"]["total"].get<double>() == Approx(sum));
}

TEST_CASE("synthesize judges the whole machine at the clock that was asked for") {
    const Json slow = synthesized({"--n-in", "8", "--n-out", "10", "--set", "clock.mhz=10"});
    CHECK(slow["machine"]["clock_ps"] == 1e5);
    CHECK(slow["machine"]["meets_clock"] == true);
    const Json fast = synthesized({"--n-in", "8", "--n-out", "10", "--set", "clock.mhz=10", "--clock-mhz", "2000"});
    CHECK(fast["clock_mhz"] == 2000);
    CHECK(fast["machine"]["clock_ps"] == 500);
    CHECK(fast["machine"]["meets_clock"] == false);
}

TEST_CASE("synthesize says which circuits the RTL has: those of the machine's stages, within the depth limit") {
    const TemporaryFolder folder;
    const std::vector<std::string> network{
        "--n-in", "20", "--n-out", "60", "--dense", "--set", "weights.levels_per_stage=12", "--verilog"};
    const auto exported = [&](const char* name, const std::vector<std::string>& more) {
        std::vector<std::string> options = network;
        options.push_back(folder.file(name));
        options.insert(options.end(), more.begin(), more.end());
        const Json rtl = synthesized(options)["rtl"];
        CHECK(rtl["folder"] == folder.file(name));
        CHECK(rtl["lanes"] == 4);
        CHECK(rtl["stages"] == 1);
        REQUIRE(rtl["circuits"].size() == 1);
        const Json& circuit = rtl["circuits"][0];
        CHECK_THAT(read_text(folder.file(name) + "/rtl/dense_seed_1_xor_network_0.sv"),
                   Contains(fmt::format("{} XOR2, depth {}, {} flip-flops", circuit["xor2"].get<int>(),
                                        circuit["depth"].get<int>(), circuit["flip_flops"].get<int>())));
        return circuit["depth"].get<int>();
    };
    const int free = exported("free", {});
    CHECK(free > 5);
    CHECK(free <= 12);
    CHECK(exported("flat", {"--max-depth", "5"}) <= 5);
    const auto text = synthesize({"--n-in", "6", "--n-out", "9", "--verilog", folder.file("text")});
    CHECK_THAT(text.out, Contains("\n  xor_network_0: ") && Contains("; 1 stage, 4 lanes\n"));
    CHECK_FALSE(synthesized({"--n-in", "6", "--n-out", "9"}).contains("rtl"));
}

TEST_CASE("RTL of one plane holds that plane's network and streams alone") {
    const TemporaryFolder folder;
    const auto exported = [&](const std::string& name, const std::vector<std::string>& plane) {
        std::vector<std::string> options{"--model", q2_model, "--layer", "fc2", "--verilog", folder.file(name)};
        options.insert(options.end(), plane.begin(), plane.end());
        return synthesized(options);
    };
    const Json both = exported("both", {}), second = exported("second", {"--plane", "1"});
    REQUIRE(both["rtl"]["circuits"].size() == 2);
    REQUIRE(second["circuits"].size() == 1);
    REQUIRE(second["rtl"]["circuits"].size() == 1);
    CHECK(second["circuits"][0]["uses"] == Json{"fc2 plane 1"});
    CHECK(second["rtl"]["circuits"][0] == both["rtl"]["circuits"][1]);
    CHECK(second["rtl"]["top"] == "fc2_plane_1_weight_path");
    CHECK_FALSE(std::filesystem::exists(folder.file("second") + "/rtl/fc2_plane_1_xor_network_1.sv"));
    // The streams of the first plane come first in memory.
    const std::string name = "/tb/expected.hex";
    CHECK(read_text(folder.file("second") + name) != read_text(folder.file("both") + name));
}

TEST_CASE("synthesize refuses RTL whose patch buffers cannot hold a word, and says how large they must be") {
    const TemporaryFolder folder;
    REQUIRE(run_fracbit({"encode", "--synthetic", "32x64", "--n-in", "4", "--n-out", "24", "--taps", "2", "--out",
                         folder.file("m.h5")})
                .status == 0);
    const auto with_patch_bytes = [&](int bytes) {
        return synthesize({"--model", folder.file("m.h5"), "--set", "memory.burst_bytes=8", "--set", "weights.lanes=8",
                           "--set", fmt::format("weights.patch_bytes={}", bytes), "--verilog", folder.file("rtl")});
    };
    const auto refused = with_patch_bytes(8);
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("the stream buffers of patches must hold those of a word of 8 slices and a burst: "
                                     "set weights.patch_bytes >= ") &&
                                Contains(", found 8"));
    CHECK_FALSE(std::filesystem::exists(folder.file("rtl")));
    const std::string sign = ">= ";
    const int needed = std::stoi(refused.err.substr(refused.err.find(sign) + sign.size()));
    CHECK(with_patch_bytes(needed - 1).status == 2);
    CHECK(with_patch_bytes(needed).status == 0);
}

TEST_CASE("synthesize writes graph and RTL, whole or not at all") {
    const TemporaryFolder folder;
    const auto good =
        synthesize({"--n-in", "6", "--n-out", "9", "--dot", folder.file("x.dot"), "--verilog", folder.file("rtl")});
    INFO(good.err);
    REQUIRE(good.status == 0);
    CHECK_THAT(good.out, Contains("testbench n_2_taps_seed_1_testbench"));
    CHECK_THAT(read_text(folder.file("x.dot")), Catch::StartsWith("digraph") || Contains("digraph"));
    CHECK_THAT(read_text(folder.file("rtl/rtl/n_2_taps_seed_1_weight_path.sv")),
               Contains("module n_2_taps_seed_1_weight_path"));
    // The same again gives the same bytes, over the earlier export.
    const std::string before = read_text(folder.file("rtl/tb/expected.hex"));
    CHECK(synthesize({"--n-in", "6", "--n-out", "9", "--verilog", folder.file("rtl")}).status == 0);
    CHECK(read_text(folder.file("rtl/tb/expected.hex")) == before);

    write_text(folder.file("rtl/notes.txt"), "mine\n");
    const auto refused =
        synthesize({"--n-in", "6", "--n-out", "9", "--verilog", folder.file("rtl"), "--dot", folder.file("y.dot")});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("notes.txt"));
    CHECK_FALSE(std::filesystem::exists(folder.file("y.dot")));
    CHECK(read_text(folder.file("rtl/notes.txt")) == "mine\n");
    RunOptions small_files;
    small_files.file_size_limit = 512;
    const auto full = synthesize({"--n-in", "6", "--n-out", "9", "--verilog", folder.file("small")}, small_files);
    CHECK(full.status == 1);
    CHECK_FALSE(std::filesystem::exists(folder.file("small")));
}
