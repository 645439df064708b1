// The free space of a buffer. Who fills the buffer reserves, at once; who reads it frees, for the next cycle on. Nobody may
// reserve more than is free.
module fracbit_space #(
    parameter int CAPACITY = 1024
) (
    input  logic                          clk,
    input  logic                          rst,
    input  logic [$clog2(CAPACITY+1)-1:0] reserved,
    input  logic [$clog2(CAPACITY+1)-1:0] freed,
    output logic [$clog2(CAPACITY+1)-1:0] free
);
    localparam int BITS = $clog2(CAPACITY + 1);

    always_ff @(posedge clk) begin
        if (rst) free <= BITS'(CAPACITY);
        else free <= free - reserved + freed;
    end
endmodule
