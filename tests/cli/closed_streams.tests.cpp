// Programs that are started with a standard stream closed, as some schedulers and scripts do.
#include "tests/cli/bright_rows.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace fracbit::tests;
using Catch::Contains;

namespace {

/// Status of `fracbit WORDS REDIRECTIONS`, run by a shell.
std::string status_of(const TemporaryFolder& folder, const std::string& words, const std::string& redirections) {
    const std::string command = "FRACBIT_PROGRESS=lines '" FRACBIT_PROGRAM "' " + words + " " + redirections +
                                "; echo $? >'" + folder.file("status") + "'";
    REQUIRE(std::system(command.c_str()) == 0);
    return read_text(folder.file("status"));
}

} // namespace

TEST_CASE("Progress does not go into a trace where standard error is closed") {
    const TemporaryFolder folder;
    write_text(folder.file("net.csv"), small_network());
    const std::string words = "simulate --network '" + folder.file("net.csv") + "' --trace events='";
    CHECK(status_of(folder, words + folder.file("open.csv") + "'", ">/dev/null 2>/dev/null") == "0\n");
    CHECK(status_of(folder, words + folder.file("closed.csv") + "'", ">/dev/null 2>&- <&-") == "0\n");
    CHECK(read_text(folder.file("closed.csv")) == read_text(folder.file("open.csv")));
}

TEST_CASE("A standard output that is closed cannot be written, and the files are as they should be") {
    const TemporaryFolder folder;
    write_text(folder.file("net.csv"), small_network());
    const std::string json = folder.file("out.json");
    CHECK(status_of(folder, "simulate --network '" + folder.file("net.csv") + "' --json '" + json + "'",
                    ">&- 2>'" + folder.file("err") + "'") == "1\n");
    CHECK_THAT(read_text(folder.file("err")), Contains("cannot write to standard output: Bad file descriptor"));
    CHECK(read_json(json)["network"] == "net");
}

#ifdef FRACBIT_TRAINING

TEST_CASE("Progress of a training does not go into its JSON where standard error is closed") {
    const TemporaryFolder folder;
    put_rows(folder, "train", 60);
    put_rows(folder, "t10k", 30);
    write_text(folder.file("net.csv"), "name,kind,channels,height,width,out_channels\nfc,linear,1,6,6,6\n");
    write_text(folder.file("tiny.toml"), "format_version = 1\nname = \"tiny\"\n[network]\nshapes = \"net.csv\"\n"
                                         "[data]\ndataset = \"mnist\"\n[weights]\nkind = \"float\"\n"
                                         "[training]\nbatch_size = 20\nepochs = 1\n");
    const std::string words = "train '" + folder.file("tiny.toml") + "' --data-dir '" + folder.path() + "' --out '" +
                              folder.file("out") + "' --json '" + folder.file("out.json") + "'";
    CHECK(status_of(folder, words, ">/dev/null 2>&-") == "0\n");
    CHECK(read_json(folder.file("out.json"))["recipe"] == "tiny");
}

#endif
