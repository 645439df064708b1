#include "cli/simulation_job.hpp"

#include "cli/image_input.hpp"
#include "cli/machine_options.hpp"
#include "cli/selected_layers.hpp"
#include "cli/trained_model.hpp"
#include "models/core/error.hpp"
#include "models/inference/synthetic_input.hpp"
#include "models/inference/synthetic_storage.hpp"
#include "models/network/network_csv.hpp"

#include <fmt/format.h>

namespace fracbit::cli {
namespace {

models::QuantizedNetwork keep_layers(models::QuantizedNetwork network, const std::vector<std::string>& names) {
    std::vector<int> indices;
    models::QuantizedNetwork kept;
    kept.network = cli::selected_layers(network.network, names, indices);
    kept.input = network.input;
    for (const int i : indices) {
        kept.layers.push_back(std::move(network.layers[static_cast<std::size_t>(i)]));
        kept.layers.back().rescaling.residual_multiplier = 0;
        kept.outputs.push_back(network.outputs[static_cast<std::size_t>(i)]);
    }
    return kept;
}

} // namespace

SimulationJob network_job(const SimulationInput& input, const models::Architecture& architecture) {
    models::Network network = models::read_network(input.network);
    std::vector<int> unused;
    if (!input.layers.empty()) network = cli::selected_layers(network, input.layers, unused);
    if (input.weights.format == "stored")
        throw ConfigError("--format stored: a network file has no weights; choose flexor, sparse, csr, binary, dense8, "
                          "shift or shift-xor");
    SimulationJob job;
    job.architecture = architecture;
    if (!input.images.empty()) {
        std::vector<std::uint8_t> pixels = read_images(input.images, network, input.count.value_or(1));
        for (std::uint8_t& pixel : pixels)
            pixel = static_cast<std::uint8_t>(pixel >> (8 - activation_bits(architecture)));
        job.images = cut_images(pixels, input_size(network));
    }
    const models::SyntheticSpec spec = input.weights.synthetic_spec(architecture);
    job.workload = std::make_unique<models::SyntheticWorkload>(network, spec);
    job.weights = drawn_weights_text(spec);
    return job;
}

std::string drawn_weights_text(const models::SyntheticSpec& spec) {
    std::string text = fmt::format("drawn weights, {}, {}", to_string(spec.format), to_string(spec.order));
    if (spec.format == models::WeightFormat::sparse)
        text += fmt::format(", {:g} % zero, q={}, {} -> {}{}, {} mask", 100 * spec.pruned.sparsity, spec.q,
                            spec.xor_spec.n_in / (spec.pruned.registers + 1), spec.xor_spec.n_out,
                            spec.pruned.registers > 0 ? fmt::format(" with {} registers", spec.pruned.registers) : "",
                            to_string(spec.pruned.mask));
    if (spec.format == models::WeightFormat::csr)
        text += fmt::format(", {:g} % zero, {} decoders", 100 * spec.pruned.sparsity, spec.pruned.decoders);
    if (spec.format == models::WeightFormat::shift) text += fmt::format(", q={} bits a weight", spec.q);
    if (is_xor_encrypted(spec.format))
        text += fmt::format(", q={}, {} -> {} with {} = {:g} bits a weight", spec.q, spec.xor_spec.n_in,
                            spec.xor_spec.n_out,
                            spec.xor_spec.taps == 0 ? "a dense matrix" : fmt::format("{} taps", spec.xor_spec.taps),
                            static_cast<double>(spec.q) * spec.xor_spec.n_in / spec.xor_spec.n_out);
    return text;
}

SimulationJob model_job(const SimulationInput& input, const models::Architecture& architecture) {
    input.weights.check_stored();
    BitCheck bits;
    const models::Model model = read_checked_model(input.model, bits);
    std::vector<std::uint8_t> pixels;
    if (input.images.empty())
        pixels = models::draw_activations(input.weights.seed, input_size(model.network));
    else
        pixels = read_images(input.images, model.network, input.count.value_or(1));
    const models::QuantizeOptions how =
        quantize_options(model, input.weights.format, input.weights.storage, architecture);
    models::QuantizedNetwork network =
        models::quantize(model, models::calibrate(model, pixels, {models::usual_percentile}), how);
    SimulationJob job;
    job.architecture = architecture;
    job.images = cut_images(models::quantize_pixels(pixels, network.input), input_size(model.network));
    if (!input.layers.empty()) {
        if (!input.images.empty()) throw ConfigError("--layers draws each layer's input; leave --images out");
        job.images.clear();
        network = keep_layers(std::move(network), input.layers);
    }
    job.weights = fmt::format("weights of {}, {} bits checked against the file's own", input.model, bits.checked);
    job.workload = std::make_unique<models::StoredWorkload>(std::move(network));
    return job;
}

} // namespace fracbit::cli
