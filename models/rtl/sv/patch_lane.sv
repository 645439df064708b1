// A lane of the patch unit: flips the marked bits of its slices, slice after slice, PORTS bits a cycle. It works on a slice
// from the cycle after it came, for one cycle at least; slices wait here until the collector takes them, in order.
module fracbit_patch_lane #(
    parameter int N_OUT = 8,
    parameter int PORTS = 1,
    parameter int DEPTH = 8
) (
    input  logic             clk,
    input  logic             rst,
    input  logic             accept, // only while there is room
    input  logic [N_OUT-1:0] slice,
    input  logic [N_OUT-1:0] flips,
    output logic             done,   // with the oldest slice
    output logic [N_OUT-1:0] patched,
    input  logic             collect
);
    localparam int PLACE_BITS = DEPTH > 1 ? $clog2(DEPTH) : 1;
    localparam int COUNT_BITS = $clog2(DEPTH + 1);

    logic [N_OUT-1:0]      slices [0:DEPTH-1];
    logic [N_OUT-1:0]      marks  [0:DEPTH-1]; // still to be flipped
    logic [PLACE_BITS-1:0] newest, current, oldest;
    logic [COUNT_BITS-1:0] waiting, finished;

    // The lowest marks, one for each port.
    logic [N_OUT-1:0] left, flipped;
    always_comb begin
        left = marks[current];
        for (int port = 0; port < PORTS; port = port + 1) left = left & (left - 1'b1);
        flipped = marks[current] & ~left;
    end

    wire working = waiting != '0;
    wire finish  = working & (left == '0);

    assign done    = finished != '0;
    assign patched = slices[oldest];

    always_ff @(posedge clk) begin
        if (working) begin
            slices[current] <= slices[current] ^ flipped;
            marks[current]  <= left;
        end
        if (accept) begin
            slices[newest] <= slice;
            marks[newest]  <= flips;
        end
        if (rst) begin
            newest   <= '0;
            current  <= '0;
            oldest   <= '0;
            waiting  <= '0;
            finished <= '0;
        end else begin
            if (accept) newest <= newest == PLACE_BITS'(DEPTH - 1) ? '0 : newest + 1'b1;
            if (finish) current <= current == PLACE_BITS'(DEPTH - 1) ? '0 : current + 1'b1;
            if (collect) oldest <= oldest == PLACE_BITS'(DEPTH - 1) ? '0 : oldest + 1'b1;
            waiting  <= waiting + COUNT_BITS'(accept) - COUNT_BITS'(finish);
            finished <= finished + COUNT_BITS'(finish) - COUNT_BITS'(collect);
        end
    end
endmodule
