// What happens at the ends of a weight path's FIFOs and at its borders, cycle by cycle: the same text from SystemC and
// from RTL.
#pragma once

#include "models/gf2/bit_vector.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::test {

/// Order of a cycle's lines.
enum class EventKind {
    seeds_reserved,
    counts_reserved,
    locations_reserved,
    seeds_push,
    seeds_pop,
    decoded_push,
    decoded_pop,
    patches_push,
    patches_pop,
    patched_push,
    patched_pop,
    masks_push,
    masks_pop,
    fill
};

struct Event {
    std::int64_t cycle = 0;
    EventKind kind = EventKind::fill;
    std::string text; ///< "seeds+ 10 3 0a5f"
};

/// What goes into the weight path in one cycle.
struct Stimulus {
    std::int64_t seeds_reserved = 0, counts_reserved = 0, locations_reserved = 0, space_freed = 0;
    std::int64_t seeds_arrived = 0, counts_arrived = 0, locations_arrived = 0;
    std::int64_t mask_count = 0; ///< 0: no mask word
    models::BitVector mask;
};

/// A whole run: all that the RTL needs to repeat it.
struct Recording {
    std::vector<Stimulus> stimuli; ///< one a cycle
    std::vector<Event> events;
    models::BitVector seeds, counts, locations; ///< all that arrives
    models::BitVector decoded;                  ///< all that went into units
    /// A line for each event, "CYCLE TEXT", in the order of cycles and kinds; `first_cycle` is added to the cycles.
    [[nodiscard]] std::string log(std::int64_t first_cycle = 0) const;
};

/// As $fwrite's %h writes a vector: most significant digit first.
std::string hex(const models::BitVector& bits);
/// The first `used` of `width` bits, the others zero.
std::string hex(const models::BitVector& bits, std::int64_t used, std::int64_t width);

} // namespace fracbit::test
