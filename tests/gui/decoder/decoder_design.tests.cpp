// What the Decoder page says of a network is what `fracbit synthesize` says.
#include "gui/decoder/decoder_design.hpp"

#include "gui/decoder/decoder_table.hpp"
#include "models/core/error.hpp"
#include "tests/cli/program.hpp"

#include <QAbstractItemModelTester>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;

namespace {

const char* const matrix_text = "100   # y0\n010\n111\n111\n000\n";

double figure(const DecoderResult& result, const char* name) {
    for (const DecoderFigure& one : figures_of(result))
        if (one.name == QLatin1String(name)) return one.number;
    FAIL("no figure " << name);
    return 0;
}

nlohmann::json circuit_of(const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"synthesize", "--json", "-"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const tests::Outcome outcome = tests::run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return nlohmann::json::parse(outcome.out).at("circuits").at(0);
}

void check_equal(const DecoderResult& result, const nlohmann::json& circuit) {
    CHECK(result.network->n_in() == circuit.at("n_in"));
    CHECK(result.network->n_out() == circuit.at("n_out"));
    CHECK(figure(result, "Gates") == circuit.at("xor2"));
    CHECK(figure(result, "Gates unshared") == circuit.at("naive_xor2"));
    CHECK(figure(result, "Depth") == circuit.at("depth"));
    CHECK(figure(result, "Largest fan-out") == circuit.at("max_fan_out"));
    CHECK(figure(result, "Area") == circuit.at("area_um2"));
    CHECK(figure(result, "Delay") == circuit.at("delay_ps"));
    CHECK(figure(result, "Pipeline stages") == circuit.at("pipeline_stages"));
    CHECK(figure(result, "Slowest stage") == circuit.at("stage_delay_ps"));
    CHECK(figure(result, "Flip-flops") == circuit.at("flip_flops"));
    CHECK(figure(result, "Energy of a slice") == circuit.at("energy_fj_per_slice"));
    CHECK(figure(result, "Leakage") == circuit.at("leakage_nw"));
    CHECK(figure(result, "Rank") == circuit.at("rank"));
    CHECK(result.design.properties.gates_per_level == circuit.at("gates_per_level").get<std::vector<int>>());
}

DecoderRequest drawn(int n_in, int n_out, int taps, std::uint64_t seed) {
    DecoderRequest request;
    request.spec = {n_in, n_out, taps, seed};
    return request;
}

} // namespace

TEST_CASE("Figures of drawn networks are those of fracbit synthesize") {
    check_equal(design_of(drawn(8, 10, 2, 1)), circuit_of({}));
    check_equal(design_of(drawn(12, 20, 3, 7)),
                circuit_of({"--n-in", "12", "--n-out", "20", "--taps", "3", "--seed", "7"}));
    DecoderRequest dense = drawn(10, 40, 0, 2);
    dense.max_depth = 4;
    dense.circuit_seed = 5;
    dense.technology = "scaled_7nm";
    dense.clock_mhz = 2000;
    check_equal(design_of(dense),
                circuit_of({"--n-in", "10", "--n-out", "40", "--dense", "--seed", "2", "--max-depth", "4",
                            "--circuit-seed", "5", "--technology", "scaled_7nm", "--clock-mhz", "2000"}));
    DecoderRequest small = drawn(8, 24, 4, 3);
    small.objective = models::DecoderObjective::area;
    check_equal(design_of(small),
                circuit_of({"--n-in", "8", "--n-out", "24", "--taps", "4", "--seed", "3", "--smallest", "area"}));
}

TEST_CASE("A clock that one stage cannot keep is met by a pipeline, as fracbit synthesize does it") {
    DecoderRequest fast = drawn(10, 40, 0, 2);
    fast.clock_mhz = 2500;
    const DecoderResult result = design_of(fast);
    check_equal(result, circuit_of({"--n-in", "10", "--n-out", "40", "--dense", "--seed", "2", "--clock-mhz", "2500"}));
    CHECK(figure(result, "Delay") > 400); // ps, the clock's period
    CHECK(figure(result, "Slowest stage") <= 400);
    CHECK(figure(result, "Pipeline stages") > 1);
}

TEST_CASE("What a decoded bit costs in memory is n_in / n_out, and scaled technologies are said to be that") {
    DecoderRequest request = drawn(8, 10, 2, 1);
    CHECK(figure(design_of(request), "Stored a decoded bit") == 0.8);
    const auto unit = [&request](const char* technology, const char* name) {
        request.technology = technology;
        for (const DecoderFigure& one : figures_of(design_of(request)))
            if (one.name == QLatin1String(name)) return one.unit;
        return QString();
    };
    CHECK(unit("nangate45", "Area") == QStringLiteral("µm²")); // published
    CHECK(unit("nangate45", "Delay") == "ps, estimated");      // as the note below the table of synthesize says
    CHECK(unit("scaled_7nm", "Area") == QStringLiteral("µm², scaled"));
    CHECK(unit("scaled_7nm", "Gates") == "XOR2");
}

TEST_CASE("Figures of a matrix file are those of fracbit synthesize") {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("own.txt").toStdString();
    tests::write_text(path, matrix_text);
    DecoderRequest request;
    request.matrix_path = QString::fromStdString(path);
    request.matrix = std::make_shared<const models::XorNetwork>(models::read_xor_matrix(path));
    const DecoderResult result = design_of(request);
    check_equal(result, circuit_of({"--matrix", path}));
    CHECK(figure(result, "Equal rows") == 1);
    CHECK(figure(result, "Zero rows") == 1);
    CHECK(figure(result, "Minimum distance") == 1); // of x0 and x2
    CHECK(decoder_name(request) == "own");
}

TEST_CASE("A request that cannot be met says why") {
    CHECK_THROWS_AS(design_of(drawn(12, 10, 2, 1)), ConfigError);
    DecoderRequest shallow = drawn(8, 10, 4, 1);
    shallow.max_depth = 1;
    CHECK_THROWS_WITH(design_of(shallow), Catch::Matchers::Contains("row"));
}

TEST_CASE("A request survives a restart, and a matrix file that is gone leaves the drawn network") {
    DecoderRequest request = drawn(12, 30, 0, 9);
    request.max_depth = 5;
    request.objective = models::DecoderObjective::area;
    request.circuit_seed = 3;
    request.technology = "scaled_16nm";
    request.clock_mhz = 1234;
    const DecoderRequest again = request_from(to_json(request));
    CHECK(again.spec == request.spec);
    CHECK(again.max_depth == request.max_depth);
    CHECK(again.objective == request.objective);
    CHECK(again.circuit_seed == 3);
    CHECK(again.technology == "scaled_16nm");
    CHECK(again.clock_mhz == 1234);
    request.matrix_path = "/nowhere/m.txt";
    CHECK(request_from(to_json(request)).matrix == nullptr);
    CHECK(request_from({{"n_in", 1000}, {"taps", "many"}, {"technology", "vacuum tubes"}}).spec.n_in ==
          models::max_n_in);
}

TEST_CASE("The table of figures has name, value and unit, and all digits to export") {
    DecoderTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const DecoderResult result = design_of(drawn(8, 10, 2, 1));
    model.show(figures_of(result));
    REQUIRE(model.rowCount() > 10);
    CHECK(model.index(0, DecoderTableModel::name).data().toString() == "Gates");
    CHECK(model.index(0, DecoderTableModel::unit).data().toString() == "XOR2");
    CHECK(model.index(4, DecoderTableModel::value).data(Qt::UserRole).toDouble() ==
          result.design.cost.area.total_um2());
}
