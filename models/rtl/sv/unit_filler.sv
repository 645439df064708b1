// The fill side of the decoded-weight buffer: at most GIVE weights a cycle go into the unit that is being filled, never across
// its edge. A unit is begun when the buffer has space for all of it.
module fracbit_unit_filler #(
    parameter int GIVE           = 64,   // weights a cycle
    parameter int WEIGHT_BITS    = 1,    // that a weight takes of the buffer: 2 with a mask bit
    parameter int CAPACITY       = 65536, // of the buffer, bits
    parameter int AVAILABLE_BITS = 8
) (
    input  logic                          clk,
    input  logic                          rst,
    input  logic [AVAILABLE_BITS-1:0]     available, // weights that could go
    input  logic                          unit_valid,
    output logic                          unit_ready,
    input  logic [31:0]                   unit_weights,
    input  logic [$clog2(CAPACITY+1)-1:0] freed, // space of units that were read
    output logic [$clog2(CAPACITY+1)-1:0] free,
    output logic                          fill_valid,
    output logic                          fill_begin,
    output logic                          fill_end,
    output logic [$clog2(GIVE+1)-1:0]     fill_count
);
    localparam int SPACE_BITS = $clog2(CAPACITY + 1);
    localparam int COUNT_BITS = $clog2(GIVE + 1);

    logic        begun;
    logic [31:0] filled;

    wire [31:0] next  = 32'(available) < 32'(GIVE) ? 32'(available) : 32'(GIVE);
    wire [31:0] left  = unit_weights - filled;
    wire [31:0] bits  = unit_weights * 32'(WEIGHT_BITS);
    wire        whole = left <= next;

    assign fill_valid = unit_valid & (next != '0) & (begun | (bits <= 32'(free)));
    assign fill_count = fill_valid ? COUNT_BITS'(whole ? left : next) : '0;
    assign fill_begin = fill_valid & ~begun;
    assign fill_end   = fill_valid & whole;
    assign unit_ready = fill_end;

    fracbit_space #(.CAPACITY(CAPACITY)) space (
        .clk, .rst, .reserved(fill_begin ? SPACE_BITS'(bits) : '0), .freed, .free);

    always_ff @(posedge clk) begin
        if (rst) begin
            begun  <= 1'b0;
            filled <= '0;
        end else if (fill_valid) begin
            begun  <= ~whole;
            filled <= whole ? '0 : filled + 32'(fill_count);
        end
    end
endmodule
