// What docs/cost.md says of the reference machine's clock.
#include "models/config/architecture.hpp"
#include "models/cost/machine_cost.hpp"
#include "models/cost/technology.hpp"
#include "models/files/text_file.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <string>

using namespace fracbit;
using namespace fracbit::models;

TEST_CASE("the page says how far the reference machine is from its clock") {
    const std::string page = read_text_file(FRACBIT_SOURCE_DIR "/docs/cost.md");
    const Architecture edge = read_architecture(FRACBIT_SOURCE_DIR "/examples/arch/edge.toml");
    CHECK(edge.clock_mhz == 800);
    const MachineUse use;
    const auto says = [&](const Architecture& machine, const std::string& technology, const std::string& text) {
        const double delay = machine_cost(machine, use, shipped_technology(technology)).part(PartId::array).delay_ps;
        const std::string expected = fmt::format(fmt::runtime(text), delay / 1000);
        INFO(expected);
        CHECK(page.find(expected) != std::string::npos);
        CHECK((delay <= 1250) == (technology == "scaled_16nm"));
    };
    says(edge, "nangate45", "take {:.2f} ns in `nangate45`");
    says(edge, "scaled_32nm", "{:.2f} ns in `scaled_32nm`");
    says(edge, "scaled_16nm", "{:.2f} ns in `scaled_16nm`");
    Architecture cut = edge;
    cut.array.levels_per_stage = 1;
    says(cut, "nangate45", "({:.2f} ns with `array.levels_per_stage = 1`)");
}
