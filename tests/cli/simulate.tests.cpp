#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <sstream>

using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

const std::vector<std::string> block_names{"memory",       "weight_reader",     "decoder",        "weight_buffer",
                                           "patch_reader", "patch_unit",        "mask_decoder",   "csr_decoder",
                                           "tile_loader",  "activation_reader", "operand_reader", "array",
                                           "scaler",       "vector_unit",       "output_writer"};
const std::vector<std::string> stream_names{"weights",     "offsets",    "patch_counts", "patch_locations", "mask",
                                            "csr_entries", "csr_counts", "scales",       "activations",     "residual",
                                            "kv_cache",    "psum_read",  "psum_write",   "outputs"};

void check_layer(const Json& layer) {
    CHECK(layer["name"].is_string());
    for (const char* key :
         {"cycles", "macs", "vectors", "products", "decoded_bits", "total_bytes", "total_bus_bytes", "chunks"})
        CHECK(layer[key].is_number_integer());
    for (const char* key :
         {"share", "array_utilization", "mapping_efficiency", "overall_utilization", "bytes_per_cycle"}) {
        INFO(key);
        CHECK(layer[key].is_number());
        CHECK(layer[key] >= 0);
    }
    for (const char* key : {"array_utilization", "mapping_efficiency", "overall_utilization", "share"})
        CHECK(layer[key] <= 1);
    for (const std::string& name : stream_names) {
        CHECK(layer["bytes"][name].is_number_integer());
        CHECK(layer["bus_bytes"][name] >= layer["bytes"][name]);
    }
    CHECK(layer["blocks"].size() == block_names.size());
    for (const std::string& name : block_names) {
        const Json& block = layer["blocks"][name];
        const std::int64_t sum = block["busy"].get<std::int64_t>() + block["stall_in"].get<std::int64_t>() +
                                 block["stall_out"].get<std::int64_t>() + block["idle"].get<std::int64_t>();
        CHECK(sum == layer["cycles"]);
    }
    CHECK(layer["cycles"] >= layer["roofline_cycles"]["memory"]);
    CHECK(layer["cycles"] >= layer["roofline_cycles"]["array"]);
}

std::vector<std::string> first_cells(const std::string& text) {
    std::vector<std::string> cells;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) cells.push_back(line.substr(0, line.find(',')));
    return cells;
}

} // namespace

TEST_CASE("simulate writes the keys that scripts rely on") {
    const TemporaryFolder folder;
    auto arguments = simulate_small(folder.file("net.csv"));
    arguments.insert(arguments.end(), {"--verify", "--json", folder.file("out.json")});
    const auto outcome = run_fracbit(arguments);
    REQUIRE(outcome.status == 0);
    CHECK(outcome.err.empty());
    CHECK_THAT(outcome.out, Contains("first") && Contains("total") && Contains("bit-exact"));
    const Json json = read_json(folder.file("out.json"));
    CHECK(json["engine"] == "systemc");
    CHECK(json["format_version"] == 1);
    CHECK(json["bit_exact"] == true);
    CHECK(json["event_skipping"] == true);
    CHECK(json["simulated_cycles_per_second"] > 0);
    CHECK(json["images"] == 1);
    REQUIRE(json["layers"].size() == 3);
    std::int64_t cycles = 0;
    for (const Json& layer : json["layers"]) {
        check_layer(layer);
        cycles += layer["cycles"].get<std::int64_t>();
    }
    CHECK(json["total_cycles"] == cycles);
    CHECK(json["total"]["cycles"] == cycles);
    CHECK(json["layers"][0]["macs"] == 8 * 8 * 10 * 27);
    CHECK(json["layers"][0]["bytes"]["outputs"] == 8 * 8 * 10);
    CHECK(json["layers"][0]["bytes"]["activations"] == 8 * 8 * 3);
    CHECK(json["layers"][1]["macs"] == 0);
    CHECK(json["layers"][2]["macs"] == 160 * 7);
    // 160 x 7 weights in slices of 10, 8 bits each, 7 rows are one row group
    CHECK(json["layers"][2]["bytes"]["weights"] == 112);
}

TEST_CASE("simulate is bit-exact in every weight format, storage order and array mode") {
    const TemporaryFolder folder;
    const auto base = simulate_small(folder.file("net.csv"));
    for (const std::vector<std::string>& options : std::vector<std::vector<std::string>>{
             {"--format", "flexor", "--storage", "row-major"},
             {"--format", "flexor", "--storage", "tiled", "--q", "2", "--n-in", "7", "--n-out", "11", "--dense"},
             {"--format", "binary", "--q", "3"},
             {"--format", "dense8"},
             {"--format", "binary", "--set", "array.mode=xnor", "--set", "array.activation_bits=3"},
             {"--format", "flexor", "--set", "order=spill", "--set", "array.accumulator_depth=8"},
             {"--format", "flexor", "--layers", "last,first"},
         }) {
        auto arguments = base;
        arguments.insert(arguments.end(), options.begin(), options.end());
        arguments.insert(arguments.end(), {"--verify", "--json", folder.file("out.json")});
        const auto outcome = run_fracbit(arguments);
        INFO(outcome.err);
        INFO(options[1]);
        CHECK(outcome.status == 0);
        CHECK(read_json(folder.file("out.json"))["bit_exact"] == true);
    }
}

TEST_CASE("Visiting every cycle gives the same numbers") {
    const TemporaryFolder folder;
    const auto base = simulate_small(folder.file("net.csv"));
    const auto numbers = [&](const std::vector<std::string>& options) {
        auto arguments = base;
        arguments.insert(arguments.end(), options.begin(), options.end());
        arguments.insert(arguments.end(), {"--json", folder.file("out.json")});
        CHECK(run_fracbit(arguments).status == 0);
        Json json = read_json(folder.file("out.json"));
        for (const char* key : {"seconds", "simulated_cycles_per_second", "event_skipping"}) json.erase(key);
        return json;
    };
    const Json skipped = numbers({});
    CHECK(numbers({"--no-skip"}) == skipped);
    CHECK(numbers({}) == skipped);
    CHECK(numbers({"--seed", "2"})["total_cycles"] == skipped["total_cycles"]);
    CHECK(numbers({"--set", "memory.bytes_per_cycle=0.5"})["total_cycles"] > skipped["total_cycles"]);
}

TEST_CASE("A model is simulated on images, with its own weights or others") {
    const TemporaryFolder folder;
    for (const char* format : {"stored", "binary", "dense8"}) {
        const auto outcome = run_fracbit({"simulate", "--model", repository("examples/models/lenet5_q1_8x20_tap2.h5"),
                                          "--images", repository("examples/digits/t10k-images-idx3-ubyte"), "--format",
                                          format, "--verify", "--json", folder.file("out.json")});
        INFO(outcome.err);
        CHECK(outcome.status == 0);
        const Json json = read_json(folder.file("out.json"));
        CHECK(json["bit_exact"] == true);
        CHECK_THAT(json["weights"].get<std::string>(), Contains("lenet5_q1_8x20_tap2.h5"));
    }
}

TEST_CASE("Traces and reports appear with the result, and only then") {
    const TemporaryFolder folder;
    auto arguments = simulate_small(folder.file("net.csv"));
    std::set<std::string> expected{"net.csv", "out.json", "r_COMPUTE_REPORT.csv", "r_BANDWIDTH_REPORT.csv",
                                   "r_DETAILED_ACCESS_REPORT.csv"};
    for (const char* format : {"events", "cycles", "vcd", "perfetto", "dram", "dramsys"}) {
        arguments.insert(arguments.end(), {"--trace", std::string(format) + "=" + folder.file(format)});
        expected.insert(format);
    }
    arguments.insert(arguments.end(), {"--csv-prefix", folder.file("r_"), "--json", folder.file("out.json")});
    const auto outcome = run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        found.insert(entry.path().filename().string());
    CHECK(found == expected);
    CHECK_THAT(outcome.out, Contains("wrote vcd trace") && Contains("r_COMPUTE_REPORT.csv") && Contains("out.json"));

    const std::string compute = read_text(folder.file("r_COMPUTE_REPORT.csv"));
    CHECK_THAT(compute,
               Catch::StartsWith("LayerID, Total Cycles (incl. prefetch), Total Cycles, Stall Cycles, Overall Util %, "
                                 "Mapping Efficiency %, Compute Util %, Layer Name,\n"));
    CHECK(first_cells(compute) == std::vector<std::string>{"LayerID", "0", "1", "2"});
    const std::string total =
        std::to_string(read_json(folder.file("out.json"))["layers"][0]["cycles"].get<std::int64_t>());
    CHECK_THAT(compute, Contains("\n0, " + total + ", " + total + ", "));
    CHECK_THAT(
        read_text(folder.file("r_BANDWIDTH_REPORT.csv")),
        Catch::StartsWith("LayerID, Avg IFMAP SRAM BW, Avg FILTER SRAM BW, Avg OFMAP SRAM BW, Avg IFMAP DRAM BW, "
                          "Avg FILTER DRAM BW, Avg OFMAP DRAM BW, Layer Name,\n"));
    const std::string access = read_text(folder.file("r_DETAILED_ACCESS_REPORT.csv"));
    for (const char* column :
         {"SRAM IFMAP Reads", "SRAM Filter Reads", "SRAM OFMAP Writes", "DRAM IFMAP Start Cycle",
          "DRAM IFMAP Stop Cycle", "DRAM IFMAP Reads", "DRAM Filter Start Cycle", "DRAM Filter Stop Cycle",
          "DRAM Filter Reads", "DRAM OFMAP Start Cycle", "DRAM OFMAP Stop Cycle", "DRAM OFMAP Writes",
          "DRAM Partial Sum Reads", "DRAM Partial Sum Writes"})
        CHECK_THAT(access, Contains(std::string(column) + ","));
    // first: 2 row groups x 64 positions x 27 inputs; 10 x 27 weights; 64 x 10 sums for each of 2 tiles
    CHECK_THAT(access, Contains("\n0, 3456, 270, 1280, "));
}

TEST_CASE("JSON on standard output leaves no table beside it") {
    const TemporaryFolder folder;
    auto arguments = simulate_small(folder.file("net.csv"));
    arguments.insert(arguments.end(), {"--json", "-"});
    const auto outcome = run_fracbit(arguments);
    CHECK(outcome.status == 0);
    CHECK(Json::parse(outcome.out)["layers"].size() == 3);
}

TEST_CASE("simulate adds area and energy where a technology is given") {
    const TemporaryFolder folder;
    auto arguments = simulate_small(folder.file("net.csv"));
    arguments.insert(arguments.end(), {"--technology", "nangate45", "--json", folder.file("out.json")});
    const auto outcome = run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    CHECK_THAT(outcome.out, Contains("mm2 of cells") && Contains("memory: weights"));
    const Json json = read_json(folder.file("out.json"));
    double layers = 0;
    for (const Json& layer : json["layers"]) layers += layer["energy_pj"].get<double>();
    CHECK(json["energy"]["total_pj"].get<double>() == Approx(layers));
    CHECK(json["machine"]["area_um2"]["total"] > 1e5);
    arguments[arguments.size() - 3] = "nangate54";
    const auto refused = run_fracbit(arguments);
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("did you mean 'nangate45'?"));
}

TEST_CASE("The timing model gives simulate the machine's counters") {
    for (const char* format : {"flexor", "sparse", "csr", "binary", "dense8"}) {
        const TemporaryFolder folder;
        auto arguments = simulate_small(folder.file("net.csv"));
        arguments.insert(arguments.end(), {"--format", format, "--json", "-", "--engine", "systemc"});
        Json machine = Json::parse(run_fracbit(arguments).out);
        arguments.back() = "timing";
        const auto outcome = run_fracbit(arguments);
        INFO(format << outcome.err);
        REQUIRE(outcome.status == 0);
        Json timing = Json::parse(outcome.out);
        CHECK(machine["engine"] == "systemc");
        CHECK(timing["engine"] == "timing");
        for (Json* json : {&machine, &timing})
            for (const char* key : {"engine", "seconds", "simulated_cycles_per_second"}) json->erase(key);
        CHECK(timing == machine);
    }
    const TemporaryFolder folder;
    for (const auto& [option, value] : {std::pair{"--trace", "events=x"}, {"--csv-prefix", "x_"}, {"--verify", ""}}) {
        auto arguments = simulate_small(folder.file("net.csv"));
        arguments.insert(arguments.end(), {"--engine", "timing", option});
        if (*value != 0) arguments.push_back(folder.file(value));
        const auto refused = run_fracbit(arguments);
        CHECK(refused.status == 2);
        CHECK_THAT(refused.err, Contains(std::string(option) + " needs --engine systemc"));
    }
}
