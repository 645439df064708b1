// Where the streams of a layer's weights lie in memory, and what each run reads of them.
//
// Row-major: plane after plane. k-major and tiled: [row group][plane], each at a burst boundary; pruned weights instead bit
// after bit, seeds, counts, locations and masks in areas of their own, so that bursts hold no gaps. CSR: an area for each
// decoder's entries, row group after row group, and one for the counts.
#pragma once

#include "models/schedule/weight_stream.hpp"

namespace fracbit::models {

class WeightAddresses {
public:
    /// `base` is a byte address at a burst boundary. What it refers to must outlive it.
    WeightAddresses(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights, const WorkOrder& order,
                    const WeightStream& stream, std::uint64_t base);

    /// Of address space.
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    /// Addresses that belong to the layer: the table of offsets, the areas of CSR.
    void place_tables(WeightStream& stream) const;
    /// Adds the run of a plane in a step, or makes the last one longer where row-major slices run on.
    void append_run(WeightStream& stream, std::int64_t step, std::int64_t plane) const;

private:
    /// One of the streams of pruned weights: bit addresses of the runs, [row group][plane], and of the end.
    struct Area {
        std::vector<std::int64_t> starts;
        [[nodiscard]] StreamPiece piece(std::size_t first, std::size_t end_of_reading, bool anew) const;
    };
    void lay_out_groups();
    void lay_out_pruned();
    void lay_out_csr();
    [[nodiscard]] std::int64_t aligned(std::int64_t bits) const;
    [[nodiscard]] std::int64_t slices_for(std::int64_t decoded_bits) const;
    [[nodiscard]] std::int64_t group_bits(std::size_t group) const;
    void append_row_major(WeightStream& stream, std::int64_t step, std::int64_t plane) const;
    [[nodiscard]] WeightRun pruned_run(std::int64_t step, std::int64_t plane) const;

    const Layer& layer_;
    const QuantizedLayer& weights_;
    const WorkOrder& order_;
    SliceShape slice_;
    bool continuous_, pruned_, csr_;
    std::int64_t burst_bits_, base_bits_;
    std::int64_t registers_ = 0;
    std::uint64_t bytes_ = 0;
    std::vector<std::int64_t> group_offsets_;   ///< stored bits of a plane before each row group
    std::vector<std::int64_t> group_addresses_; ///< not pruned: bits from the base
    std::int64_t plane_bits_ = 0;               ///< row-major
    Area seeds_, counts_, locations_, mask_;
    std::int64_t offsets_at_ = 0, offsets_bits_ = 0;
    std::vector<std::uint64_t> csr_entries_;
    std::uint64_t csr_counts_ = 0;
};

} // namespace fracbit::models
