// A workload that notes what a report needs to know of each layer when the machine asks for it: drawn weights are
// large, so they are not made a second time.
#pragma once

#include "models/cost/machine_needs.hpp"
#include "models/model/workload.hpp"
#include "models/results/layer_facts.hpp"
#include "models/schedule/network_planner.hpp"

#include <optional>
#include <vector>

namespace fracbit::cli {

class ObservedWorkload final : public models::Workload {
public:
    /// Both must outlive this object.
    ObservedWorkload(const models::Architecture& architecture, const models::Workload& workload);
    [[nodiscard]] const models::Network& network() const override { return workload_.network(); }
    [[nodiscard]] std::shared_ptr<const models::QuantizedLayer> layer(int i) const override;
    /// One entry per layer, once all of them have been asked for, in order.
    [[nodiscard]] const std::vector<models::LayerFacts>& facts() const { return facts_; }
    /// What all layers asked for so far need of a machine.
    [[nodiscard]] const models::MachineNeeds& needs() const { return needs_; }

private:
    const models::Workload& workload_;
    mutable models::NetworkPlanner planner_;
    mutable std::vector<models::LayerFacts> facts_;
    mutable models::MachineNeeds needs_;
};

} // namespace fracbit::cli
