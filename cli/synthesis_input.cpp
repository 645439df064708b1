#include "cli/synthesis_input.hpp"

#include "models/circuits/toggle_activity.hpp"
#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"
#include "models/gf2/low_bits.hpp"
#include "models/inference/stored_layer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::cli {
namespace {

/// The inputs that a plane's stored bits give the network, while there is room for more.
void add_words(const models::BitVector& bits, int seed_bits, SynthesisInput& input) {
    std::uint64_t word = 0;
    for (std::int64_t at = 0; at + seed_bits <= bits.size() && input.words.size() < most_words; at += seed_bits) {
        const std::uint64_t seed = bits.extract(at, seed_bits);
        word = input.registers == 0 ? seed : (word << seed_bits | seed) & models::low_bits(input.network->n_in());
        input.words.push_back(word);
    }
}

void add_plane(const std::string& layer, std::size_t plane, const models::StoredPlane& stored,
               std::vector<SynthesisInput>& inputs) {
    const std::string use = plane_name(layer, plane);
    auto known = std::find_if(inputs.begin(), inputs.end(), [&stored](const SynthesisInput& input) {
        return input.registers == stored.registers && *input.network == *stored.network;
    });
    if (known == inputs.end()) known = inputs.insert(inputs.end(), {use, {}, stored.network, stored.registers, {}});
    known->uses.push_back(use);
    add_words(stored.bits, stored.seed_bits(), *known);
}

} // namespace

std::string plane_name(const std::string& layer, std::size_t plane) { return fmt::format("{} plane {}", layer, plane); }

SynthesisInput drawn_network(std::shared_ptr<const models::XorNetwork> network, std::string name, std::uint64_t seed) {
    std::vector<std::uint64_t> words = models::random_words(network->n_in(), models::drawn_words, seed);
    return {std::move(name), {}, std::move(network), 0, std::move(words)};
}

std::vector<std::size_t> xor_layers(const models::Model& model, const std::string& layer) {
    std::vector<std::size_t> places;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        if (!models::is_xor_encoded(model.layers[i].weights)) continue;
        known.push_back(model.network.layers[i].name);
        if (layer.empty() || known.back() == layer) places.push_back(i);
    }
    if (known.empty())
        throw ConfigError("the model has no XOR-encoded weights, so there is no XOR network to synthesize");
    if (places.empty())
        throw ConfigError(fmt::format("--layer '{}': no layer with XOR-encoded weights has this name; {}", layer,
                                      suggest_name(layer, known)));
    return places;
}

std::vector<SynthesisInput> model_networks(const models::Model& model, const std::string& layer, int plane) {
    std::vector<SynthesisInput> inputs;
    for (const std::size_t i : xor_layers(model, layer)) {
        const std::vector<models::StoredPlane> planes = models::stored_layer(model.layers[i].weights).planes;
        const std::string& name = model.network.layers[i].name;
        if (plane >= static_cast<int>(planes.size()) && !layer.empty())
            throw ConfigError(fmt::format("--plane {}: layer '{}' has planes 0 to {}", plane, name, planes.size() - 1));
        for (std::size_t p = 0; p < planes.size(); ++p)
            if (plane < 0 || static_cast<int>(p) == plane) add_plane(name, p, planes[p], inputs);
    }
    if (inputs.empty()) throw ConfigError(fmt::format("--plane {}: no layer has that many planes", plane));
    return inputs;
}

} // namespace fracbit::cli
