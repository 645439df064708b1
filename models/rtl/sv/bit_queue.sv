// A queue of bits, which makes words of one size of words of another: any number of bits goes in and any number comes out
// in a cycle, up to the ports' widths. It is a ring of rows; a row is as wide as the wider port, so both touch two at most.
// With BYPASS the bits of a cycle can leave in the same cycle. Nobody may bring more than fits, or take more than is held.
module fracbit_bit_queue #(
    parameter int IN_BITS  = 64,
    parameter int OUT_BITS = 64,
    parameter int CAPACITY = 1024,
    parameter bit BYPASS   = 1'b0
) (
    input  logic                          clk,
    input  logic                          rst,
    input  logic [$clog2(IN_BITS+1)-1:0]  in_count,
    input  logic [IN_BITS-1:0]            in_data,  // bits past in_count may be anything
    output logic [$clog2(CAPACITY+1)-1:0] held,     // with BYPASS: those that come in included
    input  logic [$clog2(OUT_BITS+1)-1:0] out_count,
    output logic [OUT_BITS-1:0]           out_data  // bits past `held` may be anything
);
    localparam int WIDER      = IN_BITS > OUT_BITS ? IN_BITS : OUT_BITS;
    localparam int AT_BITS    = WIDER > 2 ? $clog2(WIDER) : 1;
    localparam int ROW        = 1 << AT_BITS;
    localparam int ROWS       = CAPACITY > 2 * ROW ? (CAPACITY + ROW - 1) / ROW : 2;
    localparam int ROW_BITS   = $clog2(ROWS);
    localparam int COUNT_BITS = $clog2(CAPACITY + 1);

    logic [ROW-1:0]        rows [0:ROWS-1];
    logic [ROW_BITS-1:0]   in_row, out_row; // the next bit that goes in, and the next that comes out
    logic [AT_BITS-1:0]    in_at, out_at;
    logic [COUNT_BITS-1:0] count;

    wire [ROW_BITS-1:0] in_row_after  = in_row == ROW_BITS'(ROWS - 1) ? '0 : in_row + 1'b1;
    wire [ROW_BITS-1:0] out_row_after = out_row == ROW_BITS'(ROWS - 1) ? '0 : out_row + 1'b1;
    wire [AT_BITS:0]    in_end        = {1'b0, in_at} + (AT_BITS + 1)'(in_count);
    wire [AT_BITS:0]    out_end       = {1'b0, out_at} + (AT_BITS + 1)'(out_count);

    // What comes in, where it belongs in a pair of rows.
    wire [ROW-1:0]   in_mask    = ~({ROW{1'b1}} << in_count);
    wire [2*ROW-1:0] fresh_mask = {{ROW{1'b0}}, in_mask} << in_at;
    wire [2*ROW-1:0] fresh      = {{ROW{1'b0}}, ROW'(in_data) & in_mask} << in_at;
    wire [ROW-1:0]   low_row    = rows[in_row] & ~fresh_mask[ROW-1:0] | fresh[ROW-1:0];
    wire [ROW-1:0]   high_row   = rows[in_row_after] & ~fresh_mask[2*ROW-1:ROW] | fresh[2*ROW-1:ROW];

    logic [2*ROW-1:0] window;
    generate
        if (BYPASS) begin : gen_bypass
            assign window[ROW-1:0] = out_row == in_row ? low_row : out_row == in_row_after ? high_row : rows[out_row];
            assign window[2*ROW-1:ROW] =
                out_row_after == in_row ? low_row : out_row_after == in_row_after ? high_row : rows[out_row_after];
            assign held = count + COUNT_BITS'(in_count);
        end else begin : gen_registered
            assign window = {rows[out_row_after], rows[out_row]};
            assign held   = count;
        end
    endgenerate
    assign out_data = OUT_BITS'(window >> out_at);

    always_ff @(posedge clk) begin
        if (in_count != '0) begin
            rows[in_row]       <= low_row;
            rows[in_row_after] <= high_row;
        end
        if (rst) begin
            in_row  <= '0;
            in_at   <= '0;
            out_row <= '0;
            out_at  <= '0;
            count   <= '0;
        end else begin
            in_at <= in_end[AT_BITS-1:0];
            if (in_end[AT_BITS]) in_row <= in_row_after;
            out_at <= out_end[AT_BITS-1:0];
            if (out_end[AT_BITS]) out_row <= out_row_after;
            count <= count + COUNT_BITS'(in_count) - COUNT_BITS'(out_count);
        end
    end
endmodule
