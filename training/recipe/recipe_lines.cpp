// What a recipe says of itself: the lines that tell two recipes apart, and stored bits a weight.
#include "training/recipe/recipe.hpp"

#include "models/xor/slices.hpp"
#include "training/recipe/recipe_names.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace fracbit::training {
namespace {

/// Only of recipes that prune: others keep the lines that their checkpoints know.
std::vector<std::string> pruning_lines(const PruningSettings& pruning) {
    if (pruning.kind == PruningKind::none) return {};
    std::vector<std::string> lines{
        fmt::format("pruning.kind = {}", pruning_names.at(static_cast<std::size_t>(pruning.kind))),
        fmt::format("pruning.start_epoch = {}", pruning.start_epoch),
        fmt::format("pruning.ramp_epochs = {}", pruning.ramp_epochs),
        fmt::format("pruning.updates_per_epoch = {}", pruning.updates_per_epoch)};
    if (pruning.kind == PruningKind::low_rank) {
        lines.push_back(fmt::format("pruning.mask_budget = {}", pruning.mask_budget));
        lines.push_back(fmt::format("pruning.group_rows = {}", pruning.group_rows));
        lines.push_back(fmt::format("pruning.n_in = {}", pruning.n_in));
    }
    return lines;
}

std::string grid_text(const WeightSpec& spec) {
    return fmt::format(", {} bits, {}, deviation {}", spec.bits,
                       spec.grid == GridKind::xnor ? "uniform" : "power_of_two", spec.deviation);
}

std::string layer_line(const models::Layer& layer, const WeightSpec& spec) {
    std::string line = fmt::format(
        "layer {}: {} {}x{}x{} -> {}, kernel {}x{}, stride {}x{}, padding {}x{}, dilation {}x{}, groups {}, relu {}, "
        "source {}, residual {}",
        layer.name, to_string(layer.kind), layer.input.channels, layer.input.height, layer.input.width,
        layer.out_channels, layer.kernel_height, layer.kernel_width, layer.stride_height, layer.stride_width,
        layer.pad_height, layer.pad_width, layer.dilation_height, layer.dilation_width, layer.groups, layer.relu,
        layer.source.value_or("-"), layer.residual.value_or("-"));
    if (!runs_on_array(layer.kind)) return line;
    if (spec.sparsity > 0) line += fmt::format(", sparsity {}", spec.sparsity);
    const models::XorSpec& gates = spec.gates;
    switch (spec.kind) {
    case WeightKind::real:
        return line + ", float";
    case WeightKind::dense8:
        return line + ", dense8";
    case WeightKind::binary:
        return line + fmt::format(", binary, q {}, deviation {}", spec.q, spec.deviation);
    case WeightKind::aqe:
        line += fmt::format(", aqe, steepness {}", spec.steepness);
        return line + grid_text(spec);
    case WeightKind::straight_through:
        return line + ", straight_through" + grid_text(spec);
    case WeightKind::encrypted:
        break;
    }
    return line + fmt::format(", encrypted, q {}, {} -> {}, taps {}, matrix seed {}, deviation {}", spec.q, gates.n_in,
                              gates.n_out, gates.taps, gates.seed, spec.deviation);
}

std::string activation_text(const ActivationSpec& spec) {
    if (spec.kind == ActivationKind::real) return "";
    return fmt::format(", activations {}, {} bits, {} {}",
                       spec.kind == ActivationKind::aqe ? "aqe" : "straight_through", spec.bits,
                       spec.learnt ? "learnt from" : "fixed", spec.scale);
}

std::string estimator_line(std::size_t estimator) {
    return fmt::format("estimator.kind = {}", estimator_names.at(estimator));
}

} // namespace

std::string current_line(const std::string& line) {
    for (std::size_t i = 0; i < estimator_names.size(); ++i)
        if (line == fmt::format("estimator.kind = {}", i)) return estimator_line(i);
    return line;
}

double Recipe::bits_per_weight() const {
    std::int64_t bits = 0, weights = 0;
    double wide = 8; // where nothing else is
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const std::int64_t here = network.layers[i].weights();
        const WeightSpec& spec = this->weights[i];
        if (here == 0) continue;
        if (is_wide(spec.kind)) {
            if (spec.kind == WeightKind::real) wide = 32;
            continue;
        }
        weights += here;
        if (is_grid(spec.kind)) {
            bits += spec.bits * here;
            continue;
        }
        bits +=
            spec.q *
            (spec.kind == WeightKind::binary ? here : models::encrypted_bits(here, spec.gates.n_in, spec.gates.n_out));
    }
    return weights == 0 ? wide : static_cast<double>(bits) / static_cast<double>(weights);
}

bool Recipe::has_smooth_staircases() const {
    return (schedule.steepness.share > 0 || schedule.steepness.hardening == Hardening::ramp) &&
           (std::any_of(weights.begin(), weights.end(),
                        [](const WeightSpec& spec) { return spec.kind == WeightKind::aqe; }) ||
            std::any_of(activations.begin(), activations.end(),
                        [](const ActivationSpec& spec) { return spec.kind == ActivationKind::aqe; }));
}

std::vector<std::string> Recipe::lines() const {
    std::vector<std::string> lines{
        fmt::format("name = {}", name),
        fmt::format("network = {}", network.name),
        fmt::format("network.batch_norm = {}", batch_norm),
        fmt::format("data.dataset = {}", dataset),
        fmt::format("data.augmentation = {}", augmentation_names.at(static_cast<std::size_t>(augmentation))),
        fmt::format("data.train_images = {}", train_images),
        fmt::format("data.test_images = {}", test_images),
        estimator_line(static_cast<std::size_t>(estimator)),
        fmt::format("estimator.s_tanh = {}", schedule.s_tanh),
        fmt::format("estimator.s_tanh_start = {}", schedule.s_tanh_start),
        fmt::format("estimator.s_tanh_factor = {}", schedule.s_tanh_factor),
        fmt::format("training.epochs = {}", schedule.epochs),
        fmt::format("training.batch_size = {}", batch_size),
        fmt::format("training.optimizer = {}", optimizer.kind == OptimizerKind::adam ? "adam" : "sgd"),
        fmt::format("training.learning_rate = {}", schedule.learning_rate),
        fmt::format("training.momentum = {}", optimizer.momentum),
        fmt::format("training.weight_decay = {}", optimizer.weight_decay),
        fmt::format("training.decay = {}", schedule.decay == Decay::step ? "step" : "cosine"),
        fmt::format("training.decay_epochs = [{}]", fmt::join(schedule.decay_epochs, ", ")),
        fmt::format("training.decay_factor = {}", schedule.decay_factor),
        fmt::format("training.warmup_epochs = {}", schedule.warmup_epochs),
        fmt::format("training.seed = {}", seed)};
    for (std::string& line : pruning_lines(pruning)) lines.push_back(std::move(line));
    if (has_smooth_staircases())
        lines.push_back(fmt::format("estimator.steepness = {} to {} over {}, {}", schedule.steepness.first,
                                    schedule.steepness.last, schedule.steepness.share,
                                    schedule.steepness.hardening == Hardening::ramp ? "with a ramp of hardness"
                                                                                    : "then a restart"));
    for (std::size_t i = 0; i < network.layers.size(); ++i)
        lines.push_back(layer_line(network.layers[i], weights[i]) +
                        (i < activations.size() ? activation_text(activations[i]) : ""));
    return lines;
}

} // namespace fracbit::training
