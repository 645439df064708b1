// More of what can be typed wrongly: words, numbers and paths.
#include "tests/cli/program.hpp"
#include "tests/models/data/idx_bytes.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace fracbit::tests;
using Catch::Contains;

TEST_CASE("words that do not belong there are named as what they are, without their values") {
    const TemporaryFolder folder;
    write_text(folder.file("net.csv"), small_network());
    struct Case {
        std::vector<std::string> arguments;
        std::string message;
    };
    for (const auto& [arguments, message] :
         {Case{{"report", "a", "b"}, "unknown argument 'b'\nrun 'fracbit report --help'"},
          {{"simulate", "--netwrok=x"}, "unknown option '--netwrok'; did you mean '--network'?"},
          {{"infer", "--model", "x", "--data-dir", "d", "--count", "-1"},
           "--count: '-1' is not allowed: use a whole number from 0"},
          {{"encode", "--synthetic", "4x4", "--group-rows", "0"},
           "--group-rows: '0' is not allowed: use a whole number from 1"},
          {{"simulate", "--network", folder.file("net.csv"), "--trace", "vcd="}, "expected FORMAT=PATH"},
          {{"infer", "--model", "x", "--data-dir", "d", "--set", "array.rows=8"},
           "--set: float arithmetic has neither stored weights nor scales nor a machine"}}) {
        CAPTURE(arguments);
        const auto outcome = run_fracbit(arguments);
        CHECK(outcome.status == 2);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, Catch::StartsWith("fracbit: error: ") && Contains(message));
    }
    CHECK(folder.entries() == 1);
}

TEST_CASE("images, technologies and inputs that are named like a CSV report are not written over") {
    const TemporaryFolder folder;
    const std::string network = folder.file("r_BANDWIDTH_REPORT.csv"), images = folder.file("images"),
                      technology = folder.file("t.toml");
    write_text(network, small_network());
    write_text(images, "images");
    write_text(technology, "technology");
    struct Case {
        std::vector<std::string> options;
        std::string replaced, what;
    };
    for (const auto& [options, replaced, what] :
         {Case{{"--images", images, "--json", images}, images, "the images"},
          {{"--technology", technology, "--json", technology}, technology, "the technology"},
          {{"--csv-prefix", folder.file("r_")}, network, "the network"}}) {
        CAPTURE(what);
        std::vector<std::string> arguments{"simulate", "--network", network};
        arguments.insert(arguments.end(), options.begin(), options.end());
        const std::string before = read_text(replaced);
        const auto outcome = run_fracbit(arguments);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, Contains(replaced + " would replace " + what + ", which is read"));
        CHECK(read_text(replaced) == before);
    }
}

TEST_CASE("names that are no UTF-8 make no broken JSON") {
    const TemporaryFolder folder;
    const std::string path = folder.file("caf\xe9.toml");
    write_text(path, "format_version = 1\n");
    const auto outcome = run_fracbit({"inspect", path, "--json", "-"});
    CHECK(outcome.status == 0);
    const auto json = nlohmann::json::parse(outcome.out);
    CHECK(json["items"][0]["file"] == folder.file("caf\xef\xbf\xbd.toml"));
}

TEST_CASE("a chart's axes are looked at before points are evaluated") {
    const TemporaryFolder folder;
    write_text(folder.file("small.csv"), small_network());
    write_text(folder.file("s.toml"), "format_version = 1\nname = \"s\"\n[[network]]\nname = \"small\"\n"
                                      "file = \"small.csv\"\n[parameters]\nweights.lanes = [1, 2]\n"
                                      "[[objective]]\nminimize = \"cycles\"\n");
    const auto outcome = run_fracbit({"explore", folder.file("s.toml"), "--out", folder.file("r.sqlite"), "--svg",
                                      folder.file("f.svg"), "--x", "cycle"});
    CHECK(outcome.status == 2);
    CHECK_FALSE(std::filesystem::exists(folder.file("r.sqlite")));
}

TEST_CASE("data check tells the fewest and the most images of a class") {
    const TemporaryFolder folder;
    for (const std::string prefix : {"train", "t10k"}) {
        put(folder.file(prefix + "-images-idx3-ubyte"), idx_bytes({3, 2, 2}, std::string(12, 'p')));
        put(folder.file(prefix + "-labels-idx1-ubyte"), idx_bytes({3}, std::string{0, 0, 9}));
    }
    const auto outcome = run_fracbit({"data", "check", "mnist", "--data-dir", folder.path()});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.out, Contains("train: 3 images, 0 to 2 a class\ntest: 3 images, 0 to 2 a class\n"));
}
