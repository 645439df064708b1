// When bursts are through, or issued, where each issues as the one `outstanding` before it is through (late_units.hpp,
// output_drain.hpp).
#pragma once

#include "models/timing/memory.hpp"

#include <cstdint>

namespace fracbit::models::timing {

/// Bursts to come.
class Memory::Ahead {
public:
    explicit Ahead(const Memory& memory)
        : memory_(memory), gap_(memory.timing_.gap()), rounds_(gap_), next_(memory.bus_.bursts) {}
    /// Past so many bursts; when the last of them is through.
    std::int64_t pass(std::int64_t bursts) {
        next_ += bursts;
        for (; next_ - memory_.bus_.bursts > memory_.timing_.outstanding; next_ -= memory_.timing_.outstanding)
            rounds_ += gap_;
        return memory_.arrivals_.before(next_ - 1) + rounds_;
    }

private:
    const Memory& memory_;
    std::int64_t gap_, rounds_, next_;
};

/// After `follow_writes`: the bursts that followed.
class Memory::Followed {
public:
    explicit Followed(const Memory& memory) : memory_(memory), gap_(memory.timing_.gap()) {}
    /// When the one that is `back` before the last one issued. Asked for ever later ones.
    std::int64_t operator()(std::int64_t back) {
        if (before_ < 0) {
            before_ = back;
            place_ = 1 + back % memory_.timing_.outstanding;
            rounds_ = gap_ * (1 + back / memory_.timing_.outstanding);
        }
        for (; before_ > back; --before_, --place_) {
            if (place_ > 1) continue;
            place_ += memory_.timing_.outstanding;
            rounds_ -= gap_;
        }
        return memory_.arrivals_.ago(memory_.bus_.bursts, place_) - rounds_;
    }

private:
    const Memory& memory_;
    std::int64_t gap_, before_ = -1, place_ = 0, rounds_ = 0;
};

} // namespace fracbit::models::timing
