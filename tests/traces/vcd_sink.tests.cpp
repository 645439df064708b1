#include "traces/vcd_sink.hpp"
#include "models/core/error.hpp"
#include "tests/traces/recording.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <map>
#include <sstream>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::traces;
using Catch::Matchers::Contains;

namespace {

/// A VCD as a reader that knows nothing of the writer sees it: signal name -> (time, value) in order.
struct Vcd {
    std::string timescale;
    std::map<std::string, std::string> type_and_width;
    std::map<std::string, std::vector<std::pair<std::int64_t, std::string>>> changes;
    std::int64_t last_time = -1;

    /// Value at `time`.
    [[nodiscard]] std::string at(const std::string& name, std::int64_t time) const {
        std::string value = "undefined";
        for (const auto& [when, what] : changes.at(name))
            if (when <= time) value = what;
        return value;
    }
};

Vcd parse_vcd(const std::string& path) {
    std::istringstream words(file_text(path));
    Vcd vcd;
    std::vector<std::string> scopes;
    std::map<std::string, std::string> name_of;
    std::string word, part;
    const auto skip = [&] {
        while (words >> part && part != "$end") {
        }
    };
    while (words >> word && word != "$enddefinitions") {
        if (word == "$scope") {
            words >> part >> part;
            scopes.push_back(part);
            skip();
        } else if (word == "$upscope") {
            REQUIRE_FALSE(scopes.empty());
            scopes.pop_back();
            skip();
        } else if (word == "$var") {
            std::string type, width, code, name, path_name;
            words >> type >> width >> code >> name;
            for (const std::string& scope : scopes) path_name += scope + ".";
            REQUIRE(name_of.emplace(code, path_name + name).second); // codes are unique
            vcd.type_and_width[path_name + name] = fmt::format("{} {}", type, width);
            skip();
        } else if (word == "$timescale") {
            while (words >> part && part != "$end") vcd.timescale += part;
        } else {
            REQUIRE(word == "$comment");
            skip();
        }
    }
    REQUIRE(scopes.empty());
    skip();
    while (words >> word) {
        if (word == "$dumpvars" || word == "$end") continue;
        if (word[0] == '#') {
            const std::int64_t time = std::stoll(word.substr(1));
            REQUIRE(time > vcd.last_time);
            vcd.last_time = time;
            continue;
        }
        std::string value = word.substr(0, 1), code = word.substr(1);
        if (word[0] == 'b') {
            value = code;
            words >> code;
        }
        REQUIRE(name_of.count(code) == 1);
        auto& changes = vcd.changes[name_of[code]];
        if (!changes.empty()) {
            REQUIRE(changes.back().first < vcd.last_time); // at most one value at a time
            REQUIRE(changes.back().second != value);       // and only changes
        }
        changes.emplace_back(vcd.last_time, value);
    }
    return vcd;
}

std::string bits(std::uint64_t value) { return fmt::format("{:b}", value); }

TraceHeader header_at(double clock_mhz) { return {"n", "a", clock_mhz, 64, {"conv1"}, {"seeds"}}; }

} // namespace

TEST_CASE("a VCD read back gives every signal at every cycle") {
    const unsigned seed = GENERATE(range(100U, 120U));
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const Recording run = random_recording(random, 1 + static_cast<std::int64_t>(random() % 150));
    const ScratchFolder folder;
    const std::string path = folder.path("t.vcd");
    {
        VcdSink sink(path);
        play_shuffled(run, sink, random);
    }
    const Vcd vcd = parse_vcd(path);
    const auto states = expand(run);
    CHECK(vcd.timescale == "1ps");
    CHECK(vcd.last_time == run.end.count() * 1250);
    CHECK(vcd.changes.size() == 1 + 2 * models::block_count + 4 + 3);
    for (std::size_t c = 0; c < states.size(); ++c) {
        const CycleState& state = states[c];
        const std::int64_t time = static_cast<std::int64_t>(c) * 1250;
        INFO("cycle " << c);
        REQUIRE(vcd.at("fracbit.layer", time) ==
                (state.layer < 0 ? "z" : bits(static_cast<std::uint64_t>(state.layer))));
        for (int b = 0; b < models::block_count; ++b) {
            const std::string name = std::string("fracbit.") + models::to_string(static_cast<models::BlockId>(b));
            const BlockState block = state.blocks[static_cast<std::size_t>(b)];
            REQUIRE(vcd.at(name + ".state", time) == bits(static_cast<std::uint64_t>(block)));
            REQUIRE(vcd.at(name + ".busy", time) == (block == BlockState::busy ? "1" : "0"));
        }
        REQUIRE(vcd.at("fracbit.queue.seeds", time) == bits(static_cast<std::uint64_t>(state.levels[0])));
        REQUIRE(vcd.at("fracbit.queue.bits", time) == bits(static_cast<std::uint64_t>(state.levels[1])));
        REQUIRE(vcd.at("fracbit.queue.out_put", time) == bits(static_cast<std::uint64_t>(state.levels[2])));
        REQUIRE(vcd.at("fracbit.burst.active", time) == (state.burst ? "1" : "0"));
        REQUIRE(vcd.at("fracbit.burst.address", time) == (state.burst ? bits(state.address) : "z"));
        REQUIRE(vcd.at("fracbit.burst.write", time) == (state.burst ? (state.write ? "1" : "0") : "z"));
        REQUIRE(vcd.at("fracbit.burst.stream", time) ==
                (state.burst ? bits(static_cast<std::uint64_t>(state.stream)) : "z"));
    }
}

TEST_CASE("a VCD's timescale makes cycles exact or says that they are not time") {
    struct Case {
        double clock_mhz;
        const char* timescale;
        std::int64_t end_of_3_cycles;
        const char* comment;
    };
    for (const Case& c : {Case{800, "1ps", 3750, "1 cycle = 1250 time units $end"},
                          Case{1000, "1ps", 3000, "1 cycle = 1000 time units $end"},
                          Case{3200, "1fs", 937500, "1 cycle = 312500 time units $end"},
                          Case{600, "1ns", 3, "1 cycle = 1 time unit (the period is not a whole number of fs"}}) {
        const ScratchFolder folder;
        {
            VcdSink sink(folder.path("t.vcd"));
            sink.start(header_at(c.clock_mhz));
            sink.finish(Cycles(3));
        }
        const Vcd vcd = parse_vcd(folder.path("t.vcd"));
        CHECK(vcd.timescale == c.timescale);
        CHECK(vcd.last_time == c.end_of_3_cycles);
        CHECK_THAT(file_text(folder.path("t.vcd")), Contains(c.comment));
    }
}

TEST_CASE("a VCD holds the chosen signals only") {
    const ScratchFolder folder;
    {
        VcdSink sink(folder.path("t.vcd"), {"decoder.*", "queue.seeds", "*.write", "decoder.busy"});
        sink.start(header_at(800));
        sink.finish(Cycles(1));
    }
    std::vector<std::string> names;
    for (const auto& [name, type] : parse_vcd(folder.path("t.vcd")).type_and_width)
        names.push_back(fmt::format("{} {}", name, type));
    CHECK(names == std::vector<std::string>{"fracbit.burst.write wire 1", "fracbit.decoder.busy wire 1",
                                            "fracbit.decoder.state wire 2", "fracbit.queue.seeds integer 64"});
}

TEST_CASE("a VCD of chosen signals lasts as long as the run, whatever the others do at its end") {
    const ScratchFolder folder;
    Recording run;
    run.header = header_at(800);
    run.end = Cycles(9);
    run.stretches = {{models::BlockId::decoder, BlockState::busy, Cycles(0), Cycles(4), -1},
                     {models::BlockId::array, BlockState::busy, Cycles(0), Cycles(9), -1}};
    {
        VcdSink sink(folder.path("t.vcd"), {"decoder.*"});
        play(run, sink);
    }
    const Vcd vcd = parse_vcd(folder.path("t.vcd"));
    CHECK(vcd.last_time == 9 * 1250);
    CHECK(vcd.at("fracbit.decoder.busy", 8 * 1250) == "0");
}

TEST_CASE("an unknown VCD signal is a configuration error that lists the known ones and leaves no file") {
    const ScratchFolder folder;
    {
        VcdSink sink(folder.path("t.vcd"), {"decoder.busy", "decodr.busy", "nothing*"});
        try {
            sink.start(header_at(800));
            FAIL("no error");
        } catch (const ConfigError& error) {
            CHECK_THAT(error.what(),
                       Contains("no signal matches 'decodr.busy', 'nothing*'; '*' stands for any text, and "
                                "the signals are layer memory.state memory.busy"));
            CHECK_THAT(error.what(), Contains("burst.address burst.write burst.stream queue.seeds"));
        }
    }
    CHECK(folder.files().empty());
}

TEST_CASE("globs match as in a shell, with the star alone") {
    CHECK(matches_glob("decoder.busy", "decoder.busy"));
    CHECK(matches_glob("decoder.busy", "*"));
    CHECK(matches_glob("decoder.busy", "*.busy"));
    CHECK(matches_glob("decoder.busy", "d*r.b*"));
    CHECK(matches_glob("aab", "*ab"));
    CHECK(matches_glob("", "*"));
    CHECK_FALSE(matches_glob("decoder.busy", "decoder"));
    CHECK_FALSE(matches_glob("decoder.busy", "*.state"));
    CHECK_FALSE(matches_glob("decoder.busy", ""));
    CHECK_FALSE(matches_glob("ab", "a?"));
}

TEST_CASE("queues whose names are no identifiers, or the same one, still get signals of their own") {
    const auto all = vcd_signals({"n", "a", 800, 64, {}, {"a b", "a-b", "2x", ""}});
    std::vector<std::string> names;
    for (const VcdSignal& signal : all)
        if (signal.scope == "queue") names.push_back(signal.name);
    CHECK(names == std::vector<std::string>{"a_b", "a_b_2", "_2x", "_"});
}

TEST_CASE("no name can end a VCD comment") {
    const ScratchFolder folder;
    {
        VcdSink sink(folder.path("t.vcd"));
        sink.start({"x $end $var wire 1 ! y $end", "a\nb", 800, 64, {"$end"}, {}});
        sink.finish(Cycles(1));
    }
    const Vcd vcd = parse_vcd(folder.path("t.vcd"));
    CHECK(vcd.type_and_width.size() == 1 + 2 * models::block_count + 4);
}
