#include "tests/explorer/evaluation/drawn_space.hpp"

#include "tests/support/drawer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>
#include <string>
#include <vector>

namespace fracbit::test {
namespace {} // namespace

const std::vector<CandidateKey>& candidate_keys() {
    static const std::vector<CandidateKey> list = {
        {"clock.mhz", {"200", "333.25", "800", "1000"}},
        {"memory.bytes_per_cycle", {"3.2", "\"64/5\"", "40"}},
        {"memory.bandwidth_gb_s", {"6.4", "12.8"}},
        {"memory.latency_cycles", {"0", "7", "100"}},
        {"memory.latency_ns", {"20", "115"}},
        {"memory.burst_bytes", {"16", "64"}},
        {"memory.outstanding", {"1", "4", "16"}},
        {"weights.lanes", {"1", "3", "8"}},
        {"weights.reader_bytes", {"160", "2048"}},
        {"weights.fifo_depth", {"1", "8"}},
        {"weights.levels_per_stage", {"1", "2", "4"}},
        {"weights.decoder_stages", {"1", "3"}},
        {"weights.fill_width", {"1", "64", "1024"}},
        {"weights.buffer_bytes", {"300", "1500", "4096", "65536"}},
        {"weights.patch_ports", {"1", "2"}},
        {"weights.patch_fifo_depth", {"1", "8"}},
        {"weights.patch_bytes", {"40", "512"}},
        {"weights.mask_lanes", {"16", "512"}},
        {"weights.mask_entries", {"4", "64"}},
        {"weights.mask_bytes", {"100", "2048"}},
        {"weights.mask_memory_bytes", {"16", "65536"}},
        {"csr.decoders", {"3", "8"}},
        {"csr.reader_bytes", {"72", "80", "512"}},
        {"csr.counts_bytes", {"100", "4096"}},
        {"array.rows", {"4", "16"}},
        {"array.columns", {"8", "30"}},
        {"array.mode", {"\"add_sub\"", "\"xnor\"", "\"dense\"", "\"shift\""}},
        {"array.activation_bits", {"2", "8"}},
        {"array.accumulator_depth", {"2", "40", "1000", "4096"}},
        {"array.accumulator_banks", {"1", "2"}},
        {"array.spill_bytes", {"64", "200", "4096"}},
        {"array.tile_banks", {"1", "2"}},
        {"array.levels_per_stage", {"1", "4"}},
        {"array.stages", {"1", "2"}},
        {"activations.buffer_bytes", {"60", "700", "1100", "1300", "2000", "262144"}},
        {"output.fifo_depth", {"1", "8"}},
        {"output.writer_bytes", {"72", "1024"}},
        {"vector_unit.lanes", {"2", "16", "40"}},
        {"order", {"\"positions\"", "\"spill\""}},
        {"keep_on_chip", {"false", "true"}},
        {"encoding.format",
         {"\"flexor\"", "\"binary\"", "\"dense8\"", "\"sparse\"", "\"csr\"", "\"shift\"", "\"shift-xor\""}},
        {"encoding.q", {"1", "2", "3", "5"}},
        {"encoding.n_in", {"4", "8", "12"}},
        {"encoding.n_out", {"10", "20"}},
        {"encoding.taps", {"0", "2", "5"}},
        {"encoding.matrix_seed", {"1", "2", "7"}},
        {"encoding.order", {"\"row-major\"", "\"k-major\"", "\"tiled\""}},
        {"encoding.sparsity", {"0.5", "0.9"}},
        {"encoding.mask", {"\"bitmap\"", "\"relative-index\"", "\"low-rank\""}},
        {"encoding.rank", {"1", "2"}},
        {"encoding.mask_columns", {"4", "10"}},
        {"encoding.patches", {"\"counted\"", "\"gaps\""}},
        {"encoding.block_slices", {"1", "8"}},
        {"encoding.patches_per_slice", {"0", "0.7", "5"}},
        {"encoding.registers", {"0", "1"}},
        {"encoding.seed", {"1", "2"}},
        {"technology", {"\"nangate45\"", "\"scaled_16nm\""}},
        {"network", {"\"cnn\"", "\"token\""}},
    };
    return list;
}

namespace {

/// Two ways to say one thing.
std::string thing_of(const std::string& key) {
    if (key == "memory.bandwidth_gb_s") return "memory.bytes_per_cycle";
    if (key == "memory.latency_ns") return "memory.latency_cycles";
    return key;
}

const char* const cnn = "name,kind,channels,height,width,out_channels,kernel,stride,padding,relu,residual\n"
                        "c1,conv,3,6,6,10,3,,1,1,\n"
                        "c1b,conv,10,6,6,10,1,,,1,c1\n"
                        "p1,max_pool,10,6,6,,2,2,,,\n"
                        "c2,conv,10,3,3,20,3,,1,1,\n"
                        "c3,conv,20,3,3,20,1,,,1,c2\n"
                        "sum,add,20,3,3,,,,,,c2\n"
                        "fc,linear,20,3,3,17,,,,,\n";
const char* const token = "name,kind,channels,out_channels,refetches\n"
                          "norm,rms_norm,24,,\n"
                          "q,linear,24,24,2\n"
                          "scores,attention,24,9,\n"
                          "soft,softmax,9,,2\n";
const char* const accuracies =
    "network,dataset,q,n_in,n_out,taps,sparsity,accuracy,full_precision,kind,source,activation_bits\n"
    "cnn,toy,1,4,10,2,,88,92,published,here,\n"
    "cnn,toy,1,12,20,2,,90,92,published,here,\n"
    "cnn,toy,1,1,1,2,,91,92,published,here,\n"
    "cnn,toy,2,4,10,2,,89.5,92,published,here,\n"
    "cnn,toy,2,1,1,2,,91.5,92,published,here,\n"
    "cnn,toy,1,1,1,2,0.95,80,92,published,here,\n"
    "cnn,toy,1,4,10,2,,78,92,published,here,2\n"
    "cnn,toy,1,12,20,2,,81,92,published,here,2\n"
    "cnn,toy,2,1,1,2,,82.5,92,published,here,2\n";

} // namespace

explorer::SpaceFiles space_of_key(const CandidateKey& key, const std::string& format, bool starved) {
    std::vector<std::pair<std::string, std::string>> base = {
        {"encoding.format", format},     {"array.rows", "8"},      {"array.columns", "16"},
        {"encoding.n_in", "8"},          {"encoding.n_out", "20"}, {"encoding.q", format == "\"csr\"" ? "1" : "2"},
        {"memory.bytes_per_cycle", "40"}};
    if (!starved) base.emplace_back("keep_on_chip", "true");
    if (starved)
        base.insert(base.end(), {{"activations.buffer_bytes", "700"},
                                 {"array.accumulator_depth", "24"},
                                 {"weights.buffer_bytes", "1600"},
                                 {"weights.fifo_depth", "2"},
                                 {"weights.fill_width", "40"},
                                 {"order", "\"spill\""},
                                 {"vector_unit.lanes", "3"}});
    if (key.key == "encoding.rank" || key.key == "encoding.mask_columns" || key.key == "weights.mask_memory_bytes")
        base.emplace_back("encoding.mask", "\"low-rank\"");
    if (key.key == "csr.reader_bytes") base.emplace_back("csr.decoders", "1");
    if (key.key == "weights.patch_ports") base.emplace_back("encoding.patches_per_slice", "6");
    if (key.key == "weights.mask_entries") base.emplace_back("encoding.mask", "\"relative-index\"");
    std::string text = "format_version = 1\nname = \"one key\"\n[base]\n";
    for (const auto& [name, value] : base)
        if (thing_of(name) != thing_of(key.key)) text += fmt::format("\"{}\" = {}\n", name, value);
    text += fmt::format("[[network]]\nname = \"cnn\"\nfile = \"cnn.csv\"\n[[network]]\nname = \"token\"\nfile = "
                        "\"token.csv\"\nruns = 3\n[parameters]\n\"{}\" = [{}]\n[[objective]]\nminimize = "
                        "\"cycles\"\n",
                        key.key, fmt::join(key.values, ", "));
    return {{"", text}, {"cnn.csv", cnn}, {"token.csv", token}};
}

explorer::SpaceFiles drawn_space(std::uint64_t seed) {
    tests::Drawer draw(seed);
    const bool two = draw.chance(40), accuracy = draw.chance(30);
    const char* const only = two || draw.chance(75) ? cnn : token;
    std::set<std::string> used;
    std::string base, parameters, together;
    std::int64_t points = 1;
    const auto take = [&](bool vary) {
        const CandidateKey& c =
            candidate_keys()[static_cast<std::size_t>(draw.range(0, std::ssize(candidate_keys()) - 1))];
        if ((!two || !vary) && c.key == "network") return;
        if (!used.insert(thing_of(c.key)).second) return;
        if (!vary) {
            base += fmt::format("\"{}\" = {}\n", c.key,
                                c.values[static_cast<std::size_t>(draw.range(0, std::ssize(c.values) - 1))]);
            return;
        }
        if (points * std::ssize(c.values) > 700) return;
        points *= std::ssize(c.values);
        parameters += fmt::format("\"{}\" = [{}]\n", c.key, fmt::join(c.values, ", "));
    };
    if (draw.chance(70)) {
        const CandidateKey& format = candidate_keys()[40];
        const auto& value = format.values[static_cast<std::size_t>(draw.range(0, std::ssize(format.values) - 1))];
        base += fmt::format("\"encoding.format\" = {}\n", value);
        used.insert("encoding.format");
    }
    if (draw.chance(20)) {
        together = "[[together]]\n\"array.rows\" = [8, 16, 4]\n\"clock.mhz\" = [500, 700, 900]\n";
        used.insert("array.rows");
        used.insert("clock.mhz");
        points *= 3;
    }
    for (std::int64_t i = draw.range(2, 14); i > 0; --i) take(false);
    for (std::int64_t i = draw.range(3, 9); i > 0; --i) take(true);
    if (points == 1) parameters += "\"name\" = [\"one\", \"two\"]\n";
    if (used.insert("array.rows").second) base += "\"array.rows\" = 8\n";
    if (used.insert("array.columns").second) base += "\"array.columns\" = 16\n";

    const auto expressions = [&](std::initializer_list<std::string> all) {
        std::vector<std::string> chosen;
        for (const std::string& text : all)
            if (draw.chance(25)) chosen.push_back(fmt::format("\"{}\"", text));
        return fmt::format("all = [{}]\n", fmt::join(chosen, ", "));
    };
    std::string text = fmt::format("format_version = 1\nname = \"drawn {}\"\n[base]\n{}", seed, base);
    text += fmt::format("[[network]]\nname = \"cnn\"\nfile = \"cnn.csv\"\n{}", draw.chance(40) ? "runs = 2.5\n" : "");
    if (accuracy) text += "accuracy = \"cnn/toy\"\n";
    if (two) text += "[[network]]\nname = \"token\"\nfile = \"token.csv\"\nruns = 3\n";
    if (accuracy) text += "[accuracy]\ntables = [\"accuracy.csv\"]\n";
    text += "[parameters]\n" + parameters + together;
    text += "[conditions]\n" + expressions({"encoding.n_in <= encoding.n_out", "weights.lanes != 3 or array.rows > 4",
                                            "clock.mhz < 900", "encoding.format != 'binary' or array.columns > 8"});
    text += "[constraints]\n" +
            expressions({"meets_clock", "area_mm2 < 0.4", "bits_per_weight <= 1.4", "cycles < 6000", "energy_uj < 0.2",
                         "cnn.utilization > 0.02", "power_mw < 60 or weights.lanes > 1"});
    text += "[[objective]]\nmaximize = \"runs_per_second / area_mm2\"\n[[objective]]\nminimize = \"energy_uj\"\n";
    if (accuracy) text += "[[objective]]\nminimize = \"accuracy_drop\"\n";
    explorer::SpaceFiles files;
    files[""] = text;
    files["cnn.csv"] = only;
    if (two) files["token.csv"] = token;
    if (accuracy) files["accuracy.csv"] = accuracies;
    return files;
}

} // namespace fracbit::test
