#include "models/rtl/decoder_module.hpp"

#include "models/rtl/legal_name.hpp"
#include "models/rtl/sv_sources.hpp"
#include "models/rtl/text_template.hpp"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

int bits_for(std::int64_t largest) {
    return std::max(1, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(largest))));
}

/// A row may load if one from it on is empty, or the last word leaves.
std::string ready_text(int stages) {
    std::string text;
    for (int row = 0; row < stages; ++row) {
        const std::string rest =
            row + 1 == stages ? fmt::format("full[{}]", row) : fmt::format("(&full[{}:{}])", stages - 1, row);
        text += fmt::format("    assign ready[{}] = ~{} | word_ready;\n", row, rest);
    }
    return text;
}

/// First, last, plane and number of slices, row after row.
std::string tags_text(int stages, int bits, bool select, int lane_bits, int plane_bits) {
    std::string text, names;
    for (int row = 1; row <= stages; ++row) names += fmt::format("{}tag_{}", row == 1 ? "" : ", ", row);
    text += fmt::format("    logic [{}:0] {};\n", bits - 1, names);
    text += "    always_ff @(posedge clk) begin\n";
    for (int row = 1; row <= stages; ++row)
        text += fmt::format("        if (load[{}]) tag_{} <= {};\n", row - 1, row,
                            row > 1  ? fmt::format("tag_{}", row - 1)
                            : select ? "{seeds_plane, seeds_first, seeds_last, seeds_slices}"
                                     : "{seeds_first, seeds_last, seeds_slices}");
    text += "    end\n";
    text += fmt::format("    assign word_first = tag_{}[{}];\n", stages, lane_bits + 1);
    text += fmt::format("    assign word_last = tag_{}[{}];\n", stages, lane_bits);
    text += fmt::format("    assign word_slices = tag_{}[{}:0];", stages, lane_bits - 1);
    if (select)
        text +=
            fmt::format("\n    wire [{}:0] plane = tag_{}[{}:{}];", plane_bits - 1, stages, bits - 1, lane_bits + 2);
    return text;
}

/// The networks' inputs: a seed, or with registers the last seeds of the run, the newest in the lowest bits.
std::string inputs_text(const WeightPathSpec& spec) {
    const int lanes = spec.lanes(), seed = spec.seed_bits(), n_in = spec.n_in(), kept = n_in - seed;
    std::string text;
    if (spec.registers == 0) {
        text += "    // A network's input is a seed.\n";
        for (int lane = 0; lane < lanes; ++lane)
            text += fmt::format("    wire [{}:0] x_{} = seeds_bits[{} +: {}];\n", n_in - 1, lane, lane * seed, n_in);
        text.pop_back();
        return text;
    }
    text += fmt::format("    // A network's input is the last {} seeds of the run, the newest in the lowest bits; zero "
                        "before its first.\n",
                        spec.registers + 1);
    text += fmt::format("    logic [{}:0] history;\n", kept - 1);
    text += fmt::format("    wire [{}:0] line = {{seeds_first ? {}'b0 : history", kept + lanes * seed - 1, kept);
    for (int lane = 0; lane < lanes; ++lane) text += fmt::format(", seeds_bits[{} +: {}]", lane * seed, seed);
    text += "};\n";
    text += fmt::format("    always_ff @(posedge clk) if (load[0]) history <= line[{}:0];\n", kept - 1);
    for (int lane = 0; lane < lanes; ++lane)
        text +=
            fmt::format("    wire [{}:0] x_{} = line[{} +: {}];\n", n_in - 1, lane, (lanes - 1 - lane) * seed, n_in);
    text.pop_back();
    return text;
}

std::string networks_text(const WeightPathSpec& spec, const DistinctNetworks& distinct,
                          const std::vector<std::string>& names) {
    const int lanes = spec.lanes(), n_out = spec.n_out();
    std::string text;
    for (std::size_t n = 0; n < names.size(); ++n) {
        text += fmt::format("    wire [{}:0] y_{};\n", spec.word_bits() - 1, n);
        for (int lane = 0; lane < lanes; ++lane)
            text += fmt::format("    {} network_{}_{} (.clk, .load, .x(x_{}), .y(y_{}[{} +: {}]));\n", names[n], n,
                                lane, lane, n, lane * n_out, n_out);
    }
    if (!distinct.select()) return text + "    assign word_bits = y_0;";
    text += "    always_comb\n        case (plane)\n";
    for (std::size_t p = 0; p + 1 < distinct.of_plane.size(); ++p)
        text += fmt::format("            {}'d{}: word_bits = y_{};\n", plane_bits(spec), p, distinct.of_plane[p]);
    return text + fmt::format("            default: word_bits = y_{};\n        endcase", distinct.of_plane.back());
}

} // namespace

DistinctNetworks::DistinctNetworks(const WeightPathSpec& spec) {
    for (const auto& network : spec.planes) {
        const auto same =
            std::find_if(networks.begin(), networks.end(), [&](const XorNetwork* other) { return *other == *network; });
        of_plane.push_back(static_cast<std::size_t>(same - networks.begin()));
        if (same == networks.end()) networks.push_back(network.get());
    }
}

int plane_bits(const WeightPathSpec& spec) { return bits_for(static_cast<std::int64_t>(spec.planes.size()) - 1); }

std::string decoder_module(const std::string& name, const WeightPathSpec& spec,
                           const std::vector<std::string>& network_names) {
    const DistinctNetworks distinct(spec);
    const int stages = decoder_stages_of(spec).stages, lane_bits = bits_for(spec.lanes());
    const int tag_bits = 2 + lane_bits + (distinct.select() ? plane_bits(spec) : 0);
    TextValues values;
    values.set("layer", quoted_ascii(spec.layer)).set("name", name).set("lanes", spec.lanes()).set("stages", stages);
    values.set("seeds_plane_port", distinct.select()
                                       ? fmt::format("    input  logic [{}:0] seeds_plane,", plane_bits(spec) - 1)
                                       : std::string());
    values.set("lane_top", lane_bits - 1)
        .set("seeds_top", spec.lanes() * spec.seed_bits() - 1)
        .set("word_top", spec.word_bits() - 1);
    values.set("stage_top", stages - 1);
    values.set("coming",
               stages == 1 ? std::string("seeds_valid") : fmt::format("{{full[{}:0], seeds_valid}}", stages - 2));
    values.set("ready", ready_text(stages))
        .set("tags", tags_text(stages, tag_bits, distinct.select(), lane_bits, plane_bits(spec)));
    values.set("inputs", inputs_text(spec)).set("networks", networks_text(spec, distinct, network_names));
    return values.fill(sv_source("xor_decoder.sv.in"));
}

} // namespace fracbit::models
