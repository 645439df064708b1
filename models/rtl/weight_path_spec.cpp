#include "models/rtl/weight_path_spec.hpp"

#include "models/core/error.hpp"
#include "models/core/units.hpp"
#include "models/rtl/legal_name.hpp"
#include "models/xor/xor_properties.hpp"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <functional>

namespace fracbit::models {
namespace {

class Problems {
public:
    void add(std::string text) { texts_.push_back(std::move(text)); }
    void at_least(const char* name, std::int64_t value, std::int64_t least) {
        if (value < least) add(fmt::format("{} = {}, must be {} or more", name, value, least));
    }
    void between(const char* name, std::int64_t value, std::int64_t least, std::int64_t most) {
        if (value < least || value > most) add(fmt::format("{} = {}, must be {} to {}", name, value, least, most));
    }
    [[nodiscard]] bool none() const { return texts_.empty(); }
    void refuse_if_any(const std::string& layer) const {
        if (texts_.empty()) return;
        std::string text = fmt::format("the weight path of layer '{}' cannot be exported:", layer);
        for (const std::string& problem : texts_) text += "\n  " + problem;
        throw ConfigError(text);
    }

private:
    std::vector<std::string> texts_;
};

void check_planes(const WeightPathSpec& spec, Problems& problems) {
    if (spec.planes.empty()) problems.add("it has no planes");
    for (std::size_t p = 0; p < spec.planes.size(); ++p) {
        if (spec.planes[p] == nullptr)
            problems.add(fmt::format("plane {} has no XOR network", p));
        else if (spec.planes.front() != nullptr &&
                 (spec.planes[p]->n_in() != spec.n_in() || spec.planes[p]->n_out() != spec.n_out()))
            problems.add(fmt::format("plane {} is {} -> {}, plane 0 is {} -> {}: they must be of one shape", p,
                                     spec.planes[p]->n_in(), spec.planes[p]->n_out(), spec.n_in(), spec.n_out()));
    }
    if (!problems.none()) return;
    problems.between("registers", spec.registers, 0, max_n_in - 1);
    if (problems.none() && spec.n_in() % (spec.registers + 1) != 0)
        problems.add(fmt::format("{} registers with n_in = {}: n_in must be a multiple of registers + 1",
                                 spec.registers, spec.n_in()));
}

void check_sizes(const WeightPathSpec& spec, Problems& problems) {
    const WeightPathConfig& sizes = spec.sizes;
    problems.at_least("lanes", sizes.lanes, 1);
    problems.at_least("fifo_depth", sizes.fifo_depth, 1);
    problems.at_least("levels_per_stage", sizes.levels_per_stage, 1);
    if (sizes.decoder_stages) problems.at_least("decoder_stages", *sizes.decoder_stages, 1);
    problems.at_least("fill_width", sizes.fill_width, 1 + spec.mask_bits());
    problems.at_least("buffer_bytes", sizes.buffer_bytes, 1);
    problems.at_least("in_bits", spec.in_bits, 1);
    if (spec.masked) problems.at_least("mask_lanes", sizes.mask_lanes, 1);
    if (spec.patches == PatchFormat::none) return;
    problems.at_least("patch_ports", sizes.patch_ports, 1);
    problems.at_least("patch_fifo_depth", sizes.patch_fifo_depth, 1);
    if (spec.patches == PatchFormat::counted && spec.block_slices.size() != spec.planes.size())
        problems.add(
            fmt::format("block_slices of {} planes for {} planes", spec.block_slices.size(), spec.planes.size()));
    if (spec.patches == PatchFormat::counted)
        for (const int slices : spec.block_slices) problems.between("block_slices", slices, 1, 65536);
    if (spec.patches == PatchFormat::gaps && spec.gap_bits.size() != spec.planes.size())
        problems.add(fmt::format("gap_bits of {} planes for {} planes", spec.gap_bits.size(), spec.planes.size()));
    if (spec.patches == PatchFormat::gaps)
        for (const int bits : spec.gap_bits) problems.between("gap_bits", bits, 1, 16);
    if (spec.n_out() < 2)
        problems.add("patches of slices of one weight have locations of no bits: n_out must be 2 or more");
}

void check_buffers(const WeightPathSpec& spec, Problems& problems) {
    const std::int64_t word = std::int64_t{spec.lanes()} * spec.seed_bits();
    if (spec.sizes.reader_bytes * 8 < word + spec.in_bits)
        problems.add(fmt::format("reader_bytes = {}, must be {} or more: a word of {} bits and a burst of {}",
                                 spec.sizes.reader_bytes, ceil_div(word + spec.in_bits, 8), word, spec.in_bits));
    if (spec.patches != PatchFormat::none && spec.sizes.patch_bytes * 8 < spec.in_bits)
        problems.add(fmt::format("patch_bytes = {}, must be {} or more: a burst of {} bits", spec.sizes.patch_bytes,
                                 ceil_div(spec.in_bits, 8), spec.in_bits));
}

} // namespace

std::string WeightPathSpec::module_prefix() const { return prefix.empty() ? legal_name(layer) : legal_name(prefix); }

int WeightPathSpec::widest_gap() const {
    return gap_bits.empty() ? 1 : *std::max_element(gap_bits.begin(), gap_bits.end());
}

int WeightPathSpec::largest_block() const {
    return block_slices.empty() ? 1 : *std::max_element(block_slices.begin(), block_slices.end());
}

int WeightPathSpec::smallest_block() const {
    return block_slices.empty() ? 1 : *std::min_element(block_slices.begin(), block_slices.end());
}

bool WeightPathSpec::patches_differ() const {
    const auto differ = [](const std::vector<int>& values) {
        return std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) != values.end();
    };
    return differ(gap_bits) || differ(block_slices);
}

std::int64_t WeightPathSpec::give() const {
    if (!masked) return std::min(sizes.fill_width, 2 * word_bits());
    return std::min({sizes.fill_width / 2, 2 * word_bits(), 2 * sizes.mask_lanes});
}

void validate(const WeightPathSpec& spec) {
    Problems problems;
    check_planes(spec, problems);
    problems.refuse_if_any(spec.layer);
    check_sizes(spec, problems);
    problems.refuse_if_any(spec.layer);
    check_buffers(spec, problems);
    problems.refuse_if_any(spec.layer);
}

WeightPathSpec weight_path_of(const Architecture& architecture, const std::string& name,
                              const QuantizedLayer& weights) {
    const bool sparse = weights.format == WeightFormat::sparse;
    if (!is_encoded(weights.format))
        throw ConfigError(
            fmt::format("layer '{}' has weights of format {}: only flexor, sparse and shift-xor weights pass an XOR "
                        "decoder",
                        name, to_string(weights.format)));
    WeightPathSpec spec;
    spec.layer = name;
    for (const StoredPlane& plane : weights.planes) spec.planes.push_back(plane.network);
    if (!weights.planes.empty()) {
        const StoredPlane& plane = weights.planes.front();
        spec.registers = plane.registers;
        spec.patches = plane.patches.format;
    }
    for (const StoredPlane& plane : weights.planes) {
        if (plane.registers != spec.registers || plane.patches.format != spec.patches)
            throw ConfigError(fmt::format(
                "the planes of layer '{}' differ in registers or patch format: one weight path cannot read them",
                name));
        if (spec.patches == PatchFormat::counted) spec.block_slices.push_back(plane.patches.block_slices);
        if (spec.patches == PatchFormat::gaps) spec.gap_bits.push_back(plane.patches.gap_bits);
    }
    spec.masked = sparse;
    spec.sizes = architecture.weights;
    spec.in_bits = architecture.memory.burst_bytes * 8;
    validate(spec);
    return spec;
}

DecoderStages decoder_stages_of(const WeightPathSpec& spec) {
    int levels = 0;
    for (const auto& network : spec.planes) levels = std::max(levels, logic_levels(*network));
    return decoder_stages(levels, spec.sizes.levels_per_stage, spec.sizes.decoder_stages);
}

} // namespace fracbit::models
