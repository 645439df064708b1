// The patch reader, for patches that are told by the gaps between them. Time and space as in the counted patch reader.
// Which entries are a word's cannot be seen before the entry after them has come, so each word comes with their number.
module fracbit_gap_patch_reader #(
    parameter int N_OUT     = 8,
    parameter int LANES     = 4,
    parameter int PORTS     = 1,
    parameter int GAP       = 6,   // bits of an entry, at most
    parameter int REGISTERS = 0,   // first slices of a run, which have no patches
    parameter int IN_BITS   = 1024,
    parameter int CAPACITY  = 4096 // bits
) (
    input  logic                          clk,
    input  logic                          rst,
    input  logic [$clog2(CAPACITY+1)-1:0] locations_reserved,
    output logic [$clog2(CAPACITY+1)-1:0] locations_free,
    input  logic [$clog2(IN_BITS+1)-1:0]  locations_arrived_count,
    input  logic [IN_BITS-1:0]            locations_arrived_data,
    input  logic                          run_valid,
    output logic                          run_ready,
    input  logic [31:0]                   run_slices,
    input  logic [4:0]                    run_gap,       // bits of an entry; its highest value passes as many elements and patches none
    input  logic                          entries_valid,
    output logic                          entries_ready,
    input  logic [15:0]                   entries_count, // of the next word
    output logic                          word_valid,
    input  logic                          word_ready,
    output logic [LANES*N_OUT-1:0]        word_flips
);
    localparam int SPACE_BITS = $clog2(CAPACITY + 1);
    localparam int GROUP      = LANES * PORTS; // entries a cycle
    localparam int WORD       = LANES * N_OUT;
    localparam int STORE      = CAPACITY + (WORD * GAP < CAPACITY ? WORD * GAP : CAPACITY);
    localparam int STORE_BITS = $clog2(STORE + 1);
    localparam int NEED       = 16 + $clog2(GAP + 1);
    localparam int LEAD       = REGISTERS > LANES ? REGISTERS * N_OUT : WORD;
    localparam int PASSED     = ($clog2(LEAD + 1) > GAP ? $clog2(LEAD + 1) : GAP) + 2;

    logic [31:0]              slice; // next of the run
    logic                     working;
    logic signed [PASSED-1:0] passed; // elements, counted from the word's first decoded bit: below zero, if behind
    logic [STORE_BITS-1:0]    held;
    logic [GROUP*GAP-1:0]     front;

    // The word that is worked on: in its first cycle straight from the stream.
    logic [15:0]     left_kept;
    logic [WORD-1:0] flips_kept;
    wire [15:0]      left     = working ? left_kept : entries_count;
    wire [NEED-1:0]  need     = NEED'(entries_count) * NEED'(run_gap);
    wire             told     = run_valid & entries_valid;
    wire             usable   = told & (32'(need) <= 32'(held));
    wire             start    = ~working & usable & word_ready;
    wire             step     = start | (working & told);
    wire             last     = left <= 16'(GROUP);
    wire             push     = word_valid & word_ready;
    wire             run_over = slice + 32'(LANES) >= run_slices;

    assign word_valid    = (working ? told : usable) & last;
    assign entries_ready = push;
    assign run_ready     = push & run_over;

    wire [GAP-1:0]            filler = ~({GAP{1'b1}} << run_gap);
    logic [GAP-1:0]           gap;
    logic signed [PASSED-1:0] passed_next, place;
    always_comb begin
        word_flips  = working ? flips_kept : '0;
        passed_next = passed;
        for (int i = 0; i < GROUP; i = i + 1) begin
            gap   = GAP'(front >> 32'(i) * 32'(run_gap)) & filler;
            place = passed_next + $signed(PASSED'(gap));
            if (16'(i) < left) begin
                passed_next = gap == filler ? place : place + PASSED'(1);
                if (gap != filler) word_flips = word_flips | WORD'(1) << place;
            end
        end
    end

    localparam int TAKE = $clog2(GROUP * GAP + 1);
    wire [TAKE-1:0] taken = ~step ? '0 : (last ? TAKE'(left) : TAKE'(GROUP)) * TAKE'(run_gap);

    fracbit_bit_queue #(.IN_BITS(IN_BITS), .OUT_BITS(GROUP * GAP), .CAPACITY(STORE), .BYPASS(1'b1)) locations (
        .clk, .rst, .in_count(locations_arrived_count), .in_data(locations_arrived_data), .held, .out_count(taken), .out_data(front));
    fracbit_space #(.CAPACITY(CAPACITY)) space (
        .clk, .rst, .reserved(locations_reserved), .freed(start ? SPACE_BITS'(need) : '0), .free(locations_free));

    always_ff @(posedge clk) begin
        if (step) begin
            left_kept  <= left - 16'(GROUP);
            flips_kept <= word_flips;
        end
        if (rst) begin
            working <= 1'b0;
            slice  <= '0;
            passed <= PASSED'(REGISTERS * N_OUT);
        end else begin
            if (step) working <= ~last;
            if (push) begin
                slice  <= run_over ? '0 : slice + 32'(LANES);
                passed <= run_over ? PASSED'(REGISTERS * N_OUT) : passed_next - PASSED'(WORD);
            end else if (step) begin
                passed <= passed_next;
            end
        end
    end
endmodule
