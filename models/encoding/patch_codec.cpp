#include "models/encoding/patch_codec.hpp"

#include "models/core/error.hpp"
#include "models/encoding/bit_stream.hpp"
#include "models/xor/slices.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fracbit::models {
namespace {

using Patches = std::vector<std::int64_t>;

/// Reads one run; every complaint names it.
class RunReader {
public:
    RunReader(const PatchStream& stream, std::int64_t run, std::int64_t length)
        : run_(run), length_(length),
          counts_(part(stream.counts, "counts", at(stream, run).counts, at(stream, run + 1).counts)),
          locations_(part(stream.locations, "locations", at(stream, run).locations, at(stream, run + 1).locations)) {}

    Patches counted(int n_out, int block_slices) {
        Patches patches;
        const std::int64_t slices = slice_count(length_, n_out);
        int width = 0;
        for (std::int64_t slice = 0; slice < slices; ++slice) {
            if (slice % block_slices == 0) width = width_of_counts(slice / block_slices);
            const std::int64_t elements = std::min<std::int64_t>(n_out, length_ - slice * n_out);
            const auto count = field(counts_, width, "counts");
            if (count > elements)
                fail(fmt::format("slice {} has {} elements and a count of {} patches", slice, elements, count));
            std::int64_t least = 0;
            for (std::int64_t i = 0; i < count; ++i) {
                const auto place = field(locations_, location_bits(n_out), "locations");
                if (place < least || place >= elements)
                    fail(fmt::format("slice {} of {} elements has a patch at {}; patches must ascend inside the slice",
                                     slice, elements, place));
                patches.push_back(slice * n_out + place);
                least = place + 1;
            }
        }
        expect_end(counts_, "counts");
        expect_end(locations_, "locations");
        return patches;
    }

    Patches gaps(int gap_bits) {
        Patches patches;
        const std::int64_t skip = (std::int64_t{1} << gap_bits) - 1;
        std::int64_t passed = 0;
        while (locations_.left() > 0) {
            const auto gap = field(locations_, gap_bits, "locations");
            if (gap != skip) patches.push_back(passed + gap);
            passed += gap != skip ? gap + 1 : skip;
            if (passed > length_) fail(fmt::format("the gaps pass {} elements, the run has {}", passed, length_));
        }
        expect_end(counts_, "counts");
        return patches;
    }

private:
    static const PatchStream::Run& at(const PatchStream& stream, std::int64_t run) {
        return stream.runs[static_cast<std::size_t>(run)];
    }

    [[noreturn]] void fail(const std::string& message) const {
        FileLocation where;
        where.object = fmt::format("run {}", run_);
        throw FormatError("patch stream", where, message);
    }

    [[nodiscard]] BitReader part(const BitVector& bits, const char* name, std::int64_t first, std::int64_t end) const {
        if (first < 0 || first > end || end > bits.size())
            fail(fmt::format("the {} are bits {} to {} of a stream of {} bits", name, first, end, bits.size()));
        return {bits, first, end};
    }

    std::int64_t field(BitReader& from, int width, const char* name) const {
        const auto value = from.read(width);
        if (!value)
            fail(fmt::format("the {} end early: {} bits are left where {} are needed", name, from.left(), width));
        return static_cast<std::int64_t>(*value);
    }

    int width_of_counts(std::int64_t block) {
        const auto width = field(counts_, count_width_bits, "counts");
        if (width > max_count_width)
            fail(fmt::format("block {} has counts of {} bits; at most {} are allowed", block, width, max_count_width));
        return static_cast<int>(width);
    }

    void expect_end(const BitReader& from, const char* name) const {
        if (from.left() > 0) fail(fmt::format("{} bits are left behind the last of the {}", from.left(), name));
    }

    std::int64_t run_;
    std::int64_t length_;
    BitReader counts_;
    BitReader locations_;
};

std::int64_t gap_stream_bits(std::span<const Patches> patches_per_run, int gap_bits) {
    const std::int64_t skip = (std::int64_t{1} << gap_bits) - 1;
    std::int64_t entries = 0;
    for (const auto& patches : patches_per_run) {
        std::int64_t passed = 0;
        for (const auto patch : patches) {
            entries += (patch - passed) / skip + 1;
            passed = patch + 1;
        }
    }
    return entries * gap_bits;
}

} // namespace

PatchStream write_patches(PatchFormat format, std::span<const Patches> patches_per_run,
                          std::span<const std::int64_t> run_lengths, int n_out, int parameter) {
    PatchWriter writer(format, n_out, parameter);
    if (patches_per_run.size() != run_lengths.size())
        throw ConfigError(fmt::format("patches: found patches of {} runs and lengths of {}; both must be as many",
                                      patches_per_run.size(), run_lengths.size()));
    for (std::size_t run = 0; run < run_lengths.size(); ++run) {
        writer.begin_run(run_lengths[run]);
        for (const auto patch : patches_per_run[run]) writer.add(patch);
        writer.end_run();
    }
    return std::move(writer).finish();
}

std::vector<std::int64_t> read_patches(const PatchStream& stream, std::int64_t run, std::int64_t run_length,
                                       int n_out) {
    if (stream.format == PatchFormat::none) return {};
    const bool counted = stream.format == PatchFormat::counted;
    check_patch_parameter(stream.format, n_out, counted ? stream.block_slices : stream.gap_bits);
    if (run < 0 || run + 1 >= static_cast<std::int64_t>(stream.runs.size()))
        throw ConfigError(fmt::format("patch stream: there is no run {}; it has {} runs", run,
                                      std::max<std::int64_t>(0, static_cast<std::int64_t>(stream.runs.size()) - 1)));
    RunReader reader(stream, run, run_length);
    return counted ? reader.counted(n_out, stream.block_slices) : reader.gaps(stream.gap_bits);
}

GapChoice best_gap_bits(std::span<const Patches> patches_per_run) {
    GapChoice best{1, gap_stream_bits(patches_per_run, 1)};
    for (int gap_bits = 2; gap_bits <= max_gap_bits; ++gap_bits)
        if (const auto bits = gap_stream_bits(patches_per_run, gap_bits); bits < best.bits) best = {gap_bits, bits};
    return best;
}

} // namespace fracbit::models
