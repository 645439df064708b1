#include "models/files/model_file.hpp"
#include "tests/cli/bright_rows.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace fracbit::tests;
using Catch::Contains;

namespace {

struct Call {
    std::string input; ///< file that is read, and written
    std::vector<std::string> arguments;
};

void check_kept(const Call& call, const std::string& text) {
    CAPTURE(call.arguments);
    const std::string before = read_text(call.input);
    const Outcome outcome = run_fracbit(call.arguments);
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Contains(text));
    CHECK(read_text(call.input) == before);
}

} // namespace

TEST_CASE("what is read is not overwritten") {
    const TemporaryFolder folder;
    const std::string network = folder.file("net.csv"), arch = folder.file("arch.toml"),
                      coded = folder.file("coded.h5"), floats = folder.file("float.h5"), matrix = folder.file("m.txt"),
                      link = folder.file("link.h5");
    write_text(network, small_network());
    write_text(arch, "format_version = 1\n");
    write_text(matrix, "10\n01\n11\n");
    std::filesystem::copy_file(repository("examples/models/lenet5_q1_8x20_tap2.h5"), coded);
    std::filesystem::copy_file(repository("examples/models/lenet5_float.h5"), floats);
    std::filesystem::create_symlink(floats, link);
    const std::string again = folder.file("./float.h5");
    for (const Call& call : std::vector<Call>{
             {network, {"simulate", "--network", network, "--json", network}},
             {arch, {"simulate", "--network", network, "--arch", arch, "--trace", "events=" + arch}},
             {coded, {"simulate", "--model", coded, "--json", coded}},
             {coded, {"decode", "--model", coded, "--out", coded}},
             {coded, {"infer", "--model", coded, "--data-dir", folder.file(""), "--json", coded}},
             {coded, {"inspect", coded, "--json", coded}},
             {matrix, {"synthesize", "--matrix", matrix, "--dot", matrix}},
             {floats, {"encode", "--model", floats, "--out", floats}},
             {floats, {"encode", "--model", again, "--out", floats}},
             {floats, {"encode", "--model", floats, "--out", link}},
         })
        check_kept(call, ", which is read: give it a file of its own");
    check_kept({floats, {"encode", "--model", floats, "--out", folder.file("a"), "--json", folder.file("a")}},
               "--json and --out both go to '");
    CHECK(folder.entries() == 6);
}

TEST_CASE("standard output takes JSON alone") {
    const TemporaryFolder folder;
    const std::string network = folder.file("net.csv"), coded = repository("examples/models/lenet5_q1_8x20_tap2.h5"),
                      floats = repository("examples/models/lenet5_float.h5"),
                      space = repository("examples/explore/lpddr.toml");
    write_text(network, small_network());
    struct Case {
        std::vector<std::string> arguments;
        const char* option;
    };
    for (const auto& [arguments, option] : std::vector<Case>{
             {{"simulate", "--network", network, "--trace", "events=-"}, "--trace"},
             {{"simulate", "--network", network, "--trace", "ramulator2=-", "--json", "-"}, "--trace"},
             {{"synthesize", "--n-in", "4", "--n-out", "6", "--dot", "-"}, "--dot"},
             {{"synthesize", "--n-in", "4", "--n-out", "6", "--verilog", "-"}, "--verilog"},
             {{"decode", "--model", coded, "--out", "-"}, "--out"},
             {{"encode", "--model", floats, "--out", "-"}, "--out"},
             {{"explore", space, "--out", "-"}, "--out"},
             {{"explore", space, "--svg", "-"}, "--svg"},
             {{"merge", "a.sqlite", "b.sqlite", "--out", "-"}, "--out"},
         }) {
        CAPTURE(arguments);
        const Outcome outcome = run_fracbit(arguments);
        CHECK(outcome.status == 2);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, Contains(option + std::string(" -: only --json writes to standard output; give a file, "
                                                              "which './-' is, too")));
    }
    CHECK_FALSE(std::filesystem::exists("-"));
    check_kept(
        {network,
         {"synthesize", "--n-in", "4", "--n-out", "6", "--json", folder.file("a"), "--verilog", folder.file("a")}},
        "--json and --verilog both go to '");
    CHECK(folder.entries() == 1);
}

TEST_CASE("headers beside traces are results, too") {
    const TemporaryFolder folder;
    const std::string network = folder.file("t.header.txt"), trace = folder.file("t");
    write_text(network, small_network());
    for (const char* format : {"ramulator2=", "dramsim3="}) {
        check_kept({network, {"simulate", "--network", network, "--trace", format + trace}},
                   "--trace " + network + " would replace the network, which is read");
        const std::string other = folder.file("u");
        check_kept(
            {network, {"simulate", "--network", network, "--trace", format + other, "--json", other + ".header.txt"}},
            "--trace and --json both go to '");
    }
    CHECK(folder.entries() == 1);
}

TEST_CASE("files of a data set are not overwritten") {
    const TemporaryFolder folder;
    const std::string model = repository("examples/models/lenet5_q1_8x20_tap2.h5"), labels = "t10k-labels-idx1-ubyte",
                      images = folder.file("train-images-idx3-ubyte"), coded = folder.file("test_batch.bin"),
                      picture = folder.file("val/cat/1.png");
    for (const std::string& name : {labels, std::string("t10k-images-idx3-ubyte")})
        std::filesystem::copy_file(repository("examples/digits/" + name), folder.file(name));
    write_text(images, "another split");
    write_text(coded, "a batch");
    std::filesystem::create_directories(folder.file("val/cat"));
    write_text(picture, "a picture");
    const std::vector<std::string> infer{"infer", "--model", model, "--data-dir", folder.path()};
    const auto with = [&](const std::vector<std::string>& more) {
        std::vector<std::string> all = infer;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    const std::string text = " would replace the data set, which is read: give it a file of its own";
    check_kept({folder.file(labels), with({"--json", folder.file(labels)})}, text);
    check_kept({folder.file(labels), with({"--engine", "systemc", "--trace", "vcd=" + folder.file(labels)})}, text);
    check_kept({images, with({"--json", images})}, text);
    check_kept({coded, with({"--dataset", "cifar10", "--json", coded})}, text);
    check_kept({picture, with({"--dataset", "image_folder", "--json", picture})}, text);
    CHECK(run_fracbit(with({"--json", folder.file("val/new.json")})).status == 0);
}

TEST_CASE("layers whose arrays would have one name are not decoded into one folder") {
    const TemporaryFolder folder;
    const std::string path = folder.file("model.h5"), out = folder.file("bits");
    fracbit::models::Model model = fracbit::models::read_model(repository("examples/models/lenet5_q1_8x20_tap2.h5"));
    model.network.layers[0].name = "a/b";
    for (auto& layer : model.network.layers)
        if (layer.name == "conv2") layer.name = "a_b";
    for (auto& layer : model.network.layers)
        if (layer.source == "conv1") layer.source = "a/b";
    for (auto& layer : model.network.layers)
        if (layer.source == "conv2") layer.source = "a_b";
    fracbit::models::write_model(model, path);
    const Outcome outcome = run_fracbit({"decode", "--model", path, "--out", out});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, Contains("layers 'a/b' and 'a_b' would both be written to 'a_b.npy'; choose one with "
                                     "--layer"));
    CHECK_FALSE(std::filesystem::exists(out));
    CHECK(run_fracbit({"decode", "--model", path, "--out", out, "--layer", "a_b"}).status == 0);
}

TEST_CASE("a link that was made before its file is the file, where two results go") {
    const TemporaryFolder folder;
    const std::string link = folder.file("link.json"), file = folder.file("out.json");
    std::filesystem::create_symlink("out.json", link);
    auto arguments = simulate_small(folder.file("net.csv"));
    arguments.insert(arguments.end(), {"--json", link, "--trace", "events=" + file});
    const auto outcome = run_fracbit(arguments);
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, Contains("both go to '"));
    CHECK(folder.entries() == 2);
}
