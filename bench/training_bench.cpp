// A training step of LeNet-5 on drawn images: XOR-encrypted layers against plain ones, per image.
//     training_bench [threads] [batch] [steps]
#include "training/layers/torch.hpp"

#include "models/network/network_csv.hpp"
#include "training/network/trainable_network.hpp"
#include "training/run/optimizer.hpp"
#include "training/run/threads.hpp"

#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <sys/resource.h>

#include <fmt/format.h>

namespace {

using namespace fracbit;
using namespace fracbit::training;

struct Case {
    std::string name;
    WeightSpec spec;
};

/// Seconds of a step, one after the other.
class Steps {
public:
    Steps(const models::Network& network, const WeightSpec& spec, std::int64_t batch)
        : trained_({network, std::vector<WeightSpec>(network.layers.size(), spec), false, 1}),
          optimizer_({}, trained_.parameters()) {
        const models::TensorShape& shape = network.layers.front().input;
        images_ = at::rand({batch, shape.channels, shape.height, shape.width});
        labels_ = at::randint(10, {batch}, at::kLong);
    }

    double run() {
        const auto begin = std::chrono::steady_clock::now();
        const at::Tensor loss = at::cross_entropy_loss(trained_.forward(images_, {}), labels_);
        torch::autograd::variable_list inputs;
        for (const Parameter& parameter : trained_.parameters()) inputs.push_back(parameter.value);
        optimizer_.step(torch::autograd::grad({loss}, inputs), 1e-3);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }

private:
    TrainableNetwork trained_;
    Optimizer optimizer_;
    at::Tensor images_, labels_;
};

} // namespace

int main(int argc, char** argv) {
    const auto argument = [&](int i, int fallback) { return argc > i ? std::atoi(argv[i]) : fallback; };
    const int threads = use_threads(argument(1, 1));
    const int batch = argument(2, 100), steps = argument(3, 15);
    const models::Network network =
        models::read_network(std::string(FRACBIT_SOURCE_DIR) + "/examples/networks/lenet5.csv");
    const std::vector<Case> cases{{"plain", {WeightKind::real, 1, {}, 0}},
                                  {"binary", {WeightKind::binary, 1, {}, 0.001}},
                                  {"16 -> 20, 2 taps", {WeightKind::encrypted, 1, {16, 20, 2, 1}, 0.001}},
                                  {"8 -> 20, 2 taps", {WeightKind::encrypted, 1, {8, 20, 2, 1}, 0.001}},
                                  {"16 -> 20, dense", {WeightKind::encrypted, 1, {16, 20, 0, 1}, 0.001}},
                                  {"2 x 8 -> 20, 2 taps", {WeightKind::encrypted, 2, {8, 20, 2, 1}, 0.001}}};
    std::vector<Steps> running;
    for (const Case& each : cases) running.emplace_back(network, each.spec, batch);
    // Interleaved, and the fastest step of each counts: other work on the machine hits all alike.
    std::vector<double> best(cases.size(), 1e9);
    for (int step = 0; step < steps; ++step)
        for (std::size_t i = 0; i < cases.size(); ++i) best[i] = std::min(best[i], running[i].run());
    fmt::print("LeNet-5, batch {}, {} thread(s), fastest of {} steps\n", batch, threads, steps);
    for (std::size_t i = 0; i < cases.size(); ++i)
        fmt::print("  {:<20} {:8.3f} ms a step {:8.4f} ms an image   x {:.3f}\n", cases[i].name, 1e3 * best[i],
                   1e3 * best[i] / batch, best[i] / best[0]);
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    fmt::print("  peak memory of all together: {} MB\n", usage.ru_maxrss / 1024);
    return 0;
}
