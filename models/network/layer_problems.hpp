// The problems of one layer as texts, so that a network can report those of all its layers at once.
#pragma once

#include "models/network/layer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

/// Kinds that move a window (kernel, stride, padding, dilation) over the input.
constexpr bool has_window(LayerKind kind) {
    return kind == LayerKind::conv || kind == LayerKind::max_pool || kind == LayerKind::average_pool;
}

/// Input rows (or columns) that a window spans.
constexpr std::int64_t window_extent(std::int64_t kernel, std::int64_t dilation) { return dilation * (kernel - 1) + 1; }

/// One text per problem, each starting with "layer 'NAME': "; empty if the layer is good. All counts of an accepted
/// layer are at most 2^53, so that they and their sums over a network fit 64 bits.
std::vector<std::string> layer_problems(const Layer& layer);

/// Throws ConfigError with the text of a single problem, or with "N problems:" and one line each; returns if there are
/// none.
void throw_problems(const std::vector<std::string>& problems);

} // namespace fracbit::models
