// A point of a result store, for simulation: its machine and the networks that it runs.
#pragma once

#include "cli/simulation_job.hpp"
#include "explorer/space/design_space.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::cli {

class StoredPoint {
public:
    /// `network`: the only one to run; empty: all that the point runs. `space_hash`: of the space that the point is
    /// meant to be of; empty: whatever the store has. The point need not be on the front: every point of the space can
    /// be run. Throws what reading the store throws; ConfigError for another space, a point that the space does not
    /// have or that its conditions exclude, and for a network that the point does not run.
    StoredPoint(const std::string& store, std::int64_t id, const std::string& network,
                const std::string& space_hash = {});

    struct Run {
        std::string network;
        SimulationJob job;
        std::optional<std::int64_t> stored_cycles; ///< of this network, where the store holds the point
    };
    [[nodiscard]] std::vector<Run> runs() const;
    [[nodiscard]] const models::Technology& technology() const { return space_->technology(point_.technology); }
    [[nodiscard]] std::int64_t id() const { return id_; }
    /// "point 12 of study.sqlite: weights.lanes = 4, ..."
    [[nodiscard]] std::string text() const;

private:
    std::string store_;
    std::int64_t id_;
    std::shared_ptr<const explorer::DesignSpace> space_;
    explorer::DesignPoint point_;
    std::vector<int> digits_;
    std::vector<const explorer::NetworkUse*> networks_;
    std::vector<std::optional<std::int64_t>> stored_cycles_; ///< one for each network
};

} // namespace fracbit::cli
