#include "models/cost/adders.hpp"

namespace fracbit::models {

int bits_to_count(std::int64_t n) {
    int bits = 0;
    while ((std::int64_t{1} << bits) < n) ++bits;
    return bits;
}

AdderCount ripple_adder(std::int64_t bits) { return {bits, 0}; }

AdderCount adder_tree(std::int64_t n, std::int64_t bits) {
    AdderCount count;
    for (; n > 1; n = (n + 1) / 2, ++bits) count.full += n / 2 * (bits + 1);
    return count;
}

std::int64_t adder_tree_bits(std::int64_t n, std::int64_t bits) { return bits + bits_to_count(n); }

AdderCount popcount(std::int64_t n) {
    AdderCount count;
    for (; n > 1; n /= 2) { // bits of this weight; as many carries as adders
        count.full += (n - 1) / 2;
        count.half += n % 2 == 0 ? 1 : 0;
    }
    return count;
}

AdderCount multiplier(std::int64_t m, std::int64_t n) { return {(m - 2) * n, n}; }

} // namespace fracbit::models
