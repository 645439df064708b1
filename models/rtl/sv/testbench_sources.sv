// Sources of a testbench: they read a file of hexadecimal lines.

// A stored stream: a burst of IN_BITS is reserved and usable in one cycle, if the reader has space for it and `go` says so. With
// `lean` the reader gets the next burst only when it holds less than one.
module fracbit_stream_source #(
    parameter int IN_BITS  = 64,
    parameter int CAPACITY = 1024,
    parameter int BITS     = 1,
    parameter     FILE     = ""
) (
    input  logic                          clk,
    input  logic                          rst,
    input  logic                          go,
    input  logic                          lean,
    input  logic [$clog2(CAPACITY+1)-1:0] free,
    output logic [$clog2(CAPACITY+1)-1:0] reserved,
    output logic [$clog2(IN_BITS+1)-1:0]  arrived_count,
    output logic [IN_BITS-1:0]            arrived_data
);
    localparam int LINES = BITS > 0 ? (BITS + IN_BITS - 1) / IN_BITS : 1;

    logic [IN_BITS-1:0] lines [0:LINES-1];
    initial if (BITS > 0) $readmemh(FILE, lines);

    int line, left;
    wire [31:0] burst = left < IN_BITS ? left : IN_BITS;
    wire send = ~rst & go & (left > 0) & (32'(free) >= burst) & (~lean | (32'(free) > 32'(CAPACITY - IN_BITS)));

    assign reserved      = send ? $bits(reserved)'(burst) : '0;
    assign arrived_count = send ? $bits(arrived_count)'(burst) : '0;
    assign arrived_data  = lines[line];

    always_ff @(posedge clk) begin
        if (rst) begin
            line <= 0;
            left <= BITS;
        end else if (send) begin
            line <= line + 1;
            left <= left - int'(burst);
        end
    end
endmodule

// Items behind a port with valid and ready. With `go` low none is offered, be it for a cycle.
module fracbit_item_source #(
    parameter int WIDTH = 32,
    parameter int ITEMS = 1,
    parameter     FILE  = ""
) (
    input  logic             clk,
    input  logic             rst,
    input  logic             go,
    output logic             valid,
    input  logic             ready,
    output logic [WIDTH-1:0] data
);
    logic [WIDTH-1:0] items [0:ITEMS-1];
    initial $readmemh(FILE, items);

    int item;

    assign valid = ~rst & (item < ITEMS) & go;
    assign data  = items[item];

    always_ff @(posedge clk) begin
        if (rst) item <= 0;
        else if (valid & ready) item <= item + 1;
    end
endmodule
