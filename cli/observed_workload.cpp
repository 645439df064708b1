#include "cli/observed_workload.hpp"

namespace fracbit::cli {

ObservedWorkload::ObservedWorkload(const models::Architecture& architecture, const models::Workload& workload)
    : workload_(workload), planner_(architecture, workload.network()) {}

std::shared_ptr<const models::QuantizedLayer> ObservedWorkload::layer(int i) const {
    auto weights = workload_.layer(i);
    if (i != static_cast<int>(facts_.size())) return weights;
    facts_.push_back(models::facts_of(planner_.plan(i, *weights), *weights));
    needs_.add(*weights);
    return weights;
}

} // namespace fracbit::cli
