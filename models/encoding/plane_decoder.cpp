#include "models/encoding/plane_decoder.hpp"

#include "models/core/error.hpp"
#include "models/encoding/patch_codec.hpp"
#include "models/encoding/plane_layout.hpp"
#include "models/xor/slices.hpp"
#include "models/xor/xor_decoder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fracbit::models {
namespace {

constexpr std::int64_t slices_at_once = 1 << 13;

/// What the network sees for `count` slices, the first of which has its newest seed `newest`: for each the newest seed
/// in the lowest bits, then those before it.
BitVector network_inputs(const StoredPlane& plane, std::int64_t newest, std::int64_t count) {
    const int width = plane.seed_bits();
    BitVector inputs(count * plane.network->n_in());
    if (plane.registers == 0) {
        inputs.copy(0, plane.bits, newest * width, count * width);
        return inputs;
    }
    std::int64_t at = 0;
    for (std::int64_t seed = newest; seed < newest + count; ++seed)
        for (int age = 0; age <= plane.registers; ++age, at += width)
            inputs.deposit(at, width, plane.bits.extract((seed - age) * width, width));
    return inputs;
}

BitVector decode_seeds(const StoredPlane& plane, const PlaneLayout& layout) {
    const XorDecoder decoder(*plane.network);
    if (layout.runs() == 1 && plane.registers == 0) return decoder.decode(plane.bits, layout.elements());
    BitVector codes(layout.elements());
    for (std::int64_t run = 0; run < layout.runs(); ++run) {
        const auto r = static_cast<std::size_t>(run);
        const std::int64_t end = layout.first_element[r + 1];
        std::int64_t newest = layout.first_seed(run) + plane.registers;
        for (std::int64_t element = layout.first_element[r]; element < end; newest += slices_at_once) {
            const std::int64_t count = std::min(slices_at_once * layout.n_out, end - element);
            const auto inputs = network_inputs(plane, newest, slice_count(count, layout.n_out));
            codes.copy(element, decoder.decode(inputs, count), 0, count);
            element += count;
        }
    }
    return codes;
}

void expect_bits(const StoredPlane& plane, std::int64_t expected, const char* what) {
    if (plane.bits.size() != expected)
        throw ConfigError(fmt::format("decoding: the plane stores {} bits; its runs need exactly {} of {}",
                                      plane.bits.size(), expected, what));
}

} // namespace

BitVector decode_plane(const StoredPlane& plane, std::span<const std::int64_t> run_lengths) {
    if (plane.network == nullptr) {
        const PlaneLayout layout(run_lengths, 1, 0);
        expect_bits(plane, layout.elements(), "codes");
        if (plane.patches.format != PatchFormat::none)
            throw ConfigError("decoding: the plane has patches and no network; plain codes need none");
        return plane.bits;
    }
    if (plane.registers < 0 || plane.network->n_in() % (plane.registers + 1) != 0)
        throw ConfigError(
            fmt::format("decoding: a network of n_in = {} cannot be shared evenly by a seed and {} registers",
                        plane.network->n_in(), plane.registers));
    const PlaneLayout layout(run_lengths, plane.network->n_out(), plane.registers);
    expect_bits(plane, layout.seeds() * plane.seed_bits(), "seeds");
    if (const auto runs = static_cast<std::int64_t>(plane.patches.runs.size());
        plane.patches.format != PatchFormat::none && runs != layout.runs() + 1)
        throw ConfigError(
            fmt::format("decoding: the plane has patches of {} runs; it has {} runs", runs - 1, layout.runs()));
    BitVector codes = decode_seeds(plane, layout);
    for (std::int64_t run = 0; run < layout.runs(); ++run) {
        const auto r = static_cast<std::size_t>(run);
        const std::int64_t first = layout.first_element[r];
        for (const auto patch : read_patches(plane.patches, run, layout.first_element[r + 1] - first, layout.n_out))
            codes.set(first + patch, !codes.get(first + patch));
    }
    return codes;
}

} // namespace fracbit::models
