// What a design comes to: every counter of its runs, and once they are worked out its area and energy. The numbers are
// those of `fracbit simulate --engine timing` and of `fracbit explore` (docs/metrics.md).
#pragma once

#include "explorer/evaluation/metric_values.hpp"
#include "explorer/evaluation/network_storage.hpp"
#include "explorer/evaluation/xor_decoders.hpp"
#include "gui/designs/design.hpp"
#include "models/core/cancelled.hpp"
#include "models/cost/run_energy.hpp"
#include "models/results/simulation_result.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::gui {

/// One run of one network.
struct NetworkFigures {
    std::string name;
    models::SimulationResult result;
    models::LayerResult total;       ///< sums over the layers
    std::vector<double> utilization; ///< of each layer, 0 off the array
    explorer::RunTotals totals;
    models::RunEnergy energy;            ///< with costs
    std::vector<double> layer_energy_pj; ///< with costs
};

struct DesignFigures {
    Design design;
    std::vector<NetworkFigures> networks;
    explorer::RunTotals totals;                 ///< of one run of everything, each network as often as it runs
    models::MachineUse use;                     ///< what runs on it, without decoders
    bool decoder = false;                       ///< it needs XOR decoders
    std::optional<models::MachineCost> machine; ///< nothing until costs are known
    models::RunEnergy energy;                   ///< likewise; of one run of everything

    /// Of the whole design, or of one of its networks; not a number where it is not known (yet).
    [[nodiscard]] double value(explorer::MetricId metric, int network = -1) const;
};

/// Keeps what designs have in common. Thread-safe.
class DesignEvaluator {
public:
    /// `timing_cancelled` is asked within designs that take long (large layers to draw and encode), `costs_cancelled`
    /// while circuits are made.
    explicit DesignEvaluator(CancelCheck timing_cancelled = {}, CancelCheck costs_cancelled = {});

    /// Cycles, traffic and storage. Throws ConfigError if the design is not allowed or a layer does not fit,
    /// SimulationError if nothing can move any more, Cancelled.
    DesignFigures time(const Design& design);
    /// Area and energy. The circuit of a large decoder that was not seen before takes seconds. Throws Cancelled.
    void add_costs(DesignFigures& figures);

private:
    int number_of(const models::Network& network);
    int number_of(const models::Technology& technology);
    void time_network(const explorer::NetworkUse& use, const explorer::XorPlanes& planes, DesignFigures& figures);

    explorer::XorDecoders decoders_;
    explorer::DrawnLayers drawn_;
    std::mutex mutex_;
    std::vector<models::Network> networks_;
    std::vector<models::Technology> technologies_;
};

} // namespace fracbit::gui
