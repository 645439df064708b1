#include "models/rtl/test_vectors.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/xor/xor_decoder.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

void append(BitVector& bits, const BitVector& more, std::int64_t from, std::int64_t count) {
    const std::int64_t at = bits.size();
    bits.resize(at + count);
    bits.copy(at, more, from, count);
}

BitVector draw(Random& random, std::int64_t bits) {
    BitVector drawn(bits);
    for (std::int64_t i = 0; i < bits; i += 64)
        drawn.deposit(i, static_cast<int>(std::min<std::int64_t>(64, bits - i)), random.next());
    return drawn;
}

/// Copies what the first runs of a layer need of its streams.
class LayerVectors {
public:
    LayerVectors(const WeightPathSpec& spec, std::span<const StoredPlane> planes,
                 std::span<const std::int64_t> run_lengths, std::span<const BitVector> codes, const BitVector& kept)
        : spec_(spec), planes_(planes), run_lengths_(run_lengths), codes_(codes), kept_(kept) {}

    TestVectors make(std::int64_t most_weights) {
        check();
        for (std::size_t run = 0; run < run_lengths_.size(); ++run) {
            for (std::size_t plane = 0; plane < planes_.size(); ++plane) {
                const std::int64_t left = most_weights - vectors_.expected.size();
                if (left <= 0) break;
                add(run, plane, std::min(run_lengths_[run], ceil_div(left, spec_.n_out()) * spec_.n_out()));
            }
            first_seed_ += (ceil_div(run_lengths_[run], spec_.n_out()) + spec_.registers) * spec_.seed_bits();
            first_weight_ += run_lengths_[run];
        }
        vectors_.units = cut_units(spec_, vectors_.runs);
        return std::move(vectors_);
    }

private:
    [[noreturn]] void refuse(const std::string& what) const {
        throw ConfigError(fmt::format("vectors of layer '{}': {}", spec_.layer, what));
    }

    void check() const {
        std::int64_t weights = 0, slices = 0;
        for (const std::int64_t length : run_lengths_) {
            weights += length;
            slices += ceil_div(length, spec_.n_out()) + spec_.registers;
        }
        if (planes_.size() != spec_.planes.size() || codes_.size() != planes_.size())
            refuse(fmt::format("{} stored planes and {} decoded ones for {} networks", planes_.size(), codes_.size(),
                               spec_.planes.size()));
        for (std::size_t p = 0; p < planes_.size(); ++p) {
            if (planes_[p].bits.size() != slices * spec_.seed_bits())
                refuse(fmt::format("plane {} stores {} bits, its runs need {}", p, planes_[p].bits.size(),
                                   slices * spec_.seed_bits()));
            if (codes_[p].size() != weights)
                refuse(fmt::format("plane {} has {} decoded weights, its runs {}", p, codes_[p].size(), weights));
            if (spec_.patches != PatchFormat::none && planes_[p].patches.runs.size() != run_lengths_.size() + 1)
                refuse(fmt::format("plane {} has patches of {} runs, needed are {}", p, planes_[p].patches.runs.size(),
                                   run_lengths_.size()));
        }
        if (spec_.masked && kept_.size() != weights)
            refuse(fmt::format("{} mask bits for {} weights", kept_.size(), weights));
    }

    void add(std::size_t run, std::size_t plane, std::int64_t weights) {
        const std::int64_t slices = ceil_div(weights, spec_.n_out()) + spec_.registers;
        vectors_.runs.push_back(
            {static_cast<std::int64_t>(plane), slices, std::int64_t{spec_.registers} * spec_.n_out(), weights});
        append(vectors_.seeds, planes_[plane].bits, first_seed_, slices * spec_.seed_bits());
        append(vectors_.expected, codes_[plane], first_weight_, weights);
        if (spec_.masked) append(vectors_.kept, kept_, first_weight_, weights);
        if (spec_.patches == PatchFormat::none) return;
        const PatchStream& patches = planes_[plane].patches;
        const PatchStream::Run first = patches.runs[run], end = patches.runs[run + 1];
        append(vectors_.counts, patches.counts, first.counts, end.counts - first.counts);
        append(vectors_.locations, patches.locations, first.locations, end.locations - first.locations);
        if (spec_.patches != PatchFormat::gaps) return;
        const std::vector<std::int64_t> entries =
            entries_of_words(spec_, patches.gap_bits, patches.locations, {first.locations, end.locations}, slices);
        vectors_.entries.insert(vectors_.entries.end(), entries.begin(), entries.end());
    }

    const WeightPathSpec& spec_;
    std::span<const StoredPlane> planes_;
    std::span<const std::int64_t> run_lengths_;
    std::span<const BitVector> codes_;
    const BitVector& kept_;
    std::int64_t first_seed_ = 0, first_weight_ = 0; ///< of the run
    TestVectors vectors_;
};

} // namespace

TestVectors random_vectors(const WeightPathSpec& spec, std::int64_t weights, std::uint64_t seed) {
    if (spec.registers > 0 || spec.patches != PatchFormat::none || spec.masked)
        throw ConfigError("random code words are made for networks without registers, patches and masks; give a "
                          "layer's stored streams");
    if (weights < 1) throw ConfigError(fmt::format("vectors of {} weights: at least one is needed", weights));
    Random random(seed);
    TestVectors vectors;
    for (std::int64_t plane = 0; vectors.expected.size() < weights;
         plane = (plane + 1) % static_cast<std::int64_t>(spec.planes.size())) {
        const std::int64_t left = weights - vectors.expected.size();
        const std::int64_t useful = std::min(
            left, 1 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(weights / 4 + spec.n_out()))));
        const std::int64_t skip = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(spec.n_out())));
        const std::int64_t slices = ceil_div(skip + useful, spec.n_out());
        const BitVector seeds = draw(random, slices * spec.n_in());
        const BitVector decoded =
            XorDecoder(*spec.planes[static_cast<std::size_t>(plane)]).decode(seeds, skip + useful);
        vectors.runs.push_back({plane, slices, skip, useful});
        append(vectors.seeds, seeds, 0, seeds.size());
        append(vectors.expected, decoded, skip, useful);
    }
    vectors.units = cut_units(spec, vectors.runs);
    return vectors;
}

TestVectors layer_vectors(const WeightPathSpec& spec, std::span<const StoredPlane> planes,
                          std::span<const std::int64_t> run_lengths, std::span<const BitVector> codes,
                          const BitVector& kept, std::int64_t most_weights) {
    if (most_weights < 1) throw ConfigError(fmt::format("vectors of {} weights: at least one is needed", most_weights));
    return LayerVectors(spec, planes, run_lengths, codes, kept).make(most_weights);
}

std::vector<std::int64_t> cut_units(const WeightPathSpec& spec, const std::vector<TestVectors::Run>& runs) {
    const std::int64_t most = std::max<std::int64_t>(1, spec.sizes.buffer_bytes * 8 / (2 * (1 + spec.mask_bits())));
    std::vector<std::int64_t> units;
    for (const TestVectors::Run& run : runs)
        for (std::int64_t left = run.useful; left > 0; left -= units.back()) units.push_back(std::min(left, most));
    return units;
}

std::vector<std::int64_t> entries_of_words(const WeightPathSpec& spec, int gap_bits, const BitVector& locations,
                                           TestVectors::Extent extent, std::int64_t slices) {
    const std::int64_t filler = (std::int64_t{1} << gap_bits) - 1;
    std::vector<std::int64_t> entries;
    std::int64_t passed = 0, at = extent.first;
    for (std::int64_t slice = 0; slice < slices; slice += spec.lanes()) {
        const std::int64_t word_end =
            (std::min<std::int64_t>(slice + spec.lanes(), slices) - spec.registers) * spec.n_out();
        entries.push_back(0);
        for (; at + gap_bits <= extent.end; at += gap_bits) {
            const auto gap = static_cast<std::int64_t>(locations.extract(at, gap_bits));
            const std::int64_t after = passed + gap + (gap == filler ? 0 : 1);
            if (after > word_end) break;
            passed = after;
            ++entries.back();
        }
    }
    return entries;
}

} // namespace fracbit::models
