#include "tests/training/small_training.hpp"

#include "models/core/random.hpp"
#include "models/network/network_csv.hpp"

#include <algorithm>

namespace fracbit::tests {
namespace {

constexpr int side = 8;

} // namespace

models::ImageSet patterns(int count, int classes, std::uint64_t seed, double noise) {
    Random pattern_random(77);
    std::vector<double> means(static_cast<std::size_t>(classes * side * side));
    for (double& mean : means) mean = pattern_random.uniform() < 0.3 ? 200 : 40;
    Random random(seed);
    models::ImageSet set;
    set.shape = {1, side, side};
    for (int i = 0; i < count; ++i) {
        const int label = i % classes;
        set.labels.push_back(static_cast<std::uint8_t>(label));
        for (int pixel = 0; pixel < side * side; ++pixel) {
            const double value = means[static_cast<std::size_t>(label * side * side + pixel)] + noise * random.normal();
            set.pixels.push_back(static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0)));
        }
    }
    return set;
}

std::string network_text() {
    return "name,kind,channels,height,width,out_channels,kernel,stride,padding,relu\n"
           "conv1,conv,1,8,8,6,3,,1,1\n"
           "pool1,max_pool,6,8,8,,2,2,,\n"
           "fc1,linear,6,4,4,20,,,,1\n"
           "fc2,linear,20,,,4,,,,\n";
}

training::Recipe small_recipe() {
    training::Recipe recipe;
    recipe.name = "small";
    recipe.network = models::parse_network(network_text(), "small.csv");
    training::WeightSpec spec;
    spec.gates = {9, 12, 2, 5};
    recipe.weights.assign(recipe.network.layers.size(), spec);
    recipe.dataset = "mnist";
    recipe.schedule.epochs = 3;
    recipe.schedule.learning_rate = 0.002;
    recipe.schedule.s_tanh = recipe.schedule.s_tanh_start = 100;
    recipe.batch_size = 20;
    return recipe;
}

training::Recipe grid_recipe(training::WeightKind weights, training::ActivationKind activations, int bits,
                             training::GridKind grid) {
    training::Recipe recipe = small_recipe();
    recipe.name = "grids";
    recipe.batch_norm = true;
    recipe.network = models::parse_network("name,kind,channels,height,width,out_channels,kernel,stride,padding,relu\n"
                                           "conv1,conv,1,8,8,6,3,,1,1\n"
                                           "conv2,conv,6,8,8,8,3,,1,1\n"
                                           "pool2,max_pool,8,8,8,,2,2,,\n"
                                           "fc1,linear,8,4,4,20,,,,1\n"
                                           "fc2,linear,20,,,4,,,,\n",
                                           "grids.csv");
    const training::WeightSpec spec{weights, 1, {}, 0.3, bits, grid};
    recipe.weights.assign(recipe.network.layers.size(), spec);
    recipe.weights.front().kind = recipe.weights.back().kind = training::WeightKind::dense8;
    recipe.activations.assign(recipe.network.layers.size(), {activations, bits, false, 2});
    recipe.schedule.learning_rate = 0.01;
    recipe.schedule.steepness = {1, 8, 0.5};
    return recipe;
}

training::Recipe two_layer_recipe() {
    training::Recipe recipe = small_recipe();
    recipe.name = "two_layers";
    recipe.network = models::parse_network("name,kind,channels,height,width,out_channels,relu\n"
                                           "fc1,linear,1,8,8,48,1\n"
                                           "fc2,linear,48,,,6,\n",
                                           "two_layers.csv");
    training::WeightSpec spec;
    spec.gates = {10, 20, 2, 1};
    recipe.weights.assign(2, spec);
    return recipe;
}

} // namespace fracbit::tests
