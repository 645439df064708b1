#include "cli/cost_output.hpp"

#include "models/cost/cost_report.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {

void TechnologyOption::add_to(CLI::App& command, const std::string& group, const std::string& more) {
    command
        .add_option("--technology", name_,
                    fmt::format("A shipped technology ({}), or a file (TOML; keys: examples/technologies/README.md){}",
                                fmt::join(models::shipped_technologies(), ", "), more))
        ->type_name("NAME|FILE")
        ->group(group);
}

const models::Technology& TechnologyOption::technology() const {
    if (name_.empty()) return models::default_technology();
    if (name_.find('/') == std::string::npos && std::filesystem::path(name_).extension() != ".toml")
        return models::shipped_technology(name_);
    if (!read_) read_ = models::read_technology(name_);
    return *read_;
}

std::string add_costs(const models::SimulationResult& result, const models::MachineCost& machine,
                      const models::Technology& technology, int width, nlohmann::ordered_json& summary) {
    const models::RunEnergy energy = models::run_energy(result, machine);
    for (std::size_t i = 0; i < result.layers.size(); ++i)
        summary["layers"][i]["energy_pj"] = models::run_energy(result.layers[i], machine).total_pj();
    summary["machine"] = models::to_json(machine, technology);
    summary["energy"] = models::to_json(energy);
    return "\n" + models::machine_cost_text(machine, technology, width) + "\n" + models::run_energy_text(energy, width);
}

} // namespace fracbit::cli
