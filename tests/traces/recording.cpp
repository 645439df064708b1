#include "tests/traces/recording.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>

namespace fracbit::tests {

using namespace fracbit::traces;
using models::block_count;
using models::BlockId;
using models::StreamId;

namespace {

struct Call {
    Cycles time;
    std::function<void(TraceSink&)> deliver;
};

/// One list of calls per source, each in time order.
std::vector<std::vector<Call>> sources(const Recording& recording) {
    std::vector<std::vector<Call>> all(block_count + 1 + recording.header.queues.size());
    for (const BlockStretch& stretch : recording.stretches)
        all[static_cast<std::size_t>(stretch.block)].push_back(
            {stretch.end, [stretch](TraceSink& sink) { sink.block(stretch); }});
    for (const BurstEvent& burst : recording.bursts)
        all[block_count].push_back({burst.finish, [burst](TraceSink& sink) { sink.burst(burst); }});
    for (const LevelEvent& level : recording.levels)
        all[block_count + 1 + static_cast<std::size_t>(level.queue)].push_back(
            {level.cycle, [level](TraceSink& sink) { sink.level(level); }});
    return all;
}

} // namespace

void play(const Recording& recording, TraceSink& sink) {
    std::vector<Call> calls;
    for (const auto& source : sources(recording)) calls.insert(calls.end(), source.begin(), source.end());
    std::stable_sort(calls.begin(), calls.end(), [](const Call& a, const Call& b) { return a.time < b.time; });
    sink.start(recording.header);
    for (const Call& call : calls) call.deliver(sink);
    sink.finish(recording.end);
}

void play_shuffled(const Recording& recording, TraceSink& sink, std::mt19937& random) {
    const auto all = sources(recording);
    std::vector<std::size_t> turns;
    for (std::size_t i = 0; i < all.size(); ++i) turns.insert(turns.end(), all[i].size(), i);
    std::shuffle(turns.begin(), turns.end(), random);
    std::vector<std::size_t> next(all.size());
    sink.start(recording.header);
    for (const std::size_t source : turns) all[source][next[source]++].deliver(sink);
    sink.finish(recording.end);
}

Recording random_recording(std::mt19937& random, std::int64_t cycles) {
    const auto up_to = [&](std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(0, most)(random); };
    Recording run;
    run.header = {"net, \"x\"", "arch", 800, 64, {"conv,1", "fc"}, {"seeds", "bits", "out put"}};
    run.end = Cycles(cycles);
    for (int i = 0; i < block_count; ++i) {
        const std::int64_t longest = 1 + up_to(up_to(3) == 0 ? cycles : 9);
        // Some blocks stop reporting early, some never report at all.
        const std::int64_t last = up_to(4) == 0 ? up_to(cycles) : cycles;
        for (std::int64_t at = 0; at < last;) {
            const std::int64_t end = std::min(last, at + up_to(longest)); // empty stretches are legal
            run.stretches.push_back({static_cast<BlockId>(i), static_cast<BlockState>(up_to(3)), Cycles(at),
                                     Cycles(end), static_cast<int>(up_to(2)) - 1});
            at = end;
        }
    }
    std::int64_t issue = 0, start = 0, finish = 0;
    while (true) {
        issue += up_to(7);
        start = std::max(start, issue) + up_to(3);
        finish = std::max(finish, start + up_to(6)); // as long as a cycle is shared, or nothing of one is used
        if (finish > cycles) break;
        run.bursts.push_back({Cycles(issue), Cycles(start), Cycles(finish),
                              static_cast<std::uint64_t>(up_to(1000)) * 64, 64, static_cast<std::int32_t>(up_to(64)),
                              up_to(1) == 1, static_cast<StreamId>(up_to(7)), static_cast<int>(up_to(1))});
    }
    for (int queue = 0; queue < 3; ++queue)
        for (std::int64_t at = up_to(3); at <= cycles; at += up_to(9)) {
            run.levels.push_back({queue, Cycles(at), up_to(100)});
            if (up_to(50) == 0) break;
        }
    return run;
}

std::vector<CycleState> expand(const Recording& recording) {
    CycleState quiet;
    quiet.blocks.assign(block_count, BlockState::idle);
    quiet.levels.assign(recording.header.queues.size(), 0);
    const auto cycles = static_cast<std::size_t>(recording.end.count());
    std::vector<CycleState> all(cycles, quiet);
    const auto index = [](Cycles cycle) { return static_cast<std::size_t>(cycle.count()); };
    for (const BlockStretch& stretch : recording.stretches)
        for (std::size_t c = index(stretch.begin); c < index(stretch.end); ++c) {
            all[c].blocks[static_cast<std::size_t>(stretch.block)] = stretch.state;
            if (stretch.block == BlockId::memory) all[c].layer = stretch.layer;
        }
    for (const LevelEvent& level : recording.levels)
        for (std::size_t c = index(level.cycle); c < cycles; ++c)
            all[c].levels[static_cast<std::size_t>(level.queue)] = level.level;
    for (const BurstEvent& burst : recording.bursts) {
        for (std::size_t c = index(burst.start); c < index(burst.finish); ++c) all[c].burst = true;
        for (std::size_t c = index(burst.start); c < cycles; ++c) {
            all[c].address = burst.address;
            all[c].write = burst.write;
            all[c].stream = burst.stream;
        }
    }
    return all;
}

std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("no file " + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> file_lines(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("no file " + path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

ScratchFolder::ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "fracbit-traces-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    folder_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::vector<std::string> ScratchFolder::files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace fracbit::tests
