#include "cli/stored_point.hpp"

#include "explorer/metrics/metric.hpp"
#include "explorer/report/stored_values.hpp"
#include "explorer/store/result_store.hpp"
#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace fracbit::cli {
namespace {

const std::vector<double>* values_of(const explorer::StoreContents& contents, std::int64_t id) {
    for (const explorer::FrontMember& member : contents.front)
        if (member.id == id) return &member.values;
    for (const explorer::SamplePoint& point : contents.sample)
        if (point.id == id) return &point.values;
    return nullptr;
}

std::vector<const explorer::NetworkUse*> networks_of(const explorer::DesignSpace& space,
                                                     const explorer::DesignPoint& point, const std::string& only) {
    std::vector<const explorer::NetworkUse*> result;
    std::vector<std::string> names;
    for (const explorer::NetworkUse& network : space.networks()) {
        if (!point.network.empty() && network.name != point.network) continue;
        names.push_back(network.name);
        if (only.empty() || only == network.name) result.push_back(&network);
    }
    if (result.empty())
        throw ConfigError(fmt::format("--network {}: the point does not run it; {}", only, suggest_name(only, names)));
    return result;
}

} // namespace

StoredPoint::StoredPoint(const std::string& store, std::int64_t id, const std::string& network,
                         const std::string& space_hash)
    : store_(store), id_(id) {
    const explorer::StoreContents contents = explorer::read_store(store);
    if (!space_hash.empty() && space_hash != contents.header.space_hash)
        throw ConfigError(fmt::format("--space-hash {}: {} now holds another space (its hash is {}), in which point {} "
                                      "is another design; open it anew and choose there",
                                      space_hash, store, contents.header.space_hash, id));
    space_ = std::make_shared<const explorer::DesignSpace>(explorer::parse_space(contents.header.files, store));
    digits_ = explorer::digits_of_named(*space_, id, fmt::format("--point {}", id), store);
    point_ = space_->point(digits_);
    networks_ = networks_of(*space_, point_, network);
    const std::vector<double>* values = values_of(contents, id);
    for (const explorer::NetworkUse* one : networks_) {
        stored_cycles_.emplace_back();
        if (!values) continue;
        const bool several = space_->networks().size() > 1;
        const std::string cycles = to_string(explorer::MetricId::cycles);
        const std::size_t column =
            explorer::column_index(contents.header.columns, several ? fmt::format("{}.{}", one->name, cycles) : cycles);
        stored_cycles_.back() = std::llround((*values)[column] / (several ? 1 : one->runs));
    }
}

std::vector<StoredPoint::Run> StoredPoint::runs() const {
    std::vector<Run> result;
    for (std::size_t i = 0; i < networks_.size(); ++i) {
        Run run;
        run.network = networks_[i]->name;
        run.job.architecture = point_.architecture;
        models::validate(point_.architecture);
        run.job.workload = std::make_unique<models::SyntheticWorkload>(networks_[i]->network, point_.weights);
        run.job.weights = drawn_weights_text(point_.weights);
        run.stored_cycles = stored_cycles_[i];
        result.push_back(std::move(run));
    }
    return result;
}

std::string StoredPoint::text() const {
    std::string text = fmt::format("point {} of {}", id_, store_);
    for (std::size_t i = 0; i < space_->parameters().size(); ++i) {
        const explorer::Parameter& parameter = space_->parameters()[i];
        const auto turn = static_cast<std::size_t>(digits_[static_cast<std::size_t>(parameter.axis)]);
        text += fmt::format("{} {} = {}", i == 0 ? ":" : ",", parameter.rule.path(),
                            models::toml_text(parameter.values[turn]));
    }
    return text;
}

} // namespace fracbit::cli
