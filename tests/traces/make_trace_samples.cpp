// make_trace_samples FOLDER: writes the samples of traces/samples anew, after a format changed.
#include "tests/traces/recording.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: make_trace_samples FOLDER\n", stderr);
        return 2;
    }
    try {
        fracbit::tests::write_samples(argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "make_trace_samples: %s\n", error.what());
        return 1;
    }
    return 0;
}
