// The weight reader: cuts the stream of seeds into words of up to LANES slices. At most one word a cycle, as soon as all its
// bits are usable and there is room behind; the last word of a run is shorter. The bits' space is free the cycle after.
module fracbit_weight_reader #(
    parameter int SEED_BITS  = 8,
    parameter int LANES      = 4,
    parameter int IN_BITS    = 1024,
    parameter int CAPACITY   = 16384, // bits
    parameter int PLANE_BITS = 1
) (
    input  logic                          clk,
    input  logic                          rst,
    // memory: space is reserved when a burst is issued; its payload becomes usable later, in order
    input  logic [$clog2(CAPACITY+1)-1:0] reserved,
    output logic [$clog2(CAPACITY+1)-1:0] free,
    input  logic [$clog2(IN_BITS+1)-1:0]  arrived_count,
    input  logic [IN_BITS-1:0]            arrived_data,
    // the run that is read, until its last word leaves
    input  logic                          run_valid,
    output logic                          run_ready,
    input  logic [31:0]                   run_slices,
    input  logic [PLANE_BITS-1:0]         run_plane,
    output logic                          word_valid,
    input  logic                          word_ready,
    output logic                          word_first, // of its run
    output logic                          word_last,
    output logic [PLANE_BITS-1:0]         word_plane,
    output logic [$clog2(LANES+1)-1:0]    word_slices,
    output logic [LANES*SEED_BITS-1:0]    word_seeds  // of slices past word_slices: anything
);
    localparam int COUNT_BITS = $clog2(CAPACITY + 1);
    localparam int WORD_BITS  = LANES * SEED_BITS;
    localparam int TAKE_BITS  = $clog2(WORD_BITS + 1);
    localparam int LANE_BITS  = $clog2(LANES + 1);

    logic [31:0]           slice; // next of the run
    logic [COUNT_BITS-1:0] held;

    wire [31:0]          left  = run_slices - slice;
    wire [TAKE_BITS-1:0] bits  = TAKE_BITS'(word_slices) * TAKE_BITS'(SEED_BITS);
    wire                 push  = word_valid & word_ready;
    wire [TAKE_BITS-1:0] taken = push ? bits : '0;

    assign word_first  = slice == '0;
    assign word_last   = left <= 32'(LANES);
    assign word_slices = word_last ? LANE_BITS'(left) : LANE_BITS'(LANES);
    assign word_plane  = run_plane;
    assign word_valid  = run_valid & (held >= COUNT_BITS'(bits));
    assign run_ready   = push & word_last;

    fracbit_bit_queue #(.IN_BITS(IN_BITS), .OUT_BITS(WORD_BITS), .CAPACITY(CAPACITY), .BYPASS(1'b1)) queue (
        .clk, .rst, .in_count(arrived_count), .in_data(arrived_data), .held, .out_count(taken), .out_data(word_seeds));

    fracbit_space #(.CAPACITY(CAPACITY)) space (.clk, .rst, .reserved, .freed(COUNT_BITS'(taken)), .free);

    always_ff @(posedge clk) begin
        if (rst) slice <= '0;
        else if (push) slice <= word_last ? '0 : slice + 32'(LANES);
    end
endmodule
