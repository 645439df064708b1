// Numbers that inspect shows, against those that they must be.
#include "models/files/model_file.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <sstream>

using namespace fracbit;
using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

namespace {

struct Inspected {
    std::string text;
    Json item;
};

Inspected inspected(std::vector<std::string> arguments) {
    const TemporaryFolder folder;
    arguments.insert(arguments.begin(), "inspect");
    arguments.insert(arguments.end(), {"--json", folder.file("out.json")});
    const auto outcome = run_fracbit(arguments, {0, "", "", {{"COLUMNS", "150"}}});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return {outcome.out, read_json(folder.file("out.json"))["items"].at(0)};
}

/// Words of the first line that begins with this one.
std::vector<std::string> row_of(const std::string& text, const std::string& first) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::vector<std::string> row;
        for (std::string word; words >> word;) row.push_back(word);
        if (!row.empty() && row.front() == first) return row;
    }
    return {};
}

} // namespace

TEST_CASE("inspect says of a trace what the run's own report says") {
    const TemporaryFolder folder;
    auto arguments = simulate_small(folder.file("net.csv"));
    arguments.insert(arguments.end(), {"--set", "memory.bytes_per_cycle=2", "--trace", "events=" + folder.file("e"),
                                       "--json", folder.file("r.json")});
    REQUIRE(run_fracbit(arguments).status == 0);
    const Json run = read_json(folder.file("r.json")), trace = inspected({folder.file("e")}).item;
    CHECK(trace["cycles"] == run["total_cycles"]);
    std::map<std::string, std::int64_t> bytes, bus_bytes;
    for (const Json& layer : run["layers"])
        for (const auto& [stream, count] : layer["bytes"].items()) {
            bytes[stream] += count.get<std::int64_t>();
            bus_bytes[stream] += layer["bus_bytes"][stream].get<std::int64_t>();
        }
    bool some_differ = false;
    for (const auto& [stream, found] : trace["streams"].items()) {
        CAPTURE(stream);
        CHECK(found["bytes"] == bytes[stream]);
        CHECK(found["bus_bytes"] == bus_bytes[stream]);
        some_differ = some_differ || found["bytes"] != found["bus_bytes"];
    }
    CHECK(some_differ);
    for (const auto& [block, found] : trace["blocks"].items())
        for (const char* state : {"busy", "stall_in", "stall_out"}) {
            CAPTURE(block, state);
            std::int64_t cycles = 0;
            for (const Json& layer : run["layers"]) cycles += layer["blocks"][block][state].get<std::int64_t>();
            CHECK(found[state] == cycles);
        }
}

TEST_CASE("inspect tells rates of an architecture per second") {
    const TemporaryFolder folder;
    write_text(folder.file("a.toml"), "format_version = 1\n[clock]\nmhz = 500\n[memory]\nbytes_per_cycle = 3\n"
                                      "[array]\nrows = 8\ncolumns = 16\n");
    const auto [text, item] = inspected({folder.file("a.toml")});
    CHECK(item["peak_products_per_second"].get<double>() == Approx(8 * 16 * 500e6));
    CHECK(item["bytes_per_second"].get<double>() == Approx(3 * 500e6));
    CHECK_THAT(text, Contains("64 billion products/s at most\nmemory 1.5 GB/s\n"));
}

TEST_CASE("inspect's peak of an xnor array is that of binary codes, which take a cycle an activation bit") {
    const TemporaryFolder folder;
    const auto inspect_array = [&](const std::string& mode) {
        write_text(folder.file("a.toml"), "format_version = 1\n[clock]\nmhz = 500\n[array]\nrows = 8\ncolumns = 16\n"
                                          "activation_bits = 4\nmode = \"" +
                                              mode + "\"\n");
        return inspected({folder.file("a.toml")});
    };
    const auto [text, item] = inspect_array("xnor");
    CHECK(item["peak_products_per_second"].get<double>() == Approx(8 * 16 * 500e6 / 4));
    CHECK(item["peak_products_per_second_8_bit"].get<double>() == Approx(8 * 16 * 500e6));
    CHECK_THAT(text, Contains("16 billion products/s at most\n"
                              "(binary codes, 4 cycles a vector; 8-bit and shift weights: 64 billion)\nmemory"));
    const auto dense = inspect_array("add_sub");
    CHECK(dense.item["peak_products_per_second"] == dense.item["peak_products_per_second_8_bit"]);
    CHECK_THAT(dense.text, Contains("64 billion products/s at most\nmemory"));
}

TEST_CASE("inspect counts keys and values of attention as no weights, in rows as in the total") {
    const auto [text, item] = inspected({repository("examples/networks/llama7b_token.csv")});
    std::int64_t weights = 0, macs = 0, attentions = 0;
    for (const Json& layer : item["layers"]) {
        weights += layer["weights"].get<std::int64_t>();
        macs += layer["macs"].get<std::int64_t>();
        if (layer["kind"] != "attention") continue;
        ++attentions;
        CHECK(layer["weights"] == 0);
        CHECK(layer["macs"] > 0);
    }
    CHECK(attentions == 64);
    CHECK(item["weights"] == weights);
    CHECK(item["macs"] == macs);
    const auto row = row_of(text, "block0.values");
    REQUIRE(row.size() > 2);
    CHECK(row[row.size() - 2] == "0");
}

TEST_CASE("inspect says null where a trace does not say") {
    const TemporaryFolder folder;
    const std::map<std::string, std::string> traces{
        {"ramulator2", "LD 0x40\n"}, {"dramsim3", "0x40 READ 7\n"}, {"dramsys", "7: (64) read 0x40\n"}};
    for (const auto& [format, line] : traces) {
        CAPTURE(format);
        write_text(folder.file("t.trace"), line);
        const Json item = inspected({folder.file("t.trace")}).item;
        CHECK(item["format"] == format);
        for (const char* key : {"network", "architecture", "clock_mhz", "cycles"}) {
            CAPTURE(key);
            CHECK(item.at(key).is_null());
        }
        CHECK(item["streams"]["all"]["bytes"].is_null());
        CHECK(item["streams"]["all"]["bus_bytes"] == (format == "dramsys" ? Json(64) : Json(nullptr)));
        CHECK(item.at("last_issue_cycle") == (format == "ramulator2" ? Json(nullptr) : Json(7)));
    }
}

TEST_CASE("inspect's tables of a trace fit the terminal") {
    for (const char* columns : {"40", "60"}) {
        const std::string out = run_fracbit({"inspect", repository("traces/samples/sample.events.csv")},
                                            {0, "", "", {{"COLUMNS", columns}}})
                                    .out;
        REQUIRE_THAT(out, Contains("\nblock") && Contains("\nstream"));
        std::istringstream tables(out.substr(out.find("\nblock")));
        for (std::string line; std::getline(tables, line);) CHECK(line.size() <= std::stoul(columns));
    }
}

TEST_CASE("inspect tells a model's accuracy as the file has it, and as percent") {
    const TemporaryFolder folder;
    models::Model model = models::read_model(repository("examples/models/lenet5_float.h5"));
    model.test_accuracy = 0.875;
    models::write_model(model, folder.file("m.hdf5"));
    const auto [text, item] = inspected({folder.file("m.hdf5")});
    CHECK(item["kind"] == "model");
    CHECK(item["test_accuracy"] == 0.875);
    CHECK_THAT(text, Contains("stated test accuracy 87.50 %"));
    model.test_accuracy = -1;
    models::write_model(model, folder.file("m.hdf5"));
    CHECK(inspected({folder.file("m.hdf5")}).item["test_accuracy"].is_null());
}

TEST_CASE("inspect knows DRAM traces by their contents, and how often layers run") {
    const TemporaryFolder folder;
    std::filesystem::copy_file(repository("traces/samples/sample.dram.csv"), folder.file("run"));
    CHECK(inspected({folder.file("run")}).item["format"] == "dram");
    write_text(folder.file("net.csv"), "name,kind,channels,height,width,out_channels,repeat,refetches\n"
                                       "fc,linear,4,1,1,5,2,3\n");
    const auto [text, item] = inspected({folder.file("net.csv")});
    CHECK_THAT(text, Contains(", 1 layer\n"));
    CHECK(row_of(text, "fc").at(5) == "2");
    CHECK(row_of(text, "fc").at(6) == "3");
    CHECK(item["layers"][0]["repeat"] == 2);
    CHECK(item["layers"][0]["refetches"] == 3);
    CHECK(item["layers"][0]["macs"] == 4 * 5 * 2 * 3);
    CHECK(item["independent_layers"] == false);
    write_text(folder.file("free.csv"), "# independent_layers = true\n" + small_network());
    CHECK(inspected({folder.file("free.csv")}).item["independent_layers"] == true);
}

TEST_CASE("inspect tells an XOR network's stored bits a weight") {
    const auto [text, item] = inspected({"--n-in", "8", "--n-out", "10"});
    CHECK(item["rate"].get<double>() == Approx(0.8));
    CHECK_THAT(text, Contains("8 -> 10, 0.8 stored bits per weight and plane"));
    const auto rows = [](const std::string& seed) {
        return inspected({"--n-in", "8", "--n-out", "10", "--seed", seed}).item["rows"];
    };
    CHECK(rows("1") == item["rows"]);
    CHECK(rows("2") != item["rows"]);
}

TEST_CASE("inspect's table of a sparse model has each part under its name, and a bar for every patch count") {
    const TemporaryFolder folder;
    const std::string path = folder.file("m.h5");
    REQUIRE(run_fracbit({"encode", "--synthetic", "64x640", "-o", path}).status == 0);
    const auto [text, item] = inspected({path});
    const Json sparse = item["layers"][0]["sparse"];
    std::vector<std::string> expected{"synthetic", "10.00"};
    const double weights = 64 * 640;
    expected.push_back(fmt::format("{:.4f}", sparse["bits_per_weight"].get<double>()));
    for (const char* part : {"seeds", "counts", "locations", "mask", "scales", "offsets"})
        expected.push_back(fmt::format("{:.4f}", sparse["bits"][part].get<double>() / weights));
    expected.insert(expected.end(), {"bitmap", "k-major"});
    const std::string table = text.substr(text.find("bits/weight of"));
    CHECK(row_of(table, "synthetic") == expected);
    // So narrow that a bar of the smallest count would take less than a character.
    const std::string narrow = run_fracbit({"inspect", path}, {0, "", "", {{"COLUMNS", "24"}}}).out;
    const std::string bars = narrow.substr(narrow.find("in all)"));
    const auto histogram = sparse["planes"][0]["slices_by_patches"].get<std::vector<std::int64_t>>();
    std::int64_t slices = 0, patches = 0;
    for (std::size_t n = 0; n < histogram.size(); ++n) {
        slices += histogram[n];
        patches += static_cast<std::int64_t>(n) * histogram[n];
        const auto bar = row_of(bars, std::to_string(n));
        REQUIRE(bar.size() >= 2);
        CHECK(bar[1] == std::to_string(histogram[n]));
        CHECK((bar.size() == 3) == (histogram[n] > 0));
    }
    CHECK_THAT(text, Contains(fmt::format("; {} slices by their patches ({} in all)", slices, patches)));
}
