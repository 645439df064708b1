// A run as a list of events, to be played to a sink in any order that the contract allows.
#pragma once

#include "traces/trace_sink.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace fracbit::tests {

struct Recording {
    traces::TraceHeader header;
    std::vector<traces::BlockStretch> stretches; ///< of each block in time order
    std::vector<traces::BurstEvent> bursts;      ///< in time order
    std::vector<traces::LevelEvent> levels;      ///< of each queue in time order
    Cycles end;
};

/// As the machine would: a stretch when it ends, a burst when it finishes, a level when it changes.
void play(const Recording& recording, traces::TraceSink& sink);
/// Blocks, bursts and queues interleaved at random; each of them still goes forward in time.
void play_shuffled(const Recording& recording, traces::TraceSink& sink, std::mt19937& random);

Recording random_recording(std::mt19937& random, std::int64_t cycles);

/// The state of every cycle, one cycle after the other: what the sinks must agree with.
struct CycleState {
    std::vector<traces::BlockState> blocks;
    std::vector<std::int64_t> levels;
    int layer = -1;
    bool burst = false;
    std::uint64_t address = 0; ///< of the burst that started last, if `burst`
    bool write = false;
    models::StreamId stream{};
};
std::vector<CycleState> expand(const Recording& recording);

/// Two layers in a few dozen cycles, worked out by hand: the samples in traces/samples show it.
Recording sample_recording();
/// Writes one sample of each format into `folder`.
void write_samples(const std::string& folder);

std::string file_text(const std::string& path);
std::vector<std::string> file_lines(const std::string& path);

/// A new empty folder, removed at the end of the scope.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }
    [[nodiscard]] std::vector<std::string> files() const; ///< sorted

private:
    std::string folder_;
};

} // namespace fracbit::tests
