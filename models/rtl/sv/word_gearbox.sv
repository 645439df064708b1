// The weight buffer's gearbox: from decoded words to the useful bits of the runs, any number of them a cycle. A whole word
// is taken if its useful bits and those held at the start of the cycle fit two words; those can go on from the next cycle.
module fracbit_word_gearbox #(
    parameter int N_OUT    = 8,
    parameter int LANES    = 4,
    parameter int OUT_BITS = 64
) (
    input  logic                             clk,
    input  logic                             rst,
    input  logic                             word_valid,
    output logic                             word_ready,
    input  logic                             word_first, // of its run
    input  logic                             word_last,
    input  logic [$clog2(LANES+1)-1:0]       word_slices,
    input  logic [LANES*N_OUT-1:0]           word_bits,
    // the run of the next word: decoded bits that are dropped at its beginning, and how many are useful then
    input  logic                             run_valid,
    output logic                             run_ready,
    input  logic [31:0]                      run_skip,
    input  logic [31:0]                      run_useful,
    output logic [$clog2(2*LANES*N_OUT+1)-1:0] held,
    input  logic [$clog2(OUT_BITS+1)-1:0]    out_count,
    output logic [OUT_BITS-1:0]              out_data
);
    localparam int WORD      = LANES * N_OUT;
    localparam int WORD_BITS = $clog2(WORD + 1);

    logic [31:0] skip_kept, useful_kept; // what is left of them within the run

    wire [31:0] skip_left   = word_first ? run_skip : skip_kept;
    wire [31:0] useful_left = word_first ? run_useful : useful_kept;
    wire [31:0] bits        = 32'(word_slices) * 32'(N_OUT);
    wire [31:0] skip        = skip_left < bits ? skip_left : bits;
    wire [31:0] useful      = useful_left < bits - skip ? useful_left : bits - skip;
    wire        fits        = 32'(held) + useful <= 32'(2 * WORD);
    wire        take        = word_valid & word_ready;

    assign word_ready = run_valid & fits;
    assign run_ready  = take & word_last;

    fracbit_bit_queue #(.IN_BITS(WORD), .OUT_BITS(OUT_BITS), .CAPACITY(2 * WORD), .BYPASS(1'b0)) queue (
        .clk, .rst, .in_count(take ? WORD_BITS'(useful) : '0), .in_data(word_bits >> skip), .held, .out_count, .out_data);

    always_ff @(posedge clk) begin
        if (take) begin
            skip_kept   <= skip_left - skip;
            useful_kept <= useful_left - useful;
        end
    end
endmodule
