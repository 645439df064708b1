// The whole machine around synthesized decoders.
#pragma once

#include "cli/synthesis_result.hpp"
#include "models/model/model.hpp"

namespace fracbit::cli {

/// What the machine has to have for the model's XOR-encoded layers (an empty model: one plane, nothing pruned).
models::MachineCost synthesized_machine(const models::Architecture& architecture, const SynthesisResult& result,
                                        const models::Model& model);

} // namespace fracbit::cli
