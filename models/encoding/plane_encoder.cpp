#include "models/encoding/plane_encoder.hpp"

#include "models/core/error.hpp"
#include "models/core/units.hpp"
#include "models/encoding/patch_writer.hpp"
#include "models/encoding/plane_layout.hpp"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <bit>
#include <utility>

namespace fracbit::models {
namespace {

/// Chunks are what one task encodes. They are a multiple of 64 slices long, so that no two of them write to the same
/// word of seeds; the patches of a window of chunks are held until they are written in order.
constexpr std::int64_t chunk_elements = 1 << 16;
constexpr std::int64_t chunks_per_window = 64;

class Encoding {
public:
    Encoding(const BitVector& codes, const BitVector& care, const PlaneLayout& layout, const SliceEncoder& encoder,
             int seed_bits, BitVector& seeds)
        : codes_(codes), care_(care), layout_(layout), encoder_(encoder), seed_bits_(seed_bits), seeds_(seeds) {}

    /// Writes the seeds of slices [first, end); gives their patches as elements of the plane.
    [[nodiscard]] std::vector<std::int64_t> encode(std::int64_t first, std::int64_t end) const {
        std::vector<std::int64_t> patches;
        SliceWords codes;
        SliceWords care;
        SliceWords flips;
        auto run = static_cast<std::size_t>(layout_.run_of(first));
        for (std::int64_t slice = first; slice < end; ++slice) {
            while (slice >= layout_.first_slice[run + 1]) ++run;
            const std::int64_t element =
                layout_.first_element[run] + (slice - layout_.first_slice[run]) * layout_.n_out;
            const auto count =
                static_cast<int>(std::min<std::int64_t>(layout_.n_out, layout_.first_element[run + 1] - element));
            codes.load(codes_, element, count);
            care.load(care_, element, count);
            const auto encoded = encoder_.encode(codes, care, flips);
            seeds_.deposit(slice * seed_bits_, seed_bits_, encoded.seed);
            if (encoded.patches == 0) continue;
            for (std::size_t word = 0; word < SliceWords::max_words; ++word)
                for (auto left = flips.words[word]; left != 0; left &= left - 1)
                    patches.push_back(element + static_cast<std::int64_t>(word) * 64 + std::countr_zero(left));
        }
        return patches;
    }

private:
    const BitVector& codes_;
    const BitVector& care_;
    const PlaneLayout& layout_;
    const SliceEncoder& encoder_;
    int seed_bits_;
    BitVector& seeds_;
};

/// Patches of the plane, in order, to a writer that wants them run by run.
class RunSplitter {
public:
    RunSplitter(const PlaneLayout& layout, PatchWriter& writer) : layout_(layout), writer_(writer) {}
    void add(std::int64_t element) {
        while (run_ < 0 || element >= layout_.first_element[static_cast<std::size_t>(run_) + 1]) next_run();
        writer_.add(element - layout_.first_element[static_cast<std::size_t>(run_)]);
    }
    void finish() {
        while (run_ < layout_.runs()) next_run();
    }

private:
    void next_run() {
        if (run_ >= 0) writer_.end_run();
        if (++run_ == layout_.runs()) return;
        const auto run = static_cast<std::size_t>(run_);
        writer_.begin_run(layout_.first_element[run + 1] - layout_.first_element[run]);
    }

    const PlaneLayout& layout_;
    PatchWriter& writer_;
    std::int64_t run_ = -1;
};

} // namespace

void check_plane(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths) {
    const std::int64_t elements = PlaneLayout(run_lengths, 1, 0).elements();
    if (codes.size() != care.size() || codes.size() != elements)
        throw ConfigError(
            fmt::format("encoding: found {} codes, {} care bits and runs of {} elements in all; they must "
                        "be as many",
                        codes.size(), care.size(), elements));
}

StoredPlane encode_plane(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths,
                         std::shared_ptr<const XorNetwork> network, const EncodeOptions& options) {
    if (network == nullptr) throw ConfigError("encoding: there is no XOR network to encode for");
    check_plane(codes, care, run_lengths);
    const PlaneLayout layout(run_lengths, network->n_out(), 0);
    const SliceEncoder encoder(*network, options.search);
    PatchWriter writer(options.format, network->n_out(),
                       options.format == PatchFormat::counted ? options.block_slices : options.gap_bits);
    RunSplitter splitter(layout, writer);

    StoredPlane plane;
    plane.bits = BitVector(layout.slices() * network->n_in());
    const Encoding encoding(codes, care, layout, encoder, network->n_in(), plane.bits);
    const std::int64_t chunk = ceil_div(chunk_elements, 64 * std::int64_t{network->n_out()}) * 64;
    const std::int64_t chunks = ceil_div(layout.slices(), chunk);
    std::vector<std::vector<std::int64_t>> patches(chunks_per_window);
    for (std::int64_t window = 0; window < chunks; window += chunks_per_window) {
        const std::int64_t count = std::min(chunks_per_window, chunks - window);
        tbb::parallel_for(std::int64_t{0}, count, [&](std::int64_t i) {
            stop_if(options.cancelled);
            const std::int64_t first = (window + i) * chunk;
            patches[static_cast<std::size_t>(i)] = encoding.encode(first, std::min(first + chunk, layout.slices()));
        });
        for (std::int64_t i = 0; i < count; ++i)
            for (const auto element : patches[static_cast<std::size_t>(i)]) splitter.add(element);
    }
    splitter.finish();
    plane.patches = std::move(writer).finish();
    plane.network = std::move(network);
    return plane;
}

} // namespace fracbit::models
