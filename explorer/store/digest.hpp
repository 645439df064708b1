// 64-bit digests of what a store holds: not against forgers, but against damage that SQLite's own checks do not see.
#pragma once

#include "explorer/store/store_contents.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace fracbit::explorer {

class Digest {
public:
    void add(std::uint64_t word);
    void add(std::int64_t number) { add(static_cast<std::uint64_t>(number)); }
    void add(double number); ///< 0 and -0 alike, and all NaNs
    void add(std::string_view text);
    [[nodiscard]] std::uint64_t value() const { return state_; }

private:
    std::uint64_t state_ = 0x6a09e667f3bcc909U;
};

/// A row of the table of points: a point that is on the front, in the sample, or both.
struct PointRow {
    std::int64_t id = 0;
    bool on_front = false, in_sample = false;
    std::int64_t equals = 0; ///< 0 off the front
    std::span<const double> values;
    std::uint64_t digest = 0;
};

/// Of front and sample, by id; the rows refer to their values. Throws ConfigError if they are not in order of id or
/// give a point different values.
std::vector<PointRow> rows_of(const std::vector<FrontMember>& front, const std::vector<SamplePoint>& sample);

std::uint64_t digest_of(const StoreHeader& header);
/// What two runs of the same chunks must agree on: all but time.
std::uint64_t digest_of_results(const StoreContents& contents);
/// Of a whole store, put together from its header's digest and the sum of its rows'. `front` and `sample` are not read.
std::uint64_t digest_of(std::uint64_t header, std::uint64_t rows, const StoreContents& contents);
std::uint64_t digest_of(const StoreContents& contents);

} // namespace fracbit::explorer
