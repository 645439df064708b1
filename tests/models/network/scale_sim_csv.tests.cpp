#include "models/core/error.hpp"
#include "models/network/network_csv.hpp"
#include "tests/models/network/csv_file.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::tests::CsvFile;

namespace {

const std::string topology_header =
    "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n";

/// As SCALE-Sim counts output rows: ceil((size - filter + stride) / stride).
std::int64_t scale_sim_rows(std::int64_t size, std::int64_t filter, std::int64_t stride) {
    return (size - filter + stride + stride - 1) / stride;
}

} // namespace

TEST_CASE("a topology reads the same in all the spellings that published files use") {
    const std::string row = "First, 20, 30, 3, 5, 8, 16, 2,\n";
    for (const std::string& text : std::vector<std::string>{
             topology_header + row,
             topology_header + "First, 20, 30, 3, 5, 8, 16, 2",
             topology_header + "\n,,,,,,,,\n\tFirst,20,30,3,5,8,16,2,#dw\n",
             topology_header + "\"First\",20,30,3,5,8,16,2, \r\n",
             "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides\n" +
                 row,
             "Layer Name,Ifmap height,ifmap width,filter height,filter width,channels,num filters,strides,\n" + row,
             "Layer, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Stride, ,\n" + row,
             "Layer, IFMAP Width, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n" + row,
             "layer_name,IFMAP_Height,IFMAP_Width,Filter_Height,Filter_Width,Channels,Num_Filter,Strides,\n" + row,
             std::string("Layer name,Ifmap height,ifmap width,filter height,filter width,channels,num "
                         "filters,strides,batch size,\n") +
                 row,
             std::string("Layer name,IFMAP height,IFMAP width,Filter height,Filter width,Channels,Num filter,Stride "
                         "height,Stride width,\n"
                         "First,20,30,3,5,8,16,2,2,\n"),
             std::string("Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, "
                         "Strides, Sparsity,\n"
                         "First, 20, 30, 3, 5, 8, 16, 2, 1:4,\n"),
         }) {
        INFO(text);
        const Network network = read_network(CsvFile(text, "topology").path());
        CHECK(network.name == "topology");
        CHECK(network.independent_layers);
        REQUIRE(network.layers.size() == 1);
        const Layer& layer = network.layers[0];
        CHECK(layer.name == "First");
        CHECK(layer.kind == LayerKind::conv);
        CHECK(layer.input == TensorShape{8, 20, 30});
        CHECK(layer.kernel_height == 3);
        CHECK(layer.kernel_width == 5);
        CHECK(layer.out_channels == 16);
        CHECK(layer.stride_height == 2);
        CHECK(layer.stride_width == 2);
        CHECK(layer.groups == 1);
        CHECK(layer.repeat == 1);
        CHECK_FALSE(layer.relu);
    }
}

TEST_CASE("a feature map that fits its windows gets no padding") {
    const Network network = read_network(CsvFile(topology_header + "a,227,27,11,5,3,96,4,\nb,7,7,7,7,3,2,3,\n").path());
    CHECK(network.layers[0].pad_height == 0);
    CHECK(network.layers[0].out_height() == 55);
    CHECK(network.layers[1].output() == TensorShape{2, 1, 1});
    CHECK(network.layers[1].pad_height == 0);
}

TEST_CASE("outputs are counted as SCALE-Sim counts them, rounding up") {
    std::string text = topology_header;
    for (int size = 1; size <= 20; ++size)
        for (int filter = 1; filter <= size; ++filter)
            for (int stride = 1; stride <= 6; ++stride)
                text += "a," + std::to_string(size) + ",20," + std::to_string(filter) + ",20,2,3," +
                        std::to_string(stride) + ",\n";
    const Network network = read_network(CsvFile(text).path());
    CHECK(network.layers.size() == 1260);
    for (const Layer& layer : network.layers) {
        INFO(layer.input.height << " " << layer.kernel_height << " " << layer.stride_height);
        CHECK(layer.out_height() == scale_sim_rows(layer.input.height, layer.kernel_height, layer.stride_height));
        CHECK(layer.out_width() == 1);
        CHECK(layer.pad_height < layer.stride_height);
    }
}

TEST_CASE("a stride of its own for the width, a batch and a depth-wise name are understood") {
    const CsvFile file("Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, "
                       "Stride Height, Stride Width, Batch Size,\n"
                       "Conv, 9, 9, 3, 3, 4, 6, 1, 3, 5,\n"
                       "Conv2_DP, 9, 9, 3, 3, 4, 2, 1, 1,\n");
    const Network network = read_network(file.path());
    CHECK(network.layers[0].output() == TensorShape{6, 7, 3});
    CHECK(network.layers[0].repeat == 5);
    const Layer& depth_wise = network.layers[1];
    CHECK(depth_wise.repeat == 1);
    CHECK(depth_wise.groups == 4);
    CHECK(depth_wise.output() == TensorShape{8, 7, 7});
    CHECK(depth_wise.macs() == 4 * (2 * 9 * 49)); // four layers of one channel and two filters
}

TEST_CASE("layers that share a name get a number") {
    const CsvFile file("Layer Name, M, N, K,\nG, 1, 2, 3,\nG, 1, 2, 3,\nG#2, 1, 2, 3,\nG, 1, 2, 3,\n");
    const Network network = read_network(file.path());
    std::vector<std::string> names;
    for (const Layer& layer : network.layers) names.push_back(layer.name);
    CHECK(names == std::vector<std::string>{"G", "G#2", "G#2#2", "G#3"});
}

TEST_CASE("a GEMM table reads as linear layers of M rows, N outputs and K inputs in all spellings") {
    for (const std::string& text : std::vector<std::string>{
             "Layer Name, M, N, K,\nmine, 7, 20, 300,",
             "Layer,M,N,K\nmine,7,20,300\n",
             "Layer,M,N,K,\nmine,7,20,300,\n\n",
             "layer, m, n, k\r\nmine, 7, 20, 300,\r\n",
             "Layer, N, K, M,\nmine, 20, 300, 7,\n",
             "Layer Name, M, N, K, Sparsity,\nmine, 7, 20, 300, 3:4,\n",
             "Layer Name, M, N, K, Sparsity,\nmine, 7, 20, 300, 1,\n",
             "Layer Name, M, N, K, Sparsity,\nmine, 7, 20, 300, 4:4,\n",
         }) {
        INFO(text);
        const Network network = read_network(CsvFile(text).path());
        CHECK(network.independent_layers);
        REQUIRE(network.layers.size() == 1);
        const Layer& layer = network.layers[0];
        CHECK(layer.name == "mine");
        CHECK(layer.kind == LayerKind::linear);
        CHECK(layer.positions() == 7);
        CHECK(layer.output() == TensorShape{20, 1, 1});
        CHECK(layer.reduction() == 300);
        CHECK(layer.weights() == 20 * 300);
        CHECK(layer.macs() == 7 * 20 * 300);
    }
}

TEST_CASE("the products of a GEMM batch do not share weights") {
    const Layer layer = read_network(CsvFile("Layer,M,N,K,Batch,\nheads,7,20,30,12,\n").path()).layers.at(0);
    CHECK(layer.refetches == 12);
    CHECK(layer.repeat == 7);
    CHECK(layer.macs() == 12 * 7 * 20 * 30);
}

TEST_CASE("a wrong SCALE-Sim file is refused with file, line, column, what was found and what is allowed") {
    struct Case {
        std::string text, message;
    };
    const std::string whole = "; allowed is a whole number from 1 to 2147483648";
    const std::string known = "the columns of a SCALE-Sim topology are 'Layer name', 'IFMAP Height', 'IFMAP Width', "
                              "'Filter Height', 'Filter Width', 'Channels', 'Num Filter', 'Strides', 'Stride Width', "
                              "'Batch Size', 'Sparsity'";
    const std::vector<Case> cases{
        {"Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter,\na,1,1,1,1,1,1,\n",
         "F:1:90: the column 'Strides' is missing; it may be written 'Strides', 'Stride', 'Stride Height', 'Stride H' "
         "(in "
         "any case)"},
        {"Layer name, IFMAP Height, IFMAP Width, Filter Height, Channels, Num Filter, Strides,\na,1,1,1,1,1,1,\n",
         "F:1:85: the column 'Filter Width' is missing; it may be written 'Filter Width', 'Filter W' (in any case)"},
        {"IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n1,1,1,1,1,1,1,\n",
         "F:1:87: the column 'Layer name' is missing; it may be written 'Layer name', 'Layer', 'LayerName', 'Name' (in "
         "any "
         "case)"},
        {"Layer, IFMAP Height, Colour,\na,1,1,\n", "F:1:22: the column 'Colour' is not known; " + known},
        {"Layer, IFMAP Height, Ifmap_H,\na,1,1,\n",
         "F:1:22: the column 'Ifmap_H' is there twice (both mean 'IFMAP Height'); keep one of them"},
        {topology_header + "a,1,1,1,1,1,1,1,\nb,B,1,1,1,1,1,1,\n", "F:3:3: 'IFMAP Height' is 'B'" + whole},
        {topology_header + "a, 1, 1, 1, 1, , 1, 1,\n", "F:2:16: 'Channels' is empty" + whole},
        {topology_header + "a,1,1,1,1,1,1,,\n", "F:2:15: 'Strides' is empty" + whole},
        {topology_header + "a,1,1,1,1,-1,1,1,\n", "F:2:11: 'Channels' is '-1'" + whole},
        {topology_header + "a,1,1,1,1,1,0,1,\n", "F:2:13: 'Num Filter' is '0'" + whole},
        {topology_header + ",1,1,1,1,1,1,1,\n", "F:2:1: 'Layer name' is empty; every layer needs a name"},
        {topology_header + "a,1,1,1,1,\n",
         "F:2:11: the row ends after 6 of 8 fields; missing: 'Num Filter', 'Strides'"},
        {topology_header + "a,1,1,1,1,1,1\n", "F:2:14: the row ends after 7 of 8 fields; missing: 'Strides'"},
        {topology_header + "a,1,1,1,1,1,1,1,9,\n",
         "F:2:17: found '9' behind the last of the header's 8 columns; remove it"},
        {"Layer,M,N,K,Sparsity\na,1,1,1,half\n",
         "F:2:9: 'Sparsity' is 'half'; allowed is N:M with 1 <= N <= M, such as 2:4"},
        {"Layer,M,N,K,Sparsity\na,1,1,1,4:2\n",
         "F:2:9: 'Sparsity' is '4:2'; allowed is N:M with 1 <= N <= M, such as 2:4"},
        {"Layer,M,N,K,Sparsity\na,1,1,1,0:2\n",
         "F:2:9: 'Sparsity' is '0:2'; allowed is N:M with 1 <= N <= M, such as 2:4"},
        {"Layer,N,K\na,1,1\n", "F:1:10: the column 'M' is missing; it may be written 'M' (in any case)"},
        {"Layer, Filter Height,\na,1,\n",
         "F:1:22: the column 'IFMAP Height' is missing; it may be written 'IFMAP Height', 'IFMAP H' (in any case)"},
        {"Layer,M,N\na,1,1\n", "F:1:10: the column 'K' is missing; it may be written 'K' (in any case)"},
        {"Layer,M,N,K\na,1,1,1e3\n", "F:2:7: 'K' is '1e3'" + whole},
        {"Layer,M,N,K,\na,1,1,\n", "F:2:7: 'K' is empty" + whole},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        const CsvFile file(c.text);
        CHECK_THROWS_AS(read_network(file.path()), FormatError);
        CHECK(file.error<FormatError>(read_network) == c.message);
    }
}

TEST_CASE("a filter larger than its feature map is a configuration error") {
    const CsvFile file(topology_header + "a,2,5,3,3,1,1,1,\n");
    CHECK(file.error<ConfigError>(read_network) ==
          "F: layer 'a': its kernel spans a height of 3, more than the 2 of its padded input");
}
