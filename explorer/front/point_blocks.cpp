#include "explorer/front/point_blocks.hpp"

#include "models/core/fastest_copy.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace fracbit::explorer {
namespace {

using Numbers [[gnu::vector_size(32)]] = double;
using Masks [[gnu::vector_size(32)]] = std::int64_t;

/// The first index, not below `from`, of a lane that is at most (at least) the point everywhere; 8 times the number of
/// blocks or more if there is none.
template <bool at_most>
struct BlockSearch {
    [[gnu::always_inline]] static inline void run(const double* values, std::int64_t blocks, int objectives,
                                                  const double* point, std::int64_t from, std::int64_t* found) {
        constexpr auto lanes = PointBlocks::lanes;
        std::int64_t number = from / lanes;
        unsigned first_lanes = ~0U << (from % lanes);
        for (; number < blocks; ++number) {
            const double* block = values + number * lanes * objectives;
            Masks low = {1, 2, 4, 8}, high = {16, 32, 64, 128};
            std::int64_t any = 0;
            for (int objective = 0;; ++objective) {
                const double limit = point[objective];
                const Numbers limits = {limit, limit, limit, limit};
                Numbers first, second;
                std::memcpy(&first, block + objective * lanes, sizeof first);
                std::memcpy(&second, block + objective * lanes + 4, sizeof second);
                low &= at_most ? first <= limits : first >= limits;
                high &= at_most ? second <= limits : second >= limits;
                const Masks both = low | high;
                any = (both[0] | both[1]) | (both[2] | both[3]);
                if (any == 0 || objective + 1 == objectives) break;
            }
            const unsigned bits = static_cast<unsigned>(any) & first_lanes;
            first_lanes = ~0U;
            if (bits != 0) {
                *found = number * lanes + std::countr_zero(bits);
                return;
            }
        }
        *found = number * lanes;
    }
};

} // namespace

void PointBlocks::set(std::int64_t index, std::span<const double> point) {
    for (int objective = 0; objective < objectives_; ++objective)
        set(index, objective, point[static_cast<std::size_t>(objective)]);
}

void PointBlocks::push_back(std::span<const double> point) {
    if (size_ % lanes == 0)
        values_.resize(values_.size() + static_cast<std::size_t>(lanes * objectives_),
                       std::numeric_limits<double>::quiet_NaN());
    set(size_++, point);
}

void PointBlocks::erase(std::int64_t index) {
    --size_;
    for (int objective = 0; objective < objectives_; ++objective) {
        set(index, objective, at(size_, objective));
        set(size_, objective, std::numeric_limits<double>::quiet_NaN());
    }
    if (size_ % lanes == 0) values_.resize(values_.size() - static_cast<std::size_t>(lanes * objectives_));
}

void PointBlocks::copy(std::int64_t index, std::span<double> point) const {
    for (int objective = 0; objective < objectives_; ++objective)
        point[static_cast<std::size_t>(objective)] = at(index, objective);
}

bool PointBlocks::equals(std::int64_t index, std::span<const double> point) const {
    for (int objective = 0; objective < objectives_; ++objective)
        if (at(index, objective) != point[static_cast<std::size_t>(objective)]) return false;
    return true;
}

template <bool at_most>
std::int64_t PointBlocks::find(std::span<const double> point, std::int64_t from) const {
    std::int64_t found = 0;
    FastestCopy<BlockSearch<at_most>, const double*, std::int64_t, int, const double*, std::int64_t,
                std::int64_t*>::run(values_.data(), (size_ + lanes - 1) / lanes, objectives_, point.data(), from,
                                    &found);
    return std::min(found, size_);
}

std::int64_t PointBlocks::find_at_most(std::span<const double> point, std::int64_t from) const {
    return find<true>(point, from);
}

std::int64_t PointBlocks::find_at_least(std::span<const double> point, std::int64_t from) const {
    return find<false>(point, from);
}

} // namespace fracbit::explorer
