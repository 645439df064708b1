// The option --technology, and what a run costs in it.
#pragma once

#include "cli/cli11_fwd.hpp"
#include "models/cost/run_energy.hpp"
#include "models/cost/technology.hpp"
#include "models/results/simulation_result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace fracbit::cli {

class TechnologyOption {
public:
    /// `more`: what it is for, behind the list of names.
    void add_to(CLI::App& command, const std::string& group, const std::string& more);
    [[nodiscard]] bool given() const { return !name_.empty(); }
    /// As it was given: of a shipped one, or a file's path.
    [[nodiscard]] const std::string& name() const { return name_; }
    /// The shipped one of that name, the file's, or the default. Throws what reading it throws.
    [[nodiscard]] const models::Technology& technology() const;

private:
    std::string name_;
    mutable std::optional<models::Technology> read_;
};

/// Adds "machine" and "energy" to the summary, and "energy_pj" to each of its layers; returns the tables for people.
std::string add_costs(const models::SimulationResult& result, const models::MachineCost& machine,
                      const models::Technology& technology, int width, nlohmann::ordered_json& summary);

} // namespace fracbit::cli
