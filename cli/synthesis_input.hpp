// The XOR networks that are to become circuits: drawn, from a matrix file, or those of a model.
#pragma once

#include "models/model/model.hpp"
#include "models/xor/xor_network.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fracbit::cli {

struct SynthesisInput {
    std::string name;              ///< for people: what the network is, or the first plane that uses it
    std::vector<std::string> uses; ///< of a model: "LAYER plane I"
    std::shared_ptr<const models::XorNetwork> network;
    int registers = 0;                ///< former seeds among the inputs
    std::vector<std::uint64_t> words; ///< inputs in the order of decoding: real ones of a model, else random
};

/// Words that toggles are counted with, at most.
inline constexpr std::size_t most_words = 65'536;

/// "LAYER plane I".
std::string plane_name(const std::string& layer, std::size_t plane);

SynthesisInput drawn_network(std::shared_ptr<const models::XorNetwork> network, std::string name, std::uint64_t seed);

/// Places of the model's layers with XOR-encoded weights: the named one, or all. Throws ConfigError if there is none
/// (with the nearest name).
std::vector<std::size_t> xor_layers(const models::Model& model, const std::string& layer);

/// Every distinct network of the planes, in the model's order. An empty `layer` and plane -1 mean all. With registers
/// the words of a row group follow those of the one before. Throws ConfigError if the layer or plane has no XOR network
/// (with the nearest name).
std::vector<SynthesisInput> model_networks(const models::Model& model, const std::string& layer, int plane);

} // namespace fracbit::cli
