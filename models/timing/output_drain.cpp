#include "models/timing/output_drain.hpp"

namespace fracbit::models::timing {

void OutputDrains::clear() {
    known_.clear();
    periods_.forget();
}

void OutputDrains::reset() {
    periods_.reset();
    looked_place_ = looked_burst_ = -1;
}

} // namespace fracbit::models::timing
