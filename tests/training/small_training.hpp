// Images and recipes so small that a run takes milliseconds.
#pragma once

#include "models/data/image_set.hpp"
#include "training/recipe/recipe.hpp"

#include <cstdint>
#include <string>

namespace fracbit::tests {

/// `count` images of 8 x 8 in `classes` classes: each class has a drawn pattern, each image adds noise of this
/// deviation to it. Patterns depend on nothing; noise on the seed.
models::ImageSet patterns(int count, int classes, std::uint64_t seed, double noise = 60);

/// Convolution, pooling and two linear layers for images of 8 x 8 in 4 classes, as CSV.
std::string network_text();

/// Trains it for 3 epochs, every layer behind 9 -> 12 gates with two taps.
training::Recipe small_recipe();

/// The same network with batch norms; weights of first and last layer have 8 bits, the others and activations lie on
/// grids of `bits`. The
/// staircase is smooth for half of the training.
training::Recipe grid_recipe(training::WeightKind weights, training::ActivationKind activations, int bits,
                             training::GridKind grid = training::GridKind::xnor);

/// Two linear layers, 64 -> 48 -> 6, 10 -> 20 gates with two taps.
training::Recipe two_layer_recipe();

} // namespace fracbit::tests
