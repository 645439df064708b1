// What the estimator is for, in a test-sized run: with a steep tanh, bits settle, because the slope vanishes where x is
// large against 1 / S_tanh; with the straight-through estimator they keep flipping at a learning rate that is not
// small. (At small rates both fit this little network equally well.)
#include "training/network/trainable_network.hpp"

#include "tests/training/small_training.hpp"
#include "training/data/batch_source.hpp"
#include "training/network/model_runner.hpp"
#include "training/run/optimizer.hpp"
#include "training/run/threads.hpp"

#include <torch/csrc/autograd/autograd.h>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;

namespace {

/// Accuracy on the training images, of the model as it would be stored.
double trained_accuracy(Estimator estimator, std::uint64_t seed) {
    const Recipe recipe = two_layer_recipe();
    constexpr int epochs = 30;
    const models::ImageSetSource images(patterns(600, 6, seed, 200));
    TrainableNetwork network({recipe.network, recipe.weights, false, seed});
    Optimizer optimizer({OptimizerKind::adam, 0, 0}, network.parameters());
    torch::autograd::variable_list inputs;
    for (const Parameter& parameter : network.parameters()) inputs.push_back(parameter.value);
    for (int epoch = 0; epoch < epochs; ++epoch) {
        BatchSource source(images, 50, Augmentation::none, seed, epoch);
        for (std::int64_t i = 0; i < source.batches(); ++i) {
            const Batch batch = source.next(at::kCPU);
            const at::Tensor loss =
                at::cross_entropy_loss(network.forward(batch.images, {estimator, 100}), batch.labels);
            optimizer.step(torch::autograd::grad({loss}, inputs), 0.005);
        }
    }
    return evaluate(network.model(), images, at::kCPU).accuracy();
}

} // namespace

TEST_CASE("with two taps and a steep tanh a network fits better than with the straight-through estimator") {
    use_threads(1);
    double flexor = 0, straight_through = 0;
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        flexor += trained_accuracy(Estimator::flexor, seed) / 3;
        straight_through += trained_accuracy(Estimator::straight_through, seed) / 3;
    }
    CAPTURE(flexor, straight_through);
    CHECK(flexor > 0.75);
    CHECK(flexor > straight_through + 0.05);
}
