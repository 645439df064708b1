// The patch reader, for counted patches: makes of the counts and locations of a word's slices the bits that flip. A word is
// begun when its counts and locations are usable and there is room behind; LANES x PORTS locations are read a cycle, at least
// one cycle, and the word leaves in the last. The space of all its bits is free the cycle after it was begun, so the
// locations have a store that is larger than CAPACITY by those of one word.
module fracbit_counted_patch_reader #(
    parameter int N_OUT     = 8,
    parameter int LANES     = 4,
    parameter int PORTS     = 1,
    parameter int BLOCK       = 8, // slices that share the width of a count, at most
    parameter int LEAST_BLOCK = 8, // and at least
    parameter int REGISTERS = 0,   // first slices of a run, which have no patches
    parameter int IN_BITS   = 1024,
    parameter int CAPACITY  = 4096 // bits, of counts and of locations each
) (
    input  logic                          clk,
    input  logic                          rst,
    input  logic [$clog2(CAPACITY+1)-1:0] counts_reserved,
    output logic [$clog2(CAPACITY+1)-1:0] counts_free,
    input  logic [$clog2(IN_BITS+1)-1:0]  counts_arrived_count,
    input  logic [IN_BITS-1:0]            counts_arrived_data,
    input  logic [$clog2(CAPACITY+1)-1:0] locations_reserved,
    output logic [$clog2(CAPACITY+1)-1:0] locations_free,
    input  logic [$clog2(IN_BITS+1)-1:0]  locations_arrived_count,
    input  logic [IN_BITS-1:0]            locations_arrived_data,
    input  logic                          run_valid,
    output logic                          run_ready,
    input  logic [31:0]                   run_slices,
    input  logic [15:0]                   run_block_last, // slices of a block but one
    output logic                          word_valid,
    input  logic                          word_ready,
    output logic [LANES*N_OUT-1:0]        word_flips
);
    localparam int SPACE_BITS = $clog2(CAPACITY + 1);
    localparam int LOCATION   = $clog2(N_OUT);            // bits of a location
    localparam int GROUP      = LANES * PORTS;            // locations a cycle
    localparam int WIDTH      = 4;                        // bits of a count's width
    localparam int COUNT      = 11;                       // bits of a count, at most
    localparam int HEADERS    = (LANES + LEAST_BLOCK - 1) / LEAST_BLOCK;
    localparam int COUNTS     = HEADERS * WIDTH + LANES * COUNT; // bits that a word takes of the counts, at most
    localparam int COUNTS_AT  = $clog2(COUNTS + 1);
    localparam int TOTAL      = $clog2(LANES + 1) + COUNT;
    localparam int WORD       = LANES * N_OUT;
    localparam int STORE      = CAPACITY + (WORD * LOCATION < CAPACITY ? WORD * LOCATION : CAPACITY);
    localparam int STORE_BITS = $clog2(STORE + 1);
    localparam int BLOCK_BITS = BLOCK > 1 ? $clog2(BLOCK) : 1;
    localparam int NEED       = TOTAL + LOCATION;
    localparam int PLACE      = $clog2(WORD);

    logic [31:0]           slice; // next of the run
    logic                  working;
    logic [WIDTH-1:0]      width;    // of the counts of the current block
    logic [BLOCK_BITS-1:0] in_block; // its slices that were passed

    // What stands in front of both streams.
    logic [SPACE_BITS-1:0]     counts_held;
    logic [STORE_BITS-1:0]     locations_held;
    logic [COUNTS-1:0]         counts_front;
    logic [GROUP*LOCATION-1:0] locations_front;

    // The counts of the next word, one after the other: a block's first is preceded by their width.
    logic [LANES*TOTAL-1:0] ends_next; // patches of the slices up to each lane's
    logic [COUNT-1:0]       count;
    logic [TOTAL-1:0]       sum;
    logic [COUNTS_AT-1:0]   counts_bits;
    logic [WIDTH-1:0]       width_next;
    logic [BLOCK_BITS-1:0]  in_block_next;
    logic                   counts_usable;
    always_comb begin
        count         = '0;
        sum           = '0;
        counts_bits   = '0;
        width_next    = width;
        in_block_next = slice == '0 ? '0 : in_block;
        counts_usable = 1'b1;
        ends_next     = '0;
        for (int lane = 0; lane < LANES; lane = lane + 1) begin
            if (slice + 32'(lane + 1) > 32'(REGISTERS) && slice + 32'(lane) < run_slices) begin
                if (in_block_next == '0) begin
                    width_next    = WIDTH'(counts_front >> counts_bits);
                    counts_bits   = counts_bits + COUNTS_AT'(WIDTH);
                    counts_usable = counts_usable & (SPACE_BITS'(counts_bits) <= counts_held);
                end
                count         = COUNT'(counts_front >> counts_bits) & ~({COUNT{1'b1}} << width_next);
                sum           = sum + TOTAL'(count);
                counts_bits   = counts_bits + COUNTS_AT'(width_next);
                in_block_next = 16'(in_block_next) == run_block_last ? '0 : in_block_next + 1'b1;
            end
            ends_next[lane*TOTAL +: TOTAL] = sum;
        end
        counts_usable = counts_usable & (SPACE_BITS'(counts_bits) <= counts_held);
    end

    // The word that is worked on: in its first cycle straight from the streams.
    logic [LANES*TOTAL-1:0] ends_kept;
    logic [TOTAL-1:0]       passed_kept; // locations that earlier cycles read
    logic [WORD-1:0]        flips_kept;
    wire [LANES*TOTAL-1:0]  ends   = working ? ends_kept : ends_next;
    wire [TOTAL-1:0]        passed = working ? passed_kept : '0;
    wire [TOTAL-1:0]        left   = ends[(LANES-1)*TOTAL +: TOTAL] - passed;
    wire [NEED-1:0]         need   = NEED'(sum) * NEED'(LOCATION);
    wire                    usable = run_valid & counts_usable & (32'(need) <= 32'(locations_held));
    wire                    start  = ~working & usable & word_ready;
    wire                    step   = start | (working & run_valid);
    wire                    last   = left <= TOTAL'(GROUP);
    wire                    push   = word_valid & word_ready;
    wire                    run_over = slice + 32'(LANES) >= run_slices;

    assign word_valid = (working ? run_valid : usable) & last;
    assign run_ready  = push & run_over;

    logic [PLACE:0] place;
    always_comb begin
        word_flips = working ? flips_kept : '0;
        for (int i = 0; i < GROUP; i = i + 1) begin
            place = (PLACE + 1)'(locations_front[i*LOCATION +: LOCATION]);
            for (int lane = 0; lane < LANES - 1; lane = lane + 1)
                if (passed + TOTAL'(i) >= ends[lane*TOTAL +: TOTAL]) place = place + (PLACE + 1)'(N_OUT);
            if (TOTAL'(i) < left) word_flips = word_flips | WORD'(1) << place;
        end
    end

    localparam int COUNTS_TAKE    = $clog2(COUNTS + 1);
    localparam int LOCATIONS_TAKE = $clog2(GROUP * LOCATION + 1);
    wire [COUNTS_TAKE-1:0]    counts_taken    = start ? COUNTS_TAKE'(counts_bits) : '0;
    wire [LOCATIONS_TAKE-1:0] locations_taken =
        ~step ? '0 : last ? LOCATIONS_TAKE'(left) * LOCATIONS_TAKE'(LOCATION) : LOCATIONS_TAKE'(GROUP * LOCATION);

    fracbit_bit_queue #(.IN_BITS(IN_BITS), .OUT_BITS(COUNTS), .CAPACITY(CAPACITY), .BYPASS(1'b1)) counts (
        .clk, .rst, .in_count(counts_arrived_count), .in_data(counts_arrived_data), .held(counts_held),
        .out_count(counts_taken), .out_data(counts_front));
    fracbit_bit_queue #(.IN_BITS(IN_BITS), .OUT_BITS(GROUP * LOCATION), .CAPACITY(STORE), .BYPASS(1'b1)) locations (
        .clk, .rst, .in_count(locations_arrived_count), .in_data(locations_arrived_data), .held(locations_held),
        .out_count(locations_taken), .out_data(locations_front));
    fracbit_space #(.CAPACITY(CAPACITY)) counts_space (
        .clk, .rst, .reserved(counts_reserved), .freed(SPACE_BITS'(counts_taken)), .free(counts_free));
    fracbit_space #(.CAPACITY(CAPACITY)) locations_space (
        .clk, .rst, .reserved(locations_reserved), .freed(start ? SPACE_BITS'(need) : '0), .free(locations_free));

    always_ff @(posedge clk) begin
        if (start) begin
            width     <= width_next;
            in_block  <= in_block_next;
            ends_kept <= ends_next;
        end
        if (step) begin
            passed_kept <= passed + TOTAL'(GROUP);
            flips_kept  <= word_flips;
        end
        if (rst) begin
            working <= 1'b0;
            slice  <= '0;
        end else begin
            if (step) working <= ~last;
            if (push) slice <= run_over ? '0 : slice + 32'(LANES);
        end
    end
endmodule
