#include "models/timing/network_layers.hpp"

#include "models/timing/layer_timing.hpp"
#include "models/timing/network_tensors.hpp"
#include "models/timing/repeated_layers.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#include <utility>

namespace fracbit::models::timing {
namespace {

/// The blocks of this thread, ready for a machine.
LayerTiming& blocks_for(const Architecture& architecture, bool skip_periods) {
    thread_local LayerTiming blocks;
    blocks.configure(architecture, skip_periods);
    return blocks;
}

void add(const TimingEffort& own, TimingEffort& sum) {
    sum.events += own.events;
    sum.looks += own.looks;
    sum.copies += own.copies;
    if (own.period_words == 0) return;
    sum.period_words = own.period_words;
    sum.inner_period_words = own.inner_period_words;
}

std::vector<LayerResult> one_after_the_other(const Architecture& architecture, const Workload& workload,
                                             bool skip_periods, TimingEffort* effort) {
    const Network& network = workload.network();
    std::vector<LayerTensors> tensors = tensors_of(architecture, network);
    LayerTiming& blocks = blocks_for(architecture, skip_periods);
    RepeatedLayers known(network.layers.size());
    std::vector<LayerResult> results(network.layers.size());
    for (std::size_t i = 0; i < results.size(); ++i) {
        const auto stored = workload.layer(static_cast<int>(i));
        const LayerWork work = plan_work(architecture, network.layers[i], *stored, std::move(tensors[i]));
        if (const auto twin = known.find(work)) {
            results[i] = results[*twin];
            continue;
        }
        results[i] = blocks.run(work);
        known.add(work, i);
        if (effort) add(blocks.effort(work), *effort);
    }
    return results;
}

/// A layer that waits to be timed.
struct PlannedLayer {
    std::size_t number = 0;
    std::shared_ptr<const QuantizedLayer> stored;
    LayerWork work;
    std::int64_t size = 0; ///< about as long as it takes: what is worked through before periods show, and steps
    TimingEffort effort;
    std::exception_ptr error;
};

class SideBySide {
public:
    SideBySide(const Architecture& architecture, const Workload& workload, bool skip_periods)
        : architecture_(architecture), skip_periods_(skip_periods), results_(workload.network().layers.size()),
          twins_(results_.size()) {
        plan(workload);
    }

    std::vector<LayerResult> run(TimingEffort* effort, int threads) {
        threads = std::min(threads, tbb::info::default_concurrency());
        tbb::task_arena arena(threads);
        arena.execute([&] { tbb::parallel_for(0, threads, [&](int) { work_on(); }); });
        // The error of the first layer that has one, as if they had run one after the other.
        std::sort(layers_.begin(), layers_.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
        for (const PlannedLayer& layer : layers_) {
            if (layer.error) std::rethrow_exception(layer.error);
            if (effort) add(layer.effort, *effort);
        }
        if (refused_) std::rethrow_exception(refused_);
        for (std::size_t i = 0; i < results_.size(); ++i)
            if (twins_[i] != i) results_[i] = results_[twins_[i]];
        return std::move(results_);
    }

private:
    /// Up to the first layer that is refused.
    void plan(const Workload& workload) {
        const Network& network = workload.network();
        std::vector<LayerTensors> tensors = tensors_of(architecture_, network);
        RepeatedLayers known(results_.size());
        try {
            for (std::size_t i = 0; i < results_.size(); ++i) {
                PlannedLayer layer;
                layer.number = i;
                layer.stored = workload.layer(static_cast<int>(i));
                layer.work = plan_work(architecture_, network.layers[i], *layer.stored, std::move(tensors[i]));
                const auto twin = known.find(layer.work);
                twins_[i] = twin.value_or(i);
                if (twin) continue;
                known.add(layer.work, i);
                layer.size = size_of(layer.work);
                layers_.push_back(std::move(layer));
            }
        } catch (...) {
            refused_ = std::current_exception();
        }
        std::stable_sort(layers_.begin(), layers_.end(), [](const auto& a, const auto& b) { return a.size > b.size; });
    }

    [[nodiscard]] static std::int64_t size_of(const LayerWork& work) {
        const std::int64_t group_bits = work.planes * work.most_rows() * work.reduction * work.held_bits;
        const bool values_count =
            work.on_array && (work.stored->format == WeightFormat::sparse || work.stored->format == WeightFormat::csr);
        return work.steps() * (work.passes() + 50) + group_bits / 100 * (values_count ? work.steps() : 1);
    }

    /// Until no layer is left.
    void work_on() {
        LayerTiming& blocks = blocks_for(architecture_, skip_periods_);
        for (std::size_t i = next_++; i < layers_.size(); i = next_++) {
            PlannedLayer& layer = layers_[i];
            try {
                results_[layer.number] = blocks.run(layer.work);
                layer.effort = blocks.effort(layer.work);
            } catch (...) {
                layer.error = std::current_exception();
            }
        }
    }

    const Architecture& architecture_;
    bool skip_periods_;
    std::vector<LayerResult> results_;
    std::vector<std::size_t> twins_; ///< by layer: the one that is timed for it
    std::vector<PlannedLayer> layers_;
    std::atomic<std::size_t> next_ = 0;
    std::exception_ptr refused_;
};

} // namespace

std::vector<LayerResult> time_layers(const Architecture& architecture, const Workload& workload, bool skip_periods,
                                     TimingEffort* effort, int threads) {
    if (threads <= 1) return one_after_the_other(architecture, workload, skip_periods, effort);
    return SideBySide(architecture, workload, skip_periods).run(effort, threads);
}

} // namespace fracbit::models::timing
