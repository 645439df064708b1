#include "models/rtl/testbench.hpp"

#include "models/core/error.hpp"
#include "models/rtl/decoder_module.hpp"
#include "models/rtl/legal_name.hpp"
#include "models/rtl/sv_sources.hpp"
#include "models/rtl/text_template.hpp"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <iterator>

namespace fracbit::models {
namespace {

/// A line for each item that `format` makes of one.
template <class Item, class Format>
std::string lines_of(const std::vector<Item>& items, const Format& format) {
    std::string lines;
    for (const Item& item : items) lines += format(item) + "\n";
    return lines;
}

/// Number and bits of the next weights of a run, as the mask decoder makes them.
std::string mask_lines(const WeightPathSpec& spec, const TestVectors& vectors) {
    const std::int64_t lanes = spec.sizes.mask_lanes;
    const int count_bits = top_bit(lanes) + 1;
    std::string lines;
    std::int64_t at = 0;
    for (const TestVectors::Run& run : vectors.runs) {
        for (std::int64_t left = run.useful, count = 0; left > 0; left -= count, at += count) {
            count = std::min(left, lanes);
            BitVector word(lanes + count_bits);
            word.copy(0, vectors.kept, at, count);
            word.deposit(lanes, count_bits, static_cast<std::uint64_t>(count));
            lines += hex_lines(word, word.size());
        }
    }
    return lines;
}

const char* const stream_source = R"(
    logic [@patch_space_top@:0] @stream@_reserved, @stream@_free;
    logic [@in_count_top@:0] @stream@_arrived_count;
    logic [@in_top@:0] @stream@_arrived_data;
    fracbit_stream_source #(.IN_BITS(@in_bits@), .CAPACITY(@patch_bits@), .BITS(@bits@), .FILE("tb/@stream@.hex")) @stream@ (
        .clk, .rst, .go(go_@stream@), .lean, .free(@stream@_free), .reserved(@stream@_reserved), .arrived_count(@stream@_arrived_count), .arrived_data(@stream@_arrived_data));)";

const char* const patch_run_source = R"(
    logic patch_run_valid, patch_run_ready;
    logic [31:0] patch_run_slices;
@patch_plane_wire@
    fracbit_item_source #(.WIDTH(@patch_run_bits@), .ITEMS(@runs@), .FILE("tb/patch_runs.hex")) patch_runs (
        .clk, .rst, .go(told[3]), .valid(patch_run_valid), .ready(patch_run_ready), .data({@patch_plane@patch_run_slices}));)";

const char* const entries_source = R"(
    logic entries_valid, entries_ready;
    logic [15:0] entries_count;
    fracbit_item_source #(.WIDTH(16), .ITEMS(@words@), .FILE("tb/entries.hex")) entries (
        .clk, .rst, .go(told[4]), .valid(entries_valid), .ready(entries_ready), .data(entries_count));)";

const char* const mask_source = R"(
    logic mask_valid, mask_ready;
    logic [@mask_count_top@:0] mask_count;
    logic [@mask_top@:0] mask_bits;
    fracbit_item_source #(.WIDTH(@mask_width@), .ITEMS(@mask_words@), .FILE("tb/masks.hex")) masks (
        .clk, .rst, .go(go_masks), .valid(mask_valid), .ready(mask_ready), .data({mask_count, mask_bits}));)";

class TestbenchFiles {
public:
    TestbenchFiles(const std::string& name, const std::string& top, const WeightPathSpec& spec,
                   const TestVectors& vectors)
        : name_(name), top_(top), spec_(spec), vectors_(vectors) {}

    std::vector<RtlFile> make() {
        check();
        set_numbers();
        add("expected.hex", hex_lines(vectors_.expected, 64));
        add("seeds.hex", hex_lines(vectors_.seeds, spec_.in_bits));
        add("units.hex", lines_of(vectors_.units, [](std::int64_t weights) { return fmt::format("{:x}", weights); }));
        add("buffer_runs.hex", lines_of(vectors_.runs, [](const TestVectors::Run& run) {
                return fmt::format("{:x}{:08x}", run.skip, run.useful);
            }));
        set_planes();
        set_patches();
        set_mask();
        add(name_ + ".sv", values_.fill(sv_source("testbench.sv.in")));
        add("fracbit_testbench_sources.sv", sv_source("testbench_sources.sv"));
        return std::move(files_);
    }

private:
    void add(const std::string& name, std::string text) { files_.push_back({"tb/" + name, std::move(text)}); }

    void check() const {
        std::int64_t useful = 0, units = 0, seeds = 0;
        for (const TestVectors::Run& run : vectors_.runs) {
            useful += run.useful;
            seeds += run.slices * spec_.seed_bits();
            if (run.plane < 0 || run.plane >= static_cast<std::int64_t>(spec_.planes.size()))
                refuse(fmt::format("a run reads plane {} of {}", run.plane, spec_.planes.size()));
        }
        for (const std::int64_t weights : vectors_.units) units += weights;
        if (useful == 0) refuse("they hold no weights");
        if (vectors_.expected.size() != useful || units != useful || (spec_.masked && vectors_.kept.size() != useful))
            refuse(fmt::format("runs of {} weights, units of {}, {} expected weights, {} mask bits", useful, units,
                               vectors_.expected.size(), vectors_.kept.size()));
        if (vectors_.seeds.size() != seeds)
            refuse(fmt::format("{} bits of seeds, the runs need {}", vectors_.seeds.size(), seeds));
    }
    [[noreturn]] void refuse(const std::string& what) const {
        throw ConfigError(fmt::format("vectors of layer '{}': {}", spec_.layer, what));
    }

    void set_numbers() {
        const WeightPathConfig& sizes = spec_.sizes;
        values_.set("name", name_).set("top", top_).set("layer", quoted_ascii(spec_.layer));
        // A string of SystemVerilog: neither quotes nor backslashes.
        values_.set("layer_string", "\"" + legal_name(spec_.layer) + "\"");
        values_.set("weights", vectors_.expected.size())
            .set("units", vectors_.units.size())
            .set("runs", vectors_.runs.size());
        values_.set("in_bits", spec_.in_bits)
            .set("in_top", spec_.in_bits - 1)
            .set("in_count_top", top_bit(spec_.in_bits));
        values_.set("reader_bits", sizes.reader_bytes * 8).set("reader_space_top", top_bit(sizes.reader_bytes * 8));
        values_.set("buffer_space_top", top_bit(sizes.buffer_bytes * 8)).set("weight_bits", 1 + spec_.mask_bits());
        values_.set("patch_bits", sizes.patch_bytes * 8).set("patch_space_top", top_bit(sizes.patch_bytes * 8));
        values_.set("seeds_bits", vectors_.seeds.size()).set("words", vectors_.entries.size());
        values_.set("give", spec_.give())
            .set("fill_top", spec_.give() - 1)
            .set("fill_count_top", top_bit(spec_.give()));
    }

    void set_planes() {
        const bool select = DistinctNetworks(spec_).select();
        const int bits = plane_bits(spec_);
        values_.set("plane_wires", select ? fmt::format("    logic [{}:0] seeds_run_plane;", bits - 1) : std::string());
        values_.set("plane", select ? "seeds_run_plane, " : "")
            .set("dut_plane", select ? "        .seeds_run_plane," : "");
        values_.set("seeds_run_bits", 32 + (select ? bits : 0));
        add("seeds_runs.hex", lines_of(vectors_.runs, [&](const TestVectors::Run& run) {
                return select ? fmt::format("{:x}{:08x}", run.plane, run.slices) : fmt::format("{:x}", run.slices);
            }));
    }

    std::string stream_text(const std::string& name, const BitVector& bits) {
        add(name + ".hex", hex_lines(bits, spec_.in_bits));
        TextValues values = values_;
        return values.set("stream", name).set("bits", bits.size()).fill(stream_source);
    }

    void set_patches() {
        std::string go, streams, sources, dut;
        if (spec_.patches == PatchFormat::counted) {
            go += "    wire go_counts = ~pause[2];\n";
            streams += stream_text("counts", vectors_.counts);
            dut += "        .counts_reserved, .counts_free, .counts_arrived_count, .counts_arrived_data,\n";
        }
        if (spec_.patches != PatchFormat::none) {
            go += "    wire go_locations = ~pause[3];";
            streams += stream_text("locations", vectors_.locations);
            const bool select = spec_.patches_differ();
            const int bits = plane_bits(spec_);
            values_.set("patch_plane_wire",
                        select ? fmt::format("    logic [{}:0] patch_run_plane;", bits - 1) : std::string());
            values_.set("patch_plane", select ? "patch_run_plane, " : "")
                .set("patch_run_bits", 32 + (select ? bits : 0));
            sources += values_.fill(patch_run_source);
            add("patch_runs.hex", lines_of(vectors_.runs, [&](const TestVectors::Run& run) {
                    return select ? fmt::format("{:x}{:08x}", run.plane, run.slices) : fmt::format("{:x}", run.slices);
                }));
            if (select) dut += "        .patch_run_plane,\n";
            dut += "        .locations_reserved, .locations_free, .locations_arrived_count, .locations_arrived_data,\n"
                   "        .patch_run_valid, .patch_run_ready, .patch_run_slices,";
        }
        if (spec_.patches == PatchFormat::gaps) {
            sources += values_.fill(entries_source);
            add("entries.hex",
                lines_of(vectors_.entries, [](std::int64_t count) { return fmt::format("{:x}", count); }));
            dut += "\n        .entries_valid, .entries_ready, .entries_count,";
        }
        values_.set("patch_go", go).set("streams", streams).set("patch_sources", sources).set("dut_patches", dut);
    }

    void set_mask() {
        if (!spec_.masked) {
            for (const char* key :
                 {"mask_go", "mask_source", "dut_mask", "kept_wire", "dut_kept", "kept_memory", "kept_check"})
                values_.set(key, "");
            return;
        }
        const std::string lines = mask_lines(spec_, vectors_);
        const std::int64_t lanes = spec_.sizes.mask_lanes;
        values_.set("mask_top", lanes - 1)
            .set("mask_count_top", top_bit(lanes))
            .set("mask_width", lanes + top_bit(lanes) + 1);
        values_.set("mask_words", std::count(lines.begin(), lines.end(), '\n'));
        values_.set("mask_go", "    wire go_masks = ~pause[4];");
        values_.set("mask_source", values_.fill(mask_source))
            .set("dut_mask", "        .mask_valid, .mask_ready, .mask_count, .mask_bits,");
        values_.set("kept_wire", fmt::format("    logic [{}:0] fill_kept;", spec_.give() - 1))
            .set("dut_kept", "        .fill_kept,");
        values_.set("kept_memory",
                    "    logic [63:0] kept [0:(WEIGHTS+63)/64-1];\n    initial $readmemh(\"tb/kept.hex\", kept);");
        values_.set("kept_check", "                    if (fill_kept[i] !== kept[(weights + i) / 64][(weights + i) % "
                                  "64]) fail(weights + i, \"the mask bit differs\");");
        add("masks.hex", lines);
        add("kept.hex", hex_lines(vectors_.kept, 64));
    }

    const std::string& name_;
    const std::string& top_;
    const WeightPathSpec& spec_;
    const TestVectors& vectors_;
    TextValues values_;
    std::vector<RtlFile> files_;
};

} // namespace

std::vector<RtlFile> testbench_files(const std::string& name, const std::string& top, const WeightPathSpec& spec,
                                     const TestVectors& vectors) {
    return TestbenchFiles(name, top, spec, vectors).make();
}

std::string hex_lines(const BitVector& bits, std::int64_t width) {
    std::string text;
    for (std::int64_t first = 0; first < bits.size(); first += width) {
        const std::int64_t end = std::min(bits.size(), first + width);
        for (std::int64_t digit = (width + 3) / 4 - 1; digit >= 0; --digit) {
            const std::int64_t at = first + 4 * digit;
            const int count =
                static_cast<int>(std::clamp<std::int64_t>(end - at, 0, std::min<std::int64_t>(4, width - 4 * digit)));
            fmt::format_to(std::back_inserter(text), "{:x}", count > 0 ? bits.extract(at, count) : 0);
        }
        text += '\n';
    }
    return text;
}

} // namespace fracbit::models
