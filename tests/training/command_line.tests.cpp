#include "training/run/command_line.hpp"

#include <catch2/catch.hpp>

using fracbit::training::shell_word;

TEST_CASE("A word of a command line is quoted where a shell would read it otherwise") {
    CHECK(shell_word("--set") == "--set");
    CHECK(shell_word("weights.n_in=12") == "weights.n_in=12");
    CHECK(shell_word("/data/mnist-1.0/train,a+b:c@%x") == "/data/mnist-1.0/train,a+b:c@%x");
    CHECK(shell_word("") == "''");
    CHECK(shell_word("my runs/lenet 5") == "'my runs/lenet 5'");
    CHECK(shell_word("it's") == "'it'\\''s'");
    CHECK(shell_word("optimizer.name=\"adam\"") == "'optimizer.name=\"adam\"'");
    CHECK(shell_word("$HOME") == "'$HOME'");
    CHECK(shell_word("~/data") == "'~/data'");
    CHECK(shell_word("a\nb") == "'a\nb'");
}
