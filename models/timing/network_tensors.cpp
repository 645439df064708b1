#include "models/timing/network_tensors.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

namespace fracbit::models::timing {
namespace {

class Placer {
public:
    Placer(const Architecture& architecture, const Network& network)
        : architecture_(architecture), network_(network), as_vectors_(network.layers.size()),
          tensors_(network.layers.size()) {}

    std::vector<LayerTensors> place() {
        find_reshaped();
        for (int i = 0; i < count(); ++i) place_layer(i);
        keep_on_chip();
        return std::move(tensors_);
    }

private:
    [[nodiscard]] int count() const { return static_cast<int>(network_.layers.size()); }
    [[nodiscard]] const Layer& layer(int i) const { return network_.layers[static_cast<std::size_t>(i)]; }
    [[nodiscard]] LayerTensors& tensors(int i) { return tensors_[static_cast<std::size_t>(i)]; }

    [[nodiscard]] bool reads_shape(int reader, int producer) const {
        const Layer& to = layer(reader);
        const Layer& from = layer(producer);
        if (to.repeat != from.repeat) return false;
        const bool flattens = to.kind == LayerKind::linear || to.kind == LayerKind::attention;
        return flattens ? to.input.elements() == from.output().elements() : to.input == from.output();
    }
    [[nodiscard]] bool adds_shape(int reader, int producer) const {
        return layer(reader).output() == layer(producer).output() && layer(reader).repeat == layer(producer).repeat;
    }

    void find_reshaped() {
        for (int i = 0; i < count(); ++i) {
            const int source = network_.source_of(i), residual = network_.residual_of(i);
            if (source >= 0 && !reads_shape(i, source)) reshape(i, source, layer(i).repeat * layer(i).input.elements());
            if (residual >= 0 && !adds_shape(i, residual))
                reshape(i, residual, layer(i).repeat * layer(i).output().elements());
        }
    }

    void reshape(int reader, int producer, std::int64_t wanted) {
        const TensorShape shape = layer(producer).output();
        const std::int64_t given = layer(producer).repeat * shape.elements();
        if (given != wanted || shape.height != 1 || shape.width != 1)
            throw ConfigError(fmt::format(
                "layer '{}' reads {} values, but layer '{}' gives {} of {} x {} x {}: only vectors can be read with "
                "another shape, and all of them",
                layer(reader).name, wanted, layer(producer).name, given, shape.channels, shape.height, shape.width));
        as_vectors_[static_cast<std::size_t>(producer)] = true;
    }

    static Tensor vectors(std::int64_t channels, std::int64_t repeat) {
        return {{channels, 1, 1}, repeat, {{0, channels}}};
    }

    void place_layer(int i) {
        const Layer& own = layer(i);
        const std::int64_t rows = architecture_.array.rows;
        LayerTensors& placed = tensors(i);
        const int source = network_.source_of(i), residual = network_.residual_of(i);
        if (source < 0)
            placed.input = {own.input, own.repeat, spans_of(own.input.channels, 1, rows)};
        else if (reads_shape(i, source))
            placed.input = tensors(source).output;
        else
            placed.input = vectors(own.input.elements(), own.repeat);

        placed.output = {own.output(), own.repeat, {}};
        if (as_vectors_[static_cast<std::size_t>(i)]) {
            placed.output.blocks.push_back({0, own.output().channels});
        } else {
            const std::vector<RowGroup> groups = row_groups_of(own, placed.input, rows);
            placed.output.blocks.reserve(groups.size());
            for (const RowGroup& group : groups) placed.output.blocks.push_back(group.channels);
        }

        if (residual >= 0) {
            placed.residual = adds_shape(i, residual) ? tensors(residual).output
                                                      : Tensor{own.output(), own.repeat, {{0, own.output().channels}}};
        } else if (own.kind == LayerKind::add) { // independent layers: a tensor of its own
            placed.residual = placed.output;
        }
    }

    void keep_on_chip() {
        if (!architecture_.keep_on_chip || network_.independent_layers) return;
        for (int i = 0; i + 1 < count(); ++i) {
            bool kept = network_.source_of(i + 1) == i &&
                        3 * tensors(i).output.bytes() <= architecture_.activations.buffer_bytes;
            for (int j = i + 1; j < count() && kept; ++j)
                kept = network_.residual_of(j) != i && (j == i + 1 || network_.source_of(j) != i);
            tensors(i).output_on_chip = tensors(i + 1).input_on_chip = kept;
        }
    }

    const Architecture& architecture_;
    const Network& network_;
    std::vector<bool> as_vectors_;
    std::vector<LayerTensors> tensors_;
};

} // namespace

std::vector<LayerTensors> tensors_of(const Architecture& architecture, const Network& network) {
    return Placer(architecture, network).place();
}

} // namespace fracbit::models::timing
