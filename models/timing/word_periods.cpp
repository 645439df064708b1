#include "models/timing/word_periods.hpp"

#include "models/timing/burst_list.hpp"
#include "models/timing/plain_weights.hpp"

#include <numeric>

namespace fracbit::models::timing {

WordPeriods word_periods(const LayerWork& work) {
    const SliceFormat format = slice_format(*work.architecture, *work.layer, *work.stored);
    const std::int64_t burst_bits = 8 * work.architecture->memory.burst_bytes,
                       unit = work.unit_weights(0, 0) * format.weight_bits,
                       stored = format.per_word * format.stored; // bits of a word
    const std::int64_t words = std::lcm(format.largest_word(), unit) / format.largest_word();
    const std::int64_t bursts = std::lcm(words * stored, burst_bits) / burst_bits;
    return {bursts, bursts * burst_bits / stored};
}

std::int64_t joint_period(const LayerWork& work) {
    const SliceFormat format = slice_format(*work.architecture, *work.layer, *work.stored);
    const std::int64_t group = work.rows(0) * work.reduction * format.weight_bits,
                       phases = StepTransfers(work).phase_period();
    const bool one_after_the_other = work.stored->order == StorageOrder::row_major && work.planes == 1;
    if (!one_after_the_other) { // a row group begins with a word, a tile and a burst
        const std::int64_t slices = ceil_div(group, format.decoded);
        return ceil_div(slices, format.per_word) * work.planes * phases;
    }
    const std::int64_t together = std::lcm(word_periods(work).inner * format.largest_word(), group);
    return std::lcm(together / group, phases) * group / format.largest_word();
}

} // namespace fracbit::models::timing
