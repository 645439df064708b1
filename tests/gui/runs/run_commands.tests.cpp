#include "gui/runs/run_commands.hpp"
#include "explorer/run/exploration.hpp"
#include "gui/designs/design_figures.hpp"
#include "gui/designs/stored_design.hpp"
#include "models/core/error.hpp"
#include "models/network/network_csv.hpp"
#include "tests/gui/designs/lenet5_design.hpp"

#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

gui::Design example_design() {
    const explorer::DesignSpace space = explorer::read_space(FRACBIT_SOURCE_DIR "/examples/explore/lpddr.toml");
    return gui::stored_design(space, "my store.sqlite", 523840);
}

} // namespace

TEST_CASE("An exploration is the command that a person would type") {
    gui::ExploreRequest request;
    request.space = "space.toml";
    request.store = "out.sqlite";
    CHECK(gui::shell_text(gui::explore_command(request).arguments) ==
          "explore space.toml --out out.sqlite --search exhaustive --seed 1 --sample 2000 --threads 0");
    CHECK(gui::explore_command(request).title == "explore space.toml into out.sqlite");
    request.search = "nsga2";
    request.evaluations = 500;
    CHECK(gui::shell_text(gui::explore_command(request).arguments) ==
          "explore space.toml --out out.sqlite --search nsga2 --seed 1 --sample 2000 --threads 0 --evaluations 500 "
          "--population 200");
}

TEST_CASE("The settings of an exploration are those of its command, which no other command has") {
    const QString search = GENERATE("exhaustive", "random", "nsga2");
    gui::ExploreRequest request{"my space.toml", "out.sqlite", search, 1'000'000'000'000, 48, 5'000'000'000, 7, 3};
    const auto again = gui::explore_request(gui::explore_command(request));
    REQUIRE(again.has_value());
    CHECK(gui::explore_command(*again).arguments == gui::explore_command(request).arguments);
    CHECK(again->space == "my space.toml");
    CHECK(again->threads == 3);
    CHECK_FALSE(gui::explore_request(gui::RunCommand{{}, {"simulate", "--arch", "a.toml"}, {}, {}}).has_value());
    CHECK_FALSE(gui::explore_request({}).has_value());
}

TEST_CASE("What an exploration needs is asked for before it starts") {
    gui::ExploreRequest request;
    CHECK_THROWS_WITH(gui::explore_command(request), "no design space is chosen: name its file (.toml)");
    request.space = "space.toml";
    CHECK_THROWS_WITH(gui::explore_command(request), "no result store is named: say where results go (.sqlite)");
    request.store = "out.sqlite";
    request.search = "random";
    CHECK_THROWS_WITH(gui::explore_command(request), "a random search needs a number of evaluations of at least 1");
}

TEST_CASE("A stored design is simulated from its store, with words quoted where a shell needs it") {
    const gui::Design design = example_design();
    const gui::RunCommand command = gui::simulate_command(design, "resnet18", "/f");
    CHECK(gui::shell_text(command.arguments).toStdString() ==
          "simulate --from 'my store.sqlite' --point 523840 --space-hash " + design.stored->space_hash +
              " --network resnet18 --trace events=/f/run.events.csv --json /f/run.json");
    CHECK(command.trace == "/f/run.events.csv");
    CHECK_THROWS_WITH(gui::simulate_command(example_design(), "vgg", "/f"),
                      "point 523840 does not run the network vgg");
}

TEST_CASE("A design made by hand is written as files that say the same") {
    const QTemporaryDir folder;
    gui::Design design = example_design();
    design.stored.reset();
    const gui::RunCommand command = gui::simulate_command(design, "resnet18", folder.path());
    CHECK(command.arguments.contains("flexor"));
    CHECK(models::read_architecture(folder.filePath("architecture.toml").toStdString()) == design.point.architecture);
    const models::Network network = models::read_network(folder.filePath("resnet18.csv").toStdString());
    CHECK(network.layers.size() == design.networks[0].network.layers.size());
}

TEST_CASE("Pruned weights are simulated as they are shown, to the last digit of their sparsity") {
    const QTemporaryDir folder;
    gui::Design design = tests::lenet5_design(3, "mine");
    design.point.weights.format = models::WeightFormat::sparse;
    design.point.weights.pruned.sparsity = 0.8123456789;
    design.point.n_in = 12;
    design.point.weights.xor_spec.n_out = 60;
    explorer::resolve(design.point);
    const QStringList words = gui::simulate_command(design, "lenet5", folder.path()).arguments;
    const auto value = [&words](const char* option) { return words.value(words.indexOf(QLatin1String(option)) + 1); };
    CHECK(value("--format") == "sparse");
    CHECK(value("--sparsity").toDouble() == 0.8123456789);
    CHECK(value("--n-in") == "12");
    CHECK(value("--n-out") == "60");
}

TEST_CASE("What an exploration takes for granted is what the command line does") {
    const gui::ExploreRequest request;
    const explorer::ExplorationOptions options;
    CHECK(request.seed == static_cast<qint64>(options.seed));
    CHECK(request.sample == options.sample);
    CHECK(request.population == options.population);
    CHECK(request.threads == options.threads);
}

TEST_CASE("A simulation of a design made by hand has the area and energy of its page, whatever its technology") {
    const bool own = GENERATE(false, true);
    CAPTURE(own);
    gui::Design design = tests::lenet5_design(3, "mine");
    design.technology = models::shipped_technology("scaled_16nm");
    design.point.technology = design.technology.name;
    if (own) {
        design.technology.supply_v.value = 0.9; // with a name that is shipped: its numbers decide
        for (models::CellFigures& cell : design.technology.cells) cell.area_um2.value *= 1.7;
    }
    gui::DesignEvaluator evaluator;
    gui::DesignFigures figures = evaluator.time(design);
    evaluator.add_costs(figures);
    const QTemporaryDir folder;
    const gui::RunCommand command = gui::simulate_command(design, "lenet5", folder.path());
    CHECK(QFile::exists(folder.filePath("technology.toml")) == own);
    std::vector<std::string> arguments;
    for (const QString& argument : command.arguments) arguments.push_back(argument.toStdString());
    const tests::Outcome outcome = tests::run_fracbit(arguments);
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    const nlohmann::json json = tests::read_json(folder.filePath("run.json").toStdString());
    CHECK(figures.totals.cycles == json.at("total_cycles"));
    CHECK(figures.machine->area.total_um2() == json.at("machine").at("area_um2").at("total"));
    CHECK(figures.energy.total_pj() == Approx(json.at("energy").at("total_pj").get<double>()).epsilon(1e-12));
}
