#include "models/files/model_parts.hpp"
#include "models/files/sparse_layout.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace fracbit::models {

void SparseLayoutWriter::write(const std::string& group, const SparseWeights& weights) {
    file_.text(group, "order", to_string(weights.order));
    file_.integer(group, "group_rows", weights.group_rows);
    file_.integer(group, "tile_columns", weights.tile_columns);
    for (std::size_t i = 0; i < weights.planes.size(); ++i) {
        const auto plane = fmt::format("{}/planes/{}", group, i);
        file_.group(plane);
        file_.integer(plane, "network", number_of(*weights.planes[i].network));
        file_.integer(plane, "registers", weights.planes[i].registers);
        write_stream(plane, "seeds", weights.planes[i].bits);
        write_patches(plane + "/patches", weights.planes[i].patches);
    }
    write_mask(group + "/mask", weights.mask);
}

std::int64_t SparseLayoutWriter::number_of(const XorNetwork& network) {
    const auto known = std::find_if(networks_.begin(), networks_.end(), [&](const auto& n) { return *n == network; });
    const auto number = known - networks_.begin();
    if (known != networks_.end()) return number;
    const auto group = fmt::format("/networks/{}", number);
    file_.group(group);
    file_.bytes(group + "/xor_matrix", {network.n_out(), network.n_in()}, matrix_bytes(network));
    networks_.push_back(std::make_shared<const XorNetwork>(network));
    return number;
}

void SparseLayoutWriter::write_patches(const std::string& group, const PatchStream& patches) {
    file_.group(group);
    file_.text(group, "format", to_string(patches.format));
    file_.integer(group, "block_slices", patches.block_slices);
    file_.integer(group, "gap_bits", patches.gap_bits);
    write_stream(group, "counts", patches.counts);
    write_stream(group, "locations", patches.locations);
    std::vector<std::int64_t> runs;
    for (const auto& run : patches.runs) runs.insert(runs.end(), {run.counts, run.locations});
    if (!runs.empty()) file_.numbers(group + "/runs", {static_cast<std::int64_t>(patches.runs.size()), 2}, runs);
}

void SparseLayoutWriter::write_mask(const std::string& group, const StoredMask& mask) {
    file_.group(group);
    file_.text(group, "format", to_string(mask.format));
    file_.integer(group, "gap_bits", mask.gap_bits);
    file_.integer(group, "tile_rows", mask.tile_rows);
    file_.integer(group, "tile_columns", mask.tile_columns);
    file_.integer(group, "rank", mask.rank);
    write_stream(group, "stream", mask.bits);
    file_.numbers(group + "/runs", {static_cast<std::int64_t>(mask.runs.size())}, mask.runs);
}

void SparseLayoutWriter::write_stream(const std::string& group, const std::string& name, const BitVector& bits) {
    file_.integer(group, name + "_bits", bits.size());
    if (bits.size() == 0) return;
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(ceil_div(bits.size(), 8)));
    const auto words = bits.words();
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(words[i / 8] >> (i % 8 * 8));
    file_.bytes(group + "/" + name, {static_cast<std::int64_t>(bytes.size())}, bytes);
}

} // namespace fracbit::models
