#include "explorer/evaluation/shared_results.hpp"

#include "explorer/evaluation/axis_effects.hpp"
#include "explorer/evaluation/chunk_size.hpp"

#include <fmt/format.h>
#include <string>
#include <utility>

namespace fracbit::explorer {
namespace {

constexpr int shards = 16;

/// `index_of` turns a text of the parameter, or of all points, into a choice.
template <class IndexOf>
ByTurn<int> choices_of(const DesignSpace& space, ParameterRole role, const std::string& otherwise, IndexOf index_of) {
    for (const Parameter& parameter : space.parameters()) {
        if (parameter.role != role) continue;
        ByTurn<int> result{parameter.axis, {}};
        for (const models::KeyValue& value : parameter.values)
            result.values.push_back(index_of(std::get<std::string>(value)));
        return result;
    }
    return {-1, {index_of(otherwise)}};
}

ByTurn<double> clocks_of(const DesignSpace& space) {
    for (const Parameter& parameter : space.parameters())
        if (parameter.rule.path() == "clock.mhz") return {parameter.axis, parameter.numbers};
    return {-1, {space.base().architecture.clock_mhz}};
}

int network_number(const DesignSpace& space, const std::string& name) {
    for (std::size_t n = 0; n < space.networks().size(); ++n)
        if (space.networks()[n].name == name) return static_cast<int>(n);
    return -1;
}

} // namespace

SharedResults::SharedResults(const DesignSpace& design_space, const CacheLimits& limits,
                             std::function<bool()> cancelled)
    : space(design_space), order(space, axis_ranks(space)), plan(space, order), chunk_size(chunk_size_of(space, order)),
      decoders(limits.decoders, cancelled), drawn_{SharedCache<EncodingKey, DrawnLayer>(limits.drawn_layers),
                                                   std::move(cancelled)},
      storages_(limits.storages, shards), timings_(limits.timings, shards) {
    for (const NetworkUse& use : space.networks()) facts.push_back(facts_of(use.network));
    technology = choices_of(space, ParameterRole::technology, space.base().technology, [&](const std::string& name) {
        technologies.push_back(&space.technology(name));
        return static_cast<int>(technologies.size()) - 1;
    });
    network = choices_of(space, ParameterRole::network, space.base().network,
                         [&](const std::string& name) { return network_number(space, name); });
    clock_mhz = clocks_of(space);
    runs.resize(space.networks().size() + 1);
    for (int n = 0; n < static_cast<int>(space.networks().size()); ++n) {
        runs[0].push_back(n);
        runs[static_cast<std::size_t>(n) + 1] = {n};
    }
    for (int t = 1; const std::string& text : space.accuracy_tables())
        accuracy.add_csv(text, fmt::format("accuracy table {}", t++));
}

std::shared_ptr<const NetworkStorage> SharedResults::storage(int number, const models::SyntheticSpec& spec) {
    EncodingKey key;
    key.add(std::int64_t{number});
    add_encoding(key, spec);
    return storages_.get(key, [&] {
        return storage_of(space.networks()[static_cast<std::size_t>(number)].network, number, spec, drawn_);
    });
}

std::shared_ptr<const NetworkTiming> SharedResults::timing(int number, const models::Architecture& architecture,
                                                           const models::SyntheticSpec& spec, const XorPlanes& planes) {
    const int stages = models::decoder_pipeline(architecture, planes.levels).stages;
    const auto index = static_cast<std::size_t>(number);
    const TimingKey key = timing_key(number, facts[index], architecture, spec, stages);
    return timings_.get(key, [&] {
        timings.fetch_add(1, std::memory_order_relaxed);
        return timing_of(space.networks()[index].network, number, architecture, spec, planes, drawn_);
    });
}

std::vector<models::DecoderCost> SharedResults::decoder_costs(const models::Architecture& architecture,
                                                              const models::SyntheticSpec& spec,
                                                              const XorPlanes& planes, int number) {
    return decoders.costs(planes, architecture, spec, *technologies[static_cast<std::size_t>(number)], number);
}

} // namespace fracbit::explorer
