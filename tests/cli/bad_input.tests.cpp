#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::tests;
using Catch::Contains;

namespace {

const std::string model = repository("examples/models/lenet5_q1_8x20_tap2.h5");
const std::string digits = repository("examples/digits");

/// Status 2, nothing on standard output, an error on standard error, no file but `before` ones left.
void check_refused(const Outcome& outcome, const std::vector<std::string>& texts) {
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Catch::StartsWith("fracbit: error: "));
    for (const std::string& text : texts) CHECK_THAT(outcome.err, Contains(text));
}

} // namespace

TEST_CASE("Files that are missing are named") {
    const TemporaryFolder folder;
    const std::string json = folder.file("out.json");
    check_refused(run_fracbit({"simulate", "--network", "/nowhere/net.csv", "--json", json}), {"/nowhere/net.csv"});
    check_refused(run_fracbit({"simulate", "--model", "/nowhere/net.h5", "--json", json}), {"/nowhere/net.h5"});
    check_refused(run_fracbit({"infer", "--model", "/nowhere/net.h5", "--data-dir", digits, "--json", json}),
                  {"/nowhere/net.h5"});
    check_refused(run_fracbit({"infer", "--model", model, "--data-dir", "/nowhere", "--json", json}), {"/nowhere"});
    check_refused(run_fracbit({"decode", "--model", "/nowhere/net.h5", "--json", json}), {"/nowhere/net.h5"});
    check_refused(run_fracbit({"inspect", "/nowhere/file", "--json", json}), {"/nowhere/file"});
    auto arguments = simulate_small(folder.file("net.csv"));
    arguments.insert(arguments.end(), {"--arch", "/nowhere/a.toml", "--json", json});
    check_refused(run_fracbit(arguments), {"/nowhere/a.toml"});
    CHECK(folder.entries() == 1);
}

TEST_CASE("A truncated model and one that is not HDF5 are refused") {
    const TemporaryFolder folder;
    const std::string whole = read_text(model);
    const std::string truncated = folder.file("truncated.h5"), text = folder.file("text.h5");
    write_text(truncated, whole.substr(0, whole.size() / 2));
    write_text(text, "this is no model\n");
    for (const std::string& path : {truncated, text})
        for (const auto& arguments : std::vector<std::vector<std::string>>{
                 {"infer", "--model", path, "--data-dir", digits, "--json", folder.file("out.json")},
                 {"simulate", "--model", path, "--json", folder.file("out.json")},
                 {"decode", "--model", path, "--out", folder.file("bits")},
                 {"inspect", path}})
            check_refused(run_fracbit(arguments), {path});
    CHECK(folder.entries() == 2);
}

TEST_CASE("Networks, architectures and options that cannot be are refused with their reason") {
    const TemporaryFolder folder;
    const std::string network = folder.file("net.csv"), arch = folder.file("arch.toml"), json = folder.file("out.json");
    struct Case {
        const char* what;
        std::string network, arch;
        std::vector<std::string> options;
        std::vector<std::string> texts;
    };
    const std::string good = small_network();
    const std::vector<Case> cases{
        {"unknown key",
         good,
         "format_version = 1\n[memory]\nbytes_per_cycl = 3.2\n",
         {},
         {"arch.toml:3", "bytes_per_cycl", "did you mean", "bytes_per_cycle"}},
        {"zero rows", good, "format_version = 1\n[array]\nrows = 0\n", {}, {"rows", "0"}},
        {"negative rows", good, "format_version = 1\n[array]\nrows = -4\n", {}, {"rows", "-4"}},
        {"unknown set key", good, "", {"--set", "array.row=4"}, {"array.row", "did you mean"}},
        {"set without value", good, "", {"--set", "array.rows"}, {"array.rows"}},
        {"zero set", good, "", {"--set", "memory.burst_bytes=0"}, {"burst_bytes"}},
        {"one tile does not fit", good, "", {"--set", "weights.buffer_bytes=1"}, {"buffer_bytes"}},
        {"one position does not fit", good, "", {"--set", "activations.buffer_bytes=16"}, {"activations.buffer_bytes"}},
        {"n_in above n_out", good, "", {"--n-in", "12", "--n-out", "10"}, {"12", "10"}},
        {"taps above n_in", good, "", {"--n-in", "4", "--n-out", "10", "--taps", "5"}, {"taps", "5"}},
        {"no n_in", good, "", {"--n-in", "0"}, {"n_in", "0"}},
        {"negative n_in", good, "", {"--n-in", "-3"}, {"-3"}},
        {"no planes", good, "", {"--q", "0"}, {"q", "0"}},
        {"taps and dense", good, "", {"--taps", "2", "--dense"}, {"--dense"}},
        {"missing column", "name,kind,height\na,conv,8\n", "", {}, {"net.csv", "channels"}},
        {"text in a number",
         "name,kind,channels,height,width,out_channels,kernel\na,conv,three,8,8,4,3\n",
         "",
         {},
         {"net.csv:2", "three"}},
        {"negative size",
         "name,kind,channels,height,width,out_channels,kernel\na,conv,3,-8,8,4,3\n",
         "",
         {},
         {"net.csv", "-8"}},
        {"zero size",
         "name,kind,channels,height,width,out_channels,kernel\na,conv,3,8,8,0,3\n",
         "",
         {},
         {"net.csv", "0"}},
        {"unknown layer", good, "", {"--layers", "frist"}, {"frist", "did you mean 'first'"}},
        {"unknown trace", good, "", {"--trace", "wave=x.vcd"}, {"wave", "perfetto"}},
        {"trace without path", good, "", {"--trace", "vcd"}, {"FORMAT=PATH"}},
        {"one path twice", good, "", {"--trace", "vcd=" + json}, {"both go to"}},
        {"unknown signal",
         good,
         "",
         {"--trace", "vcd=" + folder.file("a.vcd"), "--trace-signals", "no.such"},
         {"no.such"}},
        {"stored format", good, "", {"--format", "stored"}, {"stored"}},
        {"count 0", good, "", {"--count", "0"}, {"--count"}},
        {"count of drawn inputs", good, "", {"--count", "3"}, {"--count needs --images"}},
        {"signals of another trace",
         good,
         "",
         {"--trace", "events=" + folder.file("a.csv"), "--trace-signals", "layer"},
         {"--trace-signals", "add --trace vcd=FILE"}},
        {"images of another size", good, "", {"--images", digits + "/t10k-images-idx3-ubyte"}, {"28"}},
    };
    for (const Case& one : cases) {
        INFO(one.what);
        write_text(network, one.network);
        write_text(arch, one.arch);
        std::vector<std::string> arguments{"simulate", "--network", network, "--json", json};
        if (!one.arch.empty()) arguments.insert(arguments.end(), {"--arch", arch});
        arguments.insert(arguments.end(), one.options.begin(), one.options.end());
        const auto outcome = run_fracbit(arguments);
        INFO(outcome.err);
        check_refused(outcome, one.texts);
        CHECK(folder.entries() == 2);
    }
}

TEST_CASE("Images are refused with the formats that there are") {
    const TemporaryFolder folder;
    write_text(folder.file("x.png"), "\x89PNG\r\n\x1a\n....");
    write_text(folder.file("x.idx"), std::string("\0\0\x08\x01....", 8));
    const auto with_images = [](const std::string& path) {
        return run_fracbit({"simulate", "--model", model, "--images", path});
    };
    check_refused(with_images(folder.file("x.png")),
                  {"x.png: at byte 0: found neither an IDX file nor a PGM image; save the image as PGM"});
    check_refused(with_images(folder.file("x.idx")), {"x.idx: at byte 0: found magic number 0x00000801"});
    check_refused(with_images(folder.file("none")), {"none': No such file"});
}

TEST_CASE("Options that contradict each other are refused") {
    const TemporaryFolder folder;
    const std::string json = folder.file("out.json");
    check_refused(run_fracbit({"simulate", "--json", json}), {"--network", "--model"});
    check_refused(run_fracbit({"simulate", "--network", "a", "--model", "b", "--json", json}), {"--network"});
    const std::vector<std::string> infer{"infer", "--model", model, "--data-dir", digits, "--json", json};
    const auto with = [&infer](std::vector<std::string> more) {
        more.insert(more.begin(), infer.begin(), infer.end());
        return more;
    };
    check_refused(run_fracbit(with({"--engine", "systemc", "--arithmetic", "float"})),
                  {"--arithmetic float", "integer"});
    for (const auto& [option, value] : {std::pair{"--format", "binary"},
                                        {"--arch", "edge.toml"},
                                        {"--set", "array.rows=8"},
                                        {"--calibration-count", "3"},
                                        {"--calibration-percentile", "99"}})
        check_refused(run_fracbit(with({option, value})),
                      {std::string(option) + ": float arithmetic has neither", "add --arithmetic integer"});
    check_refused(run_fracbit(with({"--trace", "vcd=" + folder.file("a.vcd")})), {"--engine systemc"});
    check_refused(run_fracbit(with({"--dataset", "imagenet"})), {"imagenet", "mnist"});
    check_refused(run_fracbit(with({"--first", "20"})), {"--first 20", "20 images"});
    check_refused(run_fracbit(with({"--count", "21"})), {"--count 21", "20 images"});
    check_refused(run_fracbit(with({"--count", "-1"})), {"--count: '-1' is not allowed: use a whole number from 0\n"});
    check_refused(run_fracbit(with({"--first", "1.5"})),
                  {"--first: '1.5' is not allowed: use a whole number from 0\n"});
    for (const char* option : {"--group-rows", "--tile-columns"})
        check_refused(run_fracbit({"encode", "--synthetic", "8x8", "--json", json, option, "0"}),
                      {std::string(option) + ": '0' is not allowed: use a whole number from 1\n"});
    for (const char* command : {"decode", "synthesize"})
        check_refused(run_fracbit({command, "--model", model, "--json", json, "--plane", "-2"}),
                      {"--plane: '-2' is not allowed: use a whole number from 0\n"});
    for (const char* threads : {"-3", "1025", "99999999999"}) {
        check_refused(run_fracbit(with({"--threads", threads})), {"--threads", "0 to 1024"});
        check_refused(run_fracbit({"encode", "--synthetic", "8x8", "--json", json, "--threads", threads}),
                      {"--threads", "0 to 1024"});
    }
    for (const char* option : {"--q", "--n-in", "--sparsity", "--registers"})
        check_refused(run_fracbit({"simulate", "--model", model, option, "1", "--json", json}),
                      {std::string(option) + " is about drawn weights, and those of --model are as the file has them"});
    check_refused(run_fracbit({"simulate", "--model", model, "--storage", "tiled", "--json", json}),
                  {"--storage is about drawn weights and csr"});
    check_refused(run_fracbit({"inspect"}), {"nothing to inspect"});
    check_refused(run_fracbit({"inspect", "--n-in", "9", "--n-out", "8"}), {"9", "8"});
    check_refused(run_fracbit({"decode", "--model", model, "--layer", "conv9"}), {"conv9"});
    check_refused(run_fracbit({"decode", "--model", repository("examples/models/lenet5_float.h5")}), {"float"});
    CHECK(folder.entries() == 0);
}
