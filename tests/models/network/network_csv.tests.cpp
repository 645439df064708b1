#include "models/network/network_csv.hpp"
#include "models/core/error.hpp"
#include "tests/models/network/csv_file.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::tests::CsvFile;

TEST_CASE("every column of our own tables reaches its field") {
    const CsvFile file("# format_version = 1\n"
                       "residual,source,relu,refetches,repeat,groups,dilation,padding,stride,kernel,out_channels,width,"
                       "height,channels,kind,name\n"
                       ",,1,3,2,2,1x2,1x0,2x1,3x5,8,20,10,4,conv,a\n"
                       ",a,,,2,1,1,1,2,3,,12,5,8,max_pool,b\n"
                       "a,a,0,,2,,,2x0,1,5x1,8,12,5,8,conv,c\n"
                       "c,a,1,,2,,,,,,,12,5,8,add,\"d, last\"\n",
                       "all");
    const Network network = read_network(file.path());
    CHECK(network.name == "all");
    CHECK_FALSE(network.independent_layers);
    REQUIRE(network.layers.size() == 4);

    const Layer& a = network.layers[0];
    CHECK(a.name == "a");
    CHECK(a.kind == LayerKind::conv);
    CHECK(a.input == TensorShape{4, 10, 20});
    CHECK(a.out_channels == 8);
    CHECK(a.kernel_height == 3);
    CHECK(a.kernel_width == 5);
    CHECK(a.stride_height == 2);
    CHECK(a.stride_width == 1);
    CHECK(a.pad_height == 1);
    CHECK(a.pad_width == 0);
    CHECK(a.dilation_height == 1);
    CHECK(a.dilation_width == 2);
    CHECK(a.groups == 2);
    CHECK(a.repeat == 2);
    CHECK(a.refetches == 3);
    CHECK(a.relu);
    CHECK_FALSE(a.source.has_value());
    CHECK_FALSE(a.residual.has_value());

    CHECK(network.layers[1].kind == LayerKind::max_pool);
    CHECK(network.layers[1].out_channels == 1);
    CHECK(network.layers[1].source == "a");
    CHECK(network.layers[2].residual == "a");
    CHECK_FALSE(network.layers[2].relu);
    CHECK(network.layers[3].name == "d, last");
    CHECK(network.layers[3].residual == "c");
}

TEST_CASE("columns and cells that are absent hold their defaults") {
    const Network network = read_network(CsvFile("name,kind,channels,out_channels\nfc,linear,12,5\n").path());
    const Layer& layer = network.layers.at(0);
    CHECK(layer.input == TensorShape{12, 1, 1});
    CHECK(layer.stride_height == 1);
    CHECK(layer.pad_width == 0);
    CHECK(layer.dilation_height == 1);
    CHECK(layer.groups == 1);
    CHECK(layer.repeat == 1);
    CHECK(layer.refetches == 1);
    CHECK_FALSE(layer.relu);
}

TEST_CASE("unused cells may hold the default, as other programs write them") {
    const CsvFile file("name,kind,channels,out_channels,kernel,stride,padding,dilation,groups,relu,residual\n"
                       "fc,linear,12,5,1,1x1,0,1,1,0,\n"
                       "exp,softmax,5,5,1,1,0x0,1,1,0,\n"
                       "lut,lookup,5,1,,,,,,,\n");
    CHECK(read_network(file.path()).layers.size() == 3);
}

TEST_CASE("a table may say that its layers are independent") {
    const CsvFile file("# independent_layers = true\nname,kind,channels,out_channels\na,linear,12,5\nb,linear,7,5\n");
    const Network network = read_network(file.path());
    CHECK(network.independent_layers);
    CHECK(network.source_of(1) == -1);
}

TEST_CASE("a wrong table of our own is refused with file, line, column, what was found and what is allowed") {
    struct Case {
        std::string text, message;
    };
    const std::string head = "name,kind,channels,height,width,out_channels,kernel,stride,relu,residual\n";
    const std::string whole = "; allowed is a whole number from 1 to 2147483648";
    const std::string pair = whole + ", or HEIGHTxWIDTH such as 3x5";
    const std::string kinds = "conv, linear, attention, max_pool, average_pool, global_average_pool, add, softmax, "
                              "layer_norm, rms_norm, lookup";
    const std::vector<Case> cases{
        {"kind,channels\nlinear,3\n", "F:1:14: the column 'name' is missing; it may be written 'name' (in any case)"},
        {"name,kind\na,linear\n",
         "F:1:10: the column 'channels' is missing; it may be written 'channels' (in any case)"},
        {"name,channels,out_channels\na,3,3\n",
         "F:1:27: the column 'kind' is missing; it may be written 'kind' (in any case)"},
        {"name,kind,channels,padd\na,linear,3,1\n",
         "F:1:20: the column 'padd' is not known; the columns of a network are 'name', 'kind', 'channels', 'height', "
         "'width', 'out_channels', 'kernel', 'stride', 'padding', 'dilation', 'groups', 'repeat', 'refetches', 'relu', "
         "'source', 'residual'"},
        {"name,kind,channels2\na,lookup,3\n",
         "F:1:11: the column 'channels2' is not known; the columns of a network are 'name', 'kind', 'channels', "
         "'height', 'width', 'out_channels', 'kernel', 'stride', 'padding', 'dilation', 'groups', 'repeat', "
         "'refetches', 'relu', 'source', 'residual'"},
        {"name,kind,channels,Out Channels,out_channels\na,linear,3,1,1\n",
         "F:1:33: the column 'out_channels' is there twice (both mean 'out_channels'); keep one of them"},
        {head + "a,conv2d,3,8,8,4,3,1,0,\n", "F:2:3: 'kind' is 'conv2d'; allowed are " + kinds},
        {head + "a,,3,8,8,4,3,1,0,\n", "F:2:3: 'kind' is empty; allowed are " + kinds},
        {head + ",conv,3,8,8,4,3,1,0,\n", "F:2:1: 'name' is empty; every layer needs a name of its own"},
        {head + "a,conv,three,8,8,4,3,1,0,\n", "F:2:8: 'channels' is 'three'" + whole},
        {head + "a,conv,,8,8,4,3,1,0,\n", "F:2:8: 'channels' is empty" + whole},
        {head + "a,conv,3.0,8,8,4,3,1,0,\n", "F:2:8: 'channels' is '3.0'" + whole},
        {head + "a,conv,3,-8,8,4,3,1,0,\n", "F:2:10: 'height' is '-8'" + whole},
        {head + "a,conv,3,8,0,4,3,1,0,\n", "F:2:12: 'width' is '0'" + whole},
        {head + "a,conv,3,8,8,99999999999999999999,3,1,0,\n",
         "F:2:14: 'out_channels' is '99999999999999999999'" + whole},
        {head + "a,conv,3,8,8,2147483649,3,1,0,\n", "F:2:14: 'out_channels' is '2147483649'" + whole},
        {head + "a,conv,3,8,8,,3,1,0,\n",
         "F:2:14: 'out_channels' is empty or missing; layer 'a' of kind conv needs it"},
        {head + "a,conv,3,8,8,4,,1,0,\n", "F:2:16: 'kernel' is empty or missing; layer 'a' of kind conv needs it"},
        {head + "a,max_pool,3,8,8,,2,,0,\n",
         "F:2:21: 'stride' is empty or missing; layer 'a' of kind max_pool needs it"},
        {head + "a,conv,3,8,8,4,3x2147483649,1,0,\n", "F:2:16: 'kernel' is '3x2147483649'" + pair},
        {head + "a,conv,3,8,8,4,3x,1,0,\n", "F:2:16: 'kernel' is '3x'" + pair},
        {head + "a,conv,3,8,8,4,x3,1,0,\n", "F:2:16: 'kernel' is 'x3'" + pair},
        {head + "a,conv,3,8,8,4,3x0,1,0,\n", "F:2:16: 'kernel' is '3x0'" + pair},
        {head + "a,conv,3,8,8,4,3x3x3,1,0,\n", "F:2:16: 'kernel' is '3x3x3'" + pair},
        {head + "a,conv,3,8,8,4,3,0,0,\n", "F:2:18: 'stride' is '0'" + pair},
        {head + "a,conv,3,8,8,4,3,1,yes,\n", "F:2:20: 'relu' is 'yes'; allowed are 0 and 1"},
        {head + "a,linear,3,8,8,4,3,,0,\n",
         "F:2:18: 'kernel' is '3', but a layer of kind linear does not use it; leave it empty"},
        {head + "a,lookup,3,8,8,4,,,0,\n",
         "F:2:16: 'out_channels' is '4', but a layer of kind lookup does not use it; leave it empty"},
        {head + "a,softmax,3,8,8,,,,1,\n",
         "F:2:20: 'relu' is '1', but a layer of kind softmax does not use it; leave it empty"},
        {head + "a,lookup,3,8,8,,,,0,b\n",
         "F:2:21: 'residual' is 'b', but a layer of kind lookup does not use it; leave it empty"},
        {head + "a,add,3,8,8,,,,0,\n", "F:2:18: 'residual' is empty or missing; layer 'a' of kind add needs it"},
        {head + "a,conv,3,8,8\n",
         "F:2:13: the row ends after 5 of 10 fields; missing: 'out_channels', 'kernel', 'stride', 'relu', 'residual'"},
        {head + "a,conv,3,8,8,4,3,1,0,,5\n", "F:2:23: found '5' behind the last of the header's 10 columns; remove it"},
        {head + "a,conv,3,8,8,4,3,1,0,\n\nb,conv,4,6,6,4,3,1,0,\na,conv,4,4,4,4,3,1,0,\n",
         "F:5:1: the name 'a' is already that of the layer in line 2; names must differ"},
        {"name,,kind,channels\na,,lookup,3\nb,oops,lookup,3\n",
         "F:3:3: found 'oops' under a column without a name; name the column or empty it"},
        {"name,kind,channels\nc,conv,3\n",
         "F:2:9: 'out_channels' is empty or missing; layer 'c' of kind conv needs it"},
        {"# format_version = 2\nname,kind,channels\na,lookup,3\n",
         "F:1:1: format_version is 2, newer than the 1 that this program reads; use a newer program or write the file "
         "as "
         "version 1"},
        {"# format_version = one\nname,kind,channels\na,lookup,3\n", "F:1:1: format_version is 'one'; allowed is 1"},
        {"#\n# format_version = 0\nname,kind,channels\na,lookup,3\n", "F:2:1: format_version is '0'; allowed is 1"},
        {"# independent_layers = 1\nname,kind,channels\na,lookup,3\n",
         "F:1:1: independent_layers is '1'; allowed are true and false"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        const CsvFile file(c.text);
        CHECK_THROWS_AS(read_network(file.path()), FormatError);
        CHECK(file.error<FormatError>(read_network) == c.message);
    }
}

TEST_CASE("the largest size is 2^31, and a column's name may have any marks around its words") {
    const CsvFile file("Name:,(Kind),channels.,_Height_\na,lookup,2147483648,1\n");
    CHECK(read_network(file.path()).layers.at(0).input == TensorShape{std::int64_t{1} << 31, 1, 1});
}

TEST_CASE("a header of no known kind is refused with the three kinds there are") {
    const std::string allowed =
        "; allowed are our own columns (name,kind,channels,...), SCALE-Sim's topology (Layer name,"
        "IFMAP Height,IFMAP Width,Filter Height,Filter Width,Channels,Num Filter,Strides) and its "
        "GEMM table (Layer Name,M,N,K)";
    struct Case {
        std::string text, message;
    };
    const std::vector<Case> cases{
        {"a,b\n1,2\n", "F:1:1: the header 'a,b' is none that is known" + allowed},
        {"Conv1,224,224,3\n1,2,3,4\n", "F:1:1: the header 'Conv1,224,224,3' is none that is known" + allowed},
        {"Layer\tM\tN\tK\na\t1\t2\t3\n",
         "F:1:1: the header 'Layer?M?N?K' is none that is known (fields are separated by commas)" + allowed},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        const CsvFile file(c.text);
        CHECK_THROWS_AS(read_network(file.path()), FormatError);
        CHECK(file.error<FormatError>(read_network) == c.message);
    }
}

TEST_CASE("an architecture where a network belongs is called what it looks like") {
    const std::string toml =
        ": the file looks like TOML, as architectures are (option --arch); a network is a CSV table "
        "whose header names the columns";
    for (const auto& [text, message] : std::vector<std::pair<std::string, std::string>>{
             {"# an architecture\nformat_version = 1 # so far\n[clock]\nmhz = 1, or 2\n",
              "F:2:1: found 'format_version = 1 # so far'" + toml},
             {"[clock]\nmhz = 1\n", "F:1:1: found '[clock]'" + toml}}) {
        INFO(text);
        CHECK(CsvFile(text).error<FormatError>(read_network) == message);
    }
}

TEST_CASE("layers that cannot exist or do not fit are configuration errors that start with the file") {
    struct Case {
        std::string text, message;
    };
    const std::string head = "name,kind,channels,height,width,out_channels,kernel\n";
    const std::vector<Case> cases{
        {head + "a,conv,3,8,8,4,9\n",
         "F: 2 problems:\n  layer 'a': its kernel spans a height of 9, more than the 8 of its padded input\n"
         "  layer 'a': its kernel spans a width of 9, more than the 8 of its padded input"},
        {head + "a,conv,3,8,8,4,3\nb,conv,4,8,8,4,3\n",
         "F: layer 'b': its input is 4 x 8 x 8, but layer 'a' gives 4 x 6 x 6 (channels x height x width)"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        const CsvFile file(c.text);
        CHECK_THROWS_AS(read_network(file.path()), ConfigError);
        CHECK(file.error<ConfigError>(read_network) == c.message);
    }
}

TEST_CASE("a network file that is missing, or a folder, or empty, is told apart") {
    CHECK_THROWS_AS(read_network("/no/such/net.csv"), MissingFileError);
    CHECK_THROWS_AS(read_network("/tmp"), MissingFileError);
    CHECK_THROWS_AS(read_network(CsvFile("").path()), FormatError);
}

TEST_CASE("a damaged table is read or refused as bad input, and nothing else happens") {
    const unsigned seed = 4711;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&random](std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    };
    std::ifstream file(FRACBIT_SOURCE_DIR "/examples/networks/alexnet.csv");
    const std::string good((std::istreambuf_iterator<char>(file)), {});
    const std::string bytes = std::string(",\"\n\r#x-09= \t\xEF") + '\0';
    int refused = 0;
    for (int i = 0; i < 300; ++i) {
        std::string text = good;
        for (std::size_t edits = 1 + below(4); edits > 0; --edits) {
            const std::size_t at = below(text.size());
            if (below(3) == 0)
                text.erase(at, 1 + below(20));
            else if (below(2) == 0)
                text.insert(at, 1, bytes[below(bytes.size())]);
            else
                text[at] = bytes[below(bytes.size())];
        }
        INFO(text);
        try {
            const Network network = read_network(CsvFile(text).path());
            CHECK_FALSE(network.layers.empty());
        } catch (const Error& error) {
            ++refused;
            CHECK(error.exit_code() == ExitCode::bad_input);
        }
    }
    CHECK(refused > 100);
    CHECK(refused < 300);
}
