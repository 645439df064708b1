// Which changes of a space's files change what they say.
#include "explorer/space/space_hash.hpp"
#include "tests/explorer/space/small_space.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace fracbit;
using namespace fracbit::explorer;

namespace {

const SpaceFiles& original() {
    static const SpaceFiles files = {{"", R"(format_version = 1
name = "study"
[base]
architecture = "a.toml"
encoding.q = 2
[[network]]
name = "net"
file = "net.csv"
runs = 2
accuracy = "mine/here"
[accuracy]
tables = ["mine.csv"]
[parameters]
weights.lanes = [2, 4, 8]
array.mode = ["add_sub", "xnor"]
technology = ["nangate45", "t.toml"]
[[together]]
array.rows = [16, 32]
array.columns = [32, 16]
[conditions]
all = ["weights.lanes <= array.rows", "true"]
[constraints]
all = ["area_mm2 < 2"]
[[objective]]
maximize = "runs_per_second"
reference = 0
)"},
                                     {"net.csv", tests::small_network},
                                     {"a.toml", "format_version = 1\n[memory]\noutstanding = 8\n"},
                                     {"t.toml", tests::half_technology},
                                     {"mine.csv", tests::one_accuracy}};
    return files;
}

struct Change {
    const char *file, *from, *to;
};

std::string changed_hash(const Change& change) {
    SpaceFiles files = original();
    std::string& text = files.at(change.file);
    const std::size_t at = text.find(change.from);
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string(change.from).size(), change.to);
    return parse_space(files, "s.toml").hash();
}

} // namespace

TEST_CASE("another layout, other comments and other spellings of a space have the same hash") {
    const std::string hash = parse_space(original(), "s.toml").hash();
    CHECK(hash.size() == 16);
    CHECK(parse_space(original(), "another name").hash() == hash);
    const Change changes[] = {
        {"", "[base]", "# what does not vary\n\n[base] # here"},
        {"", "encoding.q = 2", "'encoding.q'   =   2"},
        {"", "[2, 4, 8]", "{ from = 2, to = 8, times = 2 }"},
        {"", "[16, 32]", "[ 16,\n 32, ]"},
        {"", "runs = 2", "runs = 2.0"},
        {"", "encoding.q = 2", "encoding.q = 2\nencoding.taps = 2"}, // the default
        {"", "encoding.q = 2", "encoding.q = 2\nweights.fifo_depth = 8"},
        {"", "weights.lanes <= array.rows", "weights.lanes<=array.rows "},
        {"", "\"weights.lanes <= array.rows\", \"true\"", "'true', 'weights.lanes <= array.rows'"},
        {"", "reference = 0", "reference = 0.0"},
        {"net.csv", "name,kind", "# a network\nname,kind"},
        {"net.csv", "fc1,linear", "fc1, linear"},
        {"a.toml", "[memory]", "[memory] # channel\n"},
        {"a.toml", "[memory]", "[weights]\nlanes = 33\n[memory]"}, // varied anyway
        {"t.toml", "[scaling]", "[scaling] # half of it"},
        {"mine.csv", "mine,here", "# measured with care\nmine,here"},
        {"mine.csv", "kind,source\nmine,here,1,8,10,2,0,80,90,published,me",
         "kind,source,activation_bits\nmine,here,1,8,10,2,0,80,90,published,me,8"}, // the default
    };
    for (const Change& change : changes) {
        INFO(change.file << ": " << change.from << " -> " << change.to);
        CHECK(changed_hash(change) == hash);
    }
}

TEST_CASE("every value, network, technology and table that changes, changes the hash") {
    std::vector<std::string> hashes = {parse_space(original(), "s.toml").hash()};
    const Change changes[] = {
        {"", "study", "study2"},
        {"", "encoding.q = 2", "encoding.q = 3"},
        {"", "encoding.q = 2", "encoding.q = 2\nmemory.latency_ns = 125"}, // 100 cycles, but only at this clock
        {"", "encoding.q = 2", "encoding.q = 2\nnetwork = 'net'"},
        {"", "encoding.q = 2", "encoding.q = 2\nencoding.order = 'k-major'"},
        {"", "name = \"net\"", "name = \"net2\""},
        {"", "runs = 2", "runs = 2.5"},
        {"", "runs = 2", "layers = ['fc1']"},
        {"", "accuracy = \"mine/here\"", ""},
        {"", "[\"mine.csv\"]", "[\"published\", \"mine.csv\"]"},
        {"", "[2, 4, 8]", "[2, 4, 9]"},
        {"", "[2, 4, 8]", "[2, 8, 4]"},
        {"", "[2, 4, 8]", "[2, 4]"},
        {"", "weights.lanes = [2, 4, 8]\narray.mode = [\"add_sub\", \"xnor\"]",
         "array.mode = [\"add_sub\", \"xnor\"]\nweights.lanes = [2, 4, 8]"},
        {"", "[[together]]\narray.rows = [16, 32]", "array.rows = [16, 32]\n[[together]]"},
        {"", "[\"nangate45\", \"t.toml\"]", "[\"t.toml\"]"},
        {"", "weights.lanes <= array.rows", "weights.lanes < array.rows"},
        {"", "area_mm2 < 2", "area_mm2 < 3"},
        {"", "area_mm2 < 2", "area_mm2 < 2\", \"cycles > 1"},
        {"", "maximize", "minimize"},
        {"", "runs_per_second", "-runs_per_second"},
        {"", "reference = 0", "reference = 1"},
        {"", "reference = 0", ""},
        {"net.csv", "64,32", "64,33\nfc1b,linear,33,32"},
        {"net.csv", "fc1,", "fc_1,"},
        {"a.toml", "outstanding = 8", "outstanding = 9"},
        {"a.toml", "[memory]", "name = 'b'\n[memory]"},
        {"t.toml", "area = { value = 0.5", "area = { value = 0.6"},
        {"t.toml", "area = { value = 0.5, source = \"me: set\", quality = \"estimated\"",
         "area = { value = 0.5, source = \"me: set\", quality = \"scaled\""},
        {"mine.csv", "80,90", "81,90"},
        {"mine.csv", "80,90", "80,91"},
        {"mine.csv", "published,me", "published,you"},
        {"mine.csv", "kind,source\nmine,here,1,8,10,2,0,80,90,published,me",
         "kind,source,activation_bits\nmine,here,1,8,10,2,0,80,90,published,me,7"},
    };
    for (const Change& change : changes) {
        INFO(change.file << ": " << change.from << " -> " << change.to);
        const std::string hash = changed_hash(change);
        CHECK(std::count(hashes.begin(), hashes.end(), hash) == 0);
        hashes.push_back(hash);
    }
}

TEST_CASE("every field of a layer counts") {
    const std::string text =
        "name,kind,channels,height,width,out_channels,kernel,stride,padding,dilation,groups,repeat,refetches,relu,"
        "source,residual\n"
        "a,conv,8,8,8,8,3,1,1,1,1,1,1,0,,\n"
        "b,conv,8,8,8,8,3,1,1,1,1,1,1,0,a,\n"
        "c,conv,8,8,8,8,3,1,1,1,1,1,1,0,b,a\n";
    const auto hash_of = [](const std::string& network) {
        return parse_space({{"", tests::small_text("")}, {"net.csv", network}}, "s.toml").hash();
    };
    std::vector<std::string> hashes = {hash_of(text)};
    const char* const last_layers[] = {
        "d,conv,8,8,8,8,3,1,1,1,1,1,1,0,b,a",  "c,conv,8,8,8,9,3,1,1,1,1,1,1,0,b,",
        "c,conv,8,8,8,8,3,2,1,1,1,1,1,0,b,",   "c,conv,8,8,8,8,3,1x2,1,1,1,1,1,0,b,",
        "c,conv,8,8,8,8,3,2x1,1,1,1,1,1,0,b,", "c,conv,8,8,8,8,3,1,2,1,1,1,1,0,b,",
        "c,conv,8,8,8,8,3,1,1x2,1,1,1,1,0,b,", "c,conv,8,8,8,8,3,1,2x1,1,1,1,1,0,b,",
        "c,conv,8,8,8,8,3,1,1,2,1,1,1,0,b,",   "c,conv,8,8,8,8,3,1,1,1x2,1,1,1,0,b,",
        "c,conv,8,8,8,8,3,1,1,2x1,1,1,1,0,b,", "c,conv,8,8,8,8,5,1,1,1,1,1,1,0,b,",
        "c,conv,8,8,8,8,3x5,1,1,1,1,1,1,0,b,", "c,conv,8,8,8,8,5x3,1,1,1,1,1,1,0,b,",
        "c,conv,8,8,8,8,3,1,1,1,2,1,1,0,b,a",  "c,conv,8,8,8,8,3,1,1,1,1,1,2,0,b,a",
        "c,conv,8,8,8,8,3,1,1,1,1,1,1,1,b,a",  "c,conv,8,8,8,8,3,1,1,1,1,1,1,0,a,a",
        "c,conv,8,8,8,8,3,1,1,1,1,1,1,0,b,",   "c,conv,8,8,8,8,3,1,1,1,1,1,1,0,b,b",
        "c,max_pool,8,8,8,,3,1,1,,,1,,,b,",
    };
    const std::string first_layers = text.substr(0, text.find("c,conv"));
    for (const char* layer : last_layers) {
        INFO(layer);
        const std::string hash = hash_of(first_layers + layer + "\n");
        CHECK(std::count(hashes.begin(), hashes.end(), hash) == 0);
        hashes.push_back(hash);
    }
    // A source that is not named is the layer before.
    CHECK(hash_of(first_layers + "c,conv,8,8,8,8,3,1,1,1,1,1,1,0,,a\n") == hashes.front());
    const auto independent = [&](const std::string& shape) {
        return hash_of("# independent_layers = true\nname,kind,channels,height,width,out_channels,repeat\n" + shape +
                       "\n");
    };
    const std::string shape = independent("a,linear,8,4,4,8,1");
    for (const char* other : {"a,linear,9,4,4,8,1", "a,linear,8,5,4,8,1", "a,linear,8,4,5,8,1", "a,linear,8,4,4,8,2"})
        CHECK(independent(other) != shape);
    CHECK(hash_of("name,kind,channels,height,width,out_channels,repeat\na,linear,8,4,4,8,1\n") != shape);
}

TEST_CASE("a hash of a text is the same everywhere") {
    CHECK(text_hash("") == "f52a15e9a9b5e89b");
    CHECK(text_hash("a") != text_hash("b"));
}
