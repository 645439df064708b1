#include "tests/cli/program.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::tests;
using Catch::Contains;

TEST_CASE("Help of every subcommand goes to standard output and names units and defaults") {
    const auto top = run_fracbit({"--help"});
    CHECK(top.status == 0);
    CHECK(top.err.empty());
    for (const char* name : {"simulate", "infer", "encode", "decode", "synthesize", "inspect"}) {
        CHECK_THAT(top.out, Contains(name));
        const auto help = run_fracbit({name, "--help"});
        CHECK(help.status == 0);
        CHECK(help.err.empty());
        CHECK_THAT(help.out, Contains("--json"));
    }
    const std::string simulate = run_fracbit({"simulate", "--help"}).out;
    for (const char* option : {"--network", "--model",  "--arch",       "--set",       "--format",        "--q",
                               "--n-in",    "--n-out",  "--taps",       "--dense",     "--xor-seed",      "--storage",
                               "--seed",    "--images", "--engine",     "--trace",     "--trace-signals", "--no-skip",
                               "--verify",  "--layers", "--csv-prefix", "--technology"})
        CHECK_THAT(simulate, Contains(option));
    CHECK_THAT(simulate, Contains("Default: 8"));
    const std::string encode = run_fracbit({"encode", "--help"}).out;
    for (const char* option : {"--model", "--npy",         "--hdf5", "--synthetic",    "--scales",       "--sparsity",
                               "--mask",  "--mask-budget", "--q",    "--seed",         "--n-in",         "--n-out",
                               "--taps",  "--registers",   "--beam", "--patches",      "--block-slices", "--order",
                               "--arch",  "--group-rows",  "--out",  "--tile-columns", "--threads"})
        CHECK_THAT(encode, Contains(option));
    CHECK_THAT(encode, Contains("Default: 0.9") && Contains("=20"));
    CHECK_THAT(simulate, Contains("clock cycles"));
    CHECK_THAT(simulate, Contains("k-major"));
}

TEST_CASE("The version is the project's") {
    const auto outcome = run_fracbit({"--version"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, Contains("fracbit ") && Contains("."));
}

TEST_CASE("An empty text, as an unset variable leaves it, is no way to leave an option out") {
    std::vector<std::vector<std::string>> cases{{"simulate", "--network", "x", "--json"},
                                                {"simulate", "--network", "x", "--csv-prefix"},
                                                {"infer", "--model", "x", "--data-dir"},
                                                {"encode", "--synthetic", "4x4", "--out"},
                                                {"encode", "--synthetic", "4x4", "-o"},
                                                {"decode", "--model", "x", "--layer"},
                                                {"synthesize", "--verilog"},
                                                {"synthesize", "--dot"},
                                                {"synthesize", "--technology"},
                                                {"synthesize", "--json"},
                                                {"explore", "x", "--json"},
                                                {"explore", "x", "--out"},
                                                {"merge", "x", "--out", "y", "--json"},
                                                {"report", "x", "--csv"},
                                                {"inspect", "x", "--json"},
                                                {"inspect"},
                                                {"data", "check", "mnist", "--data-dir"},
                                                {"data", "check", "mnist", "--data-dir", "x", "--json"}};
#ifdef FRACBIT_TRAINING
    cases.push_back({"train", "x", "--data-dir", "x", "--out"});
#endif
    for (std::vector<std::string>& arguments : cases) {
        arguments.emplace_back();
        CAPTURE(arguments);
        const auto outcome = run_fracbit(arguments);
        CHECK(outcome.status == 2);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, Catch::StartsWith("fracbit: error: ") &&
                                    Contains(": an empty text is not allowed: give a value, or leave it out\n"));
    }
}

TEST_CASE("Wrong words on the command line end with status 2 and the nearest known word") {
    struct Case {
        std::vector<std::string> arguments;
        std::string message;
    };
    const std::vector<Case> cases{
        {{}, "subcommand is required"},
        {{"simulat"}, "unknown subcommand 'simulat'; did you mean 'simulate'?"},
        {{"simulate", "--netwrok", "x"}, "unknown option '--netwrok'; did you mean '--network'?"},
        {{"data", "chek", "mnist"}, "unknown subcommand 'chek'; did you mean 'check'?\nrun 'fracbit data --help' for"},
        {{"data", "check", "mnist", "--data-dir", "d", "--jsn", "x"},
         "unknown option '--jsn'; did you mean '--json'?\nrun 'fracbit data check --help' for"},
        {{"simulate", "--q", "many", "--network", "x"}, "--q"},
        {{"simulate", "--format", "dense9", "--network", "x"}, "dense9"},
        {{"simulate", "--engine", "guess", "--network", "x"}, "guess"},
        {{"infer"}, "--model is required"},
        {{"infer", "--model", "x"}, "--data-dir is required"},
        {{"synthesize", "--circuit-seed", "-1"}, "--circuit-seed: '-1' is not allowed: use a whole number from 0"},
        {{"synthesize", "--circuit-seed", "99999999999999999999"}, "use a whole number from 0 to 2^64 - 1"},
        {{"inspect", "--matrix", "m.txt", "--n-in", "8"}, "excludes --matrix"},
        {{"inspect", "--matrix", "m.txt", "--seed", "8"}, "excludes --matrix"},
    };
    for (const Case& one : cases) {
        const auto outcome = run_fracbit(one.arguments, {0, "", "", {{"FRACBIT_DATA_DIR", ""}}});
        INFO(one.message);
        CHECK(outcome.status == 2);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, Catch::StartsWith("fracbit: error: ") && Contains(one.message) && Contains("--help"));
    }
}
