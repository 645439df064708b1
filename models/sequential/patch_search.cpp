#include "models/sequential/patch_search.hpp"

#include "models/sequential/window_elimination.hpp"

#include <algorithm>
#include <bit>

namespace fracbit::models {
namespace {

/// Gives equation `bit` its right-hand side in each candidate.
template <typename Candidate>
[[gnu::always_inline]] inline void extend(std::vector<Candidate>& candidates, std::uint64_t combination,
                                          std::uint64_t bit, bool wanted) {
    for (auto& candidate : candidates)
        candidate.sides = (candidate.sides & ~bit) | (odd(candidate.sides & combination) != wanted ? bit : 0);
}

} // namespace

#if defined(__x86_64__)
[[gnu::target("popcnt")]] void PatchSearch::extend_with_popcnt(std::uint64_t combination, std::uint64_t bit,
                                                               bool wanted) {
    for (auto& level : levels_) extend(level, combination, bit, wanted);
}
#endif

void PatchSearch::extend_all(std::uint64_t combination, std::uint64_t bit, bool wanted) {
#if defined(__x86_64__)
    static const bool popcnt = __builtin_cpu_supports("popcnt") != 0;
    if (popcnt) return extend_with_popcnt(combination, bit, wanted);
#endif
    for (auto& level : levels_) extend(level, combination, bit, wanted);
}

std::int64_t PatchSearch::patched(const Candidate& candidate, std::int64_t element) {
    patches_.push_back({element, candidate.last_patch});
    return static_cast<std::int64_t>(patches_.size()) - 1;
}

void PatchSearch::take(std::uint64_t combination, int name, bool wanted, std::int64_t element) {
    const std::uint64_t bit = std::uint64_t{1} << name;
    extend_all(combination, bit, wanted);

    // Room goes to the cheapest, and among equals to those that are there already.
    if (levels_.size() == 1 && std::ssize(levels_[0]) >= beam_) return;
    room_.clear();
    std::int64_t left = beam_;
    for (std::size_t i = 0; i <= levels_.size(); ++i) {
        const std::int64_t own = i < levels_.size() ? std::ssize(levels_[i]) : 0;
        const std::int64_t twins = i > 0 ? std::ssize(levels_[i - 1]) : 0;
        room_.push_back(std::min(left, own + twins));
        left -= room_.back();
    }
    if (room_.back() > 0) levels_.emplace_back();
    for (std::size_t i = levels_.size(); i-- > 0;) { // downwards: twins are made of what was there before
        auto& level = levels_[i];
        const auto size = static_cast<std::size_t>(room_[i]);
        for (std::size_t twin = 0; level.size() < size; ++twin) {
            const auto& other = levels_[i - 1][twin];
            level.push_back({other.sides ^ bit, patched(other, element)});
        }
        level.resize(size);
    }
    while (levels_.back().empty()) levels_.pop_back();
}

void PatchSearch::check(std::uint64_t combination, bool wanted, std::int64_t element) {
    levels_.emplace_back();
    for (std::size_t i = levels_.size() - 1; i-- > 0;) { // downwards: who moves up is not looked at again
        auto& level = levels_[i];
        auto& above = levels_[i + 1];
        std::size_t kept = 0;
        for (auto& candidate : level) {
            if (odd(candidate.sides & combination) == wanted)
                level[kept++] = candidate;
            else
                above.push_back({candidate.sides, patched(candidate, element)});
        }
        level.resize(kept);
    }
    const auto cheapest =
        std::find_if(levels_.begin(), levels_.end(), [](const auto& level) { return !level.empty(); });
    levels_.erase(levels_.begin(), cheapest);
    while (levels_.back().empty()) levels_.pop_back();
}

void PatchSearch::advance(const WindowElimination& window) {
    std::size_t candidates = 0;
    for (const auto& level : levels_) candidates += level.size();
    if (candidates == 1) {
        levels_[0][0].sides = window.moved(levels_[0][0].sides);
    } else {
        grow_seen(candidates);
        ++slice_;
        for (auto& level : levels_) {
            std::size_t kept = 0;
            for (auto candidate : level) {
                candidate.sides = window.moved(candidate.sides);
                if (first_time(candidate.sides)) level[kept++] = candidate;
            }
            level.resize(kept);
        }
        while (levels_.back().empty()) levels_.pop_back();
    }
    if (patches_.size() > patches_bound_) forget_dead_patches();
}

void PatchSearch::grow_seen(std::size_t candidates) {
    if (seen_.size() < 2 * candidates) seen_.assign(std::bit_ceil(4 * candidates), {});
}

bool PatchSearch::first_time(std::uint64_t sides) {
    constexpr std::uint64_t golden_ratio = 0x9e3779b97f4a7c15U; // 2^64 / phi: multiplicative hashing
    const std::size_t mask = seen_.size() - 1;
    auto at = static_cast<std::size_t>((sides * golden_ratio) >> 32) & mask;
    for (; seen_[at].slice == slice_; at = (at + 1) & mask)
        if (seen_[at].sides == sides) return false;
    seen_[at] = {sides, slice_};
    return true;
}

void PatchSearch::forget_dead_patches() {
    std::vector<std::int64_t> place(patches_.size(), none); // first a mark, then the new index
    for (const auto& level : levels_)
        for (const auto& candidate : level)
            for (auto i = candidate.last_patch; i != none && place[static_cast<std::size_t>(i)] == none;
                 i = patches_[static_cast<std::size_t>(i)].before)
                place[static_cast<std::size_t>(i)] = 0;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < patches_.size(); ++i) {
        if (place[i] == none) continue;
        auto patch = patches_[i]; // lists grow at their end, so the patch before has its new place already
        if (patch.before != none) patch.before = place[static_cast<std::size_t>(patch.before)];
        place[i] = static_cast<std::int64_t>(kept);
        patches_[kept++] = patch;
    }
    patches_.resize(kept);
    for (auto& level : levels_)
        for (auto& candidate : level)
            if (candidate.last_patch != none)
                candidate.last_patch = place[static_cast<std::size_t>(candidate.last_patch)];
    patches_bound_ = std::max(patches_bound_, 2 * kept);
}

std::vector<std::int64_t> PatchSearch::patches() const {
    std::vector<std::int64_t> elements;
    for (auto i = levels_.front().front().last_patch; i != none; i = patches_[static_cast<std::size_t>(i)].before)
        elements.push_back(patches_[static_cast<std::size_t>(i)].element);
    std::reverse(elements.begin(), elements.end());
    return elements;
}

} // namespace fracbit::models
