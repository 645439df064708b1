// How many cycles before a given one are covered by the intervals that were added: the differences are what a bar of
// any width on screen shows, in constant time and independent of the number of intervals. Exact at the bounds of
// buckets, and everywhere if a bucket is one cycle; between, as if a bucket's cycles were spread evenly.
#pragma once

#include <cstdint>
#include <vector>

namespace fracbit::traces {

class CoverageSum {
public:
    static constexpr std::int64_t most_buckets = 65'536; ///< 512 KiB a sum

    /// Over cycles [0, end). Takes no memory before the first interval.
    explicit CoverageSum(std::int64_t end = 0);
    /// A power of two.
    [[nodiscard]] std::int64_t bucket_cycles() const { return width_; }

    /// Cycles [begin, end) within [0, this->end). Intervals may overlap: each counts.
    void add(std::int64_t begin, std::int64_t end);
    /// After the last `add`, before the first question.
    void finish();
    [[nodiscard]] bool empty() const { return sums_.empty(); }
    [[nodiscard]] double covered(double begin, double end) const { return until(end) - until(begin); }

private:
    [[nodiscard]] double until(double cycle) const;
    std::int64_t end_ = 0, width_ = 1, buckets_ = 0;
    int shift_ = 0;                   ///< widths are powers of two: a division for each row would be felt
    std::vector<std::int64_t> sums_;  ///< while adding: cycles in bucket i at i + 1; then: cycles before bucket i
    std::vector<std::int32_t> whole_; ///< while adding: by how many more intervals bucket i is covered whole than i - 1
};

} // namespace fracbit::traces
