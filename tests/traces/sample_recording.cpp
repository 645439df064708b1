// Two layers on a small machine: bursts of 64 bytes take 5 cycles (12.8 bytes a cycle), latency 8 cycles.
//
//   conv1, cycles 0..41: two weight bursts (issue 0 and 1) and an activation burst (issue 2); the array works when the
//                        activations are there and waits a cycle for the scaler; one output burst (issue 29).
//   fc, cycles 42..59:   one weight burst (issue 42) goes through to the weight buffer.
#include "tests/traces/recording.hpp"
#include "traces/sink_factory.hpp"

namespace fracbit::tests {

using namespace fracbit::traces;
using models::BlockId;
using models::StreamId;

namespace {

constexpr int conv1 = 0;
constexpr int fc = 1;

/// States of a block up to these cycles.
struct Step {
    BlockState state;
    int until;
    int layer;
};

void add(Recording& run, BlockId block, const std::vector<Step>& steps) {
    Cycles at;
    for (const Step& step : steps) {
        run.stretches.push_back({block, step.state, at, Cycles(step.until), step.layer});
        at = Cycles(step.until);
    }
}

} // namespace

Recording sample_recording() {
    using enum BlockState;
    Recording run;
    run.header = {"sample", "small", 800, 64, {"conv1", "fc"}, {"seeds", "bits"}};
    run.end = Cycles(60);
    // finish = max(previous finish, issue + 8) + 5
    run.bursts = {
        {Cycles(0), Cycles(8), Cycles(13), 0x0, 64, 64, false, StreamId::weights, conv1},
        {Cycles(1), Cycles(13), Cycles(18), 0x40, 64, 26, false, StreamId::weights, conv1},
        {Cycles(2), Cycles(18), Cycles(23), 0x1000, 64, 64, false, StreamId::activations, conv1},
        {Cycles(29), Cycles(37), Cycles(42), 0x2000, 64, 32, true, StreamId::outputs, conv1},
        {Cycles(42), Cycles(50), Cycles(55), 0x80, 64, 50, false, StreamId::weights, fc},
    };
    add(run, BlockId::memory,
        {{stall_in, 8, conv1},
         {busy, 23, conv1},
         {idle, 29, conv1},
         {stall_in, 37, conv1},
         {busy, 42, conv1},
         {stall_in, 50, fc},
         {busy, 55, fc},
         {idle, 60, fc}});
    add(run, BlockId::weight_reader,
        {{stall_in, 13, conv1},
         {busy, 15, conv1},
         {stall_in, 18, conv1},
         {busy, 19, conv1},
         {idle, 42, conv1},
         {stall_in, 55, fc},
         {busy, 56, fc},
         {idle, 60, fc}});
    add(run, BlockId::decoder,
        {{stall_in, 14, conv1},
         {busy, 16, conv1},
         {stall_in, 19, conv1},
         {busy, 20, conv1},
         {idle, 42, conv1},
         {stall_in, 56, fc},
         {busy, 57, fc},
         {idle, 60, fc}});
    add(run, BlockId::weight_buffer,
        {{stall_in, 15, conv1},
         {busy, 17, conv1},
         {stall_in, 20, conv1},
         {busy, 21, conv1},
         {idle, 42, conv1},
         {stall_in, 57, fc},
         {busy, 58, fc},
         {idle, 60, fc}});
    add(run, BlockId::tile_loader, {{stall_in, 21, conv1}, {busy, 22, conv1}, {idle, 42, conv1}, {idle, 60, fc}});
    add(run, BlockId::activation_reader, {{stall_in, 23, conv1}, {busy, 24, conv1}, {idle, 42, conv1}, {idle, 60, fc}});
    add(run, BlockId::array,
        {{stall_in, 24, conv1},
         {busy, 25, conv1},
         {stall_out, 26, conv1},
         {busy, 27, conv1},
         {idle, 42, conv1},
         {idle, 60, fc}});
    add(run, BlockId::scaler, {{stall_in, 27, conv1}, {busy, 28, conv1}, {idle, 42, conv1}, {idle, 60, fc}});
    add(run, BlockId::output_writer, {{stall_in, 28, conv1}, {busy, 29, conv1}, {idle, 42, conv1}, {idle, 60, fc}});
    for (const BlockId block : {BlockId::patch_reader, BlockId::patch_unit, BlockId::mask_decoder, BlockId::csr_decoder,
                                BlockId::operand_reader, BlockId::vector_unit})
        add(run, block, {{idle, 42, conv1}, {idle, 60, fc}});
    // Words between reader and decoder, and between decoder and weight buffer.
    run.levels = {{0, Cycles(14), 1}, {0, Cycles(16), 0}, {0, Cycles(19), 1}, {0, Cycles(20), 0},
                  {1, Cycles(15), 1}, {1, Cycles(17), 0}, {1, Cycles(20), 1}, {1, Cycles(21), 0},
                  {0, Cycles(56), 1}, {0, Cycles(57), 0}, {1, Cycles(57), 1}, {1, Cycles(58), 0}};
    return run;
}

void write_samples(const std::string& folder) {
    for (const TraceFormatInfo& format : trace_formats())
        play(sample_recording(), *make_sink(format.format, folder + "/sample" + format.extension));
}

} // namespace fracbit::tests
