// The patch unit: flips the bits that the XOR network could not match. Slice s of a word goes to lane s. A word is accepted
// with its patches while fewer than DEPTH are inside; the collector passes the oldest on once all its slices are done, one a cycle.
module fracbit_patch_unit #(
    parameter int N_OUT = 8,
    parameter int LANES = 4,
    parameter int PORTS = 1,
    parameter int DEPTH = 8
) (
    input  logic                       clk,
    input  logic                       rst,
    input  logic                       decoded_valid,
    output logic                       decoded_ready,
    input  logic                       decoded_first,
    input  logic                       decoded_last,
    input  logic [$clog2(LANES+1)-1:0] decoded_slices,
    input  logic [LANES*N_OUT-1:0]     decoded_bits,
    input  logic                       patches_valid,
    output logic                       patches_ready,
    input  logic [LANES*N_OUT-1:0]     patches_flips, // decoded bits that flip; none past the word's slices
    output logic                       word_valid,
    input  logic                       word_ready,
    output logic                       word_first,
    output logic                       word_last,
    output logic [$clog2(LANES+1)-1:0] word_slices,
    output logic [LANES*N_OUT-1:0]     word_bits
);
    localparam int LANE_BITS = $clog2(LANES + 1);

    logic             occupied, room;
    logic [LANES-1:0] done, unused_lane;

    wire accept  = decoded_valid & patches_valid & room;
    wire collect = word_valid & word_ready;

    assign decoded_ready = patches_valid & room;
    assign patches_ready = decoded_valid & room;
    assign word_valid    = occupied & (&(done | unused_lane));

    fracbit_fifo #(.WIDTH(LANE_BITS + 2), .DEPTH(DEPTH)) words (
        .clk, .rst, .push_valid(accept), .push_ready(room), .push_data({decoded_first, decoded_last, decoded_slices}),
        .pop_valid(occupied), .pop_ready(collect), .pop_data({word_first, word_last, word_slices}));

    genvar lane;
    generate
        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            assign unused_lane[lane] = word_slices <= LANE_BITS'(lane);
            fracbit_patch_lane #(.N_OUT(N_OUT), .PORTS(PORTS), .DEPTH(DEPTH)) patch_lane (
                .clk, .rst, .accept(accept & (decoded_slices > LANE_BITS'(lane))),
                .slice(decoded_bits[lane*N_OUT +: N_OUT]), .flips(patches_flips[lane*N_OUT +: N_OUT]),
                .done(done[lane]), .patched(word_bits[lane*N_OUT +: N_OUT]), .collect(collect & ~unused_lane[lane]));
        end
    endgenerate
endmodule
