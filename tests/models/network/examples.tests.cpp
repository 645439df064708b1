#include "models/network/network_csv.hpp"
#include "models/network/network_text.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::models;

namespace {

const std::string folder = FRACBIT_SOURCE_DIR "/examples/networks/";

std::int64_t parameters(const Network& network, LayerKind kind) {
    std::int64_t total = 0;
    for (const Layer& layer : network.layers)
        if (layer.kind == kind) total += layer.weights();
    return total;
}

/// Outputs of all convolutions: as many batch-norm channels.
std::int64_t conv_channels(const Network& network) {
    std::int64_t total = 0;
    for (const Layer& layer : network.layers)
        if (layer.kind == LayerKind::conv) total += layer.out_channels;
    return total;
}

} // namespace

TEST_CASE("every example network has the weights and MACs that follow from its paper") {
    struct Case {
        std::string name;
        std::size_t layers;
        std::int64_t weights, macs;
    };
    const std::vector<Case> cases{
        {"lenet5", 6, 1'662'752, 12'273'152},
        {"alexnet", 11, 60'954'656, 724'406'816},
        {"alexnet_fc6", 1, 37'748'736, 37'748'736},
        {"resnet18", 23, 11'678'912, 1'814'073'344},
        {"resnet20", 23, 270'896, 40'813'184},
        {"resnet32", 35, 464'432, 69'124'736},
        {"convnet_cifar10", 12, 14'022'016, 616'966'144},
        {"convnet_small_cifar10", 8, 155'824, 2'934'016},
        {"ptb_lstm", 10, 13'260'000, 464'100'000},
        {"llama7b_token", 450, 6'607'077'376, 6'875'512'832},
    };
    std::set<std::string> on_disk, named;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".csv") on_disk.insert(entry.path().stem().string());
    for (const Case& c : cases) {
        INFO(c.name);
        named.insert(c.name);
        const Network network = read_network(folder + c.name + ".csv");
        CHECK(network.name == c.name);
        CHECK(network.layers.size() == c.layers);
        CHECK(network.weights() == c.weights);
        CHECK(network.macs() == c.macs);
    }
    CHECK(on_disk == named);
}

TEST_CASE("LeNet-5 has 1,663,370 parameters with its biases") {
    // McMahan et al., arXiv 1602.05629, section 3, gives this total for the same CNN.
    CHECK(read_network(folder + "lenet5.csv").weights() + 32 + 64 + 512 + 10 == 1'663'370);
}

TEST_CASE("AlexNet has 61 million weights and 724 million MACs, as surveys count them") {
    // Sze et al., Efficient Processing of Deep Neural Networks, arXiv 1703.09039, table II: convolutions 2.3 M weights
    // and 666 M MACs, fully connected layers 58.6 M of both.
    const Network network = read_network(folder + "alexnet.csv");
    CHECK(parameters(network, LayerKind::conv) / 1e6 == Approx(2.3).margin(0.05));
    CHECK(parameters(network, LayerKind::linear) / 1e6 == Approx(58.6).margin(0.05));
    CHECK(network.weights() / 1e6 == Approx(61).margin(0.5));
    CHECK(network.macs() / 1e6 == Approx(724).margin(0.5));
    const Layer fc6 = read_network(folder + "alexnet_fc6.csv").layers.at(0);
    CHECK(fc6.reduction() == 9216);
    CHECK(fc6.out_channels == 4096);
}

TEST_CASE("ResNet-18 has 11,689,512 parameters with biases and batch norms, and 1.81 GMACs") {
    // torchvision's resnet18: num_params 11689512, 1.81 GFLOPS (multiply-adds); 1.8e9 in He et al., table 1.
    const Network network = read_network(folder + "resnet18.csv");
    CHECK(network.weights() + 2 * conv_channels(network) + 1000 == 11'689'512);
    CHECK(network.macs() / 1e9 == Approx(1.81).margin(0.005));
}

TEST_CASE("the CIFAR ResNets have 0.27 and 0.46 million parameters") {
    // He et al., arXiv 1512.03385, table 6; our projections add 2,560 weights.
    CHECK(read_network(folder + "resnet20.csv").weights() / 1e6 == Approx(0.27).margin(0.005));
    CHECK(read_network(folder + "resnet32.csv").weights() / 1e6 == Approx(0.46).margin(0.005));
}

TEST_CASE("the medium PTB LSTM has 20 million parameters with its embedding") {
    // Kim et al., arXiv 1508.06615, table 3: 20 M for the medium model of Zaremba et al. Embedding: 10,000 words of
    // 650.
    const Network network = read_network(folder + "ptb_lstm.csv");
    CHECK((network.weights() + 10'000 * 650) / 1e6 == Approx(20).margin(0.5));
    CHECK(network.independent_layers);
    for (const Layer& layer : network.layers) CHECK(layer.refetches == 35);
}

TEST_CASE("the LLaMA-7B step has 6,738,415,616 parameters with embedding and norms") {
    // 6.7 B in Touvron et al., arXiv 2302.13971, table 2; the exact number is that of the released weights.
    const Network network = read_network(folder + "llama7b_token.csv");
    std::int64_t norms = 0, cache = 0;
    for (const Layer& layer : network.layers) {
        if (layer.kind == LayerKind::rms_norm) norms += layer.input.channels;
        if (layer.kind == LayerKind::attention) cache += layer.weights();
    }
    CHECK(network.weights() + 32'000 * 4096 + norms == 6'738'415'616);
    CHECK(cache == std::int64_t{32} * 2 * 1024 * 4096); // keys and values of 1,024 tokens in 32 blocks
    CHECK(network.macs() == network.weights() + cache);
}

TEST_CASE("every example network that is written as text is read as what it was") {
    const tests::TemporaryFolder written;
    int networks = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() != ".csv") continue;
        INFO(file.path());
        const Network network = read_network(file.path().string());
        const std::string path = written.file(file.path().filename().string());
        std::ofstream(path) << to_csv(network);
        CHECK(read_network(path) == network);
        ++networks;
    }
    CHECK(networks >= 8);
}

TEST_CASE("layers of any name, and windows of any shape, are written and read as they are") {
    const tests::TemporaryFolder written;
    Network network;
    network.name = "net";
    Layer layer;
    layer.input = {4, 9, 9};
    layer.out_channels = 4;
    layer.pad_height = layer.pad_width = 2;
    layer.kernel_height = layer.dilation_width = 3;
    layer.kernel_width = layer.dilation_height = 2;
    layer.stride_height = 2;
    const auto next = [&](const std::string& name) {
        layer.name = name;
        network.layers.push_back(layer);
        layer.input = layer.output();
        layer.kernel_height = layer.kernel_width = layer.stride_height = 1;
        layer.pad_height = layer.pad_width = 0;
        layer.residual = name; // of the layer after this one
        layer.source = name;
    };
    for (const char* name : {"the \"last\", of all", "#1", " blank before", "blank behind\t", "gr\u00f6\u00dfe", "a#b"})
        next(name);
    const std::string path = written.file("net.csv");
    std::ofstream(path) << to_csv(network);
    CHECK(read_network(path) == network);
}
