#include "models/core/error.hpp"
#include "tests/traces/recording.hpp"
#include "traces/csv_cycle_sink.hpp"
#include "traces/csv_event_sink.hpp"
#include "traces/sink_factory.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;

TEST_CASE("names become CSV fields by RFC 4180 on one line") {
    CHECK(csv_field("conv1") == "conv1");
    CHECK(csv_field("a,b") == "\"a,b\"");
    CHECK(csv_field("say \"x\"") == "\"say \"\"x\"\"\"");
    CHECK(csv_field("two\nlines\t") == "two lines ");
    CHECK(csv_field("") == "");
    // pandas with comment="#" cuts a row at a # that is not in quotes.
    CHECK(csv_field("conv#1") == "\"conv#1\"");
    CHECK(csv_field("#1, \"x\"") == "\"#1, \"\"x\"\"\"");
}

TEST_CASE("the per-cycle CSV is the naive expansion of the stretches, whatever the order of arrival") {
    const unsigned seed = GENERATE(range(1U, 41U));
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const Recording run = random_recording(random, seed % 5 == 0 ? 0 : static_cast<std::int64_t>(random() % 400));
    const ScratchFolder folder;
    const std::string path = folder.path("cycles.csv");
    {
        CsvCycleSink sink(path);
        if (seed % 2 == 0)
            play(run, sink);
        else
            play_shuffled(run, sink, random);
    }
    const auto lines = file_lines(path);
    const auto states = expand(run);
    const std::size_t first = 8; // comments and columns
    REQUIRE(lines.size() == first + states.size() + 1);
    CHECK(lines[0] == "# fracbit cycle trace, format_version 1");
    CHECK(lines[1] == "# network: net, \"x\"");
    CHECK(lines[7] ==
          "cycle,layer,memory,weight_reader,decoder,patch_reader,patch_unit,mask_decoder,csr_decoder,weight_buffer,"
          "tile_loader,activation_reader,operand_reader,"
          "array,scaler,vector_unit,output_writer,level_seeds,level_bits,level_out put");
    for (std::size_t c = 0; c < states.size(); ++c) {
        std::ostringstream row;
        row << c << ',' << (states[c].layer < 0 ? "" : states[c].layer == 0 ? "\"conv,1\"" : "fc");
        for (const BlockState state : states[c].blocks) row << ',' << to_string(state);
        for (const std::int64_t level : states[c].levels) row << ',' << level;
        REQUIRE(lines[first + c] == row.str());
    }
    CHECK(lines.back() == "# end_cycle: " + std::to_string(states.size()) + ", rows: " + std::to_string(states.size()));
}

TEST_CASE("queues whose names have commas or quotes have one column each") {
    const ScratchFolder folder;
    Recording run;
    run.header = {"net", "arch", 800, 32, {}, {"a,b", "say \"c\""}};
    run.end = Cycles(1);
    run.levels = {{1, Cycles(0), 7}};
    play(run, *make_sink("cycles", folder.path("c.csv"), {}));
    const auto lines = file_lines(folder.path("c.csv"));
    CHECK_THAT(lines[7], Catch::EndsWith(",output_writer,\"level_a,b\",\"level_say \"\"c\"\"\""));
    CHECK_THAT(lines[8], Catch::EndsWith(",idle,0,7"));
}

TEST_CASE("the event CSV has a row per stretch and per burst in order of arrival") {
    const ScratchFolder folder;
    Recording run;
    run.header = {"net", "arch", 800, 32, {"a,b"}, {}};
    run.end = Cycles(9);
    run.stretches = {{models::BlockId::decoder, BlockState::stall_out, Cycles(0), Cycles(4), 0},
                     {models::BlockId::decoder, BlockState::busy, Cycles(4), Cycles(4), 0}, // empty: no row
                     {models::BlockId::decoder, BlockState::idle, Cycles(4), Cycles(9), -1}};
    run.bursts = {{Cycles(0), Cycles(3), Cycles(7), 0xfffffffffffffff0, 32, 20, true, models::StreamId::outputs, 0}};
    {
        CsvEventSink sink(folder.path("e.csv"));
        play(run, sink);
    }
    const auto lines = file_lines(folder.path("e.csv"));
    REQUIRE(lines.size() == 11);
    CHECK(lines[4] == "# burst_bytes: 32");
    CHECK(lines[6] == "kind,name,state,layer,issue_cycle,begin_cycle,end_cycle,address,bytes,payload_bytes");
    CHECK(lines[7] == "block,decoder,stall_out,\"a,b\",,0,4,,,");
    CHECK(lines[8] == "burst,outputs,write,\"a,b\",0,3,7,0xfffffffffffffff0,32,20");
    CHECK(lines[9] == "block,decoder,idle,,,4,9,,,");
    CHECK(lines[10] == "# end_cycle: 9, rows: 3");
}

TEST_CASE("names in text traces are UTF-8, whatever encoding their file had") {
    const ScratchFolder folder;
    Recording run;
    run.header = {"net \xfc", "arch", 800, 32, {"gr\xf6", "\xc3\xbc"}, {}};
    run.end = Cycles(2);
    run.stretches = {{models::BlockId::decoder, BlockState::busy, Cycles(0), Cycles(1), 0},
                     {models::BlockId::decoder, BlockState::busy, Cycles(1), Cycles(2), 1}};
    for (const char* format : {"events", "vcd"}) {
        play(run, *make_sink(format, folder.path(format), {}));
        const auto lines = file_lines(folder.path(format));
        const auto has = [&lines](const std::string& text) {
            return std::any_of(lines.begin(), lines.end(),
                               [&](const std::string& line) { return line.find(text) != std::string::npos; });
        };
        CHECK(has("network: net \xef\xbf\xbd"));
        CHECK(has("gr\xef\xbf\xbd"));
        CHECK(has("\xc3\xbc"));
        CHECK_FALSE(has("\xf6"));
    }
}
