// Random choices of test cases.
#pragma once

#include "models/core/random.hpp"

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace fracbit::tests {

class Drawer {
public:
    explicit Drawer(std::uint64_t seed) : random_(seed) {}
    std::int64_t range(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(high - low + 1)));
    }
    bool chance(int percent) { return range(1, 100) <= percent; }
    template <class T>
    T pick(std::initializer_list<T> values) {
        return *(values.begin() + range(0, static_cast<std::int64_t>(values.size()) - 1));
    }
    /// `values`: at least one.
    template <class T>
    const T& one_of(const std::vector<T>& values) {
        return values[static_cast<std::size_t>(range(0, static_cast<std::int64_t>(values.size()) - 1))];
    }

private:
    Random random_;
};

} // namespace fracbit::tests
