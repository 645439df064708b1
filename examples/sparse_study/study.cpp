#include "examples/sparse_study/study.hpp"

#include "models/core/random.hpp"
#include "models/inference/synthetic_rescaling.hpp"
#include "models/charts/line_chart.hpp"
#include "sim/simulate.hpp"

#include <array>
#include <fmt/format.h>

namespace fracbit::study {

using namespace models;

namespace {

Network network_of(const Layers& layers) {
    Network network;
    network.name = "fully connected";
    Layer pool;
    pool.name = "pool";
    pool.kind = LayerKind::max_pool;
    pool.input = {layers.channels, layers.size, layers.size};
    pool.out_channels = layers.channels;
    pool.kernel_height = pool.kernel_width = 3;
    pool.stride_height = pool.stride_width = 2;
    network.layers.push_back(pool);
    for (const std::int64_t outputs : layers.outputs) {
        Layer layer;
        layer.input = network.layers.size() == 1 ? pool.output() : TensorShape{network.layers.back().out_channels, 1, 1};
        layer.name = fmt::format("fc{}x{}", layer.input.elements(), outputs);
        layer.kind = LayerKind::linear;
        layer.out_channels = outputs;
        layer.relu = true;
        network.layers.push_back(layer);
    }
    Layer softmax;
    softmax.name = "softmax";
    softmax.kind = LayerKind::softmax;
    softmax.input = {layers.outputs.back(), 1, 1};
    softmax.out_channels = layers.outputs.back();
    network.layers.push_back(softmax);
    return network;
}

std::vector<float> draw_weights(const Layer& layer, std::uint64_t seed) {
    Random random(seed);
    std::vector<float> weights(static_cast<std::size_t>(layer.weights()));
    for (float& weight : weights) weight = static_cast<float>(random.normal());
    return weights;
}

/// Layers are pruned and encoded when the machine comes to them.
class StudyWorkload final : public Workload {
public:
    StudyWorkload(Network network, Format format, double sparsity, const Cut& cut)
        : network_(std::move(network)), format_(format), sparsity_(sparsity), cut_(cut) {}
    [[nodiscard]] const Network& network() const override { return network_; }
    [[nodiscard]] std::shared_ptr<const QuantizedLayer> layer(int i) const override {
        const Layer& shape = network_.layers[static_cast<std::size_t>(i)];
        const auto seed = static_cast<std::uint64_t>(i) + 1;
        if (!runs_on_array(shape.kind)) {
            auto plain = std::make_shared<QuantizedLayer>();
            Random random(seed);
            draw_rescaling(network_, i, 8, random, *plain);
            return plain;
        }
        StoredLayer stored = store(shape, draw_weights(shape, seed), format_, sparsity_, cut_);
        kept_ += stored.kept_magnitude * static_cast<double>(shape.weights());
        Random random(seed);
        draw_rescaling(network_, i, 8, random, stored.weights, stored.density);
        return std::make_shared<const QuantizedLayer>(std::move(stored.weights));
    }
    /// Kept magnitude of the layers asked for, each by its weights.
    [[nodiscard]] double kept() const { return kept_; }

private:
    Network network_;
    Format format_;
    double sparsity_;
    Cut cut_;
    mutable double kept_ = 0;
};

constexpr std::array weight_streams{StreamId::weights, StreamId::offsets,     StreamId::patch_counts, StreamId::patch_locations,
                                    StreamId::mask,    StreamId::csr_entries, StreamId::csr_counts,   StreamId::scales};

bool is_weight_stream(StreamId stream) { return std::find(weight_streams.begin(), weight_streams.end(), stream) != weight_streams.end(); }

/// From the first to the last burst of weights, layer by layer.
class WeightSpan final : public traces::TraceSink {
public:
    void start(const traces::TraceHeader& header) override { spans_.resize(header.layers.size()); }
    void block(const traces::BlockStretch&) override {}
    void level(const traces::LevelEvent&) override {}
    void burst(const traces::BurstEvent& burst) override {
        if (!is_weight_stream(burst.stream)) return;
        Span& span = spans_[static_cast<std::size_t>(burst.layer)];
        if (span.end == Cycles(0)) span.begin = burst.start;
        span.end = burst.finish;
    }
    void finish(Cycles) override {}
    [[nodiscard]] std::int64_t cycles() const {
        Cycles sum;
        for (const Span& span : spans_) sum += span.end - span.begin;
        return sum.count();
    }

private:
    struct Span {
        Cycles begin, end;
    };
    std::vector<Span> spans_;
};

} // namespace

Point run(const Architecture& architecture, const Layers& layers, Format format, double sparsity) {
    const StudyWorkload workload(network_of(layers), format, sparsity, {architecture.array.rows, architecture.array.columns, architecture.csr.decoders});
    WeightSpan span;
    sim::SimulationOptions options;
    options.sinks = {&span};
    const SimulationResult result = sim::simulate(architecture, workload, {}, options);
    Point point{format, sparsity, architecture.csr.decoders, architecture.memory.bytes_per_cycle.value()};
    point.cycles = result.total_cycles.count();
    point.weight_cycles = span.cycles();
    for (std::size_t i = 0; i < result.layers.size(); ++i) {
        if (runs_on_array(workload.network().layers[i].kind)) point.weights += workload.network().layers[i].weights();
        for (const StreamId stream : weight_streams) point.weight_bytes += result.layers[i].stream(stream).bytes.count();
        point.csr += result.layers[i].csr;
    }
    point.kept_magnitude = workload.kept() / static_cast<double>(point.weights);
    return point;
}

std::vector<Point> sweep_sparsity(const Architecture& architecture, const Layers& layers, const std::vector<double>& sparsities,
                                  const std::function<void(const Point&)>& report) {
    std::vector<Point> points;
    for (const double sparsity : sparsities)
        for (const Format format : all_formats) {
            points.push_back(run(architecture, layers, format, sparsity));
            report(points.back());
        }
    return points;
}

std::vector<Point> sweep_csr(Architecture architecture, const Layers& layers, double sparsity, const std::vector<int>& decoders,
                             const std::vector<int>& bytes_per_cycle, const std::function<void(const Point&)>& report) {
    std::vector<Point> points;
    for (const Format format : {Format::csr_rows, Format::csr_tiles})
        for (const int bytes : bytes_per_cycle)
            for (const int count : decoders) {
                architecture.memory.bytes_per_cycle = Rational(bytes);
                architecture.csr.decoders = count;
                points.push_back(run(architecture, layers, format, sparsity));
                report(points.back());
            }
    return points;
}

std::string to_csv(const std::vector<Point>& points) {
    std::string text = "# sparse study, format_version 1\n"
                       "# units: bits_per_weight in bits, bytes_per_cycle in bytes a cycle; bandwidth is weight bytes over what the channel\n"
                       "# could carry from the first to the last of their bursts; csr_* are decoder slots (decoders x cycles inside units)\n"
                       "format,sparsity,decoders,bytes_per_cycle,weights,cycles,weight_bytes,bits_per_weight,bandwidth,kept_magnitude,"
                       "csr_slots,csr_entries,csr_fillers,csr_starved,csr_unbalanced\n";
    for (const Point& p : points)
        text += fmt::format("\"{}\",{:g},{},{:g},{},{},{},{:.4f},{:.4f},{:.4f},{},{},{},{},{}\n", name_of(p.format), p.sparsity, p.decoders, p.bytes_per_cycle,
                            p.weights, p.cycles, p.weight_bytes, p.bits_per_weight(), p.bandwidth(), p.kept_magnitude, p.csr.slots,
                            p.csr.entries, p.csr.fillers, p.csr.starved, p.csr.unbalanced);
    return text;
}

std::string to_svg(const std::vector<Point>& points) {
    const auto panel = [&](const char* title, const char* label, auto value) {
        ChartPanel panel{title, "sparsity S", label, {}};
        for (const Format format : all_formats) {
            panel.series.push_back({name_of(format), {}});
            for (const Point& p : points)
                if (p.format == format) panel.series.back().points.emplace_back(p.sparsity, value(p));
        }
        return panel;
    };
    return models::to_svg({panel("Time", "thousand cycles", [](const Point& p) { return static_cast<double>(p.cycles) / 1000; }),
                           panel("Bandwidth used for weights", "% of the channel", [](const Point& p) { return 100 * p.bandwidth(); }),
                           panel("Storage", "bits per weight", [](const Point& p) { return p.bits_per_weight(); })});
}

} // namespace fracbit::study
