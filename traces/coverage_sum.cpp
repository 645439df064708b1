#include "traces/coverage_sum.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::traces {

CoverageSum::CoverageSum(std::int64_t end) : end_(end) {
    while ((most_buckets << shift_) < end) ++shift_;
    width_ = std::int64_t{1} << shift_;
    buckets_ = (end + width_ - 1) >> shift_;
}

void CoverageSum::add(std::int64_t begin, std::int64_t end) {
    if (begin == end) return;
    if (sums_.empty()) {
        sums_.resize(static_cast<std::size_t>(buckets_) + 1);
        whole_.resize(static_cast<std::size_t>(buckets_) + 1);
    }
    const auto first = static_cast<std::size_t>(begin >> shift_);
    const auto last = static_cast<std::size_t>((end - 1) >> shift_);
    const auto start_of = [this](std::size_t bucket) { return static_cast<std::int64_t>(bucket) << shift_; };
    if (first == last) {
        sums_[first + 1] += end - begin;
        return;
    }
    sums_[first + 1] += start_of(first + 1) - begin;
    sums_[last + 1] += end - start_of(last);
    ++whole_[first + 1];
    --whole_[last];
}

void CoverageSum::finish() {
    std::int64_t whole = 0, sum = 0;
    for (std::size_t i = 0; i + 1 < sums_.size(); ++i) {
        whole += whole_[i];
        sum += sums_[i + 1] + whole * width_;
        sums_[i + 1] = sum;
    }
    whole_ = {};
}

double CoverageSum::until(double cycle) const {
    if (sums_.empty() || cycle <= 0) return 0;
    if (cycle >= static_cast<double>(end_)) return static_cast<double>(sums_.back());
    const double at = cycle / static_cast<double>(width_);
    const auto bucket = std::min(static_cast<std::size_t>(at), sums_.size() - 2);
    // The last bucket may be narrower than the others.
    const auto start = static_cast<std::int64_t>(bucket) * width_;
    const auto size = static_cast<double>(std::min(width_, end_ - start));
    const double part = std::min(1.0, (cycle - static_cast<double>(start)) / size);
    const auto before = static_cast<double>(sums_[bucket]);
    return before + part * (static_cast<double>(sums_[bucket + 1]) - before);
}

} // namespace fracbit::traces
