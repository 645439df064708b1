#include "models/encoding/patch_costs.hpp"

#include "models/encoding/patch_codec.hpp"
#include "models/xor/slices.hpp"

#include <algorithm>
#include <bit>

namespace fracbit::models {
namespace {

std::vector<int> candidates_of(PatchFormat format) {
    std::vector<int> candidates;
    if (format == PatchFormat::gaps)
        for (int bits = 1; bits <= max_gap_bits; ++bits) candidates.push_back(bits);
    if (format == PatchFormat::counted)
        for (int slices = 1; slices <= 4096; slices = slices < 32 ? slices + 1 : slices < 128 ? slices + 8 : 2 * slices)
            candidates.push_back(slices);
    return candidates;
}

} // namespace

PatchCosts::PatchCosts(PatchFormat format, int n_out)
    : format_(format), n_out_(n_out), candidates_(candidates_of(format)), bits_(candidates_.size()) {}

void PatchCosts::add(std::span<const std::int64_t> patches, std::int64_t run_length) {
    if (format_ == PatchFormat::counted) add_counts(patches, run_length);
    if (format_ == PatchFormat::gaps) add_gaps(patches);
}

void PatchCosts::add_counts(std::span<const std::int64_t> patches, std::int64_t run_length) {
    locations_ += static_cast<std::int64_t>(patches.size()) * location_bits(n_out_);
    std::vector<std::uint16_t> counts(static_cast<std::size_t>(slice_count(run_length, n_out_)));
    for (const auto patch : patches) ++counts[static_cast<std::size_t>(patch / n_out_)];
    for (std::size_t c = 0; c < candidates_.size(); ++c) {
        const auto block = static_cast<std::size_t>(candidates_[c]);
        for (std::size_t first = 0; first < counts.size(); first += block) {
            const std::size_t slices = std::min(block, counts.size() - first);
            const auto begin = counts.begin() + static_cast<std::ptrdiff_t>(first);
            const auto most = *std::max_element(begin, begin + static_cast<std::ptrdiff_t>(slices));
            bits_[c] += count_width_bits + static_cast<std::int64_t>(slices) * std::bit_width(most);
        }
    }
}

void PatchCosts::add_gaps(std::span<const std::int64_t> patches) {
    std::int64_t passed = 0;
    for (const auto patch : patches) {
        for (std::size_t c = 0; c < candidates_.size(); ++c) {
            const int width = candidates_[c];
            bits_[c] += ((patch - passed) / ((std::int64_t{1} << width) - 1) + 1) * width;
        }
        passed = patch + 1;
    }
}

PatchCosts::Choice PatchCosts::best() const {
    if (candidates_.empty()) return {};
    const auto least = std::min_element(bits_.begin(), bits_.end()) - bits_.begin();
    const int parameter = candidates_[static_cast<std::size_t>(least)];
    const std::int64_t bits = bits_[static_cast<std::size_t>(least)];
    return format_ == PatchFormat::counted ? Choice{parameter, bits, locations_} : Choice{parameter, 0, bits};
}

PatchStream repacked(const PatchStream& stream, std::span<const std::int64_t> run_lengths, int n_out) {
    if (stream.format == PatchFormat::none) return stream;
    PatchCosts costs(stream.format, n_out);
    for (std::size_t run = 0; run < run_lengths.size(); ++run)
        costs.add(read_patches(stream, static_cast<std::int64_t>(run), run_lengths[run], n_out), run_lengths[run]);
    const int parameter = costs.best().parameter;
    if (parameter == std::max(stream.block_slices, stream.gap_bits)) return stream; // the other one is 0
    PatchWriter writer(stream.format, n_out, parameter);
    for (std::size_t run = 0; run < run_lengths.size(); ++run) {
        writer.begin_run(run_lengths[run]);
        for (const auto patch : read_patches(stream, static_cast<std::int64_t>(run), run_lengths[run], n_out))
            writer.add(patch);
        writer.end_run();
    }
    return std::move(writer).finish();
}

} // namespace fracbit::models
