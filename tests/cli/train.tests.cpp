#include "tests/cli/bright_rows.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <sys/wait.h>

using namespace fracbit::tests;
using Catch::Contains;

#ifdef FRACBIT_TRAINING

namespace {

/// Images, network and recipe of a run of milliseconds; the recipe's path.
std::string put_run(const TemporaryFolder& folder, int epochs) {
    put_rows(folder, "train", 240, true);
    put_rows(folder, "t10k", 60, true);
    write_text(folder.file("net.csv"), "name,kind,channels,height,width,out_channels,relu\n"
                                       "fc1,linear,1,6,6,30,1\n"
                                       "fc2,linear,30,,,6,\n");
    write_text(folder.file("tiny.toml"), "format_version = 1\nname = \"tiny\"\n[network]\nshapes = \"net.csv\"\n"
                                         "[data]\ndataset = \"mnist\"\n[weights]\nn_in = 8\nn_out = 12\n"
                                         "[estimator]\ns_tanh = 100\n"
                                         "[training]\nbatch_size = 20\nlearning_rate = 0.003\nepochs = " +
                                             std::to_string(epochs) + "\n");
    return folder.file("tiny.toml");
}

} // namespace

TEST_CASE("train makes the model that infer runs, with the accuracy that train says") {
    const TemporaryFolder folder;
    const std::string recipe = put_run(folder, 6);
    const auto trained = run_fracbit({"train", recipe, "--data-dir", folder.path(), "--out", folder.file("out"),
                                      "--threads", "1", "--json", folder.file("result.json")});
    CHECK(trained.err.empty());
    REQUIRE(trained.status == 0);
    CHECK_THAT(trained.out, Contains("epoch   6/6") && Contains("60 of 60 predictions equal"));
    const double accuracy = read_json(folder.file("result.json"))["test_accuracy"];
    CHECK(accuracy > 0.5);
    const auto inferred = run_fracbit({"infer", "--model", folder.file("out/model.h5"), "--data-dir", folder.path(),
                                       "--json", folder.file("infer.json")});
    REQUIRE(inferred.status == 0);
    CHECK(read_json(folder.file("infer.json"))["accuracy"] == accuracy);
    CHECK_THAT(inferred.out, Contains("60 of 60"));
}

TEST_CASE("train writes what it measured as a row of an accuracy table") {
    const TemporaryFolder folder;
    const std::string recipe = put_run(folder, 1);
    const std::vector<std::string> command{"train", recipe, "--data-dir", folder.path(), "--threads", "1"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), command.begin(), command.end());
        return run_fracbit(more);
    };
    REQUIRE(with({"--out", folder.file("float"), "--set", "weights.kind=float"}).status == 0);
    const auto refused = with({"--out", folder.file("out"), "--full-precision", "99.x"});
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("99.x"));
    CHECK_FALSE(std::filesystem::exists(folder.file("out")));
    const auto trained = with({"--out", folder.file("out"), "--full-precision", folder.file("float/log.json")});
    CHECK(trained.err.empty());
    REQUIRE(trained.status == 0);
    const std::string row = read_text(folder.file("out/measured.csv"));
    CHECK_THAT(row, Contains("\"net\",\"mnist\",1,8,12,2,0,,") && Contains(",measured,") && Contains("recipe tiny") &&
                        Contains("\"fracbit train " + recipe));
}

TEST_CASE("an interrupted train says how to go on, and goes on") {
    const TemporaryFolder folder;
    const std::string recipe = put_run(folder, 100'000);
    const std::vector<std::string> command{
        "train", recipe, "--data-dir", folder.path(), "--out", folder.file("out"), "--threads", "1"};
    RunOptions options;
    std::filesystem::create_directory(folder.file("out"));
    options.interrupt_when_exists = folder.file("out");
    const auto interrupted = run_fracbit(command, options);
    CHECK(interrupted.status == 1);
    CHECK_THAT(interrupted.err, Contains("fracbit: error: interrupted after ") && Contains(" of 100000 epochs; "));
    CHECK_FALSE(std::filesystem::exists(folder.file("out/model.h5")));
    if (interrupted.err.find("--resume") == std::string::npos) return; // before the first checkpoint
    const auto again = run_fracbit(command);
    CHECK(again.status == 2);
    CHECK_THAT(again.err, Contains("holds the checkpoint of a run already; go on with --resume"));
}

TEST_CASE("train refuses what it does not know or cannot read, with status 2") {
    const TemporaryFolder folder;
    const std::string recipe = put_run(folder, 1);
    struct Case {
        std::vector<std::string> arguments;
        std::string message;
    };
    for (const Case& each :
         {Case{{}, "recipe is required"},
          {{recipe, "--data-dir", folder.path(), "--sett", "a=b"}, "run 'fracbit train --help' for the options"},
          {{folder.file("none.toml"), "--data-dir", folder.path()}, "none.toml"},
          {{recipe, "--data-dir", folder.file("none")}, "cannot find 'train-images-idx3-ubyte'"},
          {{recipe, "--data-dir", folder.path(), "--set", "training.epoch=2"}, "did you mean 'training.epochs'?"},
          {{recipe, "--data-dir", folder.path(), "--set", "name=../x"},
           "the recipe's name '../x' is no folder's name: say with --out where the run goes"},
          {{recipe, "--data-dir", folder.path(), "--out", folder.file("o"), "--device", "tpu"},
           "--device tpu: use cpu, cuda or cuda:N"}}) {
        std::vector<std::string> arguments{"train"};
        arguments.insert(arguments.end(), each.arguments.begin(), each.arguments.end());
        const auto outcome = run_fracbit(arguments, {0, "", "", {{"FRACBIT_DATA_DIR", ""}}});
        CAPTURE(each.message);
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, Contains(each.message));
        CHECK(outcome.out.empty());
    }
    const auto help = run_fracbit({"train", "--help"});
    CHECK(help.status == 0);
    for (const char* option : {"--data-dir", "--out", "--resume", "--set", "--device", "--threads", "--json"})
        CHECK_THAT(help.out, Contains(option));
}

TEST_CASE("train writes over nothing that it reads, and no result over another") {
    const TemporaryFolder folder;
    const std::string recipe = put_run(folder, 1), labels = folder.file("t10k-labels-idx1-ubyte"),
                      inside = folder.file("out/log.csv");
    std::filesystem::create_directory(folder.file("out"));
    std::filesystem::copy_file(recipe, inside);
    const auto check_refused = [&](const std::string& from, const std::string& json, const std::string& text) {
        CAPTURE(from, json);
        const std::string before = read_text(from), digits = read_text(labels);
        const auto outcome = run_fracbit({"train", from, "--data-dir", folder.path(), "--out", folder.file("out"),
                                          "--set", "network.shapes=" + folder.file("net.csv"), "--json", json});
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, Contains(text));
        CHECK(read_text(from) == before);
        CHECK(read_text(labels) == digits);
    };
    check_refused(recipe, recipe, "--json " + recipe + " would replace the recipe, which is read");
    check_refused(inside, "-", "--out " + inside + " would replace the recipe, which is read");
    check_refused(recipe, labels, "--json " + labels + " would replace the data set, which is read");
    const std::string shapes = folder.file("net.csv");
    check_refused(recipe, shapes, "--json " + shapes + " would replace the network's shapes, which is read");
    check_refused(recipe, folder.file("out/model.h5"), "--json and --out both go to '");
}

#endif

TEST_CASE("without the training program, train says what to install") {
    const TemporaryFolder folder;
    std::filesystem::copy_file(FRACBIT_PROGRAM, folder.file("fracbit"));
    const int status =
        std::system(("'" + folder.file("fracbit") + "' train x.toml 2> '" + folder.file("err") + "'").c_str());
    CHECK(WEXITSTATUS(status) == 2);
    CHECK(read_text(folder.file("err")) ==
          "fracbit: error: training is not part of this build: there is no '" + folder.file("fracbit-train") +
              "'. It needs libtorch: on Debian, apt-get install libtorch-dev libopenblas0-pthread, then configure and "
              "build again\n");
}
