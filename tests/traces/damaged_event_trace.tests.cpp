// Files that are no event trace, or no longer one.
#include "models/core/error.hpp"
#include "tests/traces/recording.hpp"
#include "traces/event_index.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;

namespace {

const std::string sample_file = FRACBIT_SOURCE_DIR "/traces/samples/sample.events.csv";

std::string damaged(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

void save_text(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

/// The message of opening `text`, without the path before it.
std::string problem_with(const std::string& text) {
    const ScratchFolder folder;
    const std::string path = folder.path("t.events.csv");
    save_text(path, text);
    try {
        EventIndex::open(path);
    } catch (const FormatError& error) {
        const std::string message = error.what();
        REQUIRE(message.compare(0, path.size(), path) == 0);
        return message.substr(path.size());
    }
    return "opened";
}

} // namespace

TEST_CASE("a file that is no event trace is refused with the way to make one") {
    const auto refused = [](const std::string& kind) {
        return ":1: this is no event trace, which starts with '# fracbit event trace'; `fracbit simulate --trace "
               "events=FILE` writes one" == problem_with(kind);
    };
    CHECK(refused("hello\n"));
    CHECK(refused(file_text(FRACBIT_SOURCE_DIR "/traces/samples/sample.cycles.csv")));
    CHECK(refused(file_text(FRACBIT_SOURCE_DIR "/traces/samples/sample.vcd")));
    CHECK(problem_with("") == ":1: the file is empty; an event trace starts with '# fracbit event trace'");
    CHECK_THROWS_MATCHES(EventIndex::open("/nowhere/x.events.csv"), MissingFileError,
                         Catch::Message("cannot read '/nowhere/x.events.csv': No such file or directory"));
    CHECK_THROWS_MATCHES(EventIndex::open("/tmp"), MissingFileError,
                         Catch::Message("cannot read '/tmp': it is no regular file, a trace is one"));
}

TEST_CASE("damage to an event trace is reported with its line") {
    const std::string text = file_text(sample_file);
    const std::string cut = ": the trace ends without its '# end_cycle' line: it was cut off; write it again";
    CHECK(problem_with(text.substr(0, text.rfind("# end_cycle"))) == cut);
    CHECK(problem_with(text.substr(0, text.size() / 2)) == cut);
    CHECK(problem_with(damaged(text, "format_version 1", "format_version 9")) ==
          ":1: format_version is '9'; this program reads version 1");
    CHECK(problem_with(damaged(text, "kind,name", "sort,name")).substr(0, 24) == ":7: the columns are 'sor");
    CHECK(problem_with(damaged(text, "block,decoder,stall_in", "block,decader,stall_in")) ==
          ":11: 'decader' is no block of the machine");
    CHECK(problem_with(damaged(text, "burst,weights", "burst,wait")) ==
          ":10: 'wait' is no stream of the memory channel");
    CHECK(problem_with(damaged(text, "block,decoder,stall_in", "block,decoder,stalled")) ==
          ":11: the state of decoder is 'stalled'; it must be busy, stall_in, stall_out or idle");
    CHECK(problem_with(damaged(text, "block,decoder", "black,decoder")) ==
          ":11: kind is 'black'; it must be block or burst");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "conv1,,0,x4,,,")) ==
          ":11: end_cycle is 'x4'; a whole number is needed");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "conv1,,-1,14,,,")) ==
          ":11: begin_cycle is '-1'; a whole number is needed");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "conv1,,15,14,,,")) ==
          ":11: end_cycle 14 lies before begin_cycle 15");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "conv1,,0,14,,")) == ":11: 9 fields; each row has 10");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "conv1,,0,14,,,,")) ==
          ":11: more than 10 fields; each row has 10");
    CHECK(problem_with(damaged(text, "conv1,,0,14,,,", "\"conv1,,0,14,,,")) ==
          ":11: a quote is opened and never closed");
    CHECK(problem_with(damaged(text, "block,decoder,stall_in,conv1,,0,14,,,\n", "")) ==
          ":13: decoder begins at cycle 14 after a stretch that ended at 0; rows were lost or added");
    CHECK(problem_with(damaged(text, "0,8,13,0x0", "9,8,13,0x0")) == ":10: a burst begins before it issues");
    CHECK(problem_with(damaged(text, "0,8,13,0x0", "0,8,13,0xg")) == ":10: address is '0xg'; a whole number is needed");
    CHECK(problem_with(damaged(text, "0x0,64,64", "0x0,,64")) == ":10: bytes is ''; a whole number is needed");
    CHECK(problem_with(damaged(text, "0x0,64,64", "0x0,64,99999999999")) ==
          ":10: payload_bytes is '99999999999'; a whole number is needed");
    CHECK(problem_with(damaged(text, "0,8,13,0x0", "?,8,13,0x0")) ==
          ":10: issue_cycle is '?'; a whole number is needed");
    CHECK(problem_with(damaged(text, "read,conv1,0,8", "peek,conv1,0,8")) ==
          ":10: the access is 'peek'; it must be read or write");
    CHECK(problem_with(damaged(text, "conv1,0,8,13,", "conv1,0,20,21,")) ==
          ":17: a burst of cycles 13 to 18 follows one of 20 to 21; rows were moved");
    CHECK(problem_with(damaged(text, "# end_cycle: 60", "# end_cycle: 8")) ==
          ":9: a row ends at cycle 13 after the run's end at 8");
    const auto end_line = text.rfind("# end_cycle");
    CHECK(
        problem_with(text.substr(0, end_line) + "# end_cycle: 60, rows: 3\n").find("the trace says 3 rows and has ") !=
        std::string::npos);
    CHECK(problem_with(text.substr(0, end_line) + "# end_cycle: sixty\n") ==
          ": the last line is '# end_cycle: sixty'; it must be '# end_cycle: N, rows: N'");
}

TEST_CASE("lines that end as on Windows are read alike") {
    std::string text = file_text(sample_file);
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "\r\n");
    const ScratchFolder folder;
    save_text(folder.path("t"), text);
    const auto index = EventIndex::open(folder.path("t"));
    CHECK(index->window(0, 60)->rows == EventIndex::open(sample_file)->window(0, 60)->rows);
}
