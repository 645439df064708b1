#include "sim/simulate.hpp"

#include "models/core/error.hpp"
#include "models/inference/synthetic_input.hpp"
#include "sim/kernel/simulation_context.hpp"
#include "sim/machine.hpp"
#include "sim/stored_weights.hpp"

#include <chrono>
#include <utility>

namespace fracbit::sim {
namespace {

using models::LayerResult;
using models::NetworkPlanner;

/// Feeds the machine: one layer after the other, image after image; keeps the tensors that later layers read.
class Session {
public:
    Session(const models::Architecture& architecture, const models::Workload& workload, const std::vector<Image>& images,
            const SimulationOptions& options)
        : architecture_(architecture), workload_(workload), network_(workload.network()), images_(images), options_(options),
          planner_(architecture, network_), tensors_(network_.layers.size()) {
        result_.engine = "systemc";
        result_.layers.resize(network_.layers.size());
        const models::Layer& first = network_.layers.front();
        for (const Image& image : images)
            if (static_cast<std::int64_t>(image.size()) != first.repeat * first.input.elements())
                throw ConfigError("an image has " + std::to_string(image.size()) + " values, but layer '" + first.name + "' reads " +
                                  std::to_string(first.repeat * first.input.elements()));
    }

    std::unique_ptr<LayerRun> next(Cycles now) {
        if (layer_ == static_cast<int>(network_.layers.size())) {
            layer_ = 0;
            ++image_;
        }
        if (image_ == image_count()) return nullptr;
        if (options_.progress && repetition_ == 0)
            options_.progress({image_, image_count(), layer_, static_cast<int>(network_.layers.size()), now});
        auto run = std::make_unique<LayerRun>();
        run->index = layer_;
        run->weights = workload_.layer(layer_);
        run->schedule = planner_.plan(layer_, *run->weights);
        point_to_stored_weights(*run);
        connect(*run);
        return run;
    }

    void done(const LayerRun& run, const LayerResult& result) {
        LayerResult& sum = result_.layers[static_cast<std::size_t>(layer_)];
        sum.name = result.name;
        sum += result;
        const models::Layer& layer = network_.layers[static_cast<std::size_t>(layer_)];
        if (++repetition_ < layer.refetches) return;
        repetition_ = 0;
        const bool last = layer_ + 1 == static_cast<int>(network_.layers.size());
        if (options_.inspect_output || last) {
            const Image output = from_layout(run.schedule.output, *run.output);
            if (options_.inspect_output) options_.inspect_output(image_, layer_, output);
            if (last) result_.outputs.push_back(output);
        }
        drop_unread(layer_);
        ++layer_;
    }

    models::SimulationResult take_result() { return std::move(result_); }

private:
    [[nodiscard]] int image_count() const { return images_.empty() ? 1 : static_cast<int>(images_.size()); }
    [[nodiscard]] int drawn_bits() const {
        return architecture_.array.mode == models::ArrayMode::xnor ? architecture_.array.activation_bits : 8;
    }

    void connect(LayerRun& run) {
        const auto i = static_cast<std::size_t>(layer_);
        const int source = network_.source_of(layer_), residual = network_.residual_of(layer_);
        if (source >= 0) {
            run.input = &tensors_[static_cast<std::size_t>(source)];
        } else {
            const Image canonical = images_.empty() ? models::synthetic_input(network_, network_.independent_layers ? layer_ : 0, drawn_bits())
                                                    : images_[static_cast<std::size_t>(image_)];
            input_ = to_layout(run.schedule.input, canonical);
            run.input = &input_;
        }
        if (residual >= 0) {
            run.residual = &tensors_[static_cast<std::size_t>(residual)];
        } else if (run.schedule.residual) {
            residual_ = to_layout(*run.schedule.residual, models::synthetic_residual(network_, layer_, drawn_bits()));
            run.residual = &residual_;
        }
        tensors_[i].assign(static_cast<std::size_t>(run.schedule.output.bytes()), 0);
        run.output = &tensors_[i];
    }

    /// Frees tensors that no layer after `done` reads.
    void drop_unread(int done) {
        for (int i = 0; i <= done; ++i) {
            bool read = false;
            for (int later = done + 1; later < static_cast<int>(network_.layers.size()) && !read; ++later)
                read = network_.source_of(later) == i || network_.residual_of(later) == i;
            if (!read) tensors_[static_cast<std::size_t>(i)] = {};
        }
    }

    const models::Architecture& architecture_;
    const models::Workload& workload_;
    const models::Network& network_;
    const std::vector<Image>& images_;
    const SimulationOptions& options_;
    NetworkPlanner planner_;
    std::vector<std::vector<std::uint8_t>> tensors_; ///< outputs of the layers, as memory holds them
    std::vector<std::uint8_t> input_, residual_;
    int image_ = 0, layer_ = 0;
    std::int64_t repetition_ = 0;
    models::SimulationResult result_;
};

traces::TraceHeader header_of(const models::Architecture& architecture, const models::Network& network) {
    traces::TraceHeader header;
    header.network = network.name;
    header.architecture = architecture.name;
    header.clock_mhz = architecture.clock_mhz;
    header.burst_bytes = architecture.memory.burst_bytes;
    for (const models::Layer& layer : network.layers) header.layers.push_back(layer.name);
    header.queues = {"seeds", "decoded_words", "output_vectors", "patches", "patched_words", "mask_words"};
    return header;
}

void attach_sinks(Machine& machine, const std::vector<traces::TraceSink*>& sinks) {
    if (sinks.empty()) return;
    machine.on_stretch([&sinks](const traces::BlockStretch& stretch) {
        for (traces::TraceSink* sink : sinks) sink->block(stretch);
    });
    machine.on_burst([&sinks](const traces::BurstEvent& event) {
        for (traces::TraceSink* sink : sinks) sink->burst(event);
    });
    machine.on_level([&sinks](int queue, Cycles from, std::int64_t level) {
        for (traces::TraceSink* sink : sinks) sink->level({queue, from, level});
    });
}

} // namespace

models::SimulationResult simulate(const models::Architecture& architecture, const models::Workload& workload,
                                  const std::vector<Image>& images, const SimulationOptions& options) {
    Session session(architecture, workload, images, options);
    for (traces::TraceSink* sink : options.sinks) sink->start(header_of(architecture, workload.network()));
    const auto begin = std::chrono::steady_clock::now();
    Cycles total{0};
    {
        const SimulationContext context;
        Machine machine(
            architecture, Visits{options.skip_idle, options.reverse_blocks},
            [&](Cycles now) { return session.next(now); },
            [&](const LayerRun& run, const LayerResult& result) { session.done(run, result); });
        attach_sinks(machine, options.sinks);
        machine.on_cancel(options.cancelled);
        total = machine.run();
    }
    for (traces::TraceSink* sink : options.sinks) sink->finish(total);
    models::SimulationResult result = session.take_result();
    result.total_cycles = total;
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

} // namespace fracbit::sim

// SystemC's library wants this symbol; programs have a `main` of their own and never come here.
extern "C" int sc_main(int, char**) { return 0; }
