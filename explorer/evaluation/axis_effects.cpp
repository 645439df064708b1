#include "explorer/evaluation/axis_effects.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace fracbit::explorer {
namespace {

bool is_one_of(std::string_view path, std::initializer_list<std::string_view> paths) {
    return std::find(paths.begin(), paths.end(), path) != paths.end();
}

/// Whether memory is given in GB/s or ns anywhere, so that the clock decides how many cycles it takes.
bool clock_changes_cycles(const DesignSpace& space) {
    const models::MemoryConfig& memory = space.base().architecture.memory;
    if (memory.bandwidth_gb_s || memory.latency_ns) return true;
    const auto& all = space.parameters();
    return std::any_of(all.begin(), all.end(), [](const Parameter& parameter) {
        return is_one_of(parameter.rule.path(), {"memory.bandwidth_gb_s", "memory.latency_ns"});
    });
}

Effects architecture_effects(std::string_view path, bool clock_counts) {
    Effects effects;
    if (path == "name") return effects;
    if (path == "clock.mhz") {
        effects.clock = true;
        effects.machine_check = effects.timing = effects.machine = clock_counts; // GB/s: also the width of the bus
        return effects;
    }
    effects.machine_check = effects.timing = true;
    // What follows has no gates of its own (models/cost).
    effects.machine = !is_one_of(path, {"memory.latency_cycles", "memory.latency_ns", "array.accumulator_banks",
                                        "array.activation_bits", "keep_on_chip"});
    effects.accuracy = is_one_of(path, {"array.mode", "array.activation_bits"}); // bits of activations
    effects.storage = is_one_of(path, {"array.rows", "array.columns", "csr.decoders"});
    return effects;
}

Effects effects_of(const Parameter& parameter, bool clock_counts) {
    Effects effects;
    switch (parameter.role) {
    case ParameterRole::architecture:
        return architecture_effects(parameter.rule.path(), clock_counts);
    case ParameterRole::encoding:
        effects.machine_check = effects.accuracy = effects.storage = effects.machine = effects.timing = true;
        return effects;
    case ParameterRole::technology:
        effects.machine = true;
        return effects;
    case ParameterRole::network:
        effects.accuracy = effects.storage = effects.machine = effects.timing = true;
        return effects;
    }
    return effects;
}

int rank_of(const Parameter& parameter, const Effects& effects) {
    if (parameter.role == ParameterRole::network || parameter.role == ParameterRole::technology)
        return first_rank_without_timing;
    if (effects.storage) return 0;
    if (is_one_of(parameter.rule.path(),
                  {"weights.levels_per_stage", "weights.decoder_stages", "array.levels_per_stage", "array.stages"}))
        return 2;
    if (effects.timing) return 1;
    return first_rank_without_timing + 1;
}

} // namespace

Effects& Effects::operator|=(const Effects& other) {
    machine_check |= other.machine_check;
    accuracy |= other.accuracy;
    storage |= other.storage;
    machine |= other.machine;
    timing |= other.timing;
    clock |= other.clock;
    return *this;
}

std::vector<Effects> axis_effects(const DesignSpace& space) {
    const bool clock_counts = clock_changes_cycles(space);
    std::vector<Effects> result(space.axes().size());
    for (const Parameter& parameter : space.parameters())
        result[static_cast<std::size_t>(parameter.axis)] |= effects_of(parameter, clock_counts);
    return result;
}

std::vector<int> axis_ranks(const DesignSpace& space) {
    const bool clock_counts = clock_changes_cycles(space);
    std::vector<int> ranks(space.axes().size(), first_rank_without_timing + 1);
    for (const Parameter& parameter : space.parameters()) {
        int& rank = ranks[static_cast<std::size_t>(parameter.axis)];
        rank = std::min(rank, rank_of(parameter, effects_of(parameter, clock_counts)));
    }
    return ranks;
}

} // namespace fracbit::explorer
