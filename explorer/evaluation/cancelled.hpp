// Thrown out of the midst of a point whose evaluation takes long, once nobody wants it any more.
#pragma once

#include "models/core/error.hpp"

namespace fracbit::explorer {

class Cancelled : public Error {
public:
    Cancelled() : Error("cancelled") {}
};

} // namespace fracbit::explorer
