// Area, delay and energy of every part of a machine (docs/cost.md has the formulas). Made to be called millions of
// times: no text, no allocation.
#pragma once

#include "models/config/architecture.hpp"
#include "models/cost/area.hpp"
#include "models/cost/decoder_cost.hpp"
#include "models/cost/technology.hpp"
#include "models/results/simulation_result.hpp"

#include <array>
#include <span>

namespace fracbit::models {

/// Blocks, and what stands between them, in data-flow order.
enum class PartId {
    memory_controller,
    weight_reader,
    seed_fifo,
    decoder,
    decoded_fifo,
    patch_reader,
    patch_unit,
    mask_decoder,
    mask_memory,
    csr_decoder,
    weight_gearbox,
    weight_buffer,
    tile_registers,
    activation_reader,
    activation_buffer,
    activation_crossbar,
    operand_reader,
    array,
    accumulators,
    scaler,
    vector_unit,
    output_fifo,
    output_writer
};
inline constexpr int part_count = 23;
const char* to_string(PartId part);
/// The block of the simulator whose busy cycles clock the part.
BlockId block_of(PartId part);
/// What `PartCost::energy_fj` is counted for: "slice", "bit", "byte", "cycle", ...
const char* operation_of(PartId part);

/// What the machine has to be able to run; it holds no more than that needs.
struct MachineUse {
    std::span<const DecoderCost> decoders; ///< one for each distinct network; none: no XOR decoder
    bool sparse = false;                   ///< pruned weights behind the decoder: a mask, two bits a weight
    bool patches = false;                  ///< counted or gap patches
    bool bitmap_mask = false, relative_mask = false;
    int mask_rank = 0; ///< largest rank of low-rank masks; 0: none
    int gap_bits = 8;  ///< of relative masks, CSR entries and gap patches
    bool csr = false;
    bool dense8 = false; ///< 8-bit weights, whatever the array's mode
    int shift_bits = 0;  ///< most bits of shift weights, whatever the array's mode; 0: none
    int planes = 1;      ///< largest q of planes
    bool vector_unit = true;
};

struct PartCost {
    Area area;
    double delay_ps = 0;  ///< longest path of a cycle, flip-flops, setup and skew included; 0: there is no such part
    double energy_fj = 0; ///< of an operation, without the clock
    double clock_fj = 0;  ///< of a busy cycle, clock tree included
    double leakage_nw = 0;
    Quality area_quality = Quality::published;
    Quality quality = Quality::published; ///< of delay and energy: weakest of all numbers
    friend bool operator==(const PartCost&, const PartCost&) = default;
};

struct MachineCost {
    std::array<PartCost, part_count> parts;
    Area area;             ///< cells: sum of the parts
    double placed_um2 = 0; ///< area with the room that wires take
    double leakage_nw = 0; ///< sum of the parts
    double clock_mhz = 0;
    double clock_ps = 0;   ///< period
    double slowest_ps = 0; ///< largest delay of a part
    Quality area_quality = Quality::published, quality = Quality::published;

    // What energies are derived from, beside the counters.
    double memory_pj_per_bit = 0;
    int rows = 0, columns = 0;
    int tile_weight_bits = 1; ///< of a weight in a tile register: 8 dense, 2 pruned, as many as shift weights, else 1

    [[nodiscard]] const PartCost& part(PartId id) const { return parts[static_cast<std::size_t>(id)]; }
    /// Whether every part is through within the clock's period.
    [[nodiscard]] bool meets_clock() const { return slowest_ps <= clock_ps; }
};

MachineCost machine_cost(const Architecture& architecture, const MachineUse& use, const Technology& technology);

} // namespace fracbit::models
