#include "gui/runs/run_commands.hpp"
#include "gui/designs/stored_design.hpp"
#include "models/core/error.hpp"
#include "models/network/network_csv.hpp"

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
    request.search = "nsga2";
    request.evaluations = 500;
    CHECK(gui::shell_text(gui::explore_command(request).arguments) ==
          "explore space.toml --out out.sqlite --search nsga2 --seed 1 --sample 2000 --threads 0 --evaluations 500");
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
