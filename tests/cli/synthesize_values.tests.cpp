// What synthesize says of several circuits at once, and which options reach it.
#include "models/files/model_file.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fmt/format.h>

using namespace fracbit;
using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

Json synthesized(std::vector<std::string> options) {
    options.insert(options.begin(), "synthesize");
    options.insert(options.end(), {"--json", "-"});
    const auto outcome = run_fracbit(options);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return Json::parse(outcome.out);
}

} // namespace

TEST_CASE("of several circuits sizes are the largest, gates and areas the sums, depths and delays the worst") {
    // The deeper circuit first, then last.
    models::Model model = models::read_model(repository("examples/models/lenet5_q2_7x11_dense.h5"));
    const TemporaryFolder folder;
    for (int order = 0; order < 2; ++order) {
        for (auto& layer : model.layers)
            if (auto* encrypted = std::get_if<models::EncryptedWeights>(&layer.weights))
                std::reverse(encrypted->planes.begin(), encrypted->planes.end());
        for (auto& planes : model.claimed_weight_bits) std::reverse(planes.begin(), planes.end());
        models::write_model(model, folder.file("m.h5"));
        const Json json = synthesized({"--model", folder.file("m.h5"), "--clock-mhz", "2000"});
        REQUIRE(json["circuits"].size() == 2);
        const Json &a = json["circuits"][0], &b = json["circuits"][1];
        REQUIRE(a["depth"] != b["depth"]);
        for (const char* key : {"depth", "pipeline_stages"})
            CHECK(json[key] == std::max(a[key].get<int>(), b[key].get<int>()));
        for (const char* key : {"xor2", "naive_xor2"}) CHECK(json[key] == a[key].get<int>() + b[key].get<int>());
        CHECK(json["delay_ps"] == std::max(a["delay_ps"].get<double>(), b["delay_ps"].get<double>()));
        CHECK(json["area_um2"].get<double>() == Approx(a["area_um2"].get<double>() + b["area_um2"].get<double>()));
    }
}

TEST_CASE("a circuit's area is that of its gates and of its flip-flops") {
    const std::vector<std::string> network{"--n-in", "8", "--n-out", "10", "--clock-mhz", "500"};
    const Json circuit = synthesized(network)["circuits"][0];
    // nangate45's XOR2_X1 takes 1.596 um2.
    CHECK(circuit["logic_um2"].get<double>() == Approx(1.596 * circuit["xor2"].get<int>()));
    const double area = circuit["logic_um2"].get<double>() + circuit["flip_flops_um2"].get<double>();
    CHECK(circuit["area_um2"].get<double>() == Approx(area));
    const auto table = run_fracbit({"synthesize", "--n-in", "8", "--n-out", "10", "--clock-mhz", "500"},
                                   {0, "", "", {{"COLUMNS", "200"}}});
    const std::string row = table.out.substr(table.out.find("2 taps seed 1"));
    CHECK_THAT(row.substr(0, row.find('\n')), Contains(fmt::format(" {:.0f} ", area)));
}

TEST_CASE("registers are placed for the machine's clock unless another is given") {
    const std::vector<std::string> network{"--n-in", "8", "--n-out", "10"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.end(), network.begin(), network.end());
        return synthesized(more);
    };
    CHECK(with({})["clock_mhz"] == 800.0);
    const Json slow = with({"--set", "clock.mhz=400"});
    CHECK(slow["clock_mhz"] == 400.0);
    CHECK(slow.contains("machine"));
    CHECK(with({"--set", "clock.mhz=400", "--clock-mhz", "900"})["clock_mhz"] == 900.0);
}

TEST_CASE("the machine around a drawn network has that network's decoders") {
    const Json json = synthesized({"--n-in", "8", "--n-out", "10", "--set", "weights.lanes=4"});
    const double decoders = json["machine"]["parts"]["decoder"]["area_um2"]["logic"];
    CHECK(decoders >= 4 * json["circuits"][0]["logic_um2"].get<double>());
}

TEST_CASE("the circuit's seed chooses among circuits") {
    std::vector<std::string> areas;
    for (const char* seed : {"1", "2", "1"})
        areas.push_back(synthesized({"--n-in", "20", "--n-out", "60", "--dense", "--circuit-seed", seed})["circuits"][0]
                            .at("gates_per_level")
                            .dump());
    CHECK(areas[0] != areas[1]);
    CHECK(areas[0] == areas[2]);
}
