#include "tests/rtl/recording.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::test {

std::string Recording::log(std::int64_t first_cycle) const {
    std::vector<const Event*> sorted;
    for (const Event& event : events) sorted.push_back(&event);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Event* a, const Event* b) {
        return a->cycle != b->cycle ? a->cycle < b->cycle : a->kind < b->kind;
    });
    std::string text;
    for (const Event* event : sorted) text += fmt::format("{} {}\n", first_cycle + event->cycle, event->text);
    return text;
}

std::string hex(const models::BitVector& bits) {
    std::string digits;
    for (std::int64_t at = (bits.size() + 3) / 4 * 4 - 4; at >= 0; at -= 4)
        digits += fmt::format("{:x}", bits.extract(at, static_cast<int>(std::min<std::int64_t>(4, bits.size() - at))));
    return digits;
}

std::string hex(const models::BitVector& bits, std::int64_t used, std::int64_t width) {
    models::BitVector part(width);
    part.copy(0, bits, 0, used);
    return hex(part);
}

} // namespace fracbit::test
