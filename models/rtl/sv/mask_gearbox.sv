// The weight buffer's second gearbox: mask bits, word by word. A word is taken if it and the bits held at the start of the
// cycle fit 2 x MASK_LANES.
module fracbit_mask_gearbox #(
    parameter int MASK_LANES = 64,
    parameter int OUT_BITS   = 32
) (
    input  logic                              clk,
    input  logic                              rst,
    input  logic                              word_valid,
    output logic                              word_ready,
    input  logic [$clog2(MASK_LANES+1)-1:0]   word_count,
    input  logic [MASK_LANES-1:0]             word_bits,
    output logic [$clog2(2*MASK_LANES+1)-1:0] held,
    input  logic [$clog2(OUT_BITS+1)-1:0]     out_count,
    output logic [OUT_BITS-1:0]               out_data
);
    localparam int COUNT_BITS = $clog2(MASK_LANES + 1);
    localparam int SUM_BITS   = $clog2(3 * MASK_LANES + 1);

    assign word_ready = SUM_BITS'(held) + SUM_BITS'(word_count) <= SUM_BITS'(2 * MASK_LANES);

    wire take = word_valid & word_ready;

    fracbit_bit_queue #(.IN_BITS(MASK_LANES), .OUT_BITS(OUT_BITS), .CAPACITY(2 * MASK_LANES), .BYPASS(1'b0)) queue (
        .clk, .rst, .in_count(take ? COUNT_BITS'(word_count) : '0), .in_data(word_bits), .held, .out_count, .out_data);
endmodule
