#include "tests/rtl/cosim_module.hpp"

#include "models/rtl/decoder_module.hpp"
#include "models/rtl/test_vectors.hpp"
#include "models/rtl/testbench.hpp"
#include "models/rtl/text_template.hpp"

#include <fmt/format.h>

namespace fracbit::test {

using namespace models;

namespace {

constexpr int reset_cycles = 2;
constexpr int quiet_cycles = 20; ///< behind the last: nothing may happen any more

const char* const cosim_template = R"(
module @name@_cosim (input logic clk, output logic done);
    localparam int CYCLES = @cycles@;
    logic [@stimulus_top@:0] stimuli [0:CYCLES-1];
    initial $readmemh("@name@.stimuli", stimuli);
    int cycle = 0;
    logic rst;
    wire [@stimulus_top@:0] stimulus = stimuli[cycle];
    logic [31:0] space_freed, seeds_reserved, counts_reserved, locations_reserved, seeds_count, counts_count, locations_count, mask_count;
    logic [@in_top@:0] seeds_data, counts_data, locations_data;
    logic [@mask_top@:0] mask_bits;
    assign {rst, space_freed, seeds_reserved, counts_reserved, locations_reserved, seeds_count, counts_count, locations_count,
            seeds_data, counts_data, locations_data, mask_count, mask_bits} = stimulus;

    logic seeds_run_valid, seeds_run_ready, buffer_run_valid, buffer_run_ready, unit_valid, unit_ready;
    logic [31:0] seeds_run_plane, seeds_run_slices, buffer_run_skip, buffer_run_useful, unit_weights;
    fracbit_item_source #(.WIDTH(64), .ITEMS(@runs@), .FILE("@name@.seeds_runs")) seeds_runs (
        .clk, .rst, .go(1'b1), .valid(seeds_run_valid), .ready(seeds_run_ready), .data({seeds_run_plane, seeds_run_slices}));
    fracbit_item_source #(.WIDTH(64), .ITEMS(@runs@), .FILE("@name@.buffer_runs")) buffer_runs (
        .clk, .rst, .go(1'b1), .valid(buffer_run_valid), .ready(buffer_run_ready), .data({buffer_run_skip, buffer_run_useful}));
    fracbit_item_source #(.WIDTH(32), .ITEMS(@units@), .FILE("@name@.units")) units (
        .clk, .rst, .go(1'b1), .valid(unit_valid), .ready(unit_ready), .data(unit_weights));
@patch_sources@
    logic fill_valid, fill_begin, fill_end;
    logic [31:0] fill_count, seeds_free, counts_free, locations_free;
    logic [@fill_top@:0] fill_values, fill_kept;
    logic mask_ready;
    wire mask_valid = mask_count != 0;
    @top@ dut (
        .clk, .rst, .seeds_reserved(@seeds_space@'(seeds_reserved)), .seeds_free(seeds_free[@seeds_space@-1:0]),
        .seeds_arrived_count(@in_count@'(seeds_count)), .seeds_arrived_data(seeds_data),
        .seeds_run_valid, .seeds_run_ready, .seeds_run_slices,
@dut_ports@
        .buffer_run_valid, .buffer_run_ready, .buffer_run_skip, .buffer_run_useful,
        .unit_valid, .unit_ready, .unit_weights, .space_freed(@buffer_space@'(space_freed)), .space_free(),
        .fill_valid, .fill_begin, .fill_end, .fill_count(fill_count[@fill_count@-1:0]), .fill_values);

    int log;
    initial begin
        log = $fopen("@name@.log", "w");
        done = 1'b0;
    end
    always @(posedge clk) begin
        if (cycle < CYCLES - 1) cycle <= cycle + 1;
        if (!rst && !done) begin
            if (seeds_reserved != 0) $fwrite(log, "%0d seeds %0d %0d\n", cycle, seeds_reserved, seeds_free[@seeds_space@-1:0]);
@log_patches_reserved@
            if (dut.read_valid && dut.read_ready)
                $fwrite(log, "%0d seeds+ %b%b %0d %h\n", cycle, dut.read_first, dut.read_last, dut.read_slices, dut.read_bits & ~({@seeds@{1'b1}} << dut.read_slices * @seed_bits@));
            if (dut.seeds_valid && dut.seeds_ready) $fwrite(log, "%0d seeds-\n", cycle);
            if (dut.made_valid && dut.made_ready)
                $fwrite(log, "%0d decoded+ %b%b %0d %h\n", cycle, dut.made_first, dut.made_last, dut.made_slices, dut.made_bits & ~({@word@{1'b1}} << dut.made_slices * @n_out@));
            if (dut.decoded_valid && dut.decoded_ready) $fwrite(log, "%0d decoded-\n", cycle);
@log_patches@
@log_masks@
            if (fill_valid)
@log_fill@
        end
        if (cycle == CYCLES - 1 && !done) begin
            $fclose(log);
            done <= 1'b1;
        end
    end
endmodule
)";

const char* const patch_run_source = R"(
    logic patch_run_valid, patch_run_ready;
    logic [31:0] patch_run_plane, patch_run_slices;
    fracbit_item_source #(.WIDTH(64), .ITEMS(@runs@), .FILE("@name@.seeds_runs")) patch_runs (
        .clk, .rst, .go(1'b1), .valid(patch_run_valid), .ready(patch_run_ready), .data({patch_run_plane, patch_run_slices}));)";

const char* const entries_source = R"(
    logic entries_valid, entries_ready;
    logic [15:0] entries_count;
    fracbit_item_source #(.WIDTH(16), .ITEMS(@words@), .FILE("@name@.entries")) entries (
        .clk, .rst, .go(1'b1), .valid(entries_valid), .ready(entries_ready), .data(entries_count));)";

const char* const log_patches =
    R"(            if (dut.flips_valid && dut.flips_ready) $fwrite(log, "%0d patches+ %h\n", cycle, dut.flips_bits);
            if (dut.patches_valid && dut.patches_ready) $fwrite(log, "%0d patches-\n", cycle);
            if (dut.mended_valid && dut.mended_ready)
                $fwrite(log, "%0d patched+ %b%b %0d %h\n", cycle, dut.mended_first, dut.mended_last, dut.mended_slices, dut.mended_bits & ~({@word@{1'b1}} << dut.mended_slices * @n_out@));
            if (dut.patched_valid && dut.patched_ready) $fwrite(log, "%0d patched-\n", cycle);)";

const char* const log_masks = R"(            if (mask_valid && mask_ready) $fwrite(log, "%0d masks+\n", cycle);
            if (dut.masks_valid && dut.masks_ready) $fwrite(log, "%0d masks-\n", cycle);)";

int bits_for(std::int64_t largest) {
    int bits = 1;
    while (largest >> bits != 0) ++bits;
    return bits;
}

std::int64_t cycles_of(const std::vector<Recording>& recordings) {
    std::int64_t cycles = 0;
    for (const Recording& recording : recordings)
        cycles += reset_cycles + static_cast<std::int64_t>(recording.stimuli.size()) + quiet_cycles;
    return cycles;
}

class CosimFiles {
public:
    CosimFiles(const RandomPath& path, const std::vector<Recording>& recordings)
        : path_(path), spec_(path.spec), recordings_(recordings), name_(path.spec.prefix) {}

    std::vector<RtlFile> make() {
        set_numbers();
        set_patches();
        set_mask();
        add_stimuli();
        add_descriptors();
        files_.push_back({name_ + "_cosim.sv", values_.fill(cosim_template)});
        return std::move(files_);
    }

private:
    void add(const char* kind, std::string text) { files_.push_back({name_ + "." + kind, std::move(text)}); }

    void set_numbers() {
        const WeightPathConfig& sizes = spec_.sizes;
        const std::int64_t mask = spec_.masked ? sizes.mask_lanes : 1;
        stimulus_bits_ = 1 + 8 * 32 + 3 * spec_.in_bits + mask;
        values_.set("name", name_)
            .set("top", spec_.module_prefix() + "_weight_path")
            .set("cycles", cycles_of(recordings_));
        values_.set("stimulus_top", stimulus_bits_ - 1).set("in_top", spec_.in_bits - 1).set("mask_top", mask - 1);
        values_.set("in_count", bits_for(spec_.in_bits)).set("seeds_space", bits_for(sizes.reader_bytes * 8));
        values_.set("buffer_space", bits_for(sizes.buffer_bytes * 8))
            .set("patch_space", bits_for(sizes.patch_bytes * 8));
        values_.set("runs", path_.schedule.weights.runs.size()).set("units", path_.schedule.weights.units.size());
        values_.set("seeds", spec_.lanes() * spec_.seed_bits())
            .set("seed_bits", spec_.seed_bits())
            .set("word", spec_.word_bits())
            .set("n_out", spec_.n_out());
        values_.set("fill_count", bits_for(spec_.give()))
            .set("fill_top", spec_.give() - 1)
            .set("mask_count", bits_for(sizes.mask_lanes));
    }

    void set_patches() {
        std::string ports, sources, reserved;
        if (DistinctNetworks(spec_).select())
            ports += fmt::format("        .seeds_run_plane({}'(seeds_run_plane)),\n", plane_bits(spec_));
        for (const char* stream : {"counts", "locations"}) {
            if (spec_.patches == PatchFormat::none ||
                (spec_.patches == PatchFormat::gaps && stream == std::string("counts")))
                continue;
            TextValues values = values_;
            values.set("stream", stream);
            ports += values.fill("        .@stream@_reserved(@patch_space@'(@stream@_reserved)), "
                                 ".@stream@_free(@stream@_free[@patch_space@-1:0]),\n"
                                 "        .@stream@_arrived_count(@in_count@'(@stream@_count)), "
                                 ".@stream@_arrived_data(@stream@_data),\n");
            reserved += values.fill("            if (@stream@_reserved != 0) $fwrite(log, \"%0d @stream@ %0d %0d\\n\", "
                                    "cycle, @stream@_reserved, @stream@_free[@patch_space@-1:0]);\n");
        }
        if (spec_.patches != PatchFormat::none) {
            sources += values_.fill(patch_run_source);
            ports += "        .patch_run_valid, .patch_run_ready, .patch_run_slices,\n";
            if (spec_.select_gap())
                ports += fmt::format("        .patch_run_plane({}'(patch_run_plane)),\n", plane_bits(spec_));
        }
        if (spec_.patches == PatchFormat::gaps) {
            const std::vector<std::int64_t> entries = entries_of_all();
            values_.set("words", entries.size());
            sources += values_.fill(entries_source);
            ports += "        .entries_valid, .entries_ready, .entries_count,\n";
            std::string lines;
            for (const std::int64_t count : entries) lines += fmt::format("{:x}\n", count);
            add("entries", lines);
        }
        if (spec_.masked)
            ports += values_.fill(
                "        .mask_valid, .mask_ready, .mask_count(@mask_count@'(mask_count)), .mask_bits, .fill_kept,\n");
        values_.set("dut_ports", ports).set("patch_sources", sources).set("log_patches_reserved", reserved);
        values_.set("log_patches", spec_.patches == PatchFormat::none ? std::string() : values_.fill(log_patches));
    }

    std::vector<std::int64_t> entries_of_all() const {
        std::vector<std::int64_t> all;
        for (const WeightRun& run : path_.schedule.weights.runs) {
            const PatchStream& patches = path_.weights->planes[static_cast<std::size_t>(run.plane)].patches;
            const auto group = static_cast<std::size_t>(run.group);
            for (const std::int64_t count :
                 entries_of_words(spec_, patches.gap_bits, patches.locations,
                                  {patches.runs[group].locations, patches.runs[group + 1].locations}, run.slices))
                all.push_back(count);
        }
        return all;
    }

    void set_mask() {
        values_.set("log_masks", spec_.masked ? log_masks : "");
        const char* const rest = "fill_values & ~({FILL{1'b1}} << fill_count[COUNT-1:0])";
        std::string given = rest;
        given.replace(given.find("FILL{"), 4, std::to_string(spec_.give()));
        given.replace(given.find("COUNT"), 5, std::to_string(bits_for(spec_.give())));
        std::string kept = given;
        kept.replace(kept.find("fill_values"), 11, "fill_kept");
        values_.set("log_fill", spec_.masked
                                    ? fmt::format("                $fwrite(log, \"%0d fill %b%b %0d %h %h\\n\", cycle, "
                                                  "fill_begin, fill_end, fill_count[{}:0], {}, {});",
                                                  bits_for(spec_.give()) - 1, given, kept)
                                    : fmt::format("                $fwrite(log, \"%0d fill %b%b %0d %h\\n\", cycle, "
                                                  "fill_begin, fill_end, fill_count[{}:0], {});",
                                                  bits_for(spec_.give()) - 1, given));
    }

    /// One line a cycle.
    void add_stimuli() {
        const std::string reset = hex(reset_line()) + "\n";
        std::string lines;
        for (const Recording& recording : recordings_) {
            for (int i = 0; i < reset_cycles; ++i) lines += reset;
            add_recording(recording, lines);
            for (int i = 0; i < quiet_cycles; ++i) lines += "0\n";
        }
        add("stimuli", lines);
    }

    [[nodiscard]] BitVector reset_line() const {
        BitVector line(stimulus_bits_);
        line.set(stimulus_bits_ - 1, true);
        return line;
    }

    /// Fields as the module takes them apart, the last in the lowest bits.
    void add_recording(const Recording& recording, std::string& lines) const {
        std::int64_t seeds = 0, counts = 0, locations = 0;
        for (const Stimulus& s : recording.stimuli) {
            BitVector line(stimulus_bits_);
            line.copy(0, s.mask, 0, s.mask_count);
            std::int64_t at = spec_.masked ? spec_.sizes.mask_lanes : 1;
            const auto number = [&](std::int64_t value) {
                line.deposit(at, 32, static_cast<std::uint64_t>(value));
                at += 32;
            };
            const auto data = [&](const BitVector& bits, std::int64_t& from, std::int64_t count) {
                line.copy(at, bits, from, count);
                from += count;
                at += spec_.in_bits;
            };
            number(s.mask_count);
            data(recording.locations, locations, s.locations_arrived);
            data(recording.counts, counts, s.counts_arrived);
            data(recording.seeds, seeds, s.seeds_arrived);
            for (const std::int64_t value : {s.locations_arrived, s.counts_arrived, s.seeds_arrived,
                                             s.locations_reserved, s.counts_reserved, s.seeds_reserved, s.space_freed})
                number(value);
            lines += hex(line) + "\n";
        }
    }

    void add_descriptors() {
        std::string seeds, buffer, units;
        for (const WeightRun& run : path_.schedule.weights.runs) {
            seeds += fmt::format("{:x}{:08x}\n", run.plane, run.slices);
            buffer += fmt::format("{:x}{:08x}\n", run.skip, run.useful_bits);
        }
        for (const WeightUnit& unit : path_.schedule.weights.units)
            units += fmt::format("{:x}\n", unit.bits / (1 + spec_.mask_bits()));
        add("seeds_runs", seeds);
        add("buffer_runs", buffer);
        add("units", units);
    }

    const RandomPath& path_;
    const WeightPathSpec& spec_;
    const std::vector<Recording>& recordings_;
    const std::string& name_;
    std::int64_t stimulus_bits_ = 0;
    TextValues values_;
    std::vector<RtlFile> files_;
};

} // namespace

std::vector<RtlFile> cosim_files(const RandomPath& path, const std::vector<Recording>& recordings) {
    return CosimFiles(path, recordings).make();
}

std::string expected_log(const std::vector<Recording>& recordings) {
    std::string log;
    std::int64_t first_cycle = 0;
    for (const Recording& recording : recordings) {
        log += recording.log(first_cycle + reset_cycles);
        first_cycle += cycles_of({recording});
    }
    return log;
}

} // namespace fracbit::test
