// What `simulate` runs: a workload on a machine, on which inputs.
#pragma once

#include "cli/weight_options.hpp"
#include "models/config/architecture.hpp"
#include "models/model/workload.hpp"
#include "sim/simulate.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::cli {

/// What the command line says of it.
struct SimulationInput {
    std::string network, model, images;
    std::vector<std::string> layers;
    std::optional<std::int64_t> count; ///< of the images; 1 unless given
    WeightOptions weights;
};

struct SimulationJob {
    models::Architecture architecture;
    std::unique_ptr<models::Workload> workload;
    std::vector<sim::Image> images; ///< empty: drawn
    std::string weights;            ///< for people
};

/// Drawn weights for a network's shapes.
SimulationJob network_job(const SimulationInput& input, const models::Architecture& architecture);
/// A trained model, quantized for the machine.
SimulationJob model_job(const SimulationInput& input, const models::Architecture& architecture);

/// "drawn weights, flexor, k-major, q=1, 8 -> 10 with 2 taps = 0.8 bits a weight".
std::string drawn_weights_text(const models::SyntheticSpec& spec);

} // namespace fracbit::cli
