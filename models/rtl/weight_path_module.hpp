// The top module of an exported weight path: the blocks of models/rtl/sv and the layer's decoder, joined by FIFOs.
#pragma once

#include "models/rtl/weight_path_spec.hpp"

#include <string>
#include <vector>

namespace fracbit::models {

std::string weight_path_module(const std::string& name, const WeightPathSpec& spec, const std::string& decoder_name);

/// Files of models/rtl/sv whose modules the weight path is made of.
std::vector<std::string> weight_path_blocks(const WeightPathSpec& spec);

} // namespace fracbit::models
