#include "models/compression/stream_assembly.hpp"

#include "models/encoding/patch_codec.hpp"

namespace fracbit::models {
namespace {

void append_bits(BitVector& bits, const BitVector& part) {
    const std::int64_t at = bits.size();
    bits.resize(at + part.size());
    bits.copy(at, part, 0, part.size());
}

} // namespace

PlaneAssembly::PlaneAssembly(std::shared_ptr<const XorNetwork> network, int registers, PatchFormat format,
                             int block_slices)
    : plane_{std::move(network), {}, registers}, format_(format), block_slices_(block_slices),
      costs_(format, plane_.network->n_out()) {}

void PlaneAssembly::append(const StoredPlane& part, std::span<const std::int64_t> run_lengths) {
    append_bits(plane_.bits, part.bits);
    for (std::size_t run = 0; run < run_lengths.size(); ++run) {
        patches_.push_back(
            read_patches(part.patches, static_cast<std::int64_t>(run), run_lengths[run], plane_.network->n_out()));
        run_lengths_.push_back(run_lengths[run]);
        costs_.add(patches_.back(), run_lengths[run]);
    }
}

StoredPlane PlaneAssembly::finish() && {
    const bool chosen = format_ == PatchFormat::counted && block_slices_ > 0;
    plane_.patches = write_patches(format_, patches_, run_lengths_, plane_.network->n_out(),
                                   chosen ? block_slices_ : costs_.best().parameter);
    return std::move(plane_);
}

void append_mask(StoredMask& whole, const StoredMask& part) {
    if (whole.runs.empty()) {
        whole = part;
        return;
    }
    const std::int64_t before = whole.bits.size();
    if (before == 0) whole.gap_bits = part.gap_bits; // gaps of any width are none so far
    append_bits(whole.bits, part.bits);
    whole.runs.pop_back();
    for (const std::int64_t run : part.runs) whole.runs.push_back(before + run);
}

} // namespace fracbit::models
