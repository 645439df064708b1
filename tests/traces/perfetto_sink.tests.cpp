#include "traces/perfetto_sink.hpp"
#include "tests/traces/recording.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;
using Json = nlohmann::json;

namespace {

Json written(const Recording& run, PerfettoTime time = PerfettoTime::clock) {
    const ScratchFolder folder;
    PerfettoSink sink(folder.path("t.json"), time);
    play(run, sink);
    return Json::parse(file_text(folder.path("t.json")));
}

} // namespace

TEST_CASE("every event of a Chrome JSON trace has the fields its phase needs") {
    const unsigned seed = 99;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const Recording run = random_recording(random, 200);
    const Json trace = written(run);
    CHECK(trace.at("displayTimeUnit") == "ns");
    CHECK(trace.at("otherData").at("format_version") == 1);
    CHECK(trace.at("otherData").at("network") == "net, \"x\"");
    CHECK(trace.at("otherData").at("cycle") == "time axis in real time: 1 cycle = 1.25 ns");

    std::map<std::string, int> count;
    std::map<std::string, double> begun;                // async id -> ts
    std::map<std::pair<int, int>, std::string> threads; // pid, tid -> name
    std::map<std::pair<int, int>, double> slice_end;
    for (const Json& event : trace.at("traceEvents")) {
        const std::string phase = event.at("ph");
        INFO(event.dump());
        ++count[phase];
        REQUIRE(event.at("name").is_string());
        const std::pair<int, int> track{event.at("pid"), event.at("tid")};
        if (phase == "M") {
            if (event.at("name") == "thread_name")
                threads[track] = event.at("args").at("name");
            else if (event.at("name") == "thread_sort_index")
                REQUIRE(event.at("args").at("sort_index").is_number());
            else
                REQUIRE(event.at("args").at("name").is_string());
            continue;
        }
        const double ts = event.at("ts");
        REQUIRE(ts >= 0);
        if (phase == "X") {
            REQUIRE(event.at("dur").get<double>() > 0);
            REQUIRE(threads.count(track) == 1);
            REQUIRE(event.at("cat") == "block");
            REQUIRE(event.at("args").at("cause").is_string());
            REQUIRE(ts == Approx(event.at("args").at("begin_cycle").get<double>() * 0.00125));
            REQUIRE(ts >= slice_end[track] - 1e-9); // slices of a thread do not overlap
            slice_end[track] = ts + event.at("dur").get<double>();
        } else if (phase == "b") {
            REQUIRE(begun.emplace(event.at("id").get<std::string>(), ts).second);
            REQUIRE(event.at("cat") == "burst");
            REQUIRE(event.at("args").at("address").is_string());
        } else if (phase == "e") {
            REQUIRE(event.at("cat") == "burst");
            REQUIRE(begun.at(event.at("id")) <= ts);
        } else if (phase == "C") {
            REQUIRE(event.at("args").at("level").is_number());
        } else {
            REQUIRE(phase == "i");
            REQUIRE(event.at("s") == "g");
            REQUIRE(event.at("args").at("end_cycle") == 200);
        }
    }
    int not_idle = 0;
    for (const BlockStretch& stretch : run.stretches)
        if (stretch.state != BlockState::idle && stretch.begin != stretch.end) ++not_idle;
    CHECK(count["X"] == not_idle);
    CHECK(count["b"] == static_cast<int>(run.bursts.size()));
    CHECK(count["e"] == static_cast<int>(run.bursts.size()));
    CHECK(count["C"] == static_cast<int>(run.levels.size()));
    CHECK(count["i"] == 1);
    CHECK(threads.size() == models::block_count + models::stream_count);
    CHECK(threads[{1, 3}] == "decoder");
}

TEST_CASE("a Chrome JSON trace of a stretch, a burst and a level says what they were") {
    Recording run;
    run.header = {"n", "a", 800, 64, {"conv \"1\"\n"}, {"q\\"}};
    run.end = Cycles(20);
    run.stretches = {{models::BlockId::array, BlockState::stall_out, Cycles(0), Cycles(3), 0}};
    run.levels = {{0, Cycles(4), 7}};
    run.bursts = {{Cycles(5), Cycles(9), Cycles(14), 0x1c0, 64, 60, true, models::StreamId::outputs, -1}};
    const Json events = written(run).at("traceEvents");
    REQUIRE(events.size() == 2 + 2 * models::block_count + models::stream_count + 5);
    const std::size_t first = events.size() - 5;
    CHECK(events[first] ==
          Json::parse(R"({"ph":"X","name":"stall_out","cat":"block","pid":1,"tid":12,"ts":0,"dur":0.00375,
        "cname":"terrible","args":{"layer":"conv \"1\"\n","cause":"its output is full","begin_cycle":0,"cycles":3}})"));
    CHECK(events[first + 1] == Json::parse(R"({"ph":"C","name":"q\\","pid":1,"tid":0,"ts":0.005,"args":{"level":7}})"));
    CHECK(events[first + 2] ==
          Json::parse(R"({"ph":"b","name":"outputs","cat":"burst","id":"0x0","pid":2,"tid":14,"ts":0.00625,
        "args":{"layer":null,"address":"0x1c0","access":"write","bytes":64,"payload_bytes":60,"issue_cycle":5,
        "start_cycle":9,"finish_cycle":14}})"));
    CHECK(events[first + 3] ==
          Json::parse(R"({"ph":"e","name":"outputs","cat":"burst","id":"0x0","pid":2,"tid":14,"ts":0.0175})"));
}

TEST_CASE("a Chrome JSON trace can have cycles on its time axis") {
    const Json trace = written(sample_recording(), PerfettoTime::cycles);
    CHECK(trace.at("otherData").at("cycle") == "time axis in cycles: 1 us on screen = 1 cycle = 1.25 ns");
    CHECK(trace.at("traceEvents").back().at("ts") == 60);
}

TEST_CASE("names that are no UTF-8 do not break a Chrome JSON trace") {
    Recording run;
    run.header = {"caf\xe9", "a", 800, 64, {"\xff"}, {}};
    run.end = Cycles(1);
    CHECK(written(run).at("otherData").at("network") == "caf\xef\xbf\xbd");
}
