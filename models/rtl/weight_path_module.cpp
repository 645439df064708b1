#include "models/rtl/weight_path_module.hpp"

#include "models/rtl/decoder_module.hpp"
#include "models/rtl/legal_name.hpp"
#include "models/rtl/sv_sources.hpp"
#include "models/rtl/text_template.hpp"

#include <bit>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// Ports of a stored stream.
const char* const stream_ports = R"(
    input  logic [@patch_space_top@:0] @stream@_reserved,
    output logic [@patch_space_top@:0] @stream@_free,
    input  logic [@in_count_top@:0] @stream@_arrived_count,
    input  logic [@in_top@:0] @stream@_arrived_data,)";

const char* const patch_run_ports = R"(
    input  logic patch_run_valid,
    output logic patch_run_ready,
    input  logic [31:0] patch_run_slices,)";

const char* const entries_ports = R"(
    // entries of the next word of slices
    input  logic entries_valid,
    output logic entries_ready,
    input  logic [15:0] entries_count,)";

const char* const patch_blocks = R"(
    // patch reader, FIFO of patches, patch unit, FIFO of patched words
    logic flips_valid, flips_ready, patches_valid, patches_ready;
    logic [@word_top@:0] flips_bits, patches_bits;
@reader@
    fracbit_fifo #(.WIDTH(@word_bits@), .DEPTH(@fifo_depth@)) patches_fifo (
        .clk, .rst, .push_valid(flips_valid), .push_ready(flips_ready), .push_data(flips_bits),
        .pop_valid(patches_valid), .pop_ready(patches_ready), .pop_data(patches_bits));
    logic mended_valid, mended_ready, mended_first, mended_last;
    logic patched_valid, patched_ready, patched_first, patched_last;
    logic [@lane_top@:0] mended_slices, patched_slices;
    logic [@word_top@:0] mended_bits, patched_bits;
    fracbit_patch_unit #(.N_OUT(@n_out@), .LANES(@lanes@), .PORTS(@ports@), .DEPTH(@patch_depth@)) patch_unit (
        .clk, .rst, .decoded_valid, .decoded_ready, .decoded_first, .decoded_last, .decoded_slices, .decoded_bits,
        .patches_valid, .patches_ready, .patches_flips(patches_bits),
        .word_valid(mended_valid), .word_ready(mended_ready), .word_first(mended_first), .word_last(mended_last),
        .word_slices(mended_slices), .word_bits(mended_bits));
    fracbit_fifo #(.WIDTH(@word_width@), .DEPTH(@fifo_depth@)) patched_fifo (
        .clk, .rst, .push_valid(mended_valid), .push_ready(mended_ready), .push_data({mended_first, mended_last, mended_slices, mended_bits}),
        .pop_valid(patched_valid), .pop_ready(patched_ready),
        .pop_data({patched_first, patched_last, patched_slices, patched_bits}));)";

const char* const counted_reader = R"(    fracbit_counted_patch_reader #(
        .N_OUT(@n_out@), .LANES(@lanes@), .PORTS(@ports@), .BLOCK(@block@), .LEAST_BLOCK(@least_block@), .REGISTERS(@registers@), .IN_BITS(@in_bits@), .CAPACITY(@patch_bits@)) patch_reader (
        .clk, .rst, .counts_reserved, .counts_free, .counts_arrived_count, .counts_arrived_data,
        .locations_reserved, .locations_free, .locations_arrived_count, .locations_arrived_data,
        .run_valid(patch_run_valid), .run_ready(patch_run_ready), .run_slices(patch_run_slices), .run_block_last(@run_field@),
        .word_valid(flips_valid), .word_ready(flips_ready), .word_flips(flips_bits));)";

const char* const gap_reader = R"(    fracbit_gap_patch_reader #(
        .N_OUT(@n_out@), .LANES(@lanes@), .PORTS(@ports@), .GAP(@gap@), .REGISTERS(@registers@), .IN_BITS(@in_bits@), .CAPACITY(@patch_bits@)) patch_reader (
        .clk, .rst, .locations_reserved, .locations_free, .locations_arrived_count, .locations_arrived_data,
        .run_valid(patch_run_valid), .run_ready(patch_run_ready), .run_slices(patch_run_slices), .run_gap(@run_field@),
        .entries_valid, .entries_ready, .entries_count,
        .word_valid(flips_valid), .word_ready(flips_ready), .word_flips(flips_bits));)";

const char* const mask_ports = R"(
    // mask bits of the next weights of the run
    input  logic mask_valid,
    output logic mask_ready,
    input  logic [@mask_count_top@:0] mask_count,
    input  logic [@mask_top@:0] mask_bits,)";

const char* const mask_blocks = R"(
    // FIFO of mask words and their gearbox
    logic masks_valid, masks_ready;
    logic [@mask_count_top@:0] masks_count;
    logic [@mask_top@:0] masks_bits;
    fracbit_fifo #(.WIDTH(@mask_width@), .DEPTH(@fifo_depth@)) masks_fifo (
        .clk, .rst, .push_valid(mask_valid), .push_ready(mask_ready), .push_data({mask_count, mask_bits}),
        .pop_valid(masks_valid), .pop_ready(masks_ready), .pop_data({masks_count, masks_bits}));
    logic [@mask_held_top@:0] kept_held;
    fracbit_mask_gearbox #(.MASK_LANES(@mask_lanes@), .OUT_BITS(@give@)) mask_gearbox (
        .clk, .rst, .word_valid(masks_valid), .word_ready(masks_ready), .word_count(masks_count), .word_bits(masks_bits),
        .held(kept_held), .out_count(fill_count), .out_data(fill_kept));)";

/// Numbers that the texts above and weight_path.sv.in ask for.
TextValues numbers(const WeightPathSpec& spec) {
    const WeightPathConfig& sizes = spec.sizes;
    const int lane_bits = top_bit(spec.lanes()) + 1,
              plane_bits_used = DistinctNetworks(spec).select() ? plane_bits(spec) : 0;
    const std::int64_t seeds = std::int64_t{spec.lanes()} * spec.seed_bits(), reader = sizes.reader_bytes * 8,
                       buffer = sizes.buffer_bytes * 8;
    TextValues values;
    values.set("planes", spec.planes.size())
        .set("n_in", spec.n_in())
        .set("n_out", spec.n_out())
        .set("registers", spec.registers);
    values.set("lanes", spec.lanes()).set("stages", decoder_stages_of(spec).stages).set("seed_bits", spec.seed_bits());
    values.set("in_bits", spec.in_bits).set("in_top", spec.in_bits - 1).set("in_count_top", top_bit(spec.in_bits));
    values.set("reader_bits", reader).set("reader_space_top", top_bit(reader));
    values.set("buffer_bits", buffer).set("buffer_space_top", top_bit(buffer));
    values.set("patch_bits", sizes.patch_bytes * 8).set("patch_space_top", top_bit(sizes.patch_bytes * 8));
    values.set("ports", sizes.patch_ports)
        .set("block", spec.largest_block())
        .set("least_block", spec.smallest_block())
        .set("gap", spec.widest_gap())
        .set("patch_depth", sizes.patch_fifo_depth);
    values.set("fifo_depth", sizes.fifo_depth).set("plane_bits", std::max(1, plane_bits_used));
    values.set("lane_top", lane_bits - 1)
        .set("seeds_top", seeds - 1)
        .set("seeds_width", 2 + plane_bits_used + lane_bits + seeds);
    values.set("word_bits", spec.word_bits())
        .set("word_top", spec.word_bits() - 1)
        .set("word_width", 2 + lane_bits + spec.word_bits());
    values.set("held_top", top_bit(2 * spec.word_bits())).set("give", spec.give()).set("fill_top", spec.give() - 1);
    values.set("fill_count_top", top_bit(spec.give())).set("weight_bits", 1 + spec.mask_bits());
    values.set("mask_lanes", sizes.mask_lanes)
        .set("mask_top", sizes.mask_lanes - 1)
        .set("mask_count_top", top_bit(sizes.mask_lanes));
    values.set("mask_width", top_bit(sizes.mask_lanes) + 1 + sizes.mask_lanes)
        .set("mask_held_top", top_bit(2 * sizes.mask_lanes));
    return values;
}

std::string patch_port_text(const WeightPathSpec& spec, const TextValues& values) {
    if (spec.patches == PatchFormat::none) return {};
    const bool counted = spec.patches == PatchFormat::counted;
    std::string text = counted ? "\n    // patches: counts and locations, and the runs as the patch reader sees them"
                               : "\n    // patches: gaps, and the runs as the patch reader sees them";
    for (const char* stream : {"counts", "locations"}) {
        if (!counted && stream == std::string("counts")) continue;
        TextValues with_stream = values;
        text += with_stream.set("stream", stream).fill(stream_ports);
    }
    text += patch_run_ports;
    if (spec.patches_differ()) text += fmt::format("\n    input  logic [{}:0] patch_run_plane,", plane_bits(spec) - 1);
    return text + (counted ? "" : entries_ports);
}

/// What the patch reader must know of the run's plane: bits of a gap, or the last slice of a block of counts.
std::string patch_field_text(const WeightPathSpec& spec) {
    const bool counted = spec.patches == PatchFormat::counted;
    const auto field = [&spec, counted](std::size_t plane) {
        return counted ? fmt::format("16'd{}", spec.block_slices[plane] - 1)
                       : fmt::format("5'd{}", spec.gap_bits[plane]);
    };
    std::string text;
    if (spec.patches_differ())
        for (std::size_t plane = 0; plane + 1 < spec.planes.size(); ++plane)
            text += fmt::format("patch_run_plane == {}'d{} ? {} : ", plane_bits(spec), plane, field(plane));
    return text + field(spec.planes.size() - 1);
}

std::string patch_block_text(const WeightPathSpec& spec, const TextValues& values) {
    if (spec.patches == PatchFormat::none) return {};
    TextValues with_gap = values, with_reader = values;
    with_gap.set("run_field", patch_field_text(spec));
    with_reader.set("reader", with_gap.fill(spec.patches == PatchFormat::counted ? counted_reader : gap_reader));
    return with_reader.fill(patch_blocks);
}

void set_plane(const WeightPathSpec& spec, TextValues& values) {
    const bool select = DistinctNetworks(spec).select();
    const int top = plane_bits(spec) - 1;
    values.set("plane_port", select ? fmt::format("    input  logic [{}:0] seeds_run_plane,", top) : std::string());
    values.set("plane_wires", select ? fmt::format("    logic [{}:0] read_plane, seeds_plane;", top)
                                     : std::string("    logic unused_plane; // all planes have one network"));
    values.set("run_plane", select ? "seeds_run_plane" : "1'b0").set("read_plane", select ? "read_plane, " : "");
    values.set("seeds_plane", select ? "seeds_plane, " : "").set("decoder_plane", select ? ".seeds_plane, " : "");
    values.set("reader_plane", select ? "read_plane" : "unused_plane");
}

} // namespace

std::string weight_path_module(const std::string& name, const WeightPathSpec& spec, const std::string& decoder_name) {
    TextValues values = numbers(spec);
    const bool patched = spec.patches != PatchFormat::none;
    values.set("layer", quoted_ascii(spec.layer)).set("name", name).set("decoder_name", decoder_name);
    values.set("patches", patched ? fmt::format(", {} patches", to_string(spec.patches)) : std::string());
    values.set("masks", spec.masked ? ", with a mask" : "");
    set_plane(spec, values);
    values.set("patch_ports", patch_port_text(spec, values)).set("patch_blocks", patch_block_text(spec, values));
    values.set("mask_ports", spec.masked ? values.fill(mask_ports) : std::string());
    values.set("mask_blocks", spec.masked ? values.fill(mask_blocks) : std::string());
    values.set("kept_port",
               spec.masked ? fmt::format("    output logic [{}:0] fill_kept,", spec.give() - 1) : std::string());
    values.set("source", patched ? "patched" : "decoded");
    values.set("available", spec.masked ? "32'(values_held) < 32'(kept_held) ? 32'(values_held) : 32'(kept_held)"
                                        : "32'(values_held)");
    return values.fill(sv_source("weight_path.sv.in"));
}

std::vector<std::string> weight_path_blocks(const WeightPathSpec& spec) {
    std::vector<std::string> files{"bit_queue.sv",   "fifo.sv",          "space.sv",
                                   "unit_filler.sv", "weight_reader.sv", "word_gearbox.sv"};
    if (spec.patches != PatchFormat::none) {
        files.emplace_back(spec.patches == PatchFormat::counted ? "counted_patch_reader.sv" : "gap_patch_reader.sv");
        files.emplace_back("patch_lane.sv");
        files.emplace_back("patch_unit.sv");
    }
    if (spec.masked) files.emplace_back("mask_gearbox.sv");
    return files;
}

} // namespace fracbit::models
