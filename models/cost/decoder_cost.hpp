// Area, delay and energy of one lane's XOR decoder.
#pragma once

#include "models/circuits/pipeline.hpp"
#include "models/circuits/xor_netlist.hpp"
#include "models/cost/area.hpp"
#include "models/cost/technology.hpp"

#include <optional>

namespace fracbit::models {

struct DecoderCost {
    int stored_bits = 0; ///< bits that a slice takes from the stream: n_in, less what registers of former seeds hold
    int n_out = 0;
    int xor2 = 0;
    int flip_flops = 0;
    Area area;
    double delay_ps = 0;  ///< of the slowest stage, flip-flops and skew included
    double energy_fj = 0; ///< of a slice, without the clock
    double clock_fj = 0;  ///< of a cycle in which its flip-flops are clocked, without the clock's tree
    double leakage_nw = 0;
    Quality area_quality = Quality::published;
    Quality quality = Quality::published; ///< of all numbers
};

/// `gate_toggles`: mean number of toggles of gate outputs from slice to slice, where it is known; else the technology's
/// activity for each gate. With `registers` of former seeds (sequential decoding) these are counted too.
DecoderCost decoder_cost(const XorNetlist& netlist, const PipelineCut& cut, const Technology& technology,
                         std::optional<double> gate_toggles = {}, int registers = 0);

/// A decoder of which only the size is known: every signal is charged with the mean fan-out.
struct DecoderSize {
    int n_in = 0, n_out = 0;
    int xor2 = 0;
    int levels_per_stage = 1; ///< XOR levels of the slowest stage
    int flip_flops = 0;       ///< all rows
    int registers = 0;        ///< former seeds that the network sees
};
DecoderCost decoder_cost(const DecoderSize& size, const Technology& technology);

} // namespace fracbit::models
