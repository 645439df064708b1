// Writes a PatchStream patch by patch, holding no more than one block of counts besides the stream.
#pragma once

#include "models/encoding/bit_stream.hpp"
#include "models/model/stored_plane.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

inline constexpr int max_gap_bits = 32;

/// For each run: begin_run, its patches by add, end_run; at the end finish.
class PatchWriter {
public:
    /// `n_out` and `parameter` as in write_patches (patch_codec.hpp); throws ConfigError.
    PatchWriter(PatchFormat format, int n_out, int parameter);
    /// ConfigError: negative length.
    void begin_run(std::int64_t length);
    /// An element of the run, counted from its first. ConfigError: not above the previous one, not inside the run, or
    /// the format is to have no patches.
    void add(std::int64_t element);
    void end_run();
    PatchStream finish() &&;

private:
    void begin_block();
    void end_block();

    int n_out_;
    PatchStream stream_;
    BitWriter counts_;
    BitWriter locations_;
    std::int64_t run_ = -1;
    std::int64_t length_ = 0;
    std::int64_t passed_ = 0;          // elements up to the last patch of the run
    std::int64_t skip_ = 0;            // gaps: elements that the largest entry passes
    std::int64_t first_slice_ = 0;     // counted: of the block
    std::vector<std::uint64_t> block_; // counted: patches of each slice of the block
};

/// Throws ConfigError if slices, blocks or gaps have a size that the format cannot have.
void check_patch_parameter(PatchFormat format, int n_out, int parameter);

} // namespace fracbit::models
