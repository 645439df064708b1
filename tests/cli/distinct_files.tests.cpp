#include "models/files/model_file.hpp"
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
