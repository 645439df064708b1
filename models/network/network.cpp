#include "models/network/network.hpp"

#include "models/network/layer_problems.hpp"

#include <cstddef>
#include <map>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// First layer of that name, or -1.
int index_of(const Network& network, const std::string& name) {
    for (std::size_t i = 0; i < network.layers.size(); ++i)
        if (network.layers[i].name == name) return static_cast<int>(i);
    return -1;
}

std::string shape_text(std::int64_t repeat, const TensorShape& shape) {
    const std::string text = fmt::format("{} x {} x {}", shape.channels, shape.height, shape.width);
    return repeat == 1 ? text : fmt::format("{} times {}", repeat, text);
}

class NetworkChecker {
public:
    explicit NetworkChecker(const Network& network) : network_(network) {}

    std::vector<std::string> run() {
        if (network_.layers.empty())
            problems_.push_back(fmt::format("network '{}' has no layers; it needs at least one", network_.name));
        for (std::size_t i = 0; i < network_.layers.size(); ++i) {
            const Layer& layer = network_.layers[i];
            const std::vector<std::string> own = layer_problems(layer);
            problems_.insert(problems_.end(), own.begin(), own.end());
            sound_.push_back(own.empty());
            const auto [first, added] = first_of_name_.emplace(layer.name, i);
            if (!added && !layer.name.empty())
                add(layer, "layers {} and {} have this name; names must differ", first->second + 1, i + 1);
            check_operands(i);
        }
        return problems_;
    }

private:
    template <class... Args>
    void add(const Layer& layer, fmt::format_string<Args...> format, Args&&... args) {
        problems_.push_back(
            fmt::format("layer '{}': {}", layer.name, fmt::format(format, std::forward<Args>(args)...)));
    }

    void check_operands(std::size_t i) {
        const Layer& layer = network_.layers[i];
        if (network_.independent_layers) {
            if (layer.source || layer.residual)
                add(layer, "it names a source or a residual, but the layers of this network are independent");
            return;
        }
        if (layer.source) check_name(i, "source", *layer.source);
        if (layer.residual) check_name(i, "residual", *layer.residual);
        if (layer.residual && !runs_on_array(layer.kind) && layer.kind != LayerKind::add)
            add(layer, "a {} layer adds no residual; allowed are conv, linear, attention and add",
                to_string(layer.kind));
        if (!layer.residual && layer.kind == LayerKind::add)
            add(layer, "an add layer needs a residual: the name of the layer whose output is added");
        if (const int source = network_.source_of(static_cast<int>(i)); usable(source, i))
            check_fit(layer, "input", layer.input, static_cast<std::size_t>(source));
        if (const int residual = network_.residual_of(static_cast<int>(i)); usable(residual, i))
            check_fit(layer, "residual", layer.output(), static_cast<std::size_t>(residual));
    }

    void check_name(std::size_t i, const char* what, const std::string& name) {
        const int index = index_of(network_, name);
        if (index < 0)
            add(network_.layers[i], "its {} '{}' is not a layer of the network", what, name);
        else if (static_cast<std::size_t>(index) >= i)
            add(network_.layers[i], "its {} '{}' does not come before it", what, name);
    }

    /// Shapes are compared only where both ends are free of other problems.
    [[nodiscard]] bool usable(int operand, std::size_t i) const {
        return operand >= 0 && static_cast<std::size_t>(operand) < i && sound_[i] &&
               sound_[static_cast<std::size_t>(operand)];
    }

    void check_fit(const Layer& layer, const char* what, const TensorShape& wanted, std::size_t operand) {
        const Layer& producer = network_.layers[operand];
        if (producer.output() == wanted && producer.repeat == layer.repeat) return;
        add(layer, "its {} is {}, but layer '{}' gives {} (channels x height x width)", what,
            shape_text(layer.repeat, wanted), producer.name, shape_text(producer.repeat, producer.output()));
    }

    const Network& network_;
    std::vector<std::string> problems_;
    std::vector<bool> sound_;
    std::map<std::string, std::size_t> first_of_name_;
};

} // namespace

int Network::source_of(int i) const {
    if (independent_layers) return -1;
    const Layer& layer = layers[static_cast<std::size_t>(i)];
    return layer.source ? index_of(*this, *layer.source) : i - 1;
}

int Network::residual_of(int i) const {
    const Layer& layer = layers[static_cast<std::size_t>(i)];
    return layer.residual && !independent_layers ? index_of(*this, *layer.residual) : -1;
}

std::int64_t Network::weights() const {
    std::int64_t total = 0;
    for (const Layer& layer : layers)
        if (layer.kind != LayerKind::attention) total += layer.weights();
    return total;
}

std::int64_t Network::macs() const {
    std::int64_t total = 0;
    for (const Layer& layer : layers) total += layer.macs();
    return total;
}

void validate(const Network& network) { throw_problems(NetworkChecker(network).run()); }

} // namespace fracbit::models
