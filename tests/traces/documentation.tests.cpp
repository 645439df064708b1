// traces/README.md says what the traces may hold.
#include "models/files/text_file.hpp"
#include "models/results/simulation_result.hpp"
#include "traces/sink_factory.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using Catch::Contains;

TEST_CASE("the page on traces names every format, block and stream") {
    const std::string page = models::read_text_file(FRACBIT_SOURCE_DIR "/traces/README.md");
    const auto named = [&page](const std::string& name) { CHECK_THAT(page, Contains("`" + name + "`")); };
    for (const traces::TraceFormatInfo& format : traces::trace_formats()) named(format.name);
    for (int i = 0; i < models::block_count; ++i) named(models::to_string(static_cast<models::BlockId>(i)));
    for (int i = 0; i < models::stream_count; ++i) named(models::to_string(static_cast<models::StreamId>(i)));
}
