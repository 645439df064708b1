// A FIFO with the timing of a register: an item that is pushed in one cycle can be popped in the next, and a push needs
// room at the start of the cycle, whatever is popped in it. Depth 1 therefore runs at half rate.
module fracbit_fifo #(
    parameter int WIDTH = 8,
    parameter int DEPTH = 8
) (
    input  logic             clk,
    input  logic             rst,
    input  logic             push_valid,
    output logic             push_ready,
    input  logic [WIDTH-1:0] push_data,
    output logic             pop_valid,
    input  logic             pop_ready,
    output logic [WIDTH-1:0] pop_data
);
    localparam int PLACE_BITS = DEPTH > 1 ? $clog2(DEPTH) : 1;
    localparam int COUNT_BITS = $clog2(DEPTH + 1);

    logic [WIDTH-1:0]      items [0:DEPTH-1];
    logic [PLACE_BITS-1:0] head, tail;
    logic [COUNT_BITS-1:0] count;

    wire push = push_valid & push_ready;
    wire pop  = pop_valid & pop_ready;

    assign push_ready = count != COUNT_BITS'(DEPTH);
    assign pop_valid  = count != '0;
    assign pop_data   = items[head];

    always_ff @(posedge clk) begin
        if (push) items[tail] <= push_data;
        if (rst) begin
            head  <= '0;
            tail  <= '0;
            count <= '0;
        end else begin
            if (push) tail <= tail == PLACE_BITS'(DEPTH - 1) ? '0 : tail + 1'b1;
            if (pop) head <= head == PLACE_BITS'(DEPTH - 1) ? '0 : head + 1'b1;
            count <= count + COUNT_BITS'(push) - COUNT_BITS'(pop);
        end
    end
endmodule
