#include "models/files/trial.hpp"

#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <unistd.h>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

TEST_CASE("a read that kills its process is a FormatError here") {
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE})
        CHECK(message_of<FormatError>([&] { try_reading("m.h5", [&] { ::raise(signal); }); }) ==
              "m.h5: HDF5 crashed while reading it; it is damaged, get a fresh copy");
    CHECK_THROWS_AS(try_reading("m.h5", [] { ::_exit(3); }), FormatError);
}

TEST_CASE("a read that does not end is a FormatError") {
    CHECK(message_of<FormatError>([&] { try_reading("m.h5", [] { ::raise(SIGALRM); }); }) ==
          "m.h5: HDF5 did not finish reading it within 10 s; it is damaged, get a fresh copy");
}

TEST_CASE("a trial keeps what it reads and throws to itself") {
    int read = 0;
    CHECK_NOTHROW(try_reading("m.h5", [&] { ++read; }));
    CHECK_NOTHROW(try_reading("m.h5", [&] { throw FormatError("m.h5", "wrong"); }));
    CHECK(read == 0);
}
