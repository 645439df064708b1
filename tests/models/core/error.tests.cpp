#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("a format error names the file and as much of the place as is known") {
    CHECK(std::string(FormatError("net.csv", {3, 7, {}, {}}, "found 'x'").what()) == "net.csv:3:7: found 'x'");
    CHECK(std::string(FormatError("net.csv", {3, {}, {}, {}}, "found 'x'").what()) == "net.csv:3: found 'x'");
    CHECK(std::string(FormatError("m.h5", {{}, {}, 12, {}}, "truncated").what()) == "m.h5: at byte 12: truncated");
    CHECK(std::string(FormatError("m.h5", {{}, {}, {}, "/xor_matrix"}, "wrong shape").what()) ==
          "m.h5: in /xor_matrix: wrong shape");
}

TEST_CASE("bad input exits with 2 and a failed run with 1") {
    CHECK(ConfigError("x").exit_code() == ExitCode::bad_input);
    CHECK(FormatError("f", "x").exit_code() == ExitCode::bad_input);
    CHECK(IoError("x").exit_code() == ExitCode::run_failed);
    CHECK(SimulationError("x").exit_code() == ExitCode::run_failed);
}
