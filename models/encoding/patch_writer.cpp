#include "models/encoding/patch_writer.hpp"

#include "models/core/error.hpp"
#include "models/xor/slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace fracbit::models {

void check_patch_parameter(PatchFormat format, int n_out, int parameter) {
    if (format == PatchFormat::counted && (n_out < 1 || n_out > max_n_out))
        throw ConfigError(
            fmt::format("counted patches: found slices of {} elements; allowed are 1..{}", n_out, max_n_out));
    if (format == PatchFormat::counted && parameter < 1)
        throw ConfigError(fmt::format("counted patches: found blocks of {} slices; at least 1 is needed", parameter));
    if (format == PatchFormat::gaps && (parameter < 1 || parameter > max_gap_bits))
        throw ConfigError(
            fmt::format("patch gaps: found entries of {} bits; allowed are 1..{}", parameter, max_gap_bits));
}

PatchWriter::PatchWriter(PatchFormat format, int n_out, int parameter) : n_out_(n_out) {
    check_patch_parameter(format, n_out, parameter);
    stream_.format = format;
    if (format == PatchFormat::counted) stream_.block_slices = parameter;
    if (format == PatchFormat::gaps) stream_.gap_bits = parameter, skip_ = (std::int64_t{1} << parameter) - 1;
}

void PatchWriter::begin_run(std::int64_t length) {
    ++run_;
    if (length < 0)
        throw ConfigError(fmt::format("patches: run {} has {} elements; that cannot be negative", run_, length));
    length_ = length;
    passed_ = 0;
    first_slice_ = 0;
    if (stream_.format != PatchFormat::none) stream_.runs.push_back({counts_.size(), locations_.size()});
    if (stream_.format == PatchFormat::counted) begin_block();
}

void PatchWriter::add(std::int64_t element) {
    if (stream_.format == PatchFormat::none)
        throw ConfigError(
            fmt::format("patches: run {} has a patch at {}, and the format is to have none", run_, element));
    if (element < passed_ || element >= length_)
        throw ConfigError(
            fmt::format("patches: run {} of {} elements has a patch at {}; patches must ascend from 0 and "
                        "lie inside the run",
                        run_, length_, element));
    if (stream_.format == PatchFormat::counted) {
        const std::int64_t slice = element / n_out_;
        while (slice >= first_slice_ + static_cast<std::int64_t>(block_.size())) end_block(), begin_block();
        ++block_[static_cast<std::size_t>(slice - first_slice_)];
        locations_.write(static_cast<std::uint64_t>(element - slice * n_out_), location_bits(n_out_));
    } else {
        const int width = stream_.gap_bits;
        for (; element - passed_ >= skip_; passed_ += skip_) locations_.write(static_cast<std::uint64_t>(skip_), width);
        locations_.write(static_cast<std::uint64_t>(element - passed_), width);
    }
    passed_ = element + 1;
}

void PatchWriter::end_run() {
    if (stream_.format != PatchFormat::counted) return;
    for (; !block_.empty(); begin_block()) end_block();
}

/// An empty block behind the run's last slice.
void PatchWriter::begin_block() {
    const std::int64_t slices = slice_count(length_, n_out_) - first_slice_;
    block_.assign(static_cast<std::size_t>(std::min<std::int64_t>(stream_.block_slices, slices)), 0);
}

void PatchWriter::end_block() {
    const int width = std::bit_width(*std::max_element(block_.begin(), block_.end()));
    counts_.write(static_cast<std::uint64_t>(width), count_width_bits);
    if (width > 0)
        for (const auto count : block_) counts_.write(count, width);
    first_slice_ += static_cast<std::int64_t>(block_.size());
}

PatchStream PatchWriter::finish() && {
    if (stream_.format != PatchFormat::none) stream_.runs.push_back({counts_.size(), locations_.size()});
    stream_.counts = std::move(counts_).take();
    stream_.locations = std::move(locations_).take();
    return std::move(stream_);
}

} // namespace fracbit::models
