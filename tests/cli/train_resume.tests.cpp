// What train tells of a run that goes on, in which numbers, and where files go.
#include "tests/cli/bright_rows.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>

using namespace fracbit::tests;
using Catch::Contains;
using Json = nlohmann::json;

#ifdef FRACBIT_TRAINING

namespace {

struct TinyRun {
    TemporaryFolder folder;
    std::vector<std::string> command;
    TinyRun() {
        put_rows(folder, "train", 60);
        put_rows(folder, "t10k", 30);
        write_text(folder.file("net.csv"), "name,kind,channels,height,width,out_channels\nfc,linear,1,6,6,6\n");
        write_text(folder.file("tiny.toml"), "format_version = 1\nname = \"tiny\"\n[network]\nshapes = \"net.csv\"\n"
                                             "[data]\ndataset = \"mnist\"\n[weights]\nkind = \"binary\"\n"
                                             "[training]\nbatch_size = 20\nlearning_rate = 0.01\nepochs = 2\n");
        command = {"train", folder.file("tiny.toml"), "--data-dir", folder.path(), "--out", folder.file("out")};
    }
    [[nodiscard]] Outcome with(std::vector<std::string> more, const RunOptions& how = {}) const {
        more.insert(more.begin(), command.begin(), command.end());
        return run_fracbit(more, how);
    }
};

} // namespace

TEST_CASE("train counts epochs, those that it went on from, and threads, and a note tells of other threads") {
    const TinyRun run;
    const auto first = run.with({"--threads", "1", "--json", "-"});
    INFO(first.err);
    REQUIRE(first.status == 0);
    CHECK(first.err.empty());
    const Json whole = Json::parse(first.out); // nothing beside it
    CHECK(whole["epochs"] == 2);
    CHECK(whole["resumed_epochs"] == 0);
    CHECK(whole["threads"] == 1);
    CHECK(whole["bits_per_weight"] == 1.0);
    const auto same = run.with({"--threads", "1", "--resume", "--json", "-"});
    CHECK(same.err.empty());
    CHECK(Json::parse(same.out)["resumed_epochs"] == 2);
    const auto again = run.with({"--threads", "2", "--resume", "--json", "-"});
    CHECK(again.status == 0);
    CHECK(again.err == "fracbit: note: the checkpoint was made with 1 thread(s), this run has 2: the last bits of sums "
                       "differ from a run in one piece\n");
    const Json resumed = Json::parse(again.out);
    CHECK(resumed["epochs"] == 2);
    CHECK(resumed["resumed_epochs"] == 2);
    CHECK(resumed["threads"] == 2);
    CHECK(resumed["test_accuracy"] == whole["test_accuracy"]);
}

TEST_CASE("train tells accuracies in percent, of training and test, as its log has them") {
    const TinyRun run;
    const auto outcome = run.with({"--threads", "1", "--set", "training.epochs=5", "--full-precision", "98.5", "--json",
                                   run.folder.file("r.json")});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    bool some_differ = false;
    const Json log = read_json(run.folder.file("out/log.json"));
    REQUIRE(log["epochs"].size() == 5);
    for (const Json& epoch : log["epochs"]) {
        some_differ = some_differ || epoch["train_accuracy"] != epoch["test_accuracy"];
        CHECK_THAT(outcome.out,
                   Contains(fmt::format("train {:6.2f} %  test {:6.2f} %", 100 * epoch["train_accuracy"].get<double>(),
                                        100 * epoch["test_accuracy"].get<double>())));
    }
    CHECK(some_differ);
    const Json result = read_json(run.folder.file("r.json"));
    const double accuracy = 100 * result["test_accuracy"].get<double>();
    CHECK(accuracy > 20);
    CHECK_THAT(outcome.out, Contains(fmt::format("test accuracy {:.2f} % of 30 images", accuracy)));
    CHECK_THAT(read_text(run.folder.file("out/measured.csv")),
               Contains(fmt::format(",{:.2f},98.50,measured,", accuracy)));
}

TEST_CASE("train's progress is the share of all epochs") {
    const TinyRun run;
    const auto outcome = run.with({"--threads", "1"}, {0, "", "", {{"FRACBIT_PROGRESS", "lines"}}});
    // 20 of 60 images of the first of two epochs.
    CHECK_THAT(outcome.err, Catch::StartsWith("progress 0.1667 epoch 1/2 "));
}

TEST_CASE("train writes to out/NAME unless told otherwise") {
    const TinyRun run;
    const std::string command = "cd '" + run.folder.path() +
                                "' && '" FRACBIT_PROGRAM "' train tiny.toml --data-dir . " +
                                "--set training.epochs=1 --set name=mine >/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    CHECK(std::filesystem::exists(run.folder.file("out/mine/model.h5")));
}

TEST_CASE("train does not write over the log that it takes the full precision from") {
    const TinyRun run;
    REQUIRE(run.with({"--set", "weights.kind=float"}).status == 0);
    const std::string log = run.folder.file("log.json");
    std::filesystem::copy_file(run.folder.file("out/log.json"), log);
    const std::string before = read_text(log);
    auto command = run.command;
    command.back() = run.folder.file("other");
    command.insert(command.end(), {"--full-precision", log, "--json", log});
    const auto refused = run_fracbit(command);
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("--json " + log + " would replace the log of --full-precision, which is read"));
    CHECK(read_text(log) == before);
}

TEST_CASE("an interrupted train says whether there is something to go on from") {
    const TinyRun run;
    RunOptions interrupt;
    std::filesystem::create_directory(run.folder.file("out"));
    interrupt.interrupt_when_exists = run.folder.file("out");
    const auto outcome = run.with({"--set", "training.epochs=100000"}, interrupt);
    CHECK(outcome.status == 1);
    const bool checkpoint = std::filesystem::exists(run.folder.file("out/checkpoint.h5"));
    CHECK_THAT(outcome.err, Contains(checkpoint ? "the same command with --resume goes on from there"
                                                : "of 100000 epochs; nothing was written"));
}

#endif
