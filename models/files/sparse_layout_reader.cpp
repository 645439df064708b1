#include "models/files/model_parts.hpp"
#include "models/files/sparse_layout.hpp"
#include "models/model/sparse_check.hpp"

#include <array>
#include <fmt/format.h>
#include <limits>

namespace fracbit::models {
namespace {

constexpr std::int64_t largest_int = std::numeric_limits<int>::max();
constexpr std::int64_t largest_sparse_size = std::int64_t{1} << 62;

/// The value among `all` whose name the attribute holds.
template <class Enum, std::size_t count>
Enum named(const Hdf5Reader& file, const std::string& group, const std::string& attribute,
           const std::array<Enum, count>& all) {
    const auto name = file.text(group, attribute);
    std::string allowed;
    for (const Enum value : all) {
        if (name == to_string(value)) return value;
        allowed += (allowed.empty() ? "" : ", ") + std::string(to_string(value));
    }
    file.fail(group, attribute, "found '" + name + "', allowed: " + allowed);
}

int bounded_int(const Hdf5Reader& file, const std::string& group, const std::string& name) {
    return static_cast<int>(bounded(file, group, name, 0, largest_int));
}

} // namespace

SparseWeights SparseLayoutReader::read(const std::string& group, const Layer& layer, std::int64_t q,
                                       std::vector<std::vector<float>> alpha) {
    SparseWeights weights;
    weights.order = named(file_, group, "order", std::array{StorageOrder::k_major, StorageOrder::tiled});
    weights.group_rows = bounded(file_, group, "group_rows", 1, largest_sparse_size);
    weights.tile_columns = bounded(file_, group, "tile_columns", 1, largest_sparse_size);
    for (std::int64_t i = 0; i < q; ++i) weights.planes.push_back(read_plane(fmt::format("{}/planes/{}", group, i)));
    weights.mask = read_mask(group + "/mask");
    weights.alpha = std::move(alpha);
    const auto problems = sparse_problems(layer, weights);
    if (!problems.empty()) file_.fail(group + "/" + problems.front().part, problems.front().message);
    return weights;
}

StoredPlane SparseLayoutReader::read_plane(const std::string& group) {
    StoredPlane plane;
    plane.network = network(group);
    plane.registers = bounded_int(file_, group, "registers");
    plane.bits = read_stream(group, "seeds");
    plane.patches = read_patches(group + "/patches");
    return plane;
}

const std::shared_ptr<const XorNetwork>& SparseLayoutReader::network(const std::string& plane) {
    const auto count = file_.members("/networks");
    if (count == 0) file_.fail("/networks", "no XOR matrix, " + plane + " needs one");
    const auto number = static_cast<std::size_t>(bounded(file_, plane, "network", 0, count - 1));
    networks_.resize(static_cast<std::size_t>(count));
    if (networks_[number] == nullptr) {
        const auto name = fmt::format("/networks/{}/xor_matrix", number);
        const auto shape = file_.shape(name);
        if (shape.size() != 2) file_.fail(name, "found shape " + to_text(shape) + ", expected [n_out][n_in]");
        check_network_size(file_, name, shape[1], shape[0]);
        networks_[number] = network_of(file_.bits(name, shape), shape[1]);
    }
    return networks_[number];
}

PatchStream SparseLayoutReader::read_patches(const std::string& group) const {
    PatchStream patches;
    patches.format =
        named(file_, group, "format", std::array{PatchFormat::none, PatchFormat::counted, PatchFormat::gaps});
    patches.block_slices = bounded_int(file_, group, "block_slices");
    patches.gap_bits = bounded_int(file_, group, "gap_bits");
    patches.counts = read_stream(group, "counts");
    patches.locations = read_stream(group, "locations");
    if (patches.format == PatchFormat::none) return patches;
    const auto shape = file_.shape(group + "/runs");
    const auto runs = file_.numbers(group + "/runs", {shape.empty() ? 0 : shape.front(), 2});
    for (std::size_t i = 0; i < runs.size(); i += 2) patches.runs.push_back({runs[i], runs[i + 1]});
    return patches;
}

StoredMask SparseLayoutReader::read_mask(const std::string& group) const {
    StoredMask mask;
    mask.format =
        named(file_, group, "format", std::array{MaskFormat::bitmap, MaskFormat::relative_index, MaskFormat::low_rank});
    mask.gap_bits = bounded_int(file_, group, "gap_bits");
    mask.tile_rows = bounded(file_, group, "tile_rows", 0, largest_sparse_size);
    mask.tile_columns = bounded(file_, group, "tile_columns", 0, largest_sparse_size);
    mask.rank = bounded_int(file_, group, "rank");
    mask.bits = read_stream(group, "stream");
    const auto shape = file_.shape(group + "/runs");
    mask.runs = file_.numbers(group + "/runs", {shape.empty() ? 0 : shape.front()});
    return mask;
}

BitVector SparseLayoutReader::read_stream(const std::string& group, const std::string& name) const {
    const auto size = bounded(file_, group, name + "_bits", 0, largest_sparse_size);
    if (size == 0) return {};
    const auto dataset = group + "/" + name;
    const auto bytes = file_.bytes(dataset, {ceil_div(size, 8)});
    if (const auto rest = size % 8; rest != 0 && bytes.back() >> rest != 0)
        file_.fail(dataset, fmt::format("bits past the {} that it holds are not 0", size));
    BitVector bits(size);
    const auto words = bits.words();
    for (std::size_t i = 0; i < bytes.size(); ++i) words[i / 8] |= std::uint64_t{bytes[i]} << (i % 8 * 8);
    return bits;
}

} // namespace fracbit::models
